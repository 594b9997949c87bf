"""The command that simulates Cybersource on this machine."""
