"""
Names of accounts: host and owner of an account, such as a merchant, in a few characters that a state keeps.

An id is valid at one host and for one owner only: read with another account, every object looks deleted. No I/O here.
"""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

from ..net import DEFAULT_PORTS, bracketed, is_loopback
from ..pages import see
from .values import quote, text

_MOVES = see("how-to/accounts-and-environments#move-a-stack")

_NAME = re.compile(r"(?P<host>[0-9A-Za-z.:\[\]_-]+)/(?P<owner>[!#-.0-~]+)")


def account_name(value: object, *, form: str, example: str) -> str:
    """
    The name of an account in a setting, written as messages print it.

    Args:
        value: The raw value.
        form: How it must be written, e.g. ``host/merchant``.
        example: Such a name.
    """
    if not _NAME.fullmatch(text(value)):
        raise ValueError(f"is {quote(value)}, and must be {form}, such as {example}")
    return text(value)


@cache
def name_of(endpoint: str, owner: str) -> str:
    """The name of the account of *owner* at the base URL *endpoint*."""
    return f"{place_of(endpoint)}/{owner}"


def place_of(endpoint: str) -> str:
    """The host of a base URL, and its port if it is not the usual port or the host is a loopback address."""
    url = urlsplit(endpoint)
    host, usual = (url.hostname or "").rstrip("."), DEFAULT_PORTS.get(url.scheme)
    port = url.port or usual
    shown_host = bracketed(host)
    return f"{shown_host}:{port}" if is_loopback(host) or port != usual else shown_host


@cache
def is_same(one: str, other: str) -> bool:
    """Whether two names mean the same account: case does not count, and all names of this machine are the same."""
    return _canonical(one) == _canonical(other)


def is_move(recorded: str, here: str | None, source: str | None) -> bool:
    """
    Whether what was created in the account *recorded* was moved here.

    Args:
        recorded: Name of the account in a state.
        here: Name of the present account; None where it is not known.
        source: Name of the account that the setting for moves names; None where it is not set.
    """
    return here is not None and source is not None and is_same(recorded, source) and not is_same(recorded, here)


def why_elsewhere(recorded: str, here: str | None, source: str | None, *, setting: str) -> str | None:
    """
    Why the account *here* must not touch what was created in *recorded*; None where it may.

    Args:
        recorded: As in :func:`is_move`.
        here: Likewise.
        source: Likewise.
        setting: Name of the setting for moves.
    """
    if here is None or is_same(recorded, here) or is_move(recorded, here, source):
        return None
    return (
        f"belongs to account {recorded}, and the settings lead to {here}: correct them, or set "
        f"{setting} after a move; {_MOVES}"
    )


def _canonical(name: str) -> tuple[str, str]:
    place, _, owner = name.casefold().partition("/")
    host, colon, port = place.rpartition(":")
    is_numbered = bool(colon) and not place.endswith("]")
    is_local = is_loopback((host if is_numbered else place).strip("[]"))
    return (f"loopback:{port}" if is_local and is_numbered else place), owner
