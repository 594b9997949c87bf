"""The options of `payment-webhooks digital-river simulate`, and their values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import typer

from ...simulation.options import Shared

KEY_VARIABLE = "PAYMENT_WEBHOOKS_SIMULATOR_KEY"


class Profile(StrEnum):
    """Which surface is simulated."""

    DR_API = "dr-api"
    GC = "gc"


Profiles = Annotated[
    Profile, typer.Option(help="The published API, or also what only the console of Global Commerce offers.")
]
ApiKey = Annotated[
    str | None,
    typer.Option(
        metavar="KEY", help="The secret key of test mode, instead of a new key.", envvar=KEY_VARIABLE, show_envvar=True
    ),
]
LiveApiKey = Annotated[
    str | None, typer.Option(metavar="KEY", help="The secret key of live mode, instead of a new key.")
]
NoRateLimit = Annotated[bool, typer.Option("--no-rate-limit", help="Accept any number of requests per second.")]


@dataclass(frozen=True, kw_only=True)
class Chosen(Shared):
    """The value of every option, by its name."""

    profile: Profile
    api_key: str | None
    live_api_key: str | None
    no_rate_limit: bool

    @property
    def positions(self) -> dict[str, object]:
        """The knobs that have their own option."""
        limits = {"requests_per_second_test": None, "requests_per_second_live": None} if self.no_rate_limit else {}
        return {**super().positions, "profile": self.profile.value, **limits}
