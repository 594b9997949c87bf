"""The feed of changes."""

from __future__ import annotations

from threading import Thread

from tests.waiting import PATIENCE

from pulumi_payment_webhooks.simulator.desk.journal import feed as module
from pulumi_payment_webhooks.simulator.desk.journal.feed import Change, Feed


def test_changes_come_in_order() -> None:
    """
    Changes are numbered from 1, and `since` returns those after a number.
    """
    feed = Feed()
    for id in "abc":
        feed.publish("delivery", id)

    assert [(one.number, one.id) for one in feed.since(1) or []] == [(2, "b"), (3, "c")]
    assert feed.since(feed.latest) == []


def test_lost_changes_are_not_passed_over(monkeypatch) -> None:
    """
    For changes that are no longer kept, or a number of another feed, `since` returns None.
    """
    monkeypatch.setattr(module, "KEPT", 2)
    feed = Feed()
    for id in "abcd":
        feed.publish("delivery", id)

    assert (feed.since(0), feed.since(1), feed.since(9)) == (None, None, None)
    assert [one.id for one in feed.since(2) or []] == ["c", "d"]


def test_listener_hears_until_it_stops() -> None:
    """
    A listener gets each change, and none after it was stopped; stopping twice does no harm.
    """
    feed = Feed()
    heard: list[Change] = []
    stop = feed.listen(heard.append)
    feed.publish("clock")

    stop()
    stop()
    feed.publish("clock")

    assert [one.number for one in heard] == [1]


def test_wait_ends_with_a_change() -> None:
    """
    `wait` returns at a change from another thread, or says that there was none in time.
    """
    feed = Feed()
    early = feed.wait(0, seconds=0)
    other = Thread(target=feed.publish, args=("delivery", "a"))
    other.start()

    assert (early, feed.wait(0, seconds=PATIENCE)) == (False, True)
    other.join()
