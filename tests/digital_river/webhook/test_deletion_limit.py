"""A limit on deletions for webhooks, as every face asks for it."""

from typing import Any

import pytest
from tests.digital_river.life import Life
from tests.digital_river.webhooks import LEAST, WEBHOOK
from tests.reconcile.board import ORDERS, Row

from pulumi_payment_webhooks import registry
from pulumi_payment_webhooks.errors import PaymentWebhooksError
from pulumi_payment_webhooks.reconcile.run.handler import Handler
from pulumi_payment_webhooks.reconcile.run.lifecycle import Stored
from pulumi_payment_webhooks.reconcile.run.phase import Phase
from pulumi_payment_webhooks.settings.mechanism import Settings
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

SECRET = "digital_river:WebhookSecret"


@pytest.fixture
def stored(webhooks: Life) -> Stored:
    """A webhook that an earlier run has deployed."""
    return webhooks.create(LEAST)


def handler_of(kind: str, simulator: DigitalRiverSimulator, **environ: str) -> Handler:
    """A handler in a stack that may delete nothing."""
    config: dict[str, Any] = {"Endpoint": simulator.endpoint, "ApiKey": simulator.api_key, "MaxDeletions": "0"}
    stack = {f"payment-webhooks:digitalRiver{name}": value for name, value in config.items()}
    platform = registry.platform("digital_river")
    return Handler(registry.resource_type(kind), platform, Settings(stack.get, environ), Phase())


def test_webhook_is_not_deleted(stored: Stored, simulator: DigitalRiverSimulator) -> None:
    """
    The refusal speaks of a webhook, and of the settings of this platform.
    """
    with pytest.raises(PaymentWebhooksError) as refusal:
        handler_of(WEBHOOK, simulator).delete(Row(ORDERS), stored.id, stored.outputs)

    assert str(refusal.value).partition("; ")[0] == (
        "cannot delete webhook 'orders': digitalRiverMaxDeletions allows 0\n"
        "to lift the limit for one run, set DIGITAL_RIVER_CONFIRM_DELETIONS=shop/dev:<number>"
    )
    assert len(simulator.webhooks) == 1


def test_secret_is_forgotten(stored: Stored, simulator: DigitalRiverSimulator, webhooks: Life) -> None:
    """
    A signing secret stays at the platform, so that it may be forgotten.
    """
    row = Row(ORDERS)
    handler_of(SECRET, simulator).delete(row, f"{stored.id}/secret", {"webhook": stored.id})

    assert ["keeps signing" in str(one.problem) for one in row.said] == [True]
