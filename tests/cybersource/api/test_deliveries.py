"""A test and a replay as the platform spells them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from pulumi_payment_webhooks.cybersource.api.deliveries import (
    Sample,
    Window,
    path_of_replay,
    path_of_test,
    read_sample,
    select_by_id,
    select_by_window,
)
from pulumi_payment_webhooks.errors import Refused

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_paths_are_those_of_v1() -> None:
    """
    Both paths are those of the API, and an id cannot leave them.
    """
    assert path_of_test("a-b") == "/notification-subscriptions/v1/webhooks/a-b"
    assert path_of_replay("a-b") == "/nrtf/v1/webhooks/a-b/replays"
    for path in (path_of_test, path_of_replay):
        with pytest.raises(Refused, match="contains '/'"):
            path("a/b")


def test_named_notifications_are_asked_for() -> None:
    """
    Trace ids stand in a list, in their order.
    """
    assert select_by_id(("b", "a")) == {"byTransactionTraceIdentifiers": ["b", "a"]}


@pytest.mark.parametrize(
    ("window", "members"),
    [
        (Window("FAILED"), {"status": "FAILED", "hoursBack": 24}),
        (
            Window("RETRY", hours_back=2, product_id="payByLink", event_type="a.b"),
            {"status": "RETRY", "hoursBack": 2, "productId": "payByLink", "eventType": "a.b"},
        ),
        (
            Window("FAILED", NOON.astimezone(timezone(timedelta(hours=2))), NOON + timedelta(hours=1)),
            {"status": "FAILED", "startTime": "2026-07-01T12:00:00.000Z", "endTime": "2026-07-01T13:00:00.000Z"},
        ),
    ],
    ids=["plain", "filtered", "times"],
)
def test_window_is_spelled(window: Window, members: dict[str, object]) -> None:
    """
    A window has either its two times, in UTC, or the hours back, and only the filters that are given.
    """
    assert select_by_window(window) == {"byDeliveryStatus": members}


@pytest.mark.parametrize("answer", [None, [], "sent", {"eventType": None}], ids=str)
def test_answer_of_any_shape_is_read(answer: object) -> None:
    """
    A test that was sent is not a failure because its answer tells nothing.
    """
    assert read_sample(answer) == Sample("", "", "", "")
