"""One request as a simulated platform sees it, and one answer as it gives it. No I/O here."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any


class Unreadable(ValueError):
    """The body is no JSON text."""


@dataclass(frozen=True)
class Call:
    """
    A request that arrived.

    Args:
        method: In capitals.
        path: Decoded, without the query.
        target: Path and query exactly as sent, percent signs included.
        query: The query's names, each with its last value.
        headers: Lower-case names.
        body: The exact bytes.
        parameters: What the braces of the operation's path stood for.
        scheme: `http` or `https`.
    """

    method: str
    path: str
    target: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    parameters: Mapping[str, str] = field(default_factory=dict)
    scheme: str = "http"

    @cached_property
    def content(self) -> Any:
        """
        The body as JSON, None when it is empty.

        Raises:
            Unreadable: It is neither.
        """
        if not self.body:
            return None
        try:
            return json.loads(self.body, parse_constant=_refuse)
        except (ValueError, RecursionError):
            raise Unreadable("the body is no JSON text") from None

    def having(self, parameters: Mapping[str, str]) -> Call:
        """The same call with the values found in its path."""
        return replace(self, parameters=dict(parameters))


@dataclass(frozen=True)
class Reply:
    """
    An answer.

    Args:
        status: Its status.
        content: What is written as JSON; None is an empty body.
        headers: Besides the content type.
        text: The body as it is, in place of *content*.
        media_type: Type of *text*.
        notes: What the client is not told, for the journal.
    """

    status: int
    content: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str | None = None
    media_type: str = ""
    notes: tuple[str, ...] = ()

    def bearing(self, **headers: str) -> Reply:
        """The same answer with more headers; underscores in names stand for dashes."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={**self.headers, **named})


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


class Declined(Exception):
    """
    The platform answers with a refusal instead.

    Args:
        reply: What the client is told.
        why: The cause in words, for the journal only: platforms often keep it to themselves.
    """

    def __init__(self, reply: Reply, why: str = "") -> None:
        super().__init__(why or f"answered {reply.status}")
        self.reply = reply
        self.why = why


@dataclass(frozen=True)
class Operation:
    """
    One thing a platform can be asked.

    Args:
        method: In capitals.
        template: Path with names in braces, each standing for one segment.
        summary: What it does, in a few words.
        handle: Answers a call, or raises `Declined`.
        waits: Whether it waits for what others do, and so must hold nothing up. Controls only.
    """

    method: str
    template: str
    summary: str
    handle: Callable[[Call], Reply]
    waits: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.template}"

    def parameters(self, path: str) -> dict[str, str] | None:
        """What the braces stand for when *path* fits the template, otherwise None."""
        wanted, given = self.template.split("/"), path.split("/")
        if len(wanted) != len(given):
            return None
        found = {}
        for name, value in zip(wanted, given, strict=True):
            if name.startswith("{") and value:
                found[name.strip("{}")] = value
            elif name != value:
                return None
        return found
