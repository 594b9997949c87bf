"""Accounts at the simulated platform, and what a run of the engine forgets."""

from typing import Any

from tests.life import Life, await_background

from pulumi_payment_webhooks.digital_river.account.account import DigitalRiverAccount, account_of
from pulumi_payment_webhooks.digital_river.account.connection import disconnect
from pulumi_payment_webhooks.digital_river.account.lookups import lookups_of
from pulumi_payment_webhooks.settings.mechanism import Settings
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

__all__ = ["Life", "account_at", "next_run"]


def account_at(simulator: DigitalRiverSimulator, **changes: Any) -> DigitalRiverAccount:
    """The simulator's account, as a stack's settings describe it; it waits for nothing."""
    config = {
        "Endpoint": simulator.endpoint,
        "ApiKey": simulator.api_key,
        "Profile": simulator.knobs.profile,
        "RetryWait": 0,
        **changes,
    }
    stack = {f"payment-webhooks:digitalRiver{name}": value for name, value in config.items()}
    return account_of(Settings(stack.get, {}))


def next_run() -> None:
    """
    Forget what this process has asked, once all of it is answered: each run of the engine has a process of its own.
    """
    await_background()
    lookups_of.cache_clear()
    disconnect()
