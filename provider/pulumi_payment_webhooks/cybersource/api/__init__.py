"""Endpoints and JSON as the platform spells them."""
