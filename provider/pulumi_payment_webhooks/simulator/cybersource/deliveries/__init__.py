"""Deliveries of the simulated platform: events, notifications, attempts, retries and pings."""
