"""Authentication of requests to the simulated platform: the account and its schemes."""
