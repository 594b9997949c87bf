"""Keys of the simulated platform: those of its organizations, and those that sign requests."""
