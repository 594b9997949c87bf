"""Which fault meets which request."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pulumi_payment_webhooks.simulator.desk.wire.faults import MOST_WAITING, Faults, fault


def test_fault_happens_as_often_as_asked() -> None:
    """
    A fault of two meets two requests and not the third.
    """
    faults = Faults()
    faults.add(fault(500, count=2))

    met = [faults.take("GET", "/a") is not None for _ in range(3)]

    assert met == [True, True, False]


def test_fault_waits_for_its_request() -> None:
    """
    A fault for one method and path lets others pass.
    """
    faults = Faults()
    faults.add(fault(502, method="post", path="webhooks$"))

    met = [faults.take(*one) is not None for one in (("GET", "/v2/webhooks"), ("POST", "/keys"))]

    assert met == [False, False]
    assert faults.take("POST", "/v2/webhooks") is not None


def test_faults_happen_in_order() -> None:
    """
    Two faults for the same request happen one after the other.
    """
    faults = Faults()
    faults.add(fault(429))
    faults.add(fault("reset-after"))

    kinds = [one.kind for one in (faults.take("GET", "/"), faults.take("GET", "/")) if one]

    assert kinds == ["429", "reset"]


def test_waiting_faults_are_bounded() -> None:
    """
    So many faults that each request would have to look through them are refused.
    """
    faults = Faults()
    for _ in range(MOST_WAITING):
        faults.add(fault(500))

    with pytest.raises(ValueError, match="clear them first"):
        faults.add(fault(500))


@pytest.mark.parametrize(
    "details",
    [
        {"kind": 418},
        {"kind": 500, "count": 0},
        {"kind": 500, "path": "("},
        {"kind": 500, "path": "(a+)+$"},
        {"kind": "unlisted", "unlisted_requests": -1},
        {"kind": "slow", "seconds": -1},
        {"kind": 500, "often": 2},
    ],
)
def test_impossible_fault_is_refused(details: dict[str, Any]) -> None:
    """
    A fault that could never happen is refused by the name of what is wrong.
    """
    with pytest.raises(ValueError, match=next(reversed(details))):
        fault(**details)


@pytest.mark.parametrize(
    ("kind", "details", "text"),
    [
        ("slow-befor", {}, "no such kind of fault 'slow-befor' (did you mean 'slow-before'?); there are 200, 202, "),
        ("slow-after", {"second": 3}, "fault slow-after: no such detail 'second' (did you mean 'seconds'?)"),
        ("502", {"body": "htm"}, "fault 502: body must be 'empty', 'message', "),
        ("502", {"body": "htm"}, "(did you mean 'html'?)"),
        ("502", {"count": "x"}, "fault 502: count must be a valid integer"),
    ],
)
def test_mistakes_are_named_in_plain_words(kind: str, details: dict[str, Any], text: str) -> None:
    """
    What is refused says which part is wrong, what it must be, and which choice is close.
    """
    with pytest.raises(ValueError, match=re.escape(text)):
        fault(kind, **details)
