"""What is asked once for many webhooks, and what an answer means that is not the usual one."""

from __future__ import annotations

import pytest
from tests.digital_river.life import Life, next_run
from tests.digital_river.webhooks import ADDRESS, LEAST

from pulumi_payment_webhooks.errors import Unavailable
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

OTHER = {**LEAST, "address": f"{ADDRESS}/other"}


def test_what_the_list_lacks_is_asked_for_by_its_id(webhooks: Life, simulator: DigitalRiverSimulator) -> None:
    """
    A list shows at most so many webhooks; one that it leaves out is neither gone nor changed.
    """
    simulator.turn(most_in_list=1)
    first, _ = webhooks.create(LEAST), webhooks.create(OTHER)
    next_run()

    assert webhooks.preview(first, LEAST) == []
    assert webhooks.read(first) == first


def test_reading_after_a_write_is_fresh(webhooks: Life) -> None:
    """
    A list from before an update does not answer a reading after it.
    """
    stored = webhooks.create(LEAST)
    webhooks.read(stored)
    updated = webhooks.update(stored, OTHER)

    assert webhooks.read(updated) == updated


@pytest.mark.parametrize("body", ["empty", "html", "text", "message", "list", "null"])
def test_gateway_deletes_nothing(webhooks: Life, simulator: DigitalRiverSimulator, body: str) -> None:
    """
    A 404 that is not in the platform's own shape says nothing of a webhook.
    """
    stored = webhooks.create(LEAST)
    next_run()
    simulator.fail(404, method="GET", count=9, body=body)

    with pytest.raises(Unavailable, match=r"is there a gateway or a wrong endpoint"):
        webhooks.read(stored)


@pytest.mark.parametrize("body", ["object", "text", "message", "null", "rows"])
def test_odd_list_is_no_empty_list(webhooks: Life, simulator: DigitalRiverSimulator, body: str) -> None:
    """
    A list that cannot be read is a warning of the preview, said once, and nothing counts as deleted.
    """
    stored = webhooks.create(LEAST)
    next_run()
    simulator.fail(200, method="GET", path="/webhooks$", count=9, body=body)
    [advice] = webhooks.preview(stored, LEAST)

    assert (advice.once, advice.refuses) == (True, False)
    assert "not compared with the platform" in str(advice.problem)


def test_platform_without_an_answer_is_one_warning(webhooks: Life, simulator: DigitalRiverSimulator) -> None:
    """
    A preview of a new webhook without an answer warns once, and does not fail.
    """
    simulator.fail(503, method="GET", count=9)

    assert [(one.once, one.refuses) for one in webhooks.check(LEAST)] == [(True, False)]


def test_answer_that_shows_another_webhook_is_no_answer(webhooks: Life, simulator: DigitalRiverSimulator) -> None:
    """
    An update whose answer is of something else is looked up by its id.
    """
    stored = webhooks.create(LEAST)
    simulator.fail(200, method="PATCH", stored=True, body="object")

    assert webhooks.update(stored, OTHER).outputs["address"] == OTHER["address"]
