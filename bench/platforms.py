"""
What is measured at each platform: its simulator, its settings, and how its objects show which program wrote them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.programs import Side, catalogue, program, webhook_program

from sandbox import Simulator


@dataclass(frozen=True)
class Platform:
    """
    One platform.

    Args:
        simulate: Arguments of the command that simulates it.
        settings: Member of the account by the setting it is for; the last one is secret.
        program: Returns the program of a side, for a number of objects of an account, in a version.
        objects: Where the control API lists what exists.
        version: Which version of the program an object has.
        prepare: Has an empty simulator accept a number of objects.
    """

    simulate: Sequence[str]
    settings: Mapping[str, str]
    program: Callable[[Side, int, Mapping[str, str], str], str]
    objects: str
    version: Callable[[Mapping[str, Any]], str]
    prepare: Callable[[Simulator, int], object]


def _offer(platform: Simulator, count: int) -> None:
    platform.ask("PUT", f"/catalogues/{platform.account['organizationId']}", catalogue(count))


PLATFORMS: Mapping[str, Platform] = {
    "cybersource": Platform(
        simulate=("simulate", "--review", "auto", "--no-signature-key-required"),
        settings={
            "cybersourceEndpoint": "endpoint",
            "cybersourceMerchantId": "merchantId",
            "cybersourceOrganizationId": "organizationId",
            "cybersourceKeyId": "keyId",
            "cybersourceSharedSecret": "sharedSecret",
        },
        program=lambda side, count, account, version: program(
            side, count, organization=account["organizationId"], description=version
        ),
        objects="/subscriptions",
        version=lambda one: str(one["description"]),
        prepare=_offer,
    ),
    "digital-river": Platform(
        simulate=("digital-river", "simulate", "--no-rate-limit"),
        settings={"digitalRiverEndpoint": "endpoint", "digitalRiverApiKey": "apiKey"},
        program=lambda side, count, _, version: webhook_program(side, count, version=version),
        objects="/webhooks",
        version=lambda one: str(one["address"]).split("/")[3],
        prepare=lambda *_: None,
    ),
}
