"""Accounts at the simulated platform, and what a run of the engine forgets."""

from typing import Any

from tests.life import Life, await_background

from pulumi_payment_webhooks.cybersource.account.account import CybersourceAccount, account_of
from pulumi_payment_webhooks.cybersource.account.connection import disconnect
from pulumi_payment_webhooks.cybersource.account.lookups import lookups_of
from pulumi_payment_webhooks.settings.mechanism import Settings
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

__all__ = ["Life", "account_at", "next_run"]


def config_of(simulator: CybersourceSimulator, **changes: Any) -> dict[str, Any]:
    """The stack's settings that lead to the simulator; nothing waits."""
    config = {
        "Endpoint": simulator.endpoint,
        "MerchantId": simulator.merchant_id,
        "OrganizationId": simulator.organization_id,
        "KeyId": simulator.key_id,
        "SharedSecret": simulator.shared_secret,
        "RetryWait": 0,
        **changes,
    }
    return {f"payment-webhooks:cybersource{name}": value for name, value in config.items()}


def account_at(simulator: CybersourceSimulator, **changes: Any) -> CybersourceAccount:
    """The simulator's account, as a stack's settings describe it."""
    return account_of(Settings(config_of(simulator, **changes).get, {}))


def next_run() -> None:
    """
    Forget what this process has asked, once all of it is answered: each run of the engine has a process of its own.
    """
    await_background()
    lookups_of.cache_clear()
    disconnect()
