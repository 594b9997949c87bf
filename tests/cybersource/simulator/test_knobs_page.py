"""The page that lists the knobs of delivery, held against the knobs."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

from pulumi_payment_webhooks.cybersource.simulator.knobs import Knobs

PAGE = Path(__file__).parents[3] / "docs/how-to/receive-notifications-on-your-desk.md"


def test_page_tells_the_defaults() -> None:
    """
    Each knob that the page names exists, and the default it tells is the one that counts.
    """
    rows = re.findall(r"^\| (`[a-z_`, ]+`) \|([^|]*)\|", PAGE.read_text().partition("| knob |")[2], re.MULTILINE)
    told: dict[str, str] = {}
    for names, defaults in rows:
        listed = re.findall(r"`([a-z_]+)`", names)
        values = re.findall(r"[^`, ][^`]*" if len(listed) == 1 else r"[^`, ]+", defaults.strip())
        told |= dict(zip(listed, values * len(listed) if len(values) == 1 else values or [""], strict=True))

    knobs = asdict(Knobs())
    assert len(told) > 30
    assert {name: spelled(knobs[name]) for name in told} == told


def spelled(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "none" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
