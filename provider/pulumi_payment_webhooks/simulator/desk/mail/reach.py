"""
Which addresses a simulated platform can send to: this machine only, and names that are mapped to it. No I/O here.
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
    The addresses that can be reached.

    Args:
        resolve: Pairs `https://hooks.example.net=http://127.0.0.1:9000`: requests for the first go to the second, a
            server on this machine, with the same path and query.

    Raises:
        ValueError: A pair is malformed, or leads to another machine.
    """

    def __init__(self, resolve: Iterable[str] = ()) -> None:
        self._targets = dict(map(_pair, resolve))

    def target(self, url: str) -> str:
        """
        The address at which *url* is served on this machine.

        Raises:
            Unreachable: It is served elsewhere.
        """
        try:
            parts = urlsplit(url)
            origin = origin_of(parts)
        except ValueError:
            raise Unreachable("not an http address") from None
        target = self._targets.get(origin, origin)
        if not is_loopback(target.host):
            raise Unreachable(
                f"{origin.host} is another machine, and the simulator delivers to this one only "
                f"(lead it here with --resolve {origin}=http://127.0.0.1:PORT)"
            )
        here = replace(target, host=usual_spelling(target.host))  # whatever a resolver thinks
        return str(here) + _beyond_origin(parts)  # spelled again, so that no parser reads another host in it

    def reaches(self, url: str) -> bool:
        """Whether *url* is served on this machine, judged by its name."""
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
        raise ValueError(
            f"{text}: {pair[1].host} is not a loopback address; the simulator delivers to this machine only"
        )
    return pair


def _beyond_origin(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
