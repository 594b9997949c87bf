"""The credentials with which the platform fetches OAuth tokens from a merchant's identity provider."""
