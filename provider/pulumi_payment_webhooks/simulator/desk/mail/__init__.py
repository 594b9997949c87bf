"""Messages that a simulated platform delivers, and which addresses it can reach."""
