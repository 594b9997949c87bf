"""A request to a simulated platform, and its answer. No I/O here."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any


class UnreadableRequest(ValueError):
    """The body is not JSON."""


@dataclass(frozen=True)
class Call:
    """
    A request.

    Args:
        method: In capitals.
        path: Decoded, without the query.
        target: Path and query exactly as sent, percent signs included.
        query: The query's names, each with its last value.
        headers: Lower-case names.
        body: The exact bytes.
        parameters: Values of the names in braces of the operation's path.
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
        The body as JSON; None if it is empty.

        Raises:
            Unreadable: It is not JSON.
        """
        if not self.body:
            return None
        try:
            return json.loads(self.body, parse_constant=_refuse)
        except (ValueError, RecursionError):
            raise UnreadableRequest("the body is not valid JSON") from None

    def having(self, parameters: Mapping[str, str]) -> Call:
        """The same call with the parameters of its path."""
        return replace(self, parameters=dict(parameters))


@dataclass(frozen=True)
class Reply:
    """
    An answer.

    Args:
        status: HTTP status.
        content: The body, written as JSON; None is an empty body.
        headers: Headers besides the content type.
        text: The body as text, instead of *content*.
        media_type: Type of *text*.
        notes: Notes for the journal; the client does not see them.
    """

    status: int
    content: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str | None = None
    media_type: str = ""
    notes: tuple[str, ...] = ()

    def bearing(self, **headers: str) -> Reply:
        """The same answer with more headers; underscores in names become dashes."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={**self.headers, **named})


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


class Declined(Exception):
    """
    The platform refuses a request.

    Args:
        reply: The answer.
        why: The cause, for the journal only: platforms often do not disclose it.
    """

    def __init__(self, reply: Reply, why: str = "") -> None:
        super().__init__(why or f"answered {reply.status}")
        self.reply = reply
        self.why = why


@dataclass(frozen=True)
class Operation:
    """
    An operation of a platform's API, or of the control API.

    Args:
        method: In capitals.
        template: Path with names in braces, each for one segment.
        summary: What it does, in a few words.
        handle: Answers a call, or raises `Declined`.
        waits: Whether it waits for other requests and so must not block them. Controls only.
    """

    method: str
    template: str
    summary: str
    handle: Callable[[Call], Reply]
    waits: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.template}"

    def parameters(self, path: str) -> dict[str, str] | None:
        """The parameters in *path* if it matches the template, otherwise None."""
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
