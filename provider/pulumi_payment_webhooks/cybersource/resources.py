"""
Cybersource / Visa Acceptance Solutions: one API, two brands.

The resource types of this platform: one line each.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module

from ..reconcile.resource import Platform, resource_in
from .account.account import account_of
from .account.settings import TABLE, TRANSPORT

_type = partial(resource_in, __package__)

PLATFORM = Platform(
    name="cybersource",
    account=account_of,
    reviewer=partial(account_of, for_preview=True),
    settings=TABLE,
    transport=TRANSPORT,
    estate=lambda: import_module(".estate", __package__).ESTATE,
    resources=(
        _type("digital_signature_key", "egress.comparison:KEYS"),
        _type("message_encryption_certificate", "egress.comparison:KEYS"),
        _type("oauth_credentials", "egress.comparison:KEYS"),
        _type("oauth_security_config", "policies.comparison:SECURITY_POLICIES"),
        _type("retry_policy", "policies.comparison:RETRY_POLICIES"),
        _type("webhook_subscription", "webhook_subscription.comparison:SUBSCRIPTIONS"),
    ),
)
