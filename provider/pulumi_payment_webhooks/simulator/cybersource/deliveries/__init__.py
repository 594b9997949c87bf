"""Notifications of the simulated platform: events, attempts, retries, replays and health."""
