"""Endpoints and JSON as the platform spells them; v1 and v2 behind one model."""
