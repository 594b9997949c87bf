"""Messages that a simulated platform delivers, and where to."""
