"""What clients can ask of the simulated platform."""
