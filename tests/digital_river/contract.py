"""What the contract suite needs to know of this platform."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.contract.platform import Platform
from tests.digital_river.life import account_at, next_run

from pulumi_payment_webhooks.digital_river.rules.profiles import PROFILES
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator
from pulumi_payment_webhooks.simulator.digital_river.knobs import Knobs

VARIANTS = PROFILES


@contextmanager
def deployed(variant: str) -> Iterator[Platform]:
    """A simulator of the profile that takes any event type."""
    knobs = Knobs(requests_per_second_test=None).turned({"profile": variant, "unknown_events": "accept"})
    with DigitalRiverSimulator(knobs=knobs) as simulator:
        yield Platform(account_at(simulator), simulator, next_run)
