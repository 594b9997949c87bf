"""A clock that tests can move, and what is planned."""
