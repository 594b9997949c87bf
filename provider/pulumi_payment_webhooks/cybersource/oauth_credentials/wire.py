"""
OAuth client credentials as a request spells them; `egress.wire` reads the answer. No I/O here.
"""

from __future__ import annotations

from ..egress.wire import KeyRequest, symmetric
from ..rules.words import KEY_STORE
from .declaration import OAuthCredentials


def encode(declared: OAuthCredentials) -> KeyRequest:
    """
    The request that stores the credentials.

    The organization is the provider here, and the key store the tenant; for a signature key it is the reverse.
    """
    return symmetric(
        "STORE",
        provider=declared.organization_id,
        tenant=KEY_STORE,
        keyType="oAuthClientCredentials",
        organizationId=declared.organization_id,
        clientKeyId=declared.client_id,
        key=declared.client_secret.get_secret_value(),
        expiryDuration=str(declared.expiry_duration),
    )
