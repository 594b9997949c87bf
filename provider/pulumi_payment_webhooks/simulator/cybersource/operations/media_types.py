"""
Which media types an operation accepts, and which operations have ended. No I/O here.

Source: docs/reference/cybersource.md, "Media types" and "Versions".
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
    Adds checks before operations.

    Args:
        knobs: Returns the current knobs.
    """

    def __init__(self, knobs: Callable[[], Knobs]) -> None:
        self._knobs = knobs

    def subscriptions(self, operations: Iterable[Operation]) -> list[Operation]:
        """Operations that answer with plain JSON only."""
        return [self._check_accept(one, lambda knobs: knobs.hal_json != "accepted", None) for one in operations]

    def hal(self, operations: Iterable[Operation]) -> list[Operation]:
        """Operations for which vendor SDKs accept hal+json."""
        return [
            self._check_accept(one, _refuses_hal, lambda knobs: knobs.plain_json == "refused_where_hal_is_sent")
            for one in operations
        ]

    def plain(self, operations: Iterable[Operation]) -> list[Operation]:
        """Operations that answer with plain JSON, and accept hal+json unless the knob refuses it."""
        return [self._check_accept(one, _refuses_hal, None) for one in operations]

    def end_with(self, operations: Iterable[Operation], position: Callable[[Knobs], Position]) -> list[Operation]:
        """Operations that a knob can end."""
        return [self._end_one(one, position) for one in operations]

    def _check_accept(
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

    def _end_one(self, operation: Operation, position: Callable[[Knobs], Position]) -> Operation:
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
    """The media ranges of an `Accept` header, without their parameters; empty without a header."""
    return frozenset(part.partition(";")[0].strip().lower() for part in accept.split(",") if part.strip())


def _not_acceptable(operation: Operation, asked: str) -> Declined:
    message = f"{operation} does not answer with {asked}"
    return Declined(generic(406, "INVALID_REQUEST", "NOT_ACCEPTABLE", message), message)
