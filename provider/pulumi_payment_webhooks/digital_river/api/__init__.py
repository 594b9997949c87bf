"""The API in general: paths, and webhooks as answers show them. No I/O here."""
