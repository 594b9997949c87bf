"""The options of `payment-webhooks simulate`: what each is, and what was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

SECRET_VARIABLE = "PAYMENT_WEBHOOKS_SIMULATOR_SECRET"


class Review(StrEnum):
    """What becomes of URLs the platform does not know."""

    TIMED = "timed"
    AUTO = "auto"
    MANUAL = "manual"
    BLOCK = "block"


class Patch(StrEnum):
    """What an update does to nested objects."""

    MERGE = "merge"
    REPLACE = "replace"


Host = Annotated[str, typer.Option(help="Loopback address to listen on.")]
Port = Annotated[int, typer.Option(help="Port to listen on; 0 takes any free one.", min=0, max=65535)]
Tls = Annotated[
    bool, typer.Option("--tls", help="Serve https, with a certificate authority of its own that clients can trust.")
]
Trusted = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="With --tls: write what clients have to trust there, and leave it there."),
]
Merchant = Annotated[str | None, typer.Option(metavar="ID", help="The merchant that owns the key.")]
Organization = Annotated[str | None, typer.Option(metavar="ID", help="Its portfolio organization.")]
KeyId = Annotated[str | None, typer.Option(metavar="ID", help="Id of the shared secret key.")]
SharedSecret = Annotated[
    str | None,
    typer.Option(
        metavar="BASE64",
        help="The shared secret itself, in place of a new one.",
        envvar=SECRET_VARIABLE,
        show_envvar=True,
    ),
]
Latency = Annotated[
    float, typer.Option(help="Seconds that every request waits before it is carried out, e.g. 0.2.", min=0, max=600)
]
LatencyAfter = Annotated[
    float, typer.Option(help="Seconds that every answer waits after the request was carried out.", min=0, max=600)
]
Fault = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KIND[,NAME=VALUE…]",
        help="Let something go wrong, e.g. slow-after,method=POST,seconds=9,count=3; may be repeated.",
    ),
]
Reviews = Annotated[Review, typer.Option(help="New URLs are approved after a moment, at once, by hand, or never.")]
ReviewSeconds = Annotated[float, typer.Option(help="How long a timed review takes.", min=0)]
Patches = Annotated[Patch, typer.Option(help="An update merges or replaces nested objects.")]
NoSignatureKeyRequired = Annotated[
    bool, typer.Option("--no-signature-key-required", help="Subscriptions need no signature key on file.")
]
Knob = Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help="Any other knob; may be repeated.")]
Resolve = Annotated[
    list[str] | None,
    typer.Option(
        metavar="URL=URL",
        help="Deliver what is meant for the first to the second, a server on this machine, "
        "e.g. https://hooks.example.net=http://127.0.0.1:9000; may be repeated.",
    ),
]
ClockScale = Annotated[
    float, typer.Option(help="How many times faster the minutes of retry policies pass.", min=0.001, max=1_000_000)
]
Child = Annotated[
    list[str] | None,
    typer.Option(
        metavar="[PARENT=]CHILD",
        help="An organization is a child of another, or of the portfolio; may be repeated.",
    ),
]
Data = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Keep there what it holds, over a restart; the file holds keys.")
]
P12File = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write the merchant's P12 certificate there, until it ends.")
]
ListKnobs = Annotated[bool, typer.Option("--knobs", help="List every knob with its default, and exit.")]
AsJson = Annotated[bool, typer.Option("--json", help="When ready, print one line of JSON.")]


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
    patch: Patch
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
        """Knobs that have an option of their own."""
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
        """What is fixed of the account, by the names of its members."""
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
            ValueError: One is written otherwise.
        """
        spelled = [one if "=" in one else f"{organization}={one}" for one in self.child or []]
        return split(spelled, option="--child", form="PARENT=CHILD or CHILD")

    def faults(self) -> list[tuple[str, dict[str, str]]]:
        """
        Return the kind of each fault with its details.

        Raises:
            ValueError: One is written otherwise.
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
