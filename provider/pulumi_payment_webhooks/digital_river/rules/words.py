"""
Words of the webhook API. Pure data, no I/O here.

Source: the page "Webhooks", and the OpenAPI file.
"""

from __future__ import annotations

HTTP = "HTTP"
OAUTH = "OAUTH"
TRANSPORTS = (HTTP, OAUTH)

PASSWORD = "password"
CLIENT_CREDENTIALS = "client_credentials"
"""Only the consoles offer this grant; that the API spells it so is an assumption."""

GRANTS = (PASSWORD, CLIENT_CREDENTIALS)
