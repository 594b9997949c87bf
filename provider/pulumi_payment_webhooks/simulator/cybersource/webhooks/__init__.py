"""Subscriptions of the simulated platform: both versions of the API."""
