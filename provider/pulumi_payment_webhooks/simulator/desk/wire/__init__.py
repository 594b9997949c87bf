"""Requests and answers of a simulated platform, and the faults that are injected into them."""
