"""`payment-webhooks digital-river verify`: whether the platform sent a stored delivery, and what it contains."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from ..headers import read_headers
from ..options import AsJson
from ..sources import STDIN, check_stdin, read_bytes
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
from .secrets import read_signing_secrets

if TYPE_CHECKING:
    from ...digital_river.notifications import Event

Secret = Annotated[
    list[str] | None,
    typer.Option(
        "--secret",
        metavar="FILE",
        help="A signing secret, or a JSON list of them: in a file, or as env:NAME in a variable. May be repeated. "
        "Default: a prompt.",
    ),
]


def verify(
    file: File = STDIN,
    *,
    header: Header = None,
    headers: HeadersFile = None,
    secret: Secret = None,
    at: Arrival = None,
    tolerance: Tolerance = USUAL_TOLERANCE,
    as_json: AsJson = False,
) -> None:
    """
    Verify a notification, and print what it says.

    Exit code 0 means verified, 1 means not verified; payment-webhooks --help lists all codes. Secrets are never typed
    on the command line, where the shell's history and other users would see them.
    """
    from ...digital_river.notifications import Receiver
    from ...digital_river.rules.signature import HEADER, parse_signature_header

    check_stdin({"FILE": [file], "--headers": [headers or ""], "--secret": secret or []})
    sent_headers = read_headers(header or [], headers, example="DigitalRiver-Signature")
    moment = arrival(at)
    receiver = Receiver(secrets=read_signing_secrets(secret or []), tolerance=timedelta(seconds=tolerance))
    stored = StoredDelivery(read_bytes(file), sent_headers, moment, tolerance)
    event = verified(
        stored,
        lambda: receiver.verify(stored.body, sent_headers, at=stored.at),
        sent_at=lambda: parse_signature_header(stored.header(HEADER)).sent_at,
        options={},
    )
    _print_json(event) if as_json else _print(event)


def _print_json(event: Event) -> None:
    from ..printing import print_json

    print_json(
        {
            "event": sent_members(event),
            "contentId": event.content_id,
            "proof": {"sentAt": utc(event.proof.sent_at), "deliveryId": event.proof.delivery_id},
        }
    )


def _print(event: Event) -> None:
    from ..printing import heading, pretty

    heading(f"Verified: signed at {utc(event.proof.sent_at)}")
    print_facts(_facts(event))
    typer.echo("")
    typer.echo(pretty(event.data))


def _facts(event: Event) -> list[tuple[str, object]]:
    modes = {True: "live", False: "test", None: ""}
    return [
        ("event", event.type),
        ("id", event.id),
        ("mode", modes[event.live_mode]),
        ("created", event.created_time),
        ("version", event.digitalriver_version),
        ("webhooks", ", ".join(event.webhook_ids)),
        ("content id", event.content_id),
    ]
