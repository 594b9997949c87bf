"""What the contract suite needs to know of this platform."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.contract.platform import Platform
from tests.digital_river.life import account_at, next_run

from pulumi_payment_webhooks import registry
from pulumi_payment_webhooks.digital_river.rules.profiles import DR_API, PROFILES
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator
from pulumi_payment_webhooks.simulator.digital_river.knobs import Knobs

VARIANTS = PROFILES
SECRET = "whk_0f6c1d2e-3b4a-4c5d-8e9f-a1b2c3d4e5f6"


@contextmanager
def deployed(variant: str) -> Iterator[Platform]:
    """A simulator of the profile that takes any event type."""
    knobs = Knobs(requests_per_second_test=None).replace({"profile": variant, "unknown_events": "accept"})
    with DigitalRiverSimulator(knobs=knobs) as simulator:
        platform = Platform(account_at(simulator), simulator, next_run)
        webhook = registry.resource_type("digital_river:Webhook")
        platform.whole = platform.create(webhook, platform.least(webhook)).id
        if variant == DR_API:
            platform.given = {"digital_river:WebhookSecret": {"existingSecret": SECRET}}
        next_run()
        yield platform
