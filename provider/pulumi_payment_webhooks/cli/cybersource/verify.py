"""`payment-webhooks cybersource verify`: whether the platform sent a stored delivery, and what it contains."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ...notifications.verification import FIVE_MINUTES
from ..headers import read_headers
from ..options import AsJson, PrivateKeys
from ..outcomes import Exit, exit_with, report_errors, usage_error
from ..sources import STDIN, check_stdin, parse_time, read_bytes, read_private_keys
from .keys import read_signature_keys

if TYPE_CHECKING:
    from ...cybersource.notifications import Notification

READINGS = {
    "body": "the whole body",
    "plaintext": "the decrypted text",
    "payload": "the payload alone; event and organization are not proved",
}

USUAL_TOLERANCE = int(FIVE_MINUTES.total_seconds())
LONGEST_TOLERANCE = 10**9
"""Seconds: thirty years."""

Header = Annotated[
    list[str] | None, typer.Option("--header", "-H", metavar="'NAME: VALUE'", help="A header. May be repeated.")
]
HeadersFile = Annotated[
    str | None, typer.Option("--headers", metavar="FILE", help="All headers: as sent over HTTP, or as JSON.")
]
Key = Annotated[
    list[str] | None,
    typer.Option(
        "--key",
        metavar="ID=FILE",
        help="A signature key, base64: in a file, as ID=env:NAME in a variable, or ID alone for a prompt. "
        "May be repeated.",
    ),
]
KeysFile = Annotated[
    list[str] | None, typer.Option("--keys", metavar="FILE", help="JSON object with signature keys by id.")
]
Arrival = Annotated[
    str | None, typer.Option("--at", metavar="TIME", help="When it arrived, ISO 8601, UTC. Default: now.")
]
Tolerance = Annotated[
    int,
    typer.Option(
        "--tolerance", metavar="SECONDS", min=0, max=LONGEST_TOLERANCE, help="How old it may be at that time."
    ),
]

BODY = typer.Argument(metavar="FILE", help="The body, byte for byte as it arrived; - is standard input.")


def verify(
    file: Annotated[str, BODY] = STDIN,
    *,
    header: Header = None,
    headers: HeadersFile = None,
    key: Key = None,
    keys: KeysFile = None,
    private_key: PrivateKeys = None,
    at: Arrival = None,
    tolerance: Tolerance = USUAL_TOLERANCE,
    as_json: AsJson = False,
) -> None:
    """
    Verify a notification, decrypt it, and print what it says.

    Exit code 0 means verified, 1 means not verified; payment-webhooks --help lists all codes. Keys are never typed
    on the command line, where the shell's history and other users would see them.
    """
    from ...cybersource.notifications import Receiver, Unreadable, Unverified

    if not key and not keys:
        raise usage_error("no signature key: give --key ID=FILE, or --keys FILE")
    sources = [one.partition("=")[2] for one in key or []]
    check_stdin(
        {
            "FILE": [file],
            "--headers": [headers or ""],
            "--key": sources,
            "--keys": keys or [],
            "--private-key": private_key or [],
        }
    )
    sent_headers = read_headers(header or [], headers, example="v-c-signature")
    moment = datetime.now(UTC) if at is None else parse_time(at, option="--at")
    receiver = Receiver(
        keys=read_signature_keys(key or [], keys or []),
        decryption_keys=read_private_keys(private_key or []),
        tolerance=timedelta(seconds=tolerance),
    )
    body = read_bytes(file)
    with report_errors(), _collected_reasons() as reasons:
        try:
            notification = receiver.verify(body, sent_headers, at=moment)
        except Unverified:
            why = _why(reasons, body, sent_headers, at=moment, tolerance=tolerance)
            raise exit_with(Exit.NO, f"not verified: {_in_options(why)}") from None
        except Unreadable as problem:
            raise exit_with(Exit.UNREADABLE, _in_options(str(problem))) from None
    _print_json(notification) if as_json else _print(notification)


class _Lines(logging.Handler):
    """Collects what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Collect one line."""
        self.lines.append(record.getMessage())


@contextmanager
def _collected_reasons() -> Iterator[list[str]]:
    """
    The reasons in the debug log. A server must not send them to a stranger; this command's user has the keys.
    """
    from ...notifications.verification import log

    handler, level = _Lines(), log.level
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    try:
        yield handler.lines
    finally:
        log.removeHandler(handler)
        log.setLevel(level)


def _in_options(text: str) -> str:
    """Replace the library's argument by the option of the command."""
    return text.replace("`decryption_keys`", "--private-key")


def _why(reasons: list[str], body: bytes, headers: list[tuple[str, str]], *, at: datetime, tolerance: int) -> str:
    """The reason, and the remedy for the usual mistakes with stored deliveries."""
    reason = reasons[-1].partition(": ")[2] if reasons else "no reason was logged"
    sent_at = _sent_at(headers)
    if sent_at and abs((at - sent_at).total_seconds()) > tolerance:
        return (
            f"it was sent at {_utc(sent_at)}, more than {tolerance} s from the time it is verified at; --at sets that"
        )
    if not body:
        return "the body is empty: is this the file with the body?"
    if "does not fit" in reason and body.endswith(b"\n"):
        return f"{reason} (the body ends with a line break: was it sent, or added when it was saved?)"
    return reason


def _sent_at(headers: list[tuple[str, str]]) -> datetime | None:
    from ...cybersource.rules.notification_signature import HEADER, parse_signature_header

    for name, value in headers:
        if name.lower() == HEADER:
            try:
                return parse_signature_header(value).sent_at
            except (ValueError, OverflowError):
                return None
    return None


def _utc(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _print_json(notification: Notification) -> None:
    from ..printing import print_json

    proof = notification.proof
    print_json(
        {
            "notification": _members(notification),
            "contentId": notification.content_id,
            "proof": {
                "reading": proof.reading,
                "coversEnvelope": proof.covers_envelope,
                "wasEncrypted": proof.was_encrypted,
                "keyId": proof.key_id,
                "sentAt": _utc(proof.sent_at),
                "deliveryId": proof.delivery_id,
            },
        }
    )


def _members(notification: Notification) -> dict[str, Any]:
    """What was sent, under the platform's names; pydantic's own dump takes no payload that nests 255 levels deep."""
    declared = {field.alias or name: name for name, field in type(notification).model_fields.items()}
    sent = {alias: name for alias, name in declared.items() if name in notification.model_fields_set}
    return {**{alias: getattr(notification, name) for alias, name in sent.items()}, **(notification.model_extra or {})}


def _print(notification: Notification) -> None:
    from ..printing import columns, harmless, heading, pretty

    proof = notification.proof
    heading(f"Verified: signed with key {proof.key_id} at {_utc(proof.sent_at)}")
    for line in columns(
        [(name, harmless(str(value)).replace("\n", " ")) for name, value in _facts(notification) if value]
    ):
        typer.echo(f"  {line}")
    typer.echo("")
    typer.echo(pretty(notification.payloads if notification.payload is None else notification.payload))


def _facts(notification: Notification) -> list[tuple[str, Any]]:
    proof = notification.proof
    retries = f"retry {notification.retry_number}" if notification.retry_number else "first"
    return [
        ("event", notification.event_type),
        ("product", notification.product_id),
        ("organization", notification.organization_id),
        ("subscription", notification.webhook_id),
        ("event date", notification.event_date),
        ("attempt", f"{retries}, a test" if notification.is_test else retries),
        ("trace id", notification.transaction_trace_id),
        ("content id", notification.content_id),
        ("signed", READINGS[proof.reading] if not proof.covers_envelope or proof.reading == "body" else "everything"),
        ("encrypted", "yes" if proof.was_encrypted else "no"),
    ]
