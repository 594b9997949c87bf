"""Keys, ids and dates of the account's certificates. Reads the clock."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from functools import cache

from ....crypto.keys import PrivateKey, new_rsa_key


def yesterday() -> datetime:
    """A start of validity that is not in the future for any client's clock."""
    return datetime.now(UTC) - timedelta(days=1)


@cache
def rsa_key() -> PrivateKey:
    """The key of all simulators of a process, because generating one is slow; their certificates differ."""
    return new_rsa_key()


@cache
def platform_key() -> PrivateKey:
    """The platform's key, for which clients may encrypt."""
    return new_rsa_key()


def new_certificate_id() -> str:
    """22 digits, as the platform numbers certificates."""
    return str(17 * 10**20 + secrets.randbelow(10**20))


def merchant_alias(merchant_id: str, certificate_id: str) -> str:
    """The alias of a merchant's key in the platform's P12 files, in which clients look for the merchant."""
    return f"serialNumber={certificate_id},CN={merchant_id}"
