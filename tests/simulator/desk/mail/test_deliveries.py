"""What the desk remembers of deliveries."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from pulumi_payment_webhooks.simulator.desk.journal.feed import Feed
from pulumi_payment_webhooks.simulator.desk.mail import deliveries
from pulumi_payment_webhooks.simulator.desk.mail.deliveries import Attempt, Deliveries, Delivery, Full

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def delivery(webhook_id: str = "w", **changes) -> Delivery[Attempt]:
    return Delivery(event_type="tea.ready", webhook_id=webhook_id, url="http://127.0.0.1/tea", raised=NOON, **changes)


def attempt(**changes) -> Attempt:
    return Attempt(number=1, url="http://127.0.0.1/tea", begun=NOON, **changes)


def test_description_is_json_and_hides_the_token() -> None:
    """
    A description is plain JSON, and shows every header but the token.
    """
    one = delivery(planned=[NOON + timedelta(minutes=1)])
    one.attempts.append(attempt(headers={"Authorization": "Bearer s3cret", "v-c-retry-count": "0"}))

    text = json.dumps(one.describe())

    assert "s3cret" not in text + repr(one)
    assert json.loads(text)["attempts"][0]["headers"] == {"Authorization": "***", "v-c-retry-count": "0"}


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [({}, "sending"), ({"seconds": 0.1}, "delivered"), ({"seconds": 0.1, "error": "answered 500"}, "failed")],
)
def test_outcome_of_an_attempt(changes, outcome) -> None:
    """
    An attempt is being sent until it took some time, and has failed when there is a reason.
    """
    assert attempt(**changes).outcome == outcome


def test_every_change_is_told() -> None:
    """
    The feed has the id of each delivery that was added or changed.
    """
    held: Deliveries[Delivery[Attempt]] = Deliveries(Feed())
    one = held.add(delivery())

    held.publish(one)

    assert [(change.kind, change.id) for change in held.feed.since(0) or []] == [("delivery", one.id)] * 2


def test_found_by_id_place_and_subscription() -> None:
    """
    A delivery is found by its id, by its place, and among those of its subscription.
    """
    held: Deliveries[Delivery[Attempt]] = Deliveries(Feed())
    first, second = held.add(delivery("a")), held.add(delivery("b"))

    assert held[second.id] is held[1] is second
    assert held.of("a") == [first]
    with pytest.raises(KeyError, match="delivery nobody"):
        held["nobody"]


def test_oldest_finished_goes_first() -> None:
    """
    If there is no room, the oldest finished delivery is dropped, and no waiting one.
    """
    held: Deliveries[Delivery[Attempt]] = Deliveries(Feed(), kept=2)
    waiting = held.add(delivery())
    held.add(delivery(status=deliveries.FAILED))

    new = held.add(delivery())

    assert list(held) == [waiting, new]
    with pytest.raises(Full, match="2 deliveries are waiting already"):
        held.add(delivery())
