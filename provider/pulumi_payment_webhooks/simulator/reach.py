"""
Which addresses a simulated platform may send to: this machine, and names that were given to it. No I/O here.

Nothing here ever leads to another machine, whatever URL a subscription names.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import SplitResult, urlsplit

_PORTS = {"http": 80, "https": 443}
_WRITE = "write it as https://hooks.example.net=http://127.0.0.1:9000"


class Unreachable(Exception):
    """The address is that of another machine."""


@dataclass(frozen=True)
class Origin:
    """Scheme, host in lower case, and port of a URL."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{shown}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")


class Reach:
    """
    What can be reached.

    Args:
        resolve: Pairs `https://hooks.example.net=http://127.0.0.1:9000`: what is sent to the first goes to the second,
            a server on this machine, with path and query kept.

    Raises:
        ValueError: A pair is none, or leads to another machine.
    """

    def __init__(self, resolve: Iterable[str] = ()) -> None:
        self._targets = dict(map(_pair, resolve))

    def target(self, url: str) -> str:
        """
        The address at which *url* is served on this machine.

        Raises:
            Unreachable: It is not.
        """
        try:
            parts = urlsplit(url)
            origin = _origin(parts)
        except ValueError:
            raise Unreachable("it is no http address") from None
        target = self._targets.get(origin, origin)
        if not is_loopback(target.host):
            raise Unreachable(
                f"{origin.host} is another machine, and the simulator delivers to this one only "
                f"(lead it here with --resolve {origin}=http://127.0.0.1:PORT)"
            )
        here = replace(target, host="localhost") if _is_localhost(target.host) else target  # whatever a resolver thinks
        return str(here) + _beyond_origin(parts)  # written anew, so that nobody reads another host in it

    def reaches(self, url: str) -> bool:
        """Whether *url* is served on this machine, as far as its name tells."""
        try:
            self.target(url)
        except Unreachable:
            return False
        return True


def is_loopback(host: str) -> bool:
    """Whether *host* is this machine and no other can reach it; names under `localhost` are it, too (RFC 6761)."""
    if _is_localhost(host):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_localhost(host: str) -> bool:
    return host.lower() == "localhost" or host.lower().endswith(".localhost")


def _pair(text: str) -> tuple[Origin, Origin]:
    source, _, target = (part.strip() for part in text.partition("="))
    try:
        parts = urlsplit(target)
        pair = _origin(urlsplit(source)), _origin(parts)
    except ValueError:
        raise ValueError(f"{text}: {_WRITE}") from None
    if _beyond_origin(parts).strip("/") or urlsplit(source).path.strip("/"):
        raise ValueError(f"{text}: {_WRITE}, without a path")
    if not is_loopback(pair[1].host):
        raise ValueError(f"{text}: {pair[1].host} is no loopback address; the simulator delivers to this machine only")
    return pair


def _origin(parts: SplitResult) -> Origin:
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("no http address")
    return Origin(parts.scheme, parts.hostname.lower(), parts.port or _PORTS[parts.scheme])


def _beyond_origin(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
