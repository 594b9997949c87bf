"""Event types as published."""

from __future__ import annotations

import pytest

from pulumi_payment_webhooks.digital_river.rules.event_types import (
    GLOBAL_COMMERCE,
    LIVE_ONLY,
    OTHER_ENDINGS,
    PUBLISHED,
    as_delivered,
    is_in_group,
)


def test_published_names() -> None:
    """
    The list of the documentation has 128 names, that of Global Commerce 17, each once.
    """
    assert (len(set(PUBLISHED)), len(PUBLISHED), len(set(GLOBAL_COMMERCE))) == (128, 128, 17)
    assert set(PUBLISHED) > LIVE_ONLY
    assert set(OTHER_ENDINGS.values()) < set(PUBLISHED)


def test_notifications_spell_the_name_of_the_samples() -> None:
    """
    Three names of the list are delivered with a final d.
    """
    assert [as_delivered(one) for one in ("fulfillment.create", "fee.created")] == [
        "fulfillment.created",
        "fee.created",
    ]


@pytest.mark.parametrize(
    ("event_type", "pattern", "expected"),
    [
        ("order.accepted", "order.accepted", True),
        ("order.accepted", "order", False),
        ("order.accepted", "order.*", True),
        ("order.accepted", "*", True),
        ("order.accepted", "*.accepted", True),
        ("order.accepted", "order.*accepted", True),
        ("order.a", "order.a*.a", False),
        ("fulfillment.created", "fulfillment.create", True),
    ],
)
def test_groups(event_type: str, pattern: str, expected: bool) -> None:
    """
    A star stands for any characters; without one, the name is the whole name in either spelling.
    """
    assert is_in_group(event_type, pattern) is expected
