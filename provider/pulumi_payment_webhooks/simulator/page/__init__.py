"""A page on which a person watches what a simulated platform delivers, and plays with it. It knows no platform."""
