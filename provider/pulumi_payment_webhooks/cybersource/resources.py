"""
Cybersource / Visa Acceptance Solutions: one API, two brands.

The resource types of this platform: one line each.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module

from ..reconcile.ports import Comparison
from ..reconcile.resource import Platform, ResourceType, resource_in
from .account.account import account_of
from .account.settings import TABLE


def _type(folder: str, seen_as: str) -> ResourceType:
    """
    The resource type in *folder*.

    Args:
        folder: The folder of the resource.
        seen_as: How previews see its objects: a module of this platform, and a comparison in it.
    """

    def comparison() -> Comparison:
        module, _, name = seen_as.partition(":")
        found: Comparison = getattr(import_module(f".{module}", __package__), name)
        return found

    return resource_in(f"{__package__}.{folder}", comparison=comparison)


PLATFORM = Platform(
    name="cybersource",
    account=account_of,
    reviewer=partial(account_of, for_preview=True),
    settings=TABLE,
    resources=(
        _type("digital_signature_key", "egress.comparison:KEYS"),
        _type("message_encryption_certificate", "egress.comparison:KEYS"),
        _type("oauth_credentials", "egress.comparison:KEYS"),
        _type("oauth_security_config", "policies.comparison:SECURITY_POLICIES"),
        _type("retry_policy", "policies.comparison:RETRY_POLICIES"),
        _type("webhook_subscription", "webhook_subscription.comparison:SUBSCRIPTIONS"),
    ),
)
