"""
Which media types an operation answers with, and which operations the platform has ended. No I/O here.

Source: vendor SDKs ask for `application/hal+json` on the product list and on symmetric keys, and for `application/json`
elsewhere; field reports of 406 where the type does not fit; release notes on the end of v1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Literal

from ...desk.wire.calls import Call, Declined, Operation, Reply
from ..knobs import Knobs
from ..refusals import generic

HAL = "application/hal+json"
JSON = "application/json"
ANY = ("*/*", "application/*")

Position = Literal["offered", "404", "410"]


class Negotiation:
    """
    Puts what is asked of every request before operations.

    Args:
        knobs: The positions of today.
    """

    def __init__(self, knobs: Callable[[], Knobs]) -> None:
        self._knobs = knobs

    def subscriptions(self, operations: Iterable[Operation]) -> list[Operation]:
        """Operations that answer in plain JSON only."""
        return [self._checked(one, lambda knobs: knobs.hal_json != "accepted", None) for one in operations]

    def hal(self, operations: Iterable[Operation]) -> list[Operation]:
        """Operations of which vendor SDKs ask for hal+json."""
        return [
            self._checked(one, _refuses_hal, lambda knobs: knobs.plain_json == "refused_where_hal_is_sent")
            for one in operations
        ]

    def plain(self, operations: Iterable[Operation]) -> list[Operation]:
        """Operations that answer in plain JSON, and are lenient about it."""
        return [self._checked(one, _refuses_hal, None) for one in operations]

    def until_ended(self, operations: Iterable[Operation], position: Callable[[Knobs], Position]) -> list[Operation]:
        """Operations that a knob ends."""
        return [self._ending(one, position) for one in operations]

    def _checked(
        self, operation: Operation, refuses_hal: Callable[[Knobs], bool], refuses_json: Callable[[Knobs], bool] | None
    ) -> Operation:
        def handle(call: Call) -> Reply:
            asked, knobs = _ranges(call.headers.get("accept", "")), self._knobs()
            if refuses_hal(knobs) and HAL in asked and not asked & {JSON, *ANY}:
                raise _not_acceptable(operation, HAL)
            if refuses_json and refuses_json(knobs) and asked and not asked & {HAL, *ANY}:
                raise _not_acceptable(operation, ", ".join(sorted(asked)))
            return operation.handle(call)

        return replace(operation, handle=handle)

    def _ending(self, operation: Operation, position: Callable[[Knobs], Position]) -> Operation:
        def handle(call: Call) -> Reply:
            wanted = position(self._knobs())
            if wanted == "offered":
                return operation.handle(call)
            reason = "NOT_FOUND" if wanted == "404" else "GONE"
            message = f"{operation} is no longer offered"
            raise Declined(generic(int(wanted), "INVALID_REQUEST", reason, message), message)

        return replace(operation, handle=handle)


def _refuses_hal(knobs: Knobs) -> bool:
    return knobs.hal_json == "refused"


def _ranges(accept: str) -> frozenset[str]:
    """The media ranges of an `Accept` header, without their parameters; none where there is no header."""
    return frozenset(part.partition(";")[0].strip().lower() for part in accept.split(",") if part.strip())


def _not_acceptable(operation: Operation, asked: str) -> Declined:
    message = f"{operation} does not answer with {asked}"
    return Declined(generic(406, "INVALID_REQUEST", "NOT_ACCEPTABLE", message), message)
