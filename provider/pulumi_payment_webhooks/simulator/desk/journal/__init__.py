"""What happened at a simulated platform, in order."""
