"""
Masks request bodies: only members that are known to contain no secret are shown. No I/O here.

An unknown member may contain anything, so it is masked, too.
"""

from __future__ import annotations

import binascii
from typing import Any

from ....crypto.certificates import read_stored_certificate
from ...desk.journal.journal import MASK
from ..subscriptions import bodies, policies
from . import replays

CERTIFICATE = "pub"
OPEN = frozenset({"additionalAttributes"})
"""Members of free form, which are shown."""

HARMLESS = frozenset(
    {
        *bodies.TOLERATED,
        *bodies.UPDATABLE,
        *policies.RETRY_MEMBERS,
        *policies.SECURITY_MEMBERS,
        *policies.CONFIG_MEMBERS,
        *policies.ADDITIONAL_MEMBERS,
        *policies.SCOPE_MEMBERS,
        *replays.MEMBERS,
        *("clientRequestAction", "clientReferenceInformation", "code", "keyInformation"),
        *("provider", "tenant", "keyType", "clientKeyId", "expiryDuration"),
    }
)


def mask_body(body: object) -> Any:
    """*body* with all possible secrets masked; a body that is not an object is masked completely."""
    if isinstance(body, dict):
        return {name: _member(name, value) for name, value in body.items()}
    return MASK if body else body


def _member(name: str, value: object) -> Any:
    if name == CERTIFICATE:
        return value if isinstance(value, str) and _is_certificate(value) else MASK
    if name in OPEN:
        return value
    return _harmless(value) if name in HARMLESS else MASK


def _harmless(value: object) -> Any:
    """The value of a harmless member, with the members of objects in it checked."""
    if isinstance(value, dict):
        return {name: _member(name, one) for name, one in value.items()}
    return [_harmless(one) for one in value] if isinstance(value, list) else value


def _is_certificate(pub: str) -> bool:
    try:
        read_stored_certificate(pub + "=" * (-len(pub) % 4))
    except (ValueError, binascii.Error):
        return False
    return True
