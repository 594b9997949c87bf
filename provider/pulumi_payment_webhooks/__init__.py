"""Pulumi provider for the webhooks of payment platforms."""
