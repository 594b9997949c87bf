"""The options of `payment-webhooks cybersource simulate`, and their values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ...simulation.options import Shared, split

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
Reviews = Annotated[Review, typer.Option(help="New URLs are approved after a moment, at once, by hand, or never.")]
ReviewSeconds = Annotated[float, typer.Option(metavar="SECONDS", help="Duration of a timed review.", min=0)]
Patches = Annotated[PatchMode, typer.Option(help="An update merges or replaces nested objects.")]
NoSignatureKeyRequired = Annotated[
    bool, typer.Option("--no-signature-key-required", help="Subscriptions need no signature key on file.")
]
Child = Annotated[
    list[str] | None,
    typer.Option(
        metavar="[PARENT=]CHILD",
        help="Declare an organization as the child of another, or of the portfolio. May be repeated.",
    ),
]
P12File = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write the merchant's P12 certificate; removed at the end."),
]


@dataclass(frozen=True, kw_only=True)
class Chosen(Shared):
    """The value of every option, by its name."""

    merchant: str | None
    organization: str | None
    key_id: str | None
    shared_secret: str | None
    review: Review
    review_seconds: float
    patch: PatchMode
    no_signature_key_required: bool
    child: list[str] | None
    p12: Path | None

    @property
    def positions(self) -> dict[str, object]:
        """The knobs that have their own option."""
        return {
            **super().positions,
            "review": self.review.value,
            "review_seconds": self.review_seconds,
            "patch": self.patch.value,
            "require_signature_key": not self.no_signature_key_required,
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
