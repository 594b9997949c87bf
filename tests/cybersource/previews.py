"""What a preview says, and what it asks of the simulator."""

from typing import Any

from tests.cybersource.life import Life, next_run

from pulumi_payment_webhooks.reconcile.ports import Advice
from pulumi_payment_webhooks.reconcile.run.lifecycle import Stored
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator


def said(advice: list[Advice]) -> list[tuple[str, str]]:
    """What is said: an error, a warning or a note, and its text."""
    return [
        ("error" if one.refuses else "note" if one.is_note else "warning", str(one.problem.reason)) for one in advice
    ]


def asked(simulator: CybersourceSimulator) -> list[str]:
    """What was asked, as the method and the end of each path."""
    return [f"{one.method} {one.path.rpartition('/')[2]}" for one in simulator.requests]


def previewed(life: Life, stored: Stored, news: dict[str, Any]) -> list[tuple[str, str]]:
    """What the preview of a later run says."""
    next_run()
    return said(life.preview(stored, news))
