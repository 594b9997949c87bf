"""A clock that can be moved by hand, and what is due."""
