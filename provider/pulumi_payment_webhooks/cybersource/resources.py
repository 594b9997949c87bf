"""
Cybersource / Visa Acceptance Solutions: one API, two brands.

The resource types of this platform: one line each.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module

from ..reconcile.declare.declaration import Declaration
from ..reconcile.ports import Advise, Comparison
from ..reconcile.resource import Platform, ResourceType
from .account.account import account_of
from .account.settings import TABLE
from .digital_signature_key.declaration import DigitalSignatureKey
from .message_encryption_certificate.declaration import MessageEncryptionCertificate
from .oauth_credentials.declaration import OAuthCredentials
from .oauth_security_config.declaration import OAuthSecurityConfig
from .retry_policy.declaration import RetryPolicy
from .webhook_subscription.declaration import WebhookSubscription


def _type(folder: str, declaration: type[Declaration], seen_as: str, *, advises: bool = False) -> ResourceType:
    def advise() -> Advise:
        found: Advise = import_module(f".{folder}.advice", __package__).advise
        return found

    def comparison() -> Comparison:
        found: Comparison = getattr(import_module(".comparison", __package__), seen_as)
        return found

    return ResourceType(
        kind=f"cybersource:{declaration.__name__}",
        platform="cybersource",
        declaration=declaration,
        operations=lambda: import_module(f".{folder}.operations", __package__),
        advise=advise if advises else None,
        comparison=comparison,
    )


PLATFORM = Platform(
    name="cybersource",
    account=account_of,
    reviewer=partial(account_of, for_preview=True),
    settings=TABLE,
    resources=(
        _type("digital_signature_key", DigitalSignatureKey, "KEYS", advises=True),
        _type("message_encryption_certificate", MessageEncryptionCertificate, "KEYS", advises=True),
        _type("oauth_credentials", OAuthCredentials, "KEYS"),
        _type("oauth_security_config", OAuthSecurityConfig, "SECURITY_POLICIES", advises=True),
        _type("retry_policy", RetryPolicy, "RETRY_POLICIES"),
        _type("webhook_subscription", WebhookSubscription, "SUBSCRIPTIONS", advises=True),
    ),
)
