"""Credentials that expire at once, and would be stored anew at once."""

from pulumi_payment_webhooks import cybersource

cybersource.OAuthCredentials("login", client_id="shop", client_secret="secret", expiry_duration=0, max_age=0)
