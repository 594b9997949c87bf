"""A headless Chromium, and a simulator with a receiver for each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.simulator.ear import Ear
from tests.waiting import PATIENCE

from browser import MISSING, chromium, executable
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator
from pulumi_payment_webhooks.simulator.cybersource.subscriptions import bodies

ORGANIZATION = "acme_eu"
EVENT = "tms.networktoken.updated"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """
    One browser for the tests of a module: while it is there, no other event loop can run in this thread.

    Where none is installed, tests are skipped; in continuous integration they fail.
    """
    if executable() is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with chromium() as browser:
        yield browser


@pytest.fixture
def complaints() -> list[str]:
    """What the page has complained of: errors of scripts and of its own policy. None are expected."""
    return []


@pytest.fixture
def open_page(browser: Browser, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """Opens pages, each in a browser profile of its own; settings are those of Playwright's contexts."""
    contexts = []

    def open(address: str, **settings: Any) -> Page:
        context = browser.new_context(**settings)
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
        page.goto(address)
        page.locator("#connection[data-state=live]").wait_for()
        return page

    yield open
    for context in contexts:
        context.close()


@pytest.fixture
def ear() -> Iterator[Ear]:
    """A server that listens where notifications are sent."""
    listening = Ear()
    yield listening
    listening.close()


@pytest.fixture
def simulator(cybersource_simulator: CybersourceSimulator) -> CybersourceSimulator:
    """A simulator with a signature key on file for the organization of these tests."""
    cybersource_simulator.add_signature_key(ORGANIZATION)
    return cybersource_simulator


@pytest.fixture
def listen(simulator: CybersourceSimulator, ear: Ear) -> Callable[..., str]:
    """Makes an active subscription that delivers to `ear`, with some fields changed, and returns its id."""

    def subscribe(**changes: Any) -> str:
        body = {
            "name": "orders",
            "organizationId": ORGANIZATION,
            "products": [{"productId": "tokenManagement", "eventTypes": [EVENT]}],
            "webhookUrl": f"{ear.url}/hook",
            "securityPolicy": {"securityType": "KEY"},
            **changes,
        }
        held = simulator.subscriptions.add(bodies.read_document(body, simulator.knobs))
        simulator.subscriptions.set_status(held.webhook_id, "ACTIVE")
        return held.webhook_id

    return subscribe
