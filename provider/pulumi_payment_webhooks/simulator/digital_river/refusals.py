"""The platform's error answers: a type for each status, and errors with code, parameter and message. No I/O here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..desk.wire.calls import Declined, Reply

TYPES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    408: "request_timeout",
    409: "conflict",
    429: "too_many_requests",
    500: "internal_server_error",
    502: "bad_gateway",
    503: "service_unavailable",
    504: "gateway_timeout",
}
"""The `type` of an error by its status."""

MISSING = "missing_parameter"
INVALID = "invalid_parameter"
UNKNOWN = "unknown_parameter"
NOT_FOUND = "not_found"
LONGEST_VALUE = 200
_CODES = {405: "method_not_allowed", 404: NOT_FOUND, 429: "limit_exceeded", 500: "unknown_error"}


@dataclass(frozen=True)
class RequestError:
    """
    One member of `errors`; members that are None are left out.

    Args:
        message: What is wrong, in the vendor's words.
        code: Which kind of error it is.
        parameter: Path of the field, with dots.
    """

    message: str
    code: str | None = None
    parameter: str | None = None

    def describe(self) -> dict[str, str]:
        """It as JSON values."""
        named = {"code": self.code, "parameter": self.parameter, "message": self.message}
        return {name: value for name, value in named.items() if value is not None}


def missing(parameter: str) -> RequestError:
    """A required field is not there."""
    return RequestError("A parameter is missing.", MISSING, parameter)


def invalid(parameter: str, value: object, thing: str, *, code: str = INVALID) -> RequestError:
    """A field has a value that is not a valid *thing*."""
    shown = value if isinstance(value, str) else type(value).__name__
    return RequestError(f"'{shown[:LONGEST_VALUE]}' is not a valid {thing}.", code, parameter)


def unknown(parameter: str) -> RequestError:
    """There is no such field."""
    return RequestError(f"'{parameter[:LONGEST_VALUE]}' is an unknown parameter.", UNKNOWN, parameter)


def answer(status: int, problems: Sequence[RequestError]) -> Reply:
    """An error answer."""
    return Reply(status, {"type": TYPES.get(status, TYPES[400]), "errors": [one.describe() for one in problems]})


def declined(status: int, *problems: RequestError) -> Declined:
    """An error answer, to be raised."""
    why = "; ".join(f"{one.parameter}: {one.message}" if one.parameter else one.message for one in problems)
    return Declined(answer(status, problems), why)


def bad_request(*problems: RequestError) -> Declined:
    """400 about some fields."""
    return declined(400, *problems)


def not_found(resource: str, id: str) -> Declined:
    """404 about an id that does not exist, or does not exist in this mode."""
    return declined(404, RequestError(f"{resource} '{id[:LONGEST_VALUE]}' not found.", NOT_FOUND, "id"))


def unauthorized(why: str) -> Declined:
    """401, which never says why: the journal does."""
    return Declined(answer(401, [RequestError("An authorization error has occurred.")]), why)


def too_many_requests() -> Reply:
    """429 about the rate limit."""
    return answer(429, [RequestError("Too many requests were sent with this key.", _CODES[429])])


def failing(status: int) -> Reply:
    """The answer of a platform that has a bad moment."""
    if status == 401:
        return unauthorized("").reply
    return answer(status, [RequestError("This answer was asked for.", _CODES.get(status))])
