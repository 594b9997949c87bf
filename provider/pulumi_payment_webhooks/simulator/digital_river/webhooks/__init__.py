"""Webhooks that a simulated platform holds, with their secrets, and how requests about them are read."""
