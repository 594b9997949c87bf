"""A message encryption certificate: with it, the platform encrypts notifications for whoever holds its private key."""
