"""Cybersource / Visa Acceptance Solutions: one API, two brands."""
