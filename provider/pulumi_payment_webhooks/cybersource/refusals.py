"""
The platform's error answers, as our errors. No I/O here.

Shapes: reference §14.1. They vary from call to call, so nothing is required of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..client.answer import Answer
from ..client.redaction import one_line
from ..errors import AlreadyExists, Missing, Refused
from ..withheld import scrubbed
from .settings import AUTHENTICATION, JWT_P12, KEY_ID, P12, SHARED_SECRET, CybersourceSettings

LONGEST_REASON = 300
SUBSCRIPTIONS = "/notification-subscriptions/"
KEYS = "/kms/"
UNFIT_CERTIFICATE = (
    "the platform does not take the certificate: it may be valid for too long, or the platform cannot use its key. "
    "Make one that is valid for fewer days, such as 90 (openssl req -x509 -days 90), of an RSA key of 2048 bits"
)

_EXISTS = re.compile(r"already\s*exist", re.IGNORECASE)
_NO_SIGNATURE_KEY = re.compile(r"digital\s*signature|signature\s*key", re.IGNORECASE)
_UNFIT_CERTIFICATE = re.compile(r"validity\s*too\s*long", re.IGNORECASE)
_NO_CREDENTIALS = re.compile(r"missing http required header", re.IGNORECASE)
_INSIDE = ("errorInformation", "keyInformation", "response", "rmsg", "error", "errors", "responseStatus")
_WORDS = ("message", "rmsg", "error_description", "error", "reason", "detail", "title", "description")
_REFERENCES = ("v-c-correlation-id", "correlationId", "correlationID", "requestId", "id")
_CODE = re.compile(r"[A-Z]+(_[A-Z]+)*")
_NAMEABLE = re.compile(r"[A-Za-z0-9._:+-]{6,100}")


def refusal(answer: Answer, *, doing: str, path: str, settings: CybersourceSettings) -> Refused:
    """
    The error for *answer*, which is no success.

    Args:
        answer: What the platform answered.
        doing: What was being done, to follow "cannot", e.g. ``create subscription 'orders'``.
        path: Path of the request.
        settings: Whose credentials were used, to say which to check.
    """
    said = explained(answer.body)
    kind, what = _judged(answer, said, path, settings)
    reference = answer.reference or _reference_in(answer.body)
    return kind(
        f"cannot {doing}: {what} ({_where(answer.status, reference)})",
        status=answer.status,
        reference=reference,
        fields=fields_of(answer.body),
    )


def is_unfit_certificate(said: str) -> bool:
    """Whether *said* is what the platform says of a certificate that it does not take."""
    return _UNFIT_CERTIFICATE.search(said) is not None


def explained(body: Any) -> str:
    """The platform's own words in an error body: message, reason and fields, on one short line."""
    body = scrubbed(body)
    if isinstance(body, str):
        return one_line(body, LONGEST_REASON)
    words = [word for part in _parts(body) for name in _WORDS if isinstance(word := part.get(name), str) and word]
    sentences = [word for word in words if not _CODE.fullmatch(word)]
    fields = "; ".join(dict.fromkeys(f"{field}: {reason}" for field, reason in fields_of(body)))
    if sentences and fields:
        return one_line(f"{'; '.join(dict.fromkeys(sentences))} ({fields})", LONGEST_REASON)
    return one_line(fields or "; ".join(dict.fromkeys(sentences or words)), LONGEST_REASON)


def fields_of(body: Any) -> tuple[tuple[str, str], ...]:
    """The fields that an error body complains about, with its reason for each."""
    return tuple(
        (one_line(str(one.get("field", "?")), 100), one_line(str(one.get("reason", "refused")), 100))
        for part in _parts(scrubbed(body))
        if isinstance(details := part.get("details"), list)
        for one in details
        if isinstance(one, dict)
    )


def _judged(answer: Answer, said: str, path: str, settings: CybersourceSettings) -> tuple[type[Refused], str]:
    """The class of the error, and what happened."""
    if answer.is_foreign and answer.status != 401:
        # A gateway's 404 page must not make a deployment believe that every object is gone.
        return Refused, (
            f"{settings.endpoint} answered with something that is not JSON, so it may not be the platform; "
            "check the endpoint and any proxy"
        )
    if answer.status in (404, 410):
        return Missing, _with_reason("the platform has no such object", said)
    if answer.status == 401:
        return Refused, _check_credentials("the platform does not accept the credentials", said, settings)
    if _NO_CREDENTIALS.search(said):
        return Refused, _check_credentials("the platform expects another authentication", said, settings)
    if answer.status in (400, 409) and _EXISTS.search(said):
        return AlreadyExists, _with_reason("the platform has another object in its place", said)
    if answer.status == 400 and SUBSCRIPTIONS in path and _NO_SIGNATURE_KEY.search(said):
        return Refused, _with_reason(
            "the organization has no digital signature key; declare a cybersource.DigitalSignatureKey for it "
            "and pass it as signature_key, so that it is made first; if it is declared, the platform has it no longer, "
            "and another rotation makes a new one",
            said,
        )
    if KEYS in path and is_unfit_certificate(said):
        return Refused, _with_reason(UNFIT_CERTIFICATE, said)
    return Refused, _with_reason("the platform refused", said)


def _check_credentials(what: str, said: str, settings: CybersourceSettings) -> str:
    pair = f"{KEY_ID.name} and {SHARED_SECRET.name} belong together,"
    used = f"{P12.name} belongs" if settings.authentication == JWT_P12 else pair
    return (
        f"{_with_reason(what, said)}; check that {used} "
        f"to merchant '{settings.merchant_id}' and to {settings.endpoint} (each environment has its own keys), "
        f"that this key type may do this under {AUTHENTICATION.name} '{settings.authentication}', "
        "and that this machine's clock is right"
    )


def _with_reason(what: str, said: str) -> str:
    return f"{what}: {said}" if said else what


def _where(status: int, reference: str | None) -> str:
    return f"HTTP {status}, platform reference {reference}" if reference else f"HTTP {status}"


def _parts(body: Any, depth: int = 4) -> Iterator[dict[str, Any]]:
    """*body* and every object inside it that may hold the reason, outermost first."""
    if isinstance(body, list) and depth:
        for one in body[:5]:
            yield from _parts(one, depth - 1)
    elif isinstance(body, dict) and depth:
        yield body
        for name in _INSIDE:
            yield from _parts(body.get(name), depth - 1)


def _reference_in(body: Any) -> str | None:
    named = (part.get(name) for part in _parts(body) for name in _REFERENCES)
    return next((one for one in named if isinstance(one, str) and _NAMEABLE.fullmatch(one)), None)
