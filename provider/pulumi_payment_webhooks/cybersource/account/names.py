"""
Which account an object belongs to: host and merchant, in a few characters that a state keeps. No I/O here.

An id means something at one host and for one merchant only. Asked elsewhere, everything looks deleted.
"""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

from ...net import DEFAULT_PORTS, is_loopback
from ...settings.mechanism import shown, text

_NAME = re.compile(r"(?P<host>[0-9A-Za-z.:\[\]_-]+)/(?P<merchant>[!#-.0-~]+)")


def account_name(value: object) -> str:
    """Host and merchant as a setting names them: the way in which messages print them."""
    if not _NAME.fullmatch(text(value)):
        raise ValueError(f"is {shown(value)}, and must be host/merchant, such as apitest.cybersource.com/my_merchant")
    return text(value)


@cache
def name_of(endpoint: str, merchant_id: str) -> str:
    """The name of the account of *merchant_id* at the base URL *endpoint*."""
    return f"{place_of(endpoint)}/{merchant_id}"


def place_of(endpoint: str) -> str:
    """The host of a base URL, with its port where that is not the usual one, and always on loopback."""
    url = urlsplit(endpoint)
    host, usual = (url.hostname or "").rstrip("."), DEFAULT_PORTS.get(url.scheme)
    port = url.port or usual
    bracketed = f"[{host}]" if ":" in host else host
    return f"{bracketed}:{port}" if is_loopback(host) or port != usual else bracketed


@cache
def is_same(one: str, other: str) -> bool:
    """Whether two names are those of one account: in any case, and by any name of this machine."""
    return _canonical(one) == _canonical(other)


def _canonical(name: str) -> tuple[str, str]:
    place, _, merchant = name.casefold().partition("/")
    host, colon, port = place.rpartition(":")
    is_numbered = bool(colon) and not place.endswith("]")
    is_local = is_loopback((host if is_numbered else place).strip("[]"))
    return (f"loopback:{port}" if is_local and is_numbered else place), merchant
