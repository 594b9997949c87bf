"""`payment-webhooks cybersource verify`: whether the platform sent a stored delivery, and what it contains."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from ..headers import read_headers
from ..options import AsJson, PrivateKeys
from ..outcomes import usage_error
from ..sources import STDIN, check_stdin, read_bytes, read_private_keys
from ..verifying import (
    USUAL_TOLERANCE,
    Arrival,
    File,
    Header,
    HeadersFile,
    StoredDelivery,
    Tolerance,
    arrival,
    print_facts,
    sent_members,
    utc,
    verified,
)
from .keys import read_signature_keys

if TYPE_CHECKING:
    from ...cybersource.notifications import Notification

READINGS = {
    "body": "the whole body",
    "plaintext": "the decrypted text",
    "payload": "the payload alone; event and organization are not proved",
}

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


def verify(
    file: File = STDIN,
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
    from ...cybersource.notifications import Receiver
    from ...cybersource.rules.notification_signature import HEADER, parse_signature_header

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
    moment = arrival(at)
    receiver = Receiver(
        keys=read_signature_keys(key or [], keys or []),
        decryption_keys=read_private_keys(private_key or []),
        tolerance=timedelta(seconds=tolerance),
    )
    stored = StoredDelivery(read_bytes(file), sent_headers, moment, tolerance)
    notification = verified(
        stored,
        lambda: receiver.verify(stored.body, sent_headers, at=stored.at),
        sent_at=lambda: parse_signature_header(stored.header(HEADER)).sent_at,
        options={"decryption_keys": "--private-key"},
    )
    _print_json(notification) if as_json else _print(notification)


def _print_json(notification: Notification) -> None:
    from ..printing import print_json

    proof = notification.proof
    print_json(
        {
            "notification": sent_members(notification),
            "contentId": notification.content_id,
            "proof": {
                "reading": proof.reading,
                "coversEnvelope": proof.covers_envelope,
                "wasEncrypted": proof.was_encrypted,
                "keyId": proof.key_id,
                "sentAt": utc(proof.sent_at),
                "deliveryId": proof.delivery_id,
            },
        }
    )


def _print(notification: Notification) -> None:
    from ..printing import heading, pretty

    proof = notification.proof
    heading(f"Verified: signed with key {proof.key_id} at {utc(proof.sent_at)}")
    print_facts(_facts(notification))
    typer.echo("")
    typer.echo(pretty(notification.payloads if notification.payload is None else notification.payload))


def _facts(notification: Notification) -> list[tuple[str, object]]:
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
