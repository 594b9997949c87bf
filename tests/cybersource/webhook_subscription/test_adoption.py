"""Adoption compares what is declared with everything that is there, although a list may leave something out."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.cybersource.life import Life, account_at, next_run
from tests.cybersource.orders import FULL, SUBSCRIPTION
from tests.stand_ins.gateway import Answer, Exchange, Gateway

from pulumi_payment_webhooks.errors import SettingsProblem
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

HEALTH = {**FULL, "healthCheckUrl": "https://hooks.example.net/health", "retryPolicy": {"deactivateFlag": True}}
DECLARED = {name: one for name, one in HEALTH.items() if name not in ("signatureKey", "status")}
ADOPTING = {**DECLARED, "adoptExisting": True}
BRIEF = ("webhookId", "organizationId", "products", "webhookUrl", "status")


def brief_lists(exchange: Exchange) -> None:
    """A platform whose lists show the least of each subscription."""
    answer = exchange.forward()
    content = json.loads(answer.body or b"null")
    if isinstance(content, list):
        rows = [{name: row[name] for name in BRIEF} for row in content]
        answer = Answer(answer.status, json.dumps(rows).encode(), (("Content-Type", "application/json"),))
    exchange.reply(answer)


@pytest.fixture
def brief(life: Life, simulator: CybersourceSimulator) -> Iterator[Life]:
    """A program without state, at a platform with brief lists and a subscription that is as `DECLARED`."""
    life.create(DECLARED)
    next_run()
    simulator.requests.clear()
    with Gateway() as gateway:
        gateway.begin(simulator.endpoint, brief_lists)
        yield Life(SUBSCRIPTION, account_at(simulator, Endpoint=gateway.endpoint))
        next_run()


def test_adoption_of_what_is_as_declared_sends_nothing(brief: Life, simulator: CybersourceSimulator) -> None:
    """
    What a list leaves out counts neither as missing nor as different.
    """
    [note] = brief.check(ADOPTING)
    stored = brief.create(ADOPTING)

    assert (note.is_note, "which is as declared" in str(note.problem)) == (True, True)
    assert simulator.requests.changes == []
    assert stored.outputs["description"] == FULL["description"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("description", "another"), ("healthCheckUrl", "https://hooks.example.net/alive"), ("name", "another")],
)
def test_adoption_sends_what_differs(brief: Life, simulator: CybersourceSimulator, field: str, value: Any) -> None:
    """
    What differs is sent, and a preview names it, although the list does not show it.
    """
    news = {**ADOPTING, field: value}
    warnings = brief.check(news)
    brief.create(news)
    [change] = simulator.requests.changes

    assert f"changes `{field}`" in str(warnings[0].problem)
    assert change.body == {field: value}


def test_later_the_program_can_leave_adoption_out(
    life: Life, simulator: CybersourceSimulator, life_of: Callable[..., Life]
) -> None:
    """
    With and without `adopt_existing`, what was adopted has the same normal form.
    """
    life.create(DECLARED)
    next_run()
    stored = life_of(SUBSCRIPTION).create(ADOPTING)

    assert life.inputs(DECLARED, stored.inputs) == life.inputs(ADOPTING, stored.inputs) == stored.inputs


def test_events_that_are_adopted_are_not_checked(life: Life, simulator: CybersourceSimulator) -> None:
    """
    An event that the platform delivers already is not reported as unknown; one that is added is.
    """
    life.create(DECLARED)
    next_run()
    simulator.offer(simulator.organization_id, {"tokenManagement": []})
    added = {**ADOPTING, "products": {"tokenManagement": [*FULL["products"]["tokenManagement"], "tms.added"]}}

    assert [one.is_note for one in life.check(ADOPTING)] == [True]
    assert ["unknown event" in str(one.problem) for one in life.check(added)] == [True, False]


def test_strict_events_are_those_that_are_added(
    life: Life, simulator: CybersourceSimulator, life_of: Callable[..., Life]
) -> None:
    """
    With strict events and offline previews, a deployment refuses an added event, and not what is adopted.
    """
    life.create(DECLARED)
    next_run()
    simulator.offer(simulator.organization_id, {"tokenManagement": [], "payByLink": []})
    strict = life_of(SUBSCRIPTION, OfflinePreview="true", StrictEvents="true")
    added = {**ADOPTING, "products": {"tokenManagement": [*FULL["products"]["tokenManagement"], "tms.added"]}}

    with pytest.raises(SettingsProblem, match=r"tms\.added"):
        strict.create(added)
    strict.create(ADOPTING)
    assert [one.method for one in simulator.requests.changes] == ["POST"]
