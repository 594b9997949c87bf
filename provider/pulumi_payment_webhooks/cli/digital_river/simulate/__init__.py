"""The command that simulates Digital River on this machine."""
