"""What a program asks of the platform, without an engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import pytest
from tests.cybersource.gateway import Reply, gateway
from tests.cybersource.life import Life, next_run
from tests.cybersource.orders import FULL, LEAST

import pulumi
from pulumi_payment_webhooks import cybersource
from pulumi_payment_webhooks.cybersource.webhook_subscription.declaration import WebhookSubscription
from pulumi_payment_webhooks.program.translation import members_to_wire
from pulumi_payment_webhooks.reconcile.declare.shapes import shape_of
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

CUSTOM = {**LEAST, "notificationScope": "CUSTOM", "scopeData": ["south", "north"]}


@pytest.fixture(autouse=True)
def configured(simulator: CybersourceSimulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The environment names the account of the simulator; the stack has no settings."""
    monkeypatch.setattr(pulumi.runtime, "get_config", lambda _: None)
    account = {
        "ENDPOINT": simulator.endpoint,
        "MERCHANT_ID": simulator.merchant_id,
        "ORGANIZATION_ID": simulator.organization_id,
        "KEY_ID": simulator.key_id,
        "SHARED_SECRET": simulator.shared_secret,
    }
    for name, value in account.items():
        monkeypatch.setenv(f"CYBERSOURCE_{name}", value)
    yield
    next_run()


def test_subscription_has_everything_that_a_declaration_needs(life: Life) -> None:
    """
    A subscription is returned in the names and the form that a program writes.
    """
    id = life.create(FULL).id
    found = cybersource.get_webhook_subscription(id)

    assert (found.description, found.scope_data) == ("order events", None)
    assert found.created_on is not None
    assert found.products["payByLink"] == ["payByLink.customer.payment"]
    assert found.retry_policy == {
        "algorithm": "ARITHMETIC",
        "first_retry": 10,
        "interval": 30,
        "number_of_retries": 3,
        "deactivate_flag": True,
        "repeat_sequence_count": 0,
        "repeat_sequence_wait_time": 0,
    }
    assert found.security_policy == {
        "security_type": "oAuth",
        "proxy_type": "external",
        "config": {
            "oauth_url": "https://idp.example.net/token",
            "oauth_token_expiry": 365,
            "oauth_token_type": "Bearer",
        },
    }


def test_organizations_of_a_scope_are_listed(life: Life, simulator: CybersourceSimulator) -> None:
    """
    The organizations of the scope CUSTOM are sorted.
    """
    life.create(CUSTOM)
    simulator.turn(scope_in_answers="object")

    assert [one.scope_data for one in cybersource.get_webhook_subscriptions()] == [["north", "south"]]


def test_declaring_what_is_returned_changes_nothing(life: Life) -> None:
    """
    A program that passes on what it was returned, but for the status, asks for no change.
    """
    stored = life.create(FULL)
    found = cybersource.get_webhook_subscription(stored.id)
    arguments = {one.name: getattr(found, one.name) for one in fields(found)}
    given = {name: one for name, one in arguments.items() if name not in ("id", "created_on", "status", "scope_data")}
    wire = members_to_wire(cybersource.WebhookSubscription._inputs, given, ("orders",))

    assert life.changed(stored, {**wire, "signatureKey": "some key"}) == set()


def test_policy_that_is_not_shown_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A policy that the platform does not show is None: an empty one would reset it.
    """
    row = {"webhookId": "w-1", "name": "orders", "status": "ACTIVE", "webhookUrl": "https://hooks.example.net/"}
    with gateway(lambda method, target: Reply(200, row)) as own:
        monkeypatch.setenv("CYBERSOURCE_ENDPOINT", own.endpoint)
        found = cybersource.get_webhook_subscription("w-1")

    assert (found.retry_policy, found.security_policy, found.description) == (None, None, None)


def test_list_that_leaves_something_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What a list leaves out of a subscription is read by its id, so that it can be declared.
    """
    products = [{"productId": "payments", "eventTypes": ["payments.refund.status.accepted"]}]
    row = {"webhookId": "w-1", "name": "orders", "status": "ACTIVE", "webhookUrl": "https://hooks.example.net/"}
    answers = {"webhooks": [row], "w-1": {**row, "products": products}}
    with gateway(lambda method, target: Reply(200, answers[target.partition("?")[0].rpartition("/")[2]])) as own:
        monkeypatch.setenv("CYBERSOURCE_ENDPOINT", own.endpoint)
        [found] = cybersource.get_webhook_subscriptions()

    assert found.products == {"payments": ["payments.refund.status.accepted"]}


def test_members_are_arguments_of_the_resource() -> None:
    """
    What a function returns has the names of the arguments that declare it, but for what only the platform says.
    """
    sent = {one.name for one in shape_of(WebhookSubscription).fields if not one.local}

    assert {one.name for one in fields(cybersource.WebhookSubscriptionInfo)} - {"id", "created_on"} == sent
