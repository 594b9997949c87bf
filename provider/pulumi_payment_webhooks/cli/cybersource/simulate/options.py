"""The options of `payment-webhooks cybersource simulate`, and their values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

SECRET_VARIABLE = "PAYMENT_WEBHOOKS_SIMULATOR_SECRET"


class Review(StrEnum):
    """How new URLs are reviewed."""

    TIMED = "timed"
    AUTO = "auto"
    MANUAL = "manual"
    BLOCK = "block"


class PatchMode(StrEnum):
    """What an update does to nested objects."""

    MERGE = "merge"
    REPLACE = "replace"


Host = Annotated[str, typer.Option(metavar="ADDRESS", help="Loopback address to listen on.")]
Port = Annotated[int, typer.Option(metavar="PORT", help="Port to listen on; 0 selects a free port.", min=0, max=65535)]
Tls = Annotated[
    bool, typer.Option("--tls", help="Serve https, with its own certificate authority, which clients can trust.")
]
Trusted = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="With --tls: write the certificates that clients must trust."),
]
Merchant = Annotated[str | None, typer.Option(metavar="ID", help="The merchant that owns the key.")]
Organization = Annotated[str | None, typer.Option(metavar="ID", help="Its portfolio organization.")]
KeyId = Annotated[str | None, typer.Option(metavar="ID", help="Id of the shared secret key.")]
SharedSecret = Annotated[
    str | None,
    typer.Option(
        metavar="BASE64",
        help="The shared secret itself, instead of a new secret.",
        envvar=SECRET_VARIABLE,
        show_envvar=True,
    ),
]
Latency = Annotated[
    float, typer.Option(metavar="SECONDS", help="Delay before every request is processed, e.g. 0.2.", min=0, max=600)
]
LatencyAfter = Annotated[
    float,
    typer.Option(metavar="SECONDS", help="Delay of every answer after the request was processed.", min=0, max=600),
]
Fault = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KIND[,NAME=VALUE…]",
        help="Inject a fault, e.g. slow-after,method=POST,seconds=9,count=3. May be repeated.",
    ),
]
Reviews = Annotated[Review, typer.Option(help="New URLs are approved after a moment, at once, by hand, or never.")]
ReviewSeconds = Annotated[float, typer.Option(metavar="SECONDS", help="Duration of a timed review.", min=0)]
Patches = Annotated[PatchMode, typer.Option(help="An update merges or replaces nested objects.")]
NoSignatureKeyRequired = Annotated[
    bool, typer.Option("--no-signature-key-required", help="Subscriptions need no signature key on file.")
]
Knob = Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help="Turn any other knob. May be repeated.")]
Resolve = Annotated[
    list[str] | None,
    typer.Option(
        metavar="URL=URL",
        help="Deliver the notifications for the first URL to the second, a server on this machine, "
        "e.g. https://hooks.example.net=http://127.0.0.1:9000. May be repeated.",
    ),
]
ClockScale = Annotated[
    float,
    typer.Option(
        metavar="FACTOR", help="How much faster the minutes of retry policies pass.", min=0.001, max=1_000_000
    ),
]
Child = Annotated[
    list[str] | None,
    typer.Option(
        metavar="[PARENT=]CHILD",
        help="Declare an organization as the child of another, or of the portfolio. May be repeated.",
    ),
]
Data = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Store all data, including keys, for the next start."),
]
P12File = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write the merchant's P12 certificate; removed at the end."),
]
ListKnobs = Annotated[bool, typer.Option("--knobs", help="List every knob with its default, and exit.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one line of JSON when it is ready.")]


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The value of every option, by its name."""

    host: str
    port: int
    tls: bool
    trusted: Path | None
    merchant: str | None
    organization: str | None
    key_id: str | None
    shared_secret: str | None
    latency: float
    latency_after: float
    fault: list[str] | None
    review: Review
    review_seconds: float
    patch: PatchMode
    no_signature_key_required: bool
    knob: list[str] | None
    resolve: list[str] | None
    clock_scale: float
    child: list[str] | None
    data: Path | None
    p12: Path | None
    knobs: bool
    as_json: bool

    @property
    def positions(self) -> dict[str, object]:
        """The knobs that have their own option."""
        return {
            "review": self.review.value,
            "review_seconds": self.review_seconds,
            "patch": self.patch.value,
            "require_signature_key": not self.no_signature_key_required,
            "resolve": tuple(self.resolve or ()),
            "clock_scale": self.clock_scale,
        }

    @property
    def account(self) -> dict[str, str]:
        """The given values of the account, by the names of its fields."""
        named = {
            "merchant_id": self.merchant,
            "organization_id": self.organization,
            "key_id": self.key_id,
            "shared_secret": self.shared_secret,
        }
        return {name: value for name, value in named.items() if value is not None}

    def families(self, organization: str) -> list[tuple[str, str]]:
        """
        Return each parent with its child; the parent is *organization* where none is named.

        Raises:
            ValueError: One has another form.
        """
        spelled = [one if "=" in one else f"{organization}={one}" for one in self.child or []]
        return split(spelled, option="--child", form="PARENT=CHILD or CHILD")

    def faults(self) -> list[tuple[str, dict[str, str]]]:
        """
        Return the kind of each fault with its details.

        Raises:
            ValueError: One has another form.
        """
        kinds = [text.split(",") for text in self.fault or []]
        form = "KIND,NAME=VALUE,NAME=VALUE"
        return [(kind.strip(), dict(split(details, option="--fault", form=form))) for kind, *details in kinds]


def split(settings: list[str], *, option: str, form: str) -> list[tuple[str, str]]:
    """
    Return names and values of *settings*, each written with an equals sign between them.

    Raises:
        ValueError: One is not; the text names *option* and its *form*.
    """
    pairs = []
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name.strip():
            raise ValueError(f"{option} {setting}: write it as {form}")
        pairs.append((name.strip(), value.strip()))
    return pairs
