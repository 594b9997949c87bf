"""
The platform's error answers, as our errors. No I/O here.

Their shapes vary from call to call, so nothing is required of them, with one exception: that an object does not exist
is believed only of an answer in one of the platform's own shapes. A gateway answers 404 as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...client.answer import Answer
from ...errors import AlreadyExists, Missing, PlatformError, Refused, Unavailable
from ...pages import see
from ...withheld import scrub
from ...wording import FieldName, Sentence, Words, one_line
from .settings import JWT_P12, KEY_ID, P12, SHARED_SECRET, CybersourceSettings

LONGEST_REASON = 300
SUBSCRIPTIONS = "/notification-subscriptions/"
KEYS = "/kms/"
UNFIT_CERTIFICATE = (
    "the platform refuses the certificate: it may be valid for too long, or the platform cannot use its key. "
    "Create one that is valid for fewer days, such as 90 (openssl req -x509 -days 90), of an RSA key of 2048 bits"
)

_NO_KEY = Sentence(
    "the organization has no digital signature key; declare a cybersource.DigitalSignatureKey "
    "for it and pass it as {}, "
    "so that it is created first; if it is declared, the platform no longer has it: change its {} to create another",
    FieldName("signatureKey"),
    FieldName("rotation"),
)
_EXISTS = re.compile(r"already\s*exist", re.IGNORECASE)
_NO_SIGNATURE_KEY = re.compile(r"digital\s*signature|signature\s*key", re.IGNORECASE)
_UNFIT_CERTIFICATE = re.compile(r"validity\s*too\s*long", re.IGNORECASE)
_NO_CREDENTIALS = re.compile(r"missing http required header", re.IGNORECASE)
_INSIDE = ("errorInformation", "keyInformation", "response", "rmsg", "error", "errors", "responseStatus")
_WORDS = ("message", "rmsg", "error_description", "error", "reason", "detail", "title", "description")
_REFERENCES = ("v-c-correlation-id", "correlationId", "correlationID", "requestId", "id")
_NOT_THE_PLATFORM = "not as the platform does: is there a gateway or a wrong endpoint?"
_CREDENTIALS = see("how-to/recover-from-failures#the-platform-does-not-accept-the-credentials")
_WRAPPERS = ("errorInformation", "keyInformation", "responseStatus")
_CODE = re.compile(r"[A-Z]+(_[A-Z]+)*")
_NAMEABLE = re.compile(r"[A-Za-z0-9._:+-]{6,100}")


def refusal(
    answer: Answer, *, doing: str, path: str, settings: CybersourceSettings, accept: str = "JSON"
) -> PlatformError:
    """
    The error for *answer*, which is not a success.

    Args:
        answer: What the platform answered.
        doing: What was being done, to follow "cannot", e.g. ``create subscription 'orders'``.
        path: Path of the request.
        settings: Whose credentials were used, to say which to check.
        accept: Media type that was asked for.
    """
    said = explain_error(answer.body)
    verdict = _judge(answer, said, path, settings, accept)
    reference = answer.reference or _reference_in(answer.body)
    return verdict.kind(
        Sentence("cannot {}: {} ({})", doing, verdict.what, _where(answer.status, reference)),
        status=answer.status,
        reference=reference,
        fields=fields_of(answer.body),
        reason=f"{answer.status}: {_add_reason(f'{settings.host} {verdict.short}', said)}",
    )


def is_error(body: object) -> bool:
    """Whether *body* has one of the shapes in which the platform reports an error."""
    return any(_is_complaint(part) for part in _unwrap(body)) or _has_message(body) or _has_errors(body)


def says_missing(answer: Answer) -> bool:
    """
    Whether *answer* is the platform's own word that an object does not exist, or that a list is empty.

    A bare ``statusCode``, which gateways send as well, counts where the platform's reference of the request is beside.
    """
    if answer.status not in (404, 410):
        return False
    numbered = isinstance(answer.body, dict) and answer.body.get("statusCode") == answer.status
    return is_error(answer.body) or (numbered and answer.reference is not None)


def is_unfit_certificate(said: str) -> bool:
    """Whether *said* is what the platform says of a certificate that it refuses."""
    return _UNFIT_CERTIFICATE.search(said) is not None


def explain_error(body: object) -> str:
    """The platform's own words in an error body: message, reason and fields, on one short line."""
    body = scrub(body)
    if isinstance(body, str):
        return one_line(body, LONGEST_REASON)
    words = [word for part in _parts(body) for word in _words(part)]
    sentences = [word for word in words if not _CODE.fullmatch(word)]
    fields = "; ".join(dict.fromkeys(f"{field}: {reason}" for field, reason in fields_of(body)))
    if sentences and fields:
        return one_line(f"{'; '.join(dict.fromkeys(sentences))} ({fields})", LONGEST_REASON)
    return one_line(fields or "; ".join(dict.fromkeys(sentences or words)), LONGEST_REASON)


def _words(part: Mapping[str, object]) -> Iterator[str]:
    yield from (word for name in _WORDS if isinstance(word := part.get(name), str) and word)
    if isinstance(kind := part.get("type"), str) and _CODE.fullmatch(kind):
        yield kind


def fields_of(body: object) -> tuple[tuple[str, str], ...]:
    """The fields that an error body complains about, with its reason for each."""
    return tuple(
        (one_line(str(one.get("field", "?")), 100), one_line(str(one.get("reason", "refused")), 100))
        for part in _parts(scrub(body))
        if isinstance(details := part.get("details"), list)
        for one in details
        if isinstance(one, dict)
    )


@dataclass(frozen=True)
class _Verdict:
    """The class of an error, what happened, and the same in a few words that follow the host."""

    kind: type[PlatformError]
    what: Words
    short: str


def _judge(answer: Answer, said: str, path: str, settings: CybersourceSettings, accept: str) -> _Verdict:
    status, host = answer.status, settings.host
    if status == 401:
        return _unknown_credentials(said, settings)
    if status in (404, 410) and not says_missing(answer):
        return _Verdict(
            Unavailable, f"{host} answered {status}, but {_NOT_THE_PLATFORM}", f"answered, but {_NOT_THE_PLATFORM}"
        )
    if status in (404, 410):
        return _Verdict(Missing, _add_reason(f"it does not exist at {host}", said), "has no such object")
    if answer.is_foreign:
        what = f"{host} answered {status} without JSON: is there a gateway or a wrong endpoint?"
        return _Verdict(Refused, what, "answered without JSON: is there a gateway or a wrong endpoint?")
    if status == 406:
        return _Verdict(Refused, _add_reason(f"{host} does not answer with {accept}", said), f"cannot answer {accept}")
    refused = _explain_refusal(answer, said, path)
    if status in (400, 409) and _EXISTS.search(said):
        return _Verdict(AlreadyExists, refused, "has another object in its place")
    return _Verdict(Refused, refused, "refused")


def _explain_refusal(answer: Answer, said: str, path: str) -> Words:
    """What happened, where the platform understood the request and refused it."""
    if _NO_CREDENTIALS.search(said):
        return _add_reason(f"the platform expects another authentication; {_CREDENTIALS}", said)
    if answer.status in (400, 409) and _EXISTS.search(said):
        return _add_reason("the platform has another object in its place", said)
    if answer.status == 400 and SUBSCRIPTIONS in path and _NO_SIGNATURE_KEY.search(said):
        return _add_reason(_NO_KEY, said)
    if KEYS in path and is_unfit_certificate(said):
        return _add_reason(UNFIT_CERTIFICATE, said)
    return _add_reason("the platform refused", said)


def _unknown_credentials(said: str, settings: CybersourceSettings) -> _Verdict:
    is_p12 = settings.authentication == JWT_P12
    used = "the certificate" if is_p12 else f"key {settings.key_id}"
    short = f"does not accept {used} of merchant '{settings.merchant_id}'"
    check = P12.name if is_p12 else f"{KEY_ID.name}, {SHARED_SECRET.name}"
    what = f"{_add_reason(f'{settings.host} {short}', said)}; check {check} and the clock; {_CREDENTIALS}"
    return _Verdict(Refused, what, short)


def _is_complaint(part: object) -> bool:
    """A reason, with a message or with the fields that it is about."""
    if not (isinstance(part, dict) and _is_text(part.get("reason"))):
        return False
    return _is_text(part.get("message")) or any(fields_of({"details": part.get("details")}))


def _has_message(body: object) -> bool:
    """The shape of what is wrong with credentials, which some calls use for everything."""
    response = body.get("response") if isinstance(body, dict) else None
    said = response.get("rmsg") if isinstance(response, dict) else None
    return _is_text(said) or (isinstance(said, dict) and _is_text(said.get("error")))


def _has_errors(body: object) -> bool:
    """A list of errors, each with its type and a message."""
    errors = body.get("errors") if isinstance(body, dict) else None
    return (
        isinstance(errors, list)
        and bool(errors)
        and all(isinstance(one, dict) and _is_text(one.get("type")) and _is_text(one.get("message")) for one in errors)
    )


def _unwrap(body: object, depth: int = 3) -> Iterator[object]:
    """*body*, and what the platform wraps a reason into."""
    if isinstance(body, dict) and depth:
        yield body
        for name in _WRAPPERS:
            yield from _unwrap(body.get(name), depth - 1)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _add_reason(what: Words, said: str) -> Words:
    return Sentence("{}: {}", what, said.rstrip(".")) if said else what


def _where(status: int, reference: str | None) -> str:
    return f"HTTP {status}, platform reference {reference}" if reference else f"HTTP {status}"


def _parts(body: object, depth: int = 4) -> Iterator[dict[str, object]]:
    """*body* and every object inside it that may hold the reason, outermost first."""
    if isinstance(body, list) and depth:
        for one in body[:5]:
            yield from _parts(one, depth - 1)
    elif isinstance(body, dict) and depth:
        yield body
        for name in _INSIDE:
            yield from _parts(body.get(name), depth - 1)


def _reference_in(body: object) -> str | None:
    named = (part.get(name) for part in _parts(body) for name in _REFERENCES)
    return next((one for one in named if isinstance(one, str) and _NAMEABLE.fullmatch(one)), None)
