"""
Which addresses a simulated platform may send to: this machine, and names that were given to it. No I/O here.

Nothing here ever leads to another machine, whatever URL a subscription names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import SplitResult, urlsplit

from ....net import Origin, is_loopback, origin_of, usual_spelling

_WRITE = "write it as https://hooks.example.net=http://127.0.0.1:9000"


class Unreachable(Exception):
    """The address is that of another machine."""


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
            origin = origin_of(parts)
        except ValueError:
            raise Unreachable("it is no http address") from None
        target = self._targets.get(origin, origin)
        if not is_loopback(target.host):
            raise Unreachable(
                f"{origin.host} is another machine, and the simulator delivers to this one only "
                f"(lead it here with --resolve {origin}=http://127.0.0.1:PORT)"
            )
        here = replace(target, host=usual_spelling(target.host))  # whatever a resolver thinks
        return str(here) + _beyond_origin(parts)  # written anew, so that nobody reads another host in it

    def reaches(self, url: str) -> bool:
        """Whether *url* is served on this machine, as far as its name tells."""
        try:
            self.target(url)
        except Unreachable:
            return False
        return True


def _pair(text: str) -> tuple[Origin, Origin]:
    source, _, target = (part.strip() for part in text.partition("="))
    try:
        parts = urlsplit(target)
        pair = origin_of(urlsplit(source)), origin_of(parts)
    except ValueError:
        raise ValueError(f"{text}: {_WRITE}") from None
    if _beyond_origin(parts).strip("/") or urlsplit(source).path.strip("/"):
        raise ValueError(f"{text}: {_WRITE}, without a path")
    if not is_loopback(pair[1].host):
        raise ValueError(f"{text}: {pair[1].host} is no loopback address; the simulator delivers to this machine only")
    return pair


def _beyond_origin(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
