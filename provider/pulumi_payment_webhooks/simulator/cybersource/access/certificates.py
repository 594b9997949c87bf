"""What a simulated account is made of: keys, ids and dates of its certificates. The clock is read here."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from functools import cache

from ....crypto.keys import PrivateKey, new_rsa_key
from ....net import address_of


def yesterday() -> datetime:
    """A beginning of validity that no clock of a client can be behind."""
    return datetime.now(UTC) - timedelta(days=1)


def addresses(host: str) -> list[str]:
    """The address that *host* is, if it is no name."""
    found = address_of(host)
    return [] if found is None else [str(found)]


@cache
def rsa_key() -> PrivateKey:
    """One key for all simulators of a process, because making one is slow; their certificates differ."""
    return new_rsa_key()


@cache
def platform_key() -> PrivateKey:
    """Another one, for which clients may encrypt what they send."""
    return new_rsa_key()


def new_certificate_id() -> str:
    """22 digits, as the platform numbers certificates."""
    return str(17 * 10**20 + secrets.randbelow(10**20))
