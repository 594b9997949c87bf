"""
How long a key has been in use, and when a person should think of the next one.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pulumi_payment_webhooks.reconcile.decide.ageing import earliest, explain_age, remark_on_expiry, select_valid

PAGE = "see docs/how-to/rotate-keys.md#rotate"
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def on(days: float) -> str:
    return (NOON + timedelta(days=days)).isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (31, []),
        (30, [f"key k expires on 2026-07-01, in 30 days: set `rotation`, then change it; {PAGE}"]),
        (0.5, [f"key k expires on 2026-06-02, in 0 days: set `rotation`, then change it; {PAGE}"]),
        (0, [f"key k expired on 2026-06-01: set `rotation`, then change it; {PAGE}"]),
        (-9, [f"key k expired on 2026-05-23: set `rotation`, then change it; {PAGE}"]),
    ],
)
def test_end_is_remarked_in_good_time(days: float, words: list[str]) -> None:
    """
    A key is remarked from 30 days before its end, and after it.
    """
    assert [str(one) for one in remark_on_expiry("key", {"keyId": "k", "expirationDate": on(days)}, at=NOON)] == words


def test_remedy_where_there_is_a_rotation() -> None:
    """
    A key whose `rotation` is declared is rotated by changing it.
    """
    state = {"keyId": "k", "expirationDate": on(1), "rotation": "2026"}

    assert [str(one).partition(": ")[2] for one in remark_on_expiry("key", state, at=NOON)] == [
        f"change `rotation`; {PAGE}"
    ]


@pytest.mark.parametrize("date", [None, "", "soon", 7, "2026-06-01", "2026-06-01T12:00:00"], ids=str)
def test_end_that_is_not_known(date: Any) -> None:
    """
    An end that is not told, or not told as a moment, is not remarked.
    """
    assert list(remark_on_expiry("key", {"keyId": "k", "expirationDate": date}, at=NOON)) == []


@pytest.mark.parametrize(("days", "is_over"), [(29.9, False), (30, True), (31, True), (-1, False)])
def test_age_is_counted_in_whole_days(days: float, is_over: bool) -> None:
    """
    A key is over age from the day on that its age reaches the limit.
    """
    reason = explain_age("key", {"keyId": "k", "createdOn": on(-days)}, {"maxAge": 30}, at=NOON)

    assert (str(reason) == f"key is {int(days)} days old (`maxAge` is 30 days)") is is_over
    assert (reason is None) is not is_over


def test_age_from_the_end() -> None:
    """
    Where its creation was not told, a key is as old as its end and its validity say.
    """
    state = {"keyId": "k", "expirationDate": on(335), "expiryDuration": 365}

    assert str(explain_age("key", state, {"maxAge": 30}, at=NOON)) == "key is 30 days old (`maxAge` is 30 days)"


@pytest.mark.parametrize(
    ("state", "inputs"),
    [
        ({"createdOn": on(-99)}, {}),
        ({"createdOn": on(-99)}, {"maxAge": None}),
        ({}, {"maxAge": 30}),
        ({"createdOn": "long ago"}, {"maxAge": 30}),
        ({"expirationDate": on(1)}, {"maxAge": 30}),
    ],
    ids=["no limit", "limit none", "nothing told", "odd", "no validity"],
)
def test_no_age_no_rotation(state: dict[str, Any], inputs: dict[str, Any]) -> None:
    """
    Without a limit or an age nothing is over age.
    """
    assert explain_age("key", state, inputs, at=NOON) is None


def test_expired_keys_are_dropped() -> None:
    """
    Of the previous keys, those are kept that have not expired, and those of which that is not known.
    """
    previous: dict[str, Any] = {"old": {"expirationDate": on(-1)}, "now": {"expirationDate": on(1)}, "unknown": {}}

    assert set(select_valid(previous, at=NOON)) == {"now", "unknown"}


@pytest.mark.parametrize(
    ("moments", "first"),
    [
        (("2026-06-02T00:00:00Z", "2026-06-01T23:00:00-02:00"), "2026-06-02T00:00:00Z"),
        (("2026-06-02T00:00:00Z", "2026-06-01T00:00:00Z"), "2026-06-01T00:00:00Z"),
        ((None, "2026-06-01T00:00:00Z", "soon"), "2026-06-01T00:00:00Z"),
        ((None, None), None),
    ],
    ids=["as moments", "the second", "what is none", "nothing"],
)
def test_earliest_of_moments(moments: tuple[Any, ...], first: str | None) -> None:
    """
    The earliest is that of the moments, not of their spelling; what is no moment does not count.
    """
    assert earliest(*moments) == first
