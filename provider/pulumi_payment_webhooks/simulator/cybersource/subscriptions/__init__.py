"""Subscriptions: how a body is read into one normal form, and how a status moves."""
