"""The inbox of a simulator of Digital River, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.simulator.digital_river.conftest import UNLIMITED, Asker
from tests.simulator.ear import Ear

from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator


@pytest.fixture
def simulator() -> Iterator[DigitalRiverSimulator]:
    """A simulator of Digital River."""
    with DigitalRiverSimulator(knobs=UNLIMITED) as running:
        yield running


@pytest.fixture
def webhook_id(simulator: DigitalRiverSimulator, ear: Ear) -> str:
    """A webhook that delivers to `ear`."""
    ask = Asker(simulator)
    id: str = ask.create(address=f"{ear.url}/hook").content["id"]
    ask.connection.close()
    return id


def test_delivery_with_two_secrets(simulator: Any, webhook_id: str, open_page: Any, complaints: list[str]) -> None:
    """
    A delivery appears by itself, and its attempt shows that one of two signatures is verified.
    """
    page = open_page(simulator.endpoint)
    simulator.rotate_secret(webhook_id, "1_hour")
    simulator.emit("order.accepted")

    row = page.locator("#deliveries li").first
    expect(row).to_contain_text(re.compile(r"order\.accepted.*delivered.*answered 200", re.DOTALL))
    row.click()
    attempt = page.locator("details.try[open]")
    expect(attempt).to_contain_text("verified it matches the body as it was sent; 2 secrets were valid")
    expect(attempt.locator("th", has_text="DigitalRiver-Signature")).to_have_count(1)
    expect(attempt.locator("summary")).not_to_contain_text("null")
    assert complaints == []


def test_webhook_is_disabled_and_enabled(
    simulator: Any, webhook_id: str, open_page: Any, complaints: list[str]
) -> None:
    """
    A card shows transport and mode; its button disables the webhook, and the next one enables it.
    """
    page = open_page(simulator.endpoint)
    card = page.locator(".card")
    expect(card).to_contain_text(re.compile("active.*HTTP.*test", re.DOTALL | re.IGNORECASE))

    card.get_by_role("button", name="Disable").click()
    expect(card).to_contain_text(re.compile("disabled", re.IGNORECASE))
    disabled = simulator.webhooks[webhook_id].is_enabled
    card.get_by_role("button", name="Enable").click()
    expect(card.get_by_role("button", name="Disable")).to_be_visible()

    assert (disabled, simulator.webhooks[webhook_id].is_enabled, complaints) == (False, True, [])
