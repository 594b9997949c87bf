"""A digital signature key: the shared secret with which the platform signs its notifications."""
