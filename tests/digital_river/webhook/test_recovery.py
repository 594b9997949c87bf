"""A create whose answer was lost: the webhooks are listed before anything else, and nothing is sent twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.digital_river.life import Life, next_run
from tests.digital_river.webhooks import LEAST, WITH_BASIC

from pulumi_payment_webhooks.errors import Unclear
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

LOST: list[tuple[str | int, dict[str, Any]]] = [
    ("reset-after", {}),
    (504, {"stored": True}),
    (200, {"stored": True, "body": "empty"}),
    (200, {"stored": True, "body": "null"}),
    (200, {"stored": True, "body": "rows"}),
    (302, {"stored": True}),
]
lost = pytest.mark.parametrize(("kind", "details"), LOST, ids=[f"{kind} {more.get('body', '')}" for kind, more in LOST])


def posts(simulator: DigitalRiverSimulator) -> int:
    return len([one for one in simulator.requests.changes if one.method == "POST"])


@lost
def test_stored_webhook_is_found(
    webhooks: Life, simulator: DigitalRiverSimulator, kind: str | int, details: dict[str, Any]
) -> None:
    """
    What was stored although its answer was lost becomes the resource, after one POST.
    """
    simulator.fail(kind, method="POST", **details)
    stored = webhooks.create(WITH_BASIC)

    assert [one.id for one in simulator.webhooks] == [stored.id]
    assert posts(simulator) == 1


def test_twin_that_was_there_before_is_not_taken(webhooks: Life, simulator: DigitalRiverSimulator) -> None:
    """
    A webhook with the same of everything that existed before is not what was just created.
    """
    before = webhooks.create(LEAST).id
    next_run()
    webhooks.check(LEAST)
    simulator.fail("reset-after", method="POST")

    assert webhooks.create(LEAST).id != before


def test_older_twin_is_not_taken_without_a_preview(webhooks: Life, simulator: DigitalRiverSimulator) -> None:
    """
    Without a list from before, the time of creation tells an older webhook from the new one.
    """
    webhooks.create(LEAST)
    next_run()
    simulator.move(days=1)
    simulator.fail("reset-before", method="POST")

    with pytest.raises(Unclear):
        Life(webhooks.kind, Later(webhooks.account, days=1)).create(LEAST)


def test_what_was_not_stored_is_unclear(webhooks: Life, simulator: DigitalRiverSimulator) -> None:
    """
    Where no such webhook appears, the error says that it may come, and how to go on.
    """
    simulator.fail("reset-before", method="POST")

    with pytest.raises(Unclear, match=r"not known yet whether it was stored.*run `pulumi up` with `adoptExisting`"):
        webhooks.create(LEAST)
    assert posts(simulator) == 1


def test_late_webhook_is_found(webhooks: Life, simulator: DigitalRiverSimulator) -> None:
    """
    A webhook that lists leave out for a while is found by a further look.
    """
    simulator.fail("reset-after", method="POST", unlisted_requests=2)

    assert webhooks.create(LEAST).id in simulator.webhooks
    assert posts(simulator) == 1


def test_two_lost_answers_make_two_resources(webhooks: Life, simulator: DigitalRiverSimulator) -> None:
    """
    Two resources with the same of everything each get a webhook of their own.
    """
    simulator.fail("reset-after", method="POST", count=2)
    ids = {webhooks.create(LEAST).id for _ in range(2)}

    assert ids == {one.id for one in simulator.webhooks}


def test_list_without_an_answer_is_unclear(webhooks: Life, simulator: DigitalRiverSimulator) -> None:
    """
    Where nobody can be asked what became of it, the first error is reported with that.
    """
    simulator.fail("reset-after", method="POST")
    simulator.fail(503, method="GET", count=10)

    with pytest.raises(Unclear, match=r"cannot create webhook 'orders'.*not known yet"):
        webhooks.create(LEAST)


class Later:
    """An account whose clock is ahead by some days."""

    def __init__(self, account: Any, *, days: int) -> None:
        self._account, self._days = account, days

    def __getattr__(self, name: str) -> Any:
        return getattr(self._account, name)

    def now(self) -> Any:
        return self._account.now() + timedelta(days=self._days)
