"""The page over HTTP: its address, what it may load, and who gets an answer."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from pulumi_payment_webhooks.simulator.desk.mail.deliveries import Attempt
from pulumi_payment_webhooks.simulator.page import app, view

FOLDER = Path(app.__file__).parent / "assets"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("target", ["/", "/_simulator/inbox"])
def test_browser_is_shown_the_page(house: Any, target: str) -> None:
    """
    A browser gets the page at the simulator's address and at its own.
    """
    status, body, headers = house.ask(target, headers=BROWSER)

    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert body == (FOLDER / "inbox.html").read_bytes()


@pytest.mark.parametrize("headers", [{}, {"Accept": "application/json"}, {"Accept": "*/*"}])
def test_program_asks_the_platform(house: Any, headers: dict[str, str]) -> None:
    """
    At the root a program is answered by the platform, and the request is in the journal.
    """
    status, body, _ = house.ask("/", headers=headers)

    assert (status, json.loads(body)) == (404, {"message": "GET / is not an operation of this API"})
    assert [one.path for one in house.desk.requests] == ["/"]


def test_page_is_not_in_the_journal(house: Any) -> None:
    """
    Loading the page is not a request to the platform.
    """
    house.ask("/", headers=BROWSER)

    assert len(house.desk.requests) == 0


def test_page_names_only_its_own_files(house: Any) -> None:
    """
    Whatever the page and its scripts load is served, and nothing of it comes from elsewhere.
    """
    elements = Elements((FOLDER / "inbox.html").read_text()).found
    named = {link for _, attributes in elements for name in ("src", "href") if (link := attributes.get(name))}
    imported = {
        f"{app.ADDRESS}/{name}"
        for script in FOLDER.glob("*.js")
        for name in re.findall(r'from "\./([\w.]+)"', script.read_text())
    }
    files = {link for link in named | imported if not link.startswith("#")}

    assert {link: house.ask(link)[0] for link in files} == dict.fromkeys(files, 200)
    assert {f"{app.ADDRESS}/{file.name}" for file in FOLDER.iterdir() if file.suffix not in (".py", "")} == {
        *files,
        f"{app.ADDRESS}/inbox.html",
    }


def test_nothing_is_written_into_the_page() -> None:
    """
    The page has no inline script, style or handler, which its policy would refuse.
    """
    elements = Elements((FOLDER / "inbox.html").read_text()).found

    assert [tag for tag, _ in elements if tag == "style"] == []
    assert [attributes for tag, attributes in elements if tag == "script" and not attributes.get("src")] == []
    assert [name for _, attributes in elements for name in attributes if name.startswith("on") or name == "style"] == []


@pytest.mark.parametrize(
    "target",
    ["/", "/_simulator/inbox/inbox.js", "/_simulator/inbox/nothing", "/_simulator/inbox/deliveries/nothing"],
)
def test_every_answer_is_guarded(house: Any, target: str) -> None:
    """
    Each answer, refusals among them, forbids foreign hosts, inline code, frames and sniffing.
    """
    headers = house.ask(target, headers=BROWSER)[2]
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))

    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == policy["frame-ancestors"] == "'none'"
    assert {policy[f"{kind}-src"] for kind in ("script", "style", "img", "connect")} == {"'self'"}
    assert policy["require-trusted-types-for"] == "'script'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "target",
    [
        "/_simulator/inbox/app.py",
        "/_simulator/inbox/../server.py",
        "/_simulator/inbox/%2e%2e%2fserver.py",
        "/_simulator/inbox/",
    ],
)
def test_nothing_else_is_served(house: Any, target: str) -> None:
    """
    No other file can be had.
    """
    assert house.ask(target)[0] == 404


def test_page_takes_no_orders(house: Any) -> None:
    """
    The page can only be looked at; what changes something is a control.
    """
    status, _, headers = house.ask("/_simulator/inbox", "POST")

    assert (status, headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "target", ["/", "/_simulator/inbox/stream", "/_simulator/inbox/deliveries/x", "/_simulator/clock"]
)
def test_other_names_are_refused(house: Any, target: str) -> None:
    """
    A host name of another site that resolves to this machine gets nothing.
    """
    assert house.ask(target, headers={**BROWSER, "Host": f"evil.example:{house.address.split(':')[1]}"})[0] == 403


def test_controls_do_not_obey_other_pages(house: Any) -> None:
    """
    A page of another origin cannot move the clock, and a program still can.
    """
    body = {"Content-Type": "text/plain"}

    assert house.ask("/_simulator/reset", "POST", {**body, "Origin": "http://evil.example"})[0] == 403
    assert house.ask("/_simulator/reset", "POST", body)[0] == 200


def test_delivery_is_told_with_verdicts(house: Any) -> None:
    """
    One delivery comes whole, each attempt with what a receiver makes of its signature, and its token masked.
    """
    delivery = house.room.serve()
    headers = {"Authorization": "Bearer s3cret"}
    delivery.attempts.append(Attempt(number=1, url=delivery.url, begun=delivery.raised, headers=headers))

    _, body, _ = house.ask(f"/_simulator/inbox/deliveries/{delivery.id}")

    [attempt] = json.loads(body)["attempts"]
    assert attempt["verdict"]["words"] == "the seal of attempt 1 is whole"
    assert attempt["headers"] == {"Authorization": "***"}


def test_facts_of_the_platform_are_passed_on(house: Any) -> None:
    """
    The page shows what the platform calls a delivery's facts, whatever they are.
    """
    delivery = house.room.serve()

    _, body, _ = house.ask(f"/_simulator/inbox/deliveries/{delivery.id}")

    assert json.loads(body)["facts"] == [["Table", "seven"]]


def test_newest_are_listed(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Of very many deliveries the newest are listed, with the number of all.
    """
    monkeypatch.setattr(view, "LISTED", 2)
    held = [house.room.serve() for _ in range(5)]

    told = house.listen().next().content

    assert [one["id"] for one in told["deliveries"]] == [one.id for one in held[-2:]]
    assert told["held"] == 5
