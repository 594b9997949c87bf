"""Who may call the simulated platform, and how often."""
