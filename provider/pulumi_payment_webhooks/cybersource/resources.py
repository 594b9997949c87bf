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
    def comparison() -> Comparison:
        found: Comparison = getattr(import_module(".comparison", __package__), seen_as)
        return found

    return resource_in(f"{__package__}.{folder}", comparison=comparison)


PLATFORM = Platform(
    name="cybersource",
    account=account_of,
    reviewer=partial(account_of, for_preview=True),
    settings=TABLE,
    resources=(
        _type("digital_signature_key", "KEYS"),
        _type("message_encryption_certificate", "KEYS"),
        _type("oauth_credentials", "KEYS"),
        _type("oauth_security_config", "SECURITY_POLICIES"),
        _type("retry_policy", "RETRY_POLICIES"),
        _type("webhook_subscription", "SUBSCRIPTIONS"),
    ),
)
