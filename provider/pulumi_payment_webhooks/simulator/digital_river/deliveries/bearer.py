"""
The token that the platform requests before it delivers to a webhook with the transport OAUTH.

The vendor documents which members a webhook has for it, and not the request itself: here it is that of RFC 6749,
sections 4.3 (password) and 4.4 (client credentials).
"""

from __future__ import annotations

from ...desk.mail.tokens import TokenRequest, basic_client
from ..knobs import Knobs
from ..webhooks.store import OAUTH, HeldWebhook

MEMBERS = {"userName": "username", "password": "password", "audience": "audience"}
"""Members of the body besides the grant and the client, by the names of the API."""


def token_request(webhook: HeldWebhook, knobs: Knobs) -> TokenRequest | None:
    """The request for the token of *webhook*; None if it needs none."""
    if webhook.transport != OAUTH or not webhook.credentials:
        return None
    held = webhook.credentials
    client, secret = held["clientID"], held["clientSecret"]
    form = {"grant_type": held["grantType"], **{MEMBERS[name]: held[name] for name in MEMBERS if held.get(name)}}
    headers = {}
    if knobs.oauth_client == "form":
        form |= {"client_id": client, "client_secret": secret}
    else:
        headers["Authorization"] = basic_client(client, secret)
    holder = (webhook.id, webhook.updated.isoformat(), knobs.oauth_client)
    return TokenRequest(held["tokenEndPoint"], form, headers, holder, None, knobs.token_reuse == "until_expiry")
