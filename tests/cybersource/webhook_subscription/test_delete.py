"""A subscription that somebody else has changed is not deleted: another stack may manage it."""

from pathlib import Path

import pytest
from tests.cybersource.life import Life
from tests.cybersource.orders import FULL, LEAST, SUBSCRIPTION
from tests.stand_ins.dynamic_process import SECRET_MARK, CallFailed, running_host

from pulumi_payment_webhooks.errors import PaymentWebhooksError

POLICY = "cybersource:RetryPolicy"
EVENTS = {"payByLink": "payByLink.customer.payment", "eCheck": "payments.voids.accepted"}
CHANGES = [
    ({"name": "ours now"}, "`name`"),
    ({"webhookUrl": "https://other.example.net/"}, "`webhookUrl`"),
    ({"description": "ours now"}, "`description`"),
    ({"healthCheckUrl": None}, "`healthCheckUrl`"),
    ({"retryPolicy": {"interval": 31}}, "`retryPolicy.interval`"),
    ({"products": [{"productId": "payByLink", "eventTypes": ["payByLink.customer.payment"]}]}, "`products."),
]


@pytest.mark.parametrize("version", ["v1", "v2"])
@pytest.mark.parametrize(("change", "field"), CHANGES, ids=[field for _, field in CHANGES])
def test_changed_subscription_is_not_deleted(change, field, version, simulator, life_of):
    """
    Whatever was changed that the state declares, the subscription stays, and the error names the field and the ways on.
    """
    news = FULL if version == "v2" else {**FULL, "products": LEAST["products"]}
    life = life_of(SUBSCRIPTION, ApiVersion=version)
    stored = life.create(news)
    simulator.edit(stored.id, change)

    with pytest.raises(PaymentWebhooksError, match=rf"not deleted: .*{field}.* changed, so another stack"):
        life.delete(stored)
    assert stored.id in simulator.subscriptions


@pytest.mark.parametrize("change", [{}, {"retryPolicy": {"interval": 31}}], ids=["nothing", "not declared"])
@pytest.mark.parametrize("status", ["INACTIVE", "ACTIVE", "SUSPENDED", "PENDING_REVIEW", "BLOCKED"])
def test_own_subscription_is_deleted(status, change, simulator, life):
    """
    A status, which the platform changes by itself, and what the state does not declare are nobody's work.
    """
    stored = life.create({**LEAST, "status": "ACTIVE"})
    simulator.edit(stored.id, change)
    simulator.subscriptions.set_status(stored.id, status)
    life.delete(stored)

    assert len(simulator.subscriptions) == 0


def test_delete_looks_once_for_all(simulator, life):
    """
    Any number of deletes needs one list, and one request each.
    """
    stored = [life.create({**LEAST, "products": {product: [event]}}) for product, event in EVENTS.items()]
    simulator.requests.clear()
    for one in stored:
        life.delete(one)

    assert [one.method for one in simulator.requests] == ["GET", "DELETE", "DELETE"]


@pytest.mark.parametrize("fault", [401, 500, "slow"])
def test_delete_where_nobody_answers(fault, simulator, life_of):
    """
    Where the look fails, the delete is tried: what the platform says of it counts.
    """
    life = life_of(SUBSCRIPTION, Timeout=0.3)
    stored = life.create(LEAST)
    simulator.fail(fault, method="GET", count=9, **({"seconds": 30} if fault == "slow" else {}))
    life.delete(stored)

    assert len(simulator.subscriptions) == 0


def test_changed_policy_is_reset(simulator, life_of):
    """
    A policy is reset whoever changed it: a reset that was interrupted looks the same, and has to be repeated.
    """
    whole = life_of(SUBSCRIPTION).create(LEAST)
    stored = life_of(POLICY).create({"subscription": whole.id, "interval": 7})
    life: Life = life_of(POLICY, Workers=3)  # A later command, which has written nothing yet.
    simulator.edit(whole.id, {"retryPolicy": {"interval": 31}})
    life.delete(stored)

    assert simulator.subscriptions[whole.id].document["retryPolicy"]["interval"] not in (7, 31)


@pytest.mark.parametrize("is_seen", [True, False], ids=["same command", "next command"])
def test_change_that_a_refresh_finds(is_seen, simulator, life, tmp_path: Path):
    """
    A command that refreshes first does not delete what changed meanwhile; the next command does.
    """
    stored = life.create(LEAST)
    simulator.edit(stored.id, {"name": "ours now"})
    config = {
        "Endpoint": simulator.endpoint,
        "MerchantId": simulator.merchant_id,
        "OrganizationId": simulator.organization_id,
        "KeyId": simulator.key_id,
        "SharedSecret": {**SECRET_MARK, "value": simulator.shared_secret},
    }
    stack = {f"payment-webhooks:cybersource{name}": one for name, one in config.items()}
    with running_host(stack, tmp_path) as first, running_host(stack, tmp_path) as second:
        state = first.read(SUBSCRIPTION, stored.id, stored.outputs)["properties"]
        if is_seen:
            with pytest.raises(CallFailed, match="not deleted: name changed"):
                first.delete(SUBSCRIPTION, stored.id, state)
        else:
            second.delete(SUBSCRIPTION, stored.id, state)

    assert (stored.id in simulator.subscriptions) is is_seen
