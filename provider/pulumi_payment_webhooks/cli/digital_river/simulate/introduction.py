"""What is printed about the simulator of Digital River that is ready."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ....wording import count
from ...simulation.serve import Introduction
from .emit import COMMAND

if TYPE_CHECKING:
    from ....simulator.digital_river.handle import DigitalRiverSimulator

PLATFORM = "Digital River"


def introduction_of(simulator: DigitalRiverSimulator) -> Introduction:
    """What is printed about *simulator*."""
    return Introduction(
        PLATFORM,
        COMMAND,
        list(_settings(simulator)),
        {
            "profile": simulator.knobs.profile,
            "apiKey": simulator.api_key,
            "liveApiKey": simulator.live_api_key,
        },
        list(_notes(simulator)),
        lambda: (
            f"{count(len(simulator.webhooks), 'webhook')}, {count(len(simulator.events), 'event')} "
            f"and {count(len(simulator.deliveries), 'delivery')}"
        ),
    )


def _settings(simulator: DigitalRiverSimulator) -> Iterator[str]:
    from ....digital_river.account import settings

    yield settings.TRANSPORT.endpoint.command_for(simulator.endpoint)
    if simulator.knobs.is_gc:
        yield settings.PROFILE.command_for(simulator.knobs.profile)
    yield settings.API_KEY.command_for(simulator.api_key)


def _notes(simulator: DigitalRiverSimulator) -> Iterator[str]:
    yield f"These are webhooks of test mode; the key of live mode is {simulator.live_api_key}"
    if not simulator.knobs.is_gc:
        yield (
            "The API neither shows nor rotates signing secrets; as in the console, "
            f"GET and POST {simulator.endpoint}/_simulator/webhooks/ID/secrets do (--profile gc adds operations)."
        )
    limit = simulator.knobs.requests_per_second_test
    if limit is not None:
        yield f"More than {limit} requests per second are refused (--no-rate-limit accepts them)."
    if simulator.knobs.clock_scale != 1:
        seconds = f"{60 / simulator.knobs.clock_scale:g} s"
        yield f"A minute between retries takes {seconds} here (--clock-scale 1 for real minutes)."
