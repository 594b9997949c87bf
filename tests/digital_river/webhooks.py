"""Webhooks as programs declare them."""

from typing import Any

WEBHOOK = "digital_river:Webhook"
ADDRESS = "https://hooks.example.com/dr"
LEAST: dict[str, Any] = {"address": ADDRESS, "types": ["order.accepted", "refund.complete"]}
BASIC = {"username": "callback", "password": "basic-4711"}
TOKENS = {
    "tokenEndPoint": "https://login.example.com/token",
    "clientID": "client-1",
    "clientSecret": "client-4711",
    "grantType": "password",
    "userName": "someone@example.com",
    "password": "oauth-4711",
}
CLIENT = {
    "tokenEndPoint": "https://login.example.com/token",
    "clientID": "client-1",
    "clientSecret": "client-4711",
    "grantType": "client_credentials",
}
WITH_BASIC = {**LEAST, "authentication": BASIC}
WITH_TOKENS = {**LEAST, "transportType": "OAUTH", "oauth": TOKENS}
WITH_CLIENT = {**LEAST, "transportType": "OAUTH", "oauth": CLIENT}
SECRETS = ("basic-4711", "client-4711", "oauth-4711")
