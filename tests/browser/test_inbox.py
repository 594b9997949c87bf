"""The inbox as a person uses it, in a real browser against a real simulator."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import EVENT
from tests.simulator.ear import Answer

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

HOSTILE = "<script>document.title = 'taken'</script><img src=x onerror=\"document.title = 'taken'\">"
POLICY = {"algorithm": "ARITHMETIC", "firstRetry": 10, "interval": 30, "numberOfRetries": 3}


def rows(page: Page) -> Any:
    return page.locator("#deliveries li")


def choose_first(page: Page) -> None:
    rows(page).first.click()
    page.locator("#chosen .timeline svg").wait_for()


def drawn(page: Page, selector: str) -> list[float]:
    """Where the marks of the timeline that fit *selector* stand, from left to right."""
    boxes = [mark.bounding_box() for mark in page.locator(f"#chosen .timeline {selector}").all()]
    return sorted(box["x"] + box["width"] / 2 for box in boxes if box)


def test_empty_page_tells_what_to_do(simulator: Any, open_page: Any, complaints: list[str]) -> None:
    """
    An empty page shows the whole commands that change that.
    """
    page = open_page(simulator.endpoint)

    expect(page.locator("#no-subscriptions")).to_contain_text("pulumi up")
    expect(page.locator("#emit-command")).to_have_text(
        f"payment-webhooks simulate emit {EVENT} --endpoint {simulator.endpoint}"
    )
    assert complaints == []


def test_delivery_appears_by_itself(simulator: Any, listen: Any, open_page: Any, complaints: list[str]) -> None:
    """
    A subscription, a delivery and its outcome appear without a reload, and a new delivery is announced politely.
    """
    page = open_page(simulator.endpoint)
    listen()
    simulator.emit(EVENT)

    expect(rows(page)).to_have_count(1)
    expect(rows(page).first).to_contain_text(re.compile(f"{EVENT}.*delivered.*answered 200", re.DOTALL))
    expect(page.locator(".card")).to_contain_text(re.compile("orders.*active", re.DOTALL))
    expect(page.locator("#news[aria-live=polite]")).to_have_text(f"New delivery: {EVENT}")
    assert complaints == []


def test_attempt_is_shown_whole(simulator: Any, listen: Any, ear: Any, open_page: Any, complaints: list[str]) -> None:
    """
    An attempt shows its headers, its body laid out and as sent, the verdict on its signature, and the answer.
    """
    ear.answer = lambda _: Answer(200, b"thank you")
    listen()
    simulator.emit(EVENT)
    simulator.settle()
    page = open_page(simulator.endpoint)
    choose_first(page)

    attempt = page.locator("details.try[open]")
    expect(attempt).to_contain_text("verified it matches the text of the payload")
    expect(attempt).to_contain_text(next(iter(simulator.keys)).key_id)
    expect(attempt.locator("pre[aria-label=answer]")).to_have_text("thank you")
    expect(attempt.locator("th", has_text="v-c-signature")).to_have_count(1)
    body = attempt.locator("pre[aria-label=body]")
    shown = body.inner_text()
    assert shown.startswith('{\n  "eventType": ')
    assert json.loads(shown) == json.loads(ear.heard[-1].body)

    attempt.get_by_role("button", name="As sent").last.click()

    expect(body).to_have_text(ear.heard[-1].body.decode())
    assert complaints == []


def test_payload_of_an_attacker_stays_text(
    simulator: Any, listen: Any, ear: Any, open_page: Any, complaints: list[str]
) -> None:
    """
    Whatever others choose (payload, answer, names) is shown as text: no element is made of it, no script of it runs.
    """
    ear.answer = lambda _: Answer(500, HOSTILE.encode())
    listen(name=HOSTILE, webhookUrl=f"{ear.url}/<b>")
    simulator.emit(EVENT, payload={"data": HOSTILE})
    simulator.settle()
    page = open_page(simulator.endpoint)
    choose_first(page)

    expect(page.locator("pre[aria-label=answer]")).to_have_text(HOSTILE)
    expect(page.locator("pre[aria-label=body]")).to_contain_text("<script>")
    expect(page.locator(".card h3")).to_have_text(HOSTILE)
    assert page.locator("main img, main script, main b").count() == 0
    assert page.title() == "Inbox · simulator"
    assert complaints == []


def test_policy_of_the_page_is_in_force(simulator: Any, open_page: Any) -> None:
    """
    Even a script of the page's own could not put HTML into it, nor speak with another host.
    """
    page = open_page(simulator.endpoint)

    written = page.evaluate("() => { try { document.body.innerHTML = '<b>' } catch (e) { return String(e) } }")
    asked = page.evaluate(
        "() => new Promise((told) => { addEventListener('securitypolicyviolation', (event) => "
        "told(event.effectiveDirective)); fetch('http://127.0.0.2:1/').catch(() => null) })"
    )

    assert "TrustedHTML" in written
    assert asked == "connect-src"


def test_timeline_is_drawn_to_scale(simulator: Any, listen: Any, ear: Any, open_page: Any) -> None:
    """
    Attempts and plans stand where their times are: with retries after 10, 40 and 70 minutes, at 1/7 and 4/7 of the way.
    """
    ear.script = [503, 503]
    listen(retryPolicy=POLICY)
    simulator.emit(EVENT)
    simulator.settle()
    simulator.move(minutes=10)
    page = open_page(simulator.endpoint)
    choose_first(page)
    expect(page.locator(".timeline .attempt[data-outcome=failed]")).to_have_count(2)

    first, second = drawn(page, ".attempt")
    third, last = drawn(page, "circle.planned")
    [now] = drawn(page, ".now line")

    assert [(x - first) / (last - first) for x in (second, third)] == pytest.approx([1 / 7, 4 / 7], abs=0.01)
    assert second - 2 <= now < third
    expect(page.locator("#chosen .timeline svg")).to_have_attribute(
        "aria-label", re.compile(r"attempt 1: failed \(503\).*2 still planned")
    )


def test_skip_to_next_attempt(simulator: Any, listen: Any, ear: Any, open_page: Any, complaints: list[str]) -> None:
    """
    One button moves the platform's clock to the next planned attempt, which is then made and shown.
    """
    ear.script = [503]
    listen(retryPolicy=POLICY)
    simulator.emit(EVENT)
    simulator.settle()
    page = open_page(simulator.endpoint)
    choose_first(page)
    expect(page.locator(".planned summary")).to_contain_text("3, the next in")

    page.get_by_role("button", name="Skip to next attempt").click()

    expect(page.locator(".timeline .attempt[data-outcome=delivered]")).to_have_count(1)
    expect(page.get_by_role("button", name="Skip to next attempt")).to_be_disabled()
    assert simulator.deliveries[0].status == "DELIVERED"
    assert complaints == []


def test_clock_is_moved_by_hand(simulator: Any, open_page: Any) -> None:
    """
    The field moves the platform's time by so many minutes, and the page shows the new time.
    """
    page = open_page(simulator.endpoint)
    before = simulator.clock.now()

    page.get_by_label("Move by").fill("90")
    page.get_by_label("Move by").press("Enter")

    expect(page.locator("#toasts")).to_contain_text("moved by 90 min")
    assert 89 < (simulator.clock.now() - before).total_seconds() / 60 < 91
    assert page.locator("#now").get_attribute("datetime")[:13] == simulator.clock.now().isoformat()[:13]


def test_whole_life_from_the_keyboard(
    simulator: Any, listen: Any, ear: Any, open_page: Any, complaints: list[str]
) -> None:
    """
    Breaking the endpoint, emitting, choosing, mending and replaying need no mouse.
    """
    listen()
    page = open_page(simulator.endpoint)

    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the deliveries")).to_be_focused()
    page.get_by_role("button", name="Break orders").press("Enter")
    expect(page.locator(".card")).to_contain_text("broken until mended")
    page.get_by_role("button", name="Emit an event to orders").press("Enter")
    page.get_by_label("How many").press("Enter")
    expect(rows(page)).to_have_count(1)
    page.keyboard.press("j")
    expect(rows(page).first).to_be_focused()
    expect(rows(page).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#detail")).to_be_focused()
    expect(page.locator("details.try").first).to_contain_text("the endpoint was broken on request")
    page.get_by_role("button", name="Mend orders").press("Enter")
    expect(page.get_by_role("button", name="Break orders")).to_be_focused()
    page.get_by_role("button", name="Replay").press("Enter")
    expect(page.locator("details.try").first).to_contain_text(re.compile("delivered.*REPLAY", re.DOTALL))

    assert len(ear.heard) == 1
    assert complaints == []


def test_list_is_walked_with_arrows(simulator: Any, listen: Any, open_page: Any) -> None:
    """
    Arrows and End walk the list; what is chosen stays chosen, and focused, when something new arrives, until an address
    names another delivery.
    """
    listen()
    simulator.emit(EVENT, count=4)
    simulator.settle()
    page = open_page(simulator.endpoint)
    expect(rows(page)).to_have_count(4)
    rows(page).first.focus()
    for key in ("ArrowDown", "End", "ArrowUp"):
        page.keyboard.press(key)
    chosen = rows(page).nth(2).get_attribute("data-id")

    simulator.emit(EVENT)
    expect(rows(page)).to_have_count(5)

    expect(rows(page).nth(3)).to_have_attribute("data-id", chosen or "")
    expect(rows(page).nth(3)).to_be_focused()
    expect(page.locator("li[aria-selected=true]")).to_have_count(1)
    page.goto(f"{simulator.endpoint}/#delivery={rows(page).first.get_attribute('data-id')}")
    expect(rows(page).first).to_have_attribute("aria-selected", "true")


def test_typed_payload_is_sent(simulator: Any, listen: Any, ear: Any, open_page: Any) -> None:
    """
    A typed payload is sent instead of the template; invalid JSON is refused in place.
    """
    listen()
    page = open_page(simulator.endpoint)
    page.get_by_role("button", name="Emit an event to orders").click()
    dialog = page.get_by_role("dialog")

    dialog.locator("textarea").fill("{oops")
    dialog.get_by_role("button", name="Emit").click()
    expect(dialog.get_by_role("alert")).to_contain_text("not valid JSON")
    dialog.locator("textarea").fill('{"order": 7}')
    dialog.get_by_role("button", name="Emit").click()
    expect(rows(page)).to_have_count(1)
    simulator.settle()

    assert ear.heard[0].content["payload"] == {"order": 7}


def test_page_over_https(browser: Browser, complaints: list[str]) -> None:
    """
    The page works over https, too, and may still change things.
    """
    with CybersourceSimulator(tls=True) as simulator:
        context = browser.new_context(ignore_https_errors=True)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(simulator.endpoint)
        page.locator("#connection[data-state=live]").wait_for()
        page.get_by_label("Move by").fill("90")
        page.get_by_label("Move by").press("Enter")

        expect(page.locator("#toasts")).to_contain_text("moved by 90 min")
        context.close()
    assert complaints == []


def test_page_waits_for_the_next_simulator(open_page: Any) -> None:
    """
    When the simulator stops, the page says so; when one is there again, the page shows that one by itself.
    """
    first = CybersourceSimulator().start()
    page = open_page(first.endpoint)
    port = int(first.endpoint.rpartition(":")[2])

    first.stop()
    expect(page.locator("#connection")).to_have_text("The simulator has stopped; waiting for it")
    with CybersourceSimulator(port=port, knobs=first.knobs.replace({"clock_scale": 7})):
        expect(page.locator("#connection")).to_have_text("Live")
        expect(page.locator("#scale")).to_have_text("retries 7× faster")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(simulator: Any, listen: Any, ear: Any, open_page: Any, scheme: str) -> None:
    """
    Every text stands out from what is behind it by 4.5 to 1 (WCAG 2.2, AA), in both schemes.
    """
    ear.script = [503]
    listen(retryPolicy=POLICY)
    simulator.emit(EVENT)
    simulator.settle()
    page = open_page(simulator.endpoint, color_scheme=scheme)
    choose_first(page)

    assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("width", [400, 1000, 1280])
def test_nothing_is_cut_off(simulator: Any, listen: Any, ear: Any, open_page: Any, width: int) -> None:
    """
    No window, down to 400 pixels, has to be scrolled sideways, and each button is inside it.
    """
    ear.script = [503]
    listen(name="a-name-that-is-as-long-as-names-of-subscriptions-may-well-become-in-practice", retryPolicy=POLICY)
    simulator.emit(EVENT)
    simulator.settle()
    page = open_page(simulator.endpoint, viewport={"width": width, "height": 800})
    choose_first(page)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = [button.bounding_box() for button in page.get_by_role("button").all()]
    assert [box for box in boxes if box and not 0 <= box["x"] <= width - box["width"]] == []


CONTRAST = """() => {
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = rgba(getComputedStyle(one).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return rgba("white");
  };
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility() || element.closest(".hidden-text, :disabled")) continue;
    const style = getComputedStyle(element);
    const [front, back] = [rgba(element.closest("svg") ? style.fill : style.color), behind(element)].map(light);
    const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    if (ratio < 4.5) poor.push(`${node.data.trim()}: ${ratio.toFixed(2)}`);
  }
  return poor;
}"""
