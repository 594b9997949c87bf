"""
The platform's error answers, as our errors. No I/O here.

An error has a type for its status, and errors with code, parameter and message, each of which may be missing. The type
and the status decide; messages may change without notice. That an object does not exist is believed only of an answer
in this shape: a gateway answers 404 as well.

Source: the OpenAPI file, schema "Error"; docs/reference/digital-river.md, "Errors".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...client.answer import Answer
from ...errors import AlreadyExists, Missing, PlatformError, Refused, Unavailable
from ...pages import see
from ...withheld import scrub
from ...wording import one_line
from .settings import API_KEY, DigitalRiverSettings

LONGEST_REASON = 300

_EXISTS = "already_exists"
_NOT_THE_PLATFORM = "not as the platform does: is there a gateway or a wrong endpoint?"
_NOT_JSON = "without JSON: is there a gateway or a wrong endpoint?"
_KEYS = see("reference/digital-river#what-you-need")


def refusal(answer: Answer, *, doing: str, settings: DigitalRiverSettings) -> PlatformError:
    """
    The error for *answer*, which is no success.

    Args:
        answer: What the platform answered.
        doing: What was being done, to follow "cannot", e.g. ``create webhook 'orders'``.
        settings: Which key was used, and where.
    """
    said = explain_error(answer.body)
    verdict = _judge(answer, said, settings)
    reference = f", platform reference {answer.reference}" if answer.reference else ""
    return verdict.kind(
        f"cannot {doing}: {verdict.what} (HTTP {answer.status}{reference})",
        status=answer.status,
        reference=answer.reference,
        fields=fields_of(answer.body),
        reason=f"{answer.status}: {_add(f'{settings.host} {verdict.short}', said)}",
    )


def is_error(body: object) -> bool:
    """Whether *body* has the shape in which the platform reports an error."""
    return isinstance(body, Mapping) and isinstance(body.get("type"), str) and isinstance(body.get("errors"), list)


def explain_error(body: object) -> str:
    """The platform's own words in an error body, with the parameters that they are about, on one short line."""
    body = scrub(body)
    if isinstance(body, str):
        return one_line(body, LONGEST_REASON)
    said = dict.fromkeys(f"{where}: {what}" if where else what for where, what in _errors(body))
    kind = body.get("type") if isinstance(body, Mapping) else None
    return one_line("; ".join(said) or (kind if isinstance(kind, str) else ""), LONGEST_REASON)


def fields_of(body: object) -> tuple[tuple[str, str], ...]:
    """The parameters that an error body complains about, with its reason for each."""
    named = ((where, what) for where, what in _errors(scrub(body)) if where)
    return tuple((one_line(where, 100), one_line(what, 100)) for where, what in named)


@dataclass(frozen=True)
class _Verdict:
    """The class of an error, what happened, and the same in a few words that follow the host."""

    kind: type[PlatformError]
    what: str
    short: str


def _judge(answer: Answer, said: str, settings: DigitalRiverSettings) -> _Verdict:
    status, host = answer.status, settings.host
    if status == 401:
        short = "does not accept the API key"
        remedy = f"check {API_KEY.name}; a key that was created or changed is accepted within 10 minutes; {_KEYS}"
        return _Verdict(Refused, f"{_add(f'{host} {short}', said)}; {remedy}", short)
    if status == 403:
        return _forbidden(said, settings)
    if status in (404, 410) and not is_error(answer.body):
        answered = f"answered {status}, but {_NOT_THE_PLATFORM}"
        return _Verdict(Unavailable, f"{host} {answered}", f"answered, but {_NOT_THE_PLATFORM}")
    if status in (404, 410):
        return _Verdict(Missing, _add(f"it does not exist at {host}", said), "has no such object")
    if answer.is_foreign:
        return _Verdict(Refused, f"{host} answered {status} {_NOT_JSON}", f"answered {_NOT_JSON}")
    if any(code == _EXISTS for code in _codes(answer.body)):
        return _Verdict(AlreadyExists, _add("the platform has another object in its place", said), "has it already")
    return _Verdict(Refused, _add("the platform refused", said), "refused")


def _forbidden(said: str, settings: DigitalRiverSettings) -> _Verdict:
    """That the key lacks a right, and who can give it."""
    role = "the role Webhook Manager" if settings.is_gc else "Write for webhooks, from a Developer or Administrator"
    short = "does not let this key do that"
    return _Verdict(Refused, f"{_add(f'{settings.host} {short}', said)}; it needs {role}; {_KEYS}", short)


def _errors(body: object) -> Iterator[tuple[str, str]]:
    """The parameter, which may be empty, and the message or code of each error in *body*."""
    errors = body.get("errors") if isinstance(body, Mapping) else None
    for one in errors if isinstance(errors, list) else ():
        if isinstance(one, Mapping):
            where, what = one.get("parameter"), one.get("message") or one.get("code")
            if isinstance(what, str) and what.strip():
                yield (where if isinstance(where, str) else ""), what


def _codes(body: object) -> Iterator[object]:
    errors = body.get("errors") if isinstance(body, Mapping) else None
    yield from (one.get("code") for one in errors or () if isinstance(one, Mapping))


def _add(what: str, said: str) -> str:
    return f"{what}: {said.rstrip('.')}" if said else what
