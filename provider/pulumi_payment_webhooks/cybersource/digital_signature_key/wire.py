"""
A digital signature key as a request spells it; `egress.wire` reads the answer. No I/O here.
"""

from __future__ import annotations

from ..egress.wire import KeyRequest, symmetric
from ..rules.words import KEY_STORE
from .declaration import DigitalSignatureKey


def encode(declared: DigitalSignatureKey) -> KeyRequest:
    """The request that makes the platform create a key."""
    return symmetric(
        "CREATE",
        shows_secret=True,
        provider=KEY_STORE,
        tenant=declared.tenant or declared.organization_id,
        keyType="sharedSecret",
        organizationId=declared.organization_id,
        expiryDuration=str(declared.expiry_duration),
    )
