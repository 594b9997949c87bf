"""What is printed about the simulator of Cybersource that is ready, and the file with the merchant's certificate."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ....wording import count
from ...simulation.serve import Introduction

if TYPE_CHECKING:
    from ....settings.mechanism import AnySetting
    from ....simulator.cybersource.handle import CybersourceSimulator

PLATFORM = "Cybersource / Visa Acceptance Solutions"
COMMAND = "payment-webhooks simulate"


@dataclass(frozen=True)
class P12:
    """The merchant's certificate in a file, and what opens it."""

    file: Path
    password: str = field(repr=False)


def write_p12(simulator: CybersourceSimulator, file: Path) -> P12:
    """Write a new file that only its owner can read; never an existing file, which may be a real certificate."""
    certificate = P12(file.absolute(), secrets.token_hex(12))
    with open(certificate.file, "xb", opener=_for_its_owner) as written:
        written.write(simulator.p12(certificate.password))
    return certificate


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@contextmanager
def removing(certificate: P12 | None) -> Iterator[None]:
    """Remove the certificate at the end: the simulator that accepts it is gone then, too."""
    try:
        yield
    finally:
        if certificate:
            certificate.file.unlink(missing_ok=True)


def introduction_of(simulator: CybersourceSimulator, certificate: P12 | None) -> Introduction:
    """What is printed about *simulator*, whose certificate may be in a file."""
    return Introduction(
        PLATFORM,
        COMMAND,
        _settings(simulator, certificate),
        {
            "organizationId": simulator.organization_id,
            "merchantId": simulator.merchant_id,
            "keyId": simulator.key_id,
            "sharedSecret": simulator.shared_secret,
            **({"p12": str(certificate.file), "p12Password": certificate.password} if certificate else {}),
        },
        list(_notes(simulator)),
        lambda: (
            f"{count(len(simulator.subscriptions), 'subscription')}, {count(len(simulator.keys), 'key')} "
            f"and {count(len(simulator.deliveries), 'delivery')}"
        ),
    )


def _notes(simulator: CybersourceSimulator) -> Iterator[str]:
    if simulator.knobs.review == "timed":
        seconds = f"{simulator.knobs.review_seconds:g} s"
        yield f"A new URL is reviewed for {seconds} before it can be activated (--review auto for no review)."
    if simulator.knobs.clock_scale != 1:
        seconds = f"{60 / simulator.knobs.clock_scale:g} s"
        yield f"A minute of a retry policy takes {seconds} here (--clock-scale 1 for real minutes)."


def _settings(simulator: CybersourceSimulator, certificate: P12 | None) -> list[str]:
    """The commands that configure a stack, each in one line, so that a terminal copies it whole."""
    from ....cybersource.account import settings

    values: list[tuple[AnySetting, str]] = [
        (settings.TRANSPORT.endpoint, simulator.endpoint),
        (settings.MERCHANT_ID, simulator.merchant_id),
        (settings.ORGANIZATION_ID, simulator.organization_id),
        (settings.KEY_ID, simulator.key_id),
    ]
    hidden: list[tuple[AnySetting, str]] = [(settings.SHARED_SECRET, simulator.shared_secret)]
    if certificate:
        values.append((settings.AUTHENTICATION, settings.JWT_P12))
        hidden += [(settings.P12, str(certificate.file)), (settings.P12_PASSWORD, certificate.password)]
    return [setting.command_for(value) for setting, value in [*values, *hidden]]
