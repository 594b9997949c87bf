"""The platform's error answers, in the documented shapes. No I/O here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from ..desk.wire.calls import Declined, Reply

MISSING_FIELD = "MISSING_FIELD"
INVALID_DATA = "INVALID_DATA"
_CLIENT_REASONS = {403: "FORBIDDEN", 404: "NOT_FOUND", 406: "NOT_ACCEPTABLE", 409: "CONFLICT", 410: "GONE"}
_SERVER_REASONS = {500: "SYSTEM_ERROR", 502: "SYSTEM_ERROR", 503: "SERVICE_TIMEOUT", 504: "SERVER_TIMEOUT"}


def generic(status: int, kind: str, reason: str, message: str, details: Sequence[tuple[str, str]] = ()) -> Reply:
    """The general error body: status, reason, message and the fields concerned."""
    body: dict[str, object] = {"status": kind, "reason": reason, "message": message, **_numeric(status)}
    if details:
        body["details"] = [{"field": field, "reason": why} for field, why in details]
    return Reply(status, body)


def invalid(field: str, message: str, *, reason: str = INVALID_DATA) -> Declined:
    """400 about one field."""
    return Declined(generic(400, "INVALID_REQUEST", reason, message, [(field, reason)]), f"{field}: {message}")


def missing(field: str) -> Declined:
    """400 about a missing field."""
    return invalid(field, f"{field} is required", reason=MISSING_FIELD)


def conflict(message: str) -> Declined:
    """400 about an object that exists already, or does not exist yet."""
    return Declined(generic(400, "INVALID_REQUEST", INVALID_DATA, message), message)


def unknown(field: str, message: str) -> Declined:
    """404 about an object that does not exist."""
    details = [{"field": field, "reason": "NOT_FOUND"}]
    return Declined(
        Reply(404, {"reason": "NOT_FOUND", "message": message, **_numeric(404), "details": details}), message
    )


def _numeric(status: int) -> dict[str, int]:
    """A member of 404 answers: a vendor plug-in reads it (field)."""
    return {"statusCode": 404} if status == 404 else {}


def unauthenticated(why: str) -> Declined:
    """401; only the journal has the reason."""
    return Declined(Reply(401, {"response": {"rmsg": "Authentication Failed"}}), why)


def headers_absent(names: Sequence[str]) -> Declined:
    """400 for a request without credentials, or without all of them."""
    message = f"missing http required header : {''.join(f'{name},' for name in names)}"
    return Declined(Reply(400, {"message": message, "response": {"rmsg": message}}), message)


def in_shape(reply: Reply, shape: Literal["flat", "errorInformation", "errors"]) -> Reply:
    """An error of `generic` or `unknown` in another *shape*."""
    body = reply.content
    if shape == "flat" or reply.status < 400 or not isinstance(body, dict) or not {"reason", "message"} <= body.keys():
        return reply
    if shape == "errors":
        return replace(reply, content={"errors": [{"type": body["reason"], "message": body["message"]}]})
    inner = {name: body[name] for name in ("reason", "message", "details") if name in body}
    outer = {name: body[name] for name in body if name not in inner}
    return replace(reply, content={**outer, "errorInformation": inner})


def too_many_requests() -> Reply:
    """429 about the rate limit."""
    return generic(429, "TOO_MANY_REQUESTS", "RATE_LIMIT_EXCEEDED", "Too many requests")


def fail(status: int) -> Reply:
    """The answer for a fault with that status."""
    if status == 401:
        return unauthenticated("").reply
    if status == 429:
        return too_many_requests()
    if status < 500:
        return generic(status, "INVALID_REQUEST", _CLIENT_REASONS.get(status, INVALID_DATA), "Refused on demand")
    return generic(status, "SERVER_ERROR", _SERVER_REASONS.get(status, "SYSTEM_ERROR"), "System error")
