"""Which addresses the desk may send to."""

from __future__ import annotations

import pytest

from pulumi_payment_webhooks.simulator.desk.mail.reach import Reach, Unreachable

LED = Reach(["https://hooks.example.net=http://127.0.0.1:9000", "http://Plain.example:81=https://[::1]"])


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("http://127.0.0.1:8080/a?b=c", "http://127.0.0.1:8080/a?b=c"),
        ("https://localhost/a", "https://localhost/a"),
        ("http://[::1]:1/", "http://[::1]:1/"),
        ("http://Shop.localhost:81/a", "http://localhost:81/a"),
        ("http://2130706433/a", "http://127.0.0.1/a"),
        ("http://127.1:81/a", "http://127.0.0.1:81/a"),
        ("https://hooks.example.net/a/b?c=%20d", "http://127.0.0.1:9000/a/b?c=%20d"),
        ("https://HOOKS.example.net:443", "http://127.0.0.1:9000/"),
        ("http://plain.example:81/x", "https://[::1]/x"),
        ("http://me:secret@127.0.0.1/x#y", "http://127.0.0.1/x"),
    ],
)
def test_this_machine_is_reached(url: str, target: str) -> None:
    """
    This machine is reached as it is named, and names that are led to it with path and query kept.
    """
    assert LED.target(url) == target


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example.net:8443/",
        "http://hooks.example.net/",
        "https://127.0.0.1.example.net/",
        "https://localhost@evil.example/",
        "http://0.0.0.0/",
        "http://notlocalhost/",
        "http://192.168.0.1/",
        "ftp://127.0.0.1/",
        "https://[::1",
        "//127.0.0.1/",
        "",
    ],
)
def test_nothing_else_is(url: str) -> None:
    """
    Another port, scheme or machine is not reached, however the URL is dressed.
    """
    with pytest.raises(Unreachable):
        LED.target(url)


@pytest.mark.parametrize(
    "pair",
    [
        "",
        "https://a.example",
        "a.example=http://127.0.0.1",
        "https://a.example=127.0.0.1:9000",
        "https://a.example=http://10.0.0.1",
        "https://a.example/x=http://127.0.0.1",
        "https://a.example=http://127.0.0.1/x",
        "https://a.example=http://127.0.0.1:99999",
    ],
)
def test_wrong_pair_is_refused(pair: str) -> None:
    """
    A pair that is none, has paths, or leads elsewhere is refused.
    """
    with pytest.raises(ValueError, match=r"write it as|not a loopback address"):
        Reach([pair])
