"""What the contract suite needs to know of this platform."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.contract.platform import Platform
from tests.cybersource.life import account_at, next_run
from tests.stand_ins.simulators import UNREVIEWED

from pulumi_payment_webhooks import registry
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

VARIANTS = ("v1", "v2")
"""Versions of the API."""


@contextmanager
def deployed(variant: str) -> Iterator[Platform]:
    """A simulator that knows the organization's signature key, takes any event type and has a subscription."""
    with CybersourceSimulator(knobs=UNREVIEWED) as simulator:
        simulator.add_signature_key()
        simulator.turn(unknown_events="accept")
        platform = Platform(account_at(simulator, ApiVersion=variant), simulator, next_run)
        subscription = registry.resource_type("cybersource:WebhookSubscription")
        news = platform.least(subscription) | {"products": {"b": ["b"]}}
        platform.whole = platform.create(subscription, news).id
        yield platform
