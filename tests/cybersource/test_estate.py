"""What exists in an organization, with both versions of the API."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.cybersource.gateway import Reply, gateway
from tests.cybersource.life import Life, account_at, next_run
from tests.cybersource.orders import FULL, LEAST

from pulumi_payment_webhooks.cybersource.account.account import CybersourceAccount
from pulumi_payment_webhooks.cybersource.estate import ESTATE
from pulumi_payment_webhooks.errors import Refused, Unavailable
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

LINK = {**LEAST, "name": "links", "products": {"payByLink": ["payByLink.customer.payment"]}}
ID = "ddb9bced-0000-1b1d-e053-9c588e0a3c42"
ROW: dict[str, Any] = {
    "webhookId": ID,
    "organizationId": "acme",
    "products": [{"productId": "payByLink", "eventTypes": ["payByLink.customer.payment"]}],
    "name": "links",
    "webhookUrl": "https://hooks.example.net/visa",
    "healthCheckUrl": "https://hooks.example.net/visa/health",
    "status": "ACTIVE",
}


@pytest.fixture(params=["v1", "v2"])
def account(request: pytest.FixtureRequest, simulator: CybersourceSimulator) -> Iterator[CybersourceAccount]:
    """An account of each version of the API; the organization is offered the events of the tests and no others."""
    simulator.offer(
        simulator.organization_id,
        {"tokenManagement": LEAST["products"]["tokenManagement"], "payByLink": ["payByLink.customer.payment"]},
    )
    yield account_at(simulator, ApiVersion=request.param, Retries=1)
    next_run()


@pytest.fixture
def at(simulator: CybersourceSimulator) -> Iterator[Callable[..., CybersourceAccount]]:
    """Gives the account at an endpoint."""
    yield lambda endpoint, **changes: account_at(simulator, Endpoint=endpoint, Retries=1, **changes)
    next_run()


def test_every_subscription_is_read(account: CybersourceAccount, life: Life, simulator: CybersourceSimulator) -> None:
    """
    Each subscription is found once, in normal form, with its organization and what the platform adds.
    """
    stored = [life.create(LEAST), life.create(LINK)]
    found = ESTATE.read(account, simulator.organization_id)

    assert [one.observed.id for one in found] == sorted(one.id for one in stored)
    assert {one.kind for one in found} == {"cybersource:WebhookSubscription"}
    [links] = [one.observed for one in found if one.observed.fields["name"] == "links"]
    assert links.fields["products"] == {"payByLink": {"payByLink.customer.payment": True}}
    assert links.fields["organizationId"] == simulator.organization_id
    assert links.added.keys() == {"currentStatus", "createdOn"}


@pytest.mark.parametrize("answer", ["404", "empty"])
def test_empty_organization(account: CybersourceAccount, simulator: CybersourceSimulator, answer: str) -> None:
    """
    Nothing exists in an organization for which the platform answers an empty list, or 404 as its service does.
    """
    simulator.turn(empty_list=answer)

    assert list(ESTATE.read(account, simulator.organization_id)) == []


def test_whole_objects_are_read_by_their_ids(
    account: CybersourceAccount, life: Life, simulator: CybersourceSimulator
) -> None:
    """
    The whole of each is asked for by its id; without that, lists are enough.
    """
    stored = life.create(FULL | {"products": LINK["products"]})
    simulator.requests.clear()

    ESTATE.read(account, simulator.organization_id)
    lists = [one.path for one in simulator.requests if one.path.endswith(stored.id)]
    [whole] = ESTATE.read(account, simulator.organization_id, whole=True)

    assert lists == []
    assert simulator.requests[-1].path.endswith(stored.id)
    assert whole.observed.fields["description"] == "order events"


def test_subscription_is_found_by_its_id(account: CybersourceAccount, life: Life) -> None:
    """
    A subscription is found by its id; what the platform says does not exist, is not there.
    """
    stored = life.create(LEAST)
    found = ESTATE.find(account, stored.id)

    assert found is not None
    assert found.observed.fields["name"] == LEAST["name"]
    assert ESTATE.find(account, ID) is None


def test_gateway_that_answers_404_hides_nothing(at: Callable[..., CybersourceAccount]) -> None:
    """
    A 404 that is not the platform's says neither that a list is empty nor that a subscription does not exist.
    """
    with gateway(lambda method, target: Reply(404, {"message": "no Route matched"})) as own:
        account = at(own.endpoint)
        for look in (lambda: ESTATE.read(account, "acme"), lambda: ESTATE.find(account, ID)):
            with pytest.raises(Unavailable, match="is there a gateway"):
                look()


def test_deleted_meanwhile_is_left_out(at: Callable[..., CybersourceAccount]) -> None:
    """
    A subscription that is deleted between the list and its own answer does not exist.
    """

    def answer(method: str, target: str) -> Reply:
        gone = {"reason": "NOT_FOUND", "message": "Webhook not found", "statusCode": 404}
        return Reply(404, gone) if target.endswith(ID) else Reply(200, [ROW])

    with gateway(answer) as own:
        account = at(own.endpoint)

        assert len(ESTATE.read(account, "acme")) == 1
        assert list(ESTATE.read(account, "acme", whole=True)) == []


@pytest.mark.parametrize("absent", ["status", "products", "webhookUrl"])
def test_short_row_is_read_by_its_id(at: Callable[..., CybersourceAccount], absent: str) -> None:
    """
    A row without what every subscription has says nothing of it: the subscription is asked for by its id.
    """
    short = {name: value for name, value in ROW.items() if name != absent}
    with gateway(lambda method, target: Reply(200, ROW if target.endswith(ID) else [short])) as own:
        [found] = ESTATE.read(at(own.endpoint), "acme")

    assert found.observed.added["currentStatus"] == "ACTIVE"
    assert {"products", "webhookUrl"} <= found.observed.fields.keys()


def test_row_without_name_or_health_check_is_no_short_row(at: Callable[..., CybersourceAccount]) -> None:
    """
    What a subscription need not have is not asked for: one list is one request, and its owner is the one asked for.
    """
    row = {name: value for name, value in ROW.items() if name not in ("name", "healthCheckUrl", "organizationId")}
    with gateway(lambda method, target: Reply(200, [row])) as own:
        [found] = ESTATE.read(at(own.endpoint), "acme")

    assert found.observed.fields["organizationId"] == "acme"
    assert len(own.asked) == 1


def test_refusal_and_silence_are_errors(at: Callable[..., CybersourceAccount]) -> None:
    """
    An organization that may not be read, or that nobody answers for, is not empty.
    """
    forbidden = Reply(403, {"reason": "FORBIDDEN", "message": "no"})
    with gateway(lambda method, target: forbidden) as own, pytest.raises(Refused):
        ESTATE.read(at(own.endpoint), "acme")
    with pytest.raises(Unavailable):
        ESTATE.read(at("http://127.0.0.1:9"), "acme")


@pytest.mark.parametrize(("status", "urgent"), [("ACTIVE", False), ("SUSPENDED", True), ("FROZEN", True)])
def test_status_is_what_the_platform_says(at: Callable[..., CybersourceAccount], status: str, urgent: bool) -> None:
    """
    A status has a meaning and an urgency, also one that no page of the vendor names.
    """
    with gateway(lambda method, target: Reply(200, [{**ROW, "status": status}])) as own:
        [found] = ESTATE.read(at(own.endpoint), "acme")
    said = ESTATE.status(found)

    assert (said.word, said.urgency > 0, bool(said.meaning)) == (status, urgent, True)


def test_what_is_not_listed_is_said(account: CybersourceAccount) -> None:
    """
    Keys cannot be listed, and v1 does not find every subscription.
    """
    said = list(ESTATE.unlisted(account, ()))

    assert ["lists by event" in one for one in said] == [True] * account.version.lists_by_event
    assert ESTATE.lists_keys(account) is False
    assert list(ESTATE.keys(account, ())) == []


def test_documented_statuses_are_in_order_of_urgency() -> None:
    """
    The statuses that the vendor's pages name stand in order: the first needs somebody first.
    """
    words = [one.word for one in ESTATE.statuses]

    assert words == ["SUSPENDED", "BLOCKED", "PENDING_REVIEW", "INACTIVE", "RESEND", "ACTIVE"]
    assert [one.urgency for one in ESTATE.statuses] == sorted((one.urgency for one in ESTATE.statuses), reverse=True)
