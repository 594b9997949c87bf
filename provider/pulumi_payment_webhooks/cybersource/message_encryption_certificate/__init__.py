"""A message encryption certificate: with it, the platform encrypts notifications; the receiver has its private key."""
