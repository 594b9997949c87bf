"""A Python program that declares what exists, as a person would have written it. Pure: no I/O, and no platform here."""
