"""What the page does with many things, with long ones, and with text that runs from right to left."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect
from tests.browser.conftest import EVENT
from tests.browser.test_inbox import POLICY, choose_first, rows
from tests.simulator.ear import Answer

from pulumi_payment_webhooks.simulator.page.view import ATTEMPTS, LISTED

TURNING = "a\u202eb\u2069\u05e9\u05dc\u05d5\u05dd\u200f"


def test_text_from_right_to_left_stays_in_its_place(
    simulator: Any, listen: Any, ear: Any, open_page: Any, complaints: list[str]
) -> None:
    """
    Whatever others choose is isolated where it runs from right to left, and turns nothing: controls are spelled out.
    """
    ear.answer = lambda _: Answer(500, TURNING.encode())
    listen(name=TURNING, webhookUrl=f"{ear.url}/{TURNING}")
    listen(
        name=f"{TURNING} 2",
        organizationId=TURNING,
        products=[{"productId": TURNING, "eventTypes": [TURNING]}],
        webhookUrl=f"{ear.url}/{TURNING}",
    )
    simulator.emit(EVENT, payload={TURNING: TURNING}, organization_id="acme_eu")
    simulator.emit(TURNING, organization_id=TURNING)
    simulator.settle()
    page = open_page(simulator.endpoint)
    for row in rows(page).all():
        row.click()
        page.locator("details.try[open]").first.wait_for()
        assert page.evaluate(UNISOLATED) == []
    page.get_by_role("button", name="Emit").last.click()
    page.get_by_role("dialog").get_by_role("button", name="Emit").click()
    page.locator(".toast").first.wait_for()

    assert page.evaluate(UNISOLATED) == []
    expect(page.locator(".card h3 bdi").first).to_have_text("a[U+202E]b[U+2069]שלום[U+200F]")
    assert complaints == []


def test_only_some_hundreds_are_rendered(simulator: Any, listen: Any, open_page: Any, complaints: list[str]) -> None:
    """
    Of many subscriptions and deliveries the newest are listed, with how many more there are, before and after changes.
    """
    simulator.turn(one_per_product=False)
    many = LISTED + 2
    for number in range(many):
        listen(name=f"number {number}", webhookUrl="https://hooks.example.net/visa")
    simulator.emit(EVENT)
    simulator.settle()
    page = open_page(simulator.endpoint)
    cards = page.locator("#subscriptions li.card")

    expect(cards).to_have_count(LISTED)
    expect(cards.last).to_contain_text(f"number {many - 1}")
    expect(page.locator("#more-subscriptions")).to_have_text(re.compile("^2 more are not listed"))
    expect(page.locator("#older")).to_have_text(re.compile("^2 older ones are not listed"))
    listen(name="one more", webhookUrl="https://hooks.example.net/visa")
    expect(cards.last).to_contain_text("one more")
    expect(page.locator("#more-subscriptions")).to_have_text(re.compile("^3 more are not listed"))
    simulator.subscriptions.remove(next(iter(simulator.subscriptions)).webhook_id)
    expect(page.locator("#more-subscriptions")).to_have_text(re.compile("^2 more are not listed"))
    expect(page.locator("#subscription-count")).to_have_text(str(many))
    simulator.deliveries.publish(simulator.deliveries[0])
    simulator.emit(EVENT)
    expect(page.locator("#deliveries li")).to_have_count(LISTED)
    assert complaints == []


def test_many_attempts_are_bounded(simulator: Any, listen: Any, ear: Any, open_page: Any) -> None:
    """
    Of a delivery with many attempts the newest are shown, each with the beginning of its body.
    """
    ear.answer = lambda _: Answer(500)
    listen(retryPolicy={**POLICY, "firstRetry": 1, "interval": 1, "numberOfRetries": ATTEMPTS + 9})
    simulator.emit(EVENT, payload={"data": "x" * 200_000})
    simulator.settle()
    simulator.move(minutes=ATTEMPTS + 2)
    page = open_page(simulator.endpoint)
    choose_first(page)

    made = len(simulator.deliveries[0].attempts)
    expect(page.locator("details.try")).to_have_count(ATTEMPTS)
    expect(page.locator(".earlier")).to_have_text(re.compile(f"^{made - ATTEMPTS} earlier attempts are not shown"))
    assert len(page.locator("pre[aria-label=body]").first.inner_text()) < 110_000


UNISOLATED = """() => {
  const turns = /[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066\\u2067]/;
  const hebrew = /[\\u0590-\\u05ff]/;
  const apart = (text) => text.replaceAll(/\\u2068[^\\u2068\\u2069]*\\u2069/g, "");
  const poor = (text) => turns.test(text) || /[\\u2068\\u2069]/.test(apart(text)) || hebrew.test(apart(text));
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const isApart = node.parentElement.closest("bdi");
    if (isApart ? turns.test(node.data) : poor(node.data)) found.push(node.data);
  }
  for (const element of document.querySelectorAll("*")) {
    for (const name of ["title", "aria-label", "label"]) {
      const text = element.getAttribute(name);
      if (text && poor(text)) found.push(`${name}: ${text}`);
    }
  }
  return found;
}"""
