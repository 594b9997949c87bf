"""
URLs that a platform calls: which are valid. Pure: no I/O, no name is looked up.

Most platforms call https only; some call plain http as well.

No message repeats a URL or a part of it: a program may have marked it secret, and that mark does not reach us.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import BeforeValidator

from ... import net
from ...wording import kind_of
from .declaration import Called, Clearable

_AUTHORITY = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[^\[\]:]+)(?::[0-9]*)?")
_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
_LONGEST_NAME = 253


def https_url(value: object) -> str:
    """An absolute https URL that everybody reads alike; plain http for a loopback address only."""
    url = _url(value, "an https URL")
    parts = urlsplit(url)
    if parts.scheme == "http" and not net.is_loopback(parts.hostname or ""):
        raise ValueError("must be an https URL; plain http is allowed for a loopback address only")
    return url


def web_url(value: object) -> str:
    """An absolute http or https URL that everybody reads alike."""
    return _url(value, "an http or https URL")


def _url(value: object, kind: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"must be {kind}, not {kind_of(value)}")
    if " " in value or not value.isprintable():  # The space is the only blank that is printable.
        raise ValueError("must not contain blanks or control characters")
    if "\\" in value:
        raise ValueError("must not contain a backslash")
    _insist_on_host(_parts(value, kind).hostname or "")
    return value


def or_empty(valid: Callable[[object], str]) -> Callable[[object], str]:
    """*valid*, which takes an empty text as well: it clears the field."""

    @wraps(valid)
    def valid_or_empty(value: object) -> str:
        return "" if value == "" else valid(value)

    return valid_or_empty


def _parts(value: str, kind: str) -> SplitResult:
    try:
        parts = urlsplit(value)
    except ValueError:
        raise ValueError(f"must be {kind}; its host cannot be read") from None
    if not parts.netloc:
        raise ValueError(f"must be {kind} with a host, such as https://hooks.example.com/payments")
    if parts.scheme not in net.DEFAULT_PORTS:
        raise ValueError(f"must be {kind}, not another scheme")
    if "@" in parts.netloc:
        raise ValueError("must not contain a user name or password")
    if "#" in value:
        raise ValueError("must not contain a #fragment")
    if not _has_port_in_range(parts):
        raise ValueError("must have a port from 1 to 65535, or none")
    if not _AUTHORITY.fullmatch(parts.netloc):
        raise ValueError(f"must be {kind}; its host cannot be read")
    return parts


def _has_port_in_range(parts: SplitResult) -> bool:
    try:
        return parts.port != 0
    except ValueError:
        return False


def _insist_on_host(host: str) -> None:
    if "*" in host:
        raise ValueError("must name one host, not a wildcard")
    if not host.isascii():
        raise ValueError("must have an ASCII host: write its punycode form, which begins with xn--")
    if net.is_number(host):
        _insist_on_address(host)
        return
    if host.endswith("."):
        raise ValueError("must have a host without a dot at its end")
    if len(host) > _LONGEST_NAME or not all(map(_LABEL.fullmatch, host.split("."))):
        raise ValueError("must have a valid host name: letters, digits and hyphens between dots")


def _insist_on_address(host: str) -> None:
    address = net.address_of(host)
    if address is None:
        raise ValueError("must have a valid host name or IP address")
    if ":" not in host and str(address) != host and not net.is_loopback(host):
        raise ValueError("must have its IP address written as four decimal numbers")


HttpsUrl = Annotated[str, BeforeValidator(https_url), Called()]
WebUrl = Annotated[str, BeforeValidator(web_url), Called()]
ClearableHttpsUrl = Annotated[str, BeforeValidator(or_empty(https_url)), Called(), Clearable()]
