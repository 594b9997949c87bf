"""What the simulated platform delivers, to whom, and what follows from it."""
