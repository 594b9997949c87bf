"""Whom a desk lets near its controls."""

from __future__ import annotations

import pytest

from pulumi_payment_webhooks.simulator.desk.wire.visitors import stranger

OWN = {"host": "127.0.0.1:8080"}


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "127.8.9.1", "localhost:80", "LOCALHOST", "[::1]:8080", "[::1]"])
def test_this_machine_is_welcome(host: str) -> None:
    """
    Each name of this machine may be asked, with and without a port.
    """
    assert stranger("POST", {"host": host}) is None


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8080", "10.0.0.1", "[fe80::1]", "", ":80"],
)
def test_other_names_are_strangers(host: str) -> None:
    """
    A name that is not this machine's is refused, for reading as well.
    """
    assert stranger("GET", {"host": host}) is not None


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "https://127.0.0.1:8080"},
        {"origin": "http://127.0.0.1:3000"},
        {"origin": "http://localhost:8080"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_other_pages_are_strangers(headers: dict[str, str]) -> None:
    """
    A page of any other origin changes nothing, whatever else is at this machine.
    """
    assert stranger("POST", {**OWN, **headers}) is not None


@pytest.mark.parametrize(("origin", "is_own"), [("https://127.0.0.1:8080", True), ("http://127.0.0.1:8080", False)])
def test_own_page_over_https(origin: str, is_own: bool) -> None:
    """
    Where https is served, the own page is one of https.
    """
    assert (stranger("POST", {**OWN, "origin": origin}, scheme="https") is None) is is_own


@pytest.mark.parametrize(
    "headers", [{}, {"origin": "http://127.0.0.1:8080", "sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}]
)
def test_programs_and_the_own_page_are_welcome(headers: dict[str, str]) -> None:
    """
    What comes from a program, from the page itself or from the address bar is let pass.
    """
    assert stranger("POST", {**OWN, **headers}) is None


def test_link_on_another_page_may_be_followed() -> None:
    """
    Looking is allowed from everywhere: a browser keeps the answer from the page that asked.
    """
    assert stranger("GET", {**OWN, "sec-fetch-site": "cross-site"}) is None
