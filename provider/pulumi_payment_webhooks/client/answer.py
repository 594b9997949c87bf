"""What the platform answered, or why it did not. Plain data; no I/O here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Answer:
    """
    A definite answer: anything but 3xx, 408, 429 and 5xx.

    Args:
        status: HTTP status.
        body: The parsed JSON; None when the answer is empty or not JSON.
        reference: The platform's own reference of the request, for its support.
        is_foreign: Whether the body is not JSON: another program may have answered.
        headers: The headers, their names in lower case.
    """

    status: int
    body: Any = field(repr=False)
    reference: str | None = None
    is_foreign: bool = False
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


class NoAnswer(Exception):
    """
    A try ended without a definite answer.

    Args:
        text: What happened, in a few words.
        reason: Why, in the platform's words; empty when it gave none.
        maybe_done: Whether the platform may have processed the request nevertheless.
        is_final: Whether a retry cannot help.
        wait: Seconds the platform asked to wait.
        status: HTTP status, when there was one.
        reference: The platform's own reference of the request.
        is_limit: Whether the platform accepts no requests for a while: HTTP 429, or 503 with Retry-After.

    ``tries`` is the number of tries so far.
    """

    def __init__(
        self,
        text: str,
        *,
        reason: str = "",
        maybe_done: bool,
        is_final: bool = False,
        wait: float | None = None,
        status: int | None = None,
        reference: str | None = None,
        is_limit: bool = False,
    ) -> None:
        super().__init__(text)
        self.text = text
        self.reason = reason
        self.maybe_done = maybe_done
        self.is_final = is_final
        self.wait = wait
        self.status = status
        self.reference = reference
        self.is_limit = is_limit
        self.tries = 1
