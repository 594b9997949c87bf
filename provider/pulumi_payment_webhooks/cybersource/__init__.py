"""
Cybersource / Visa Acceptance Solutions: one API, two brands.

Each name is loaded when it is first used, so that a program loads only what it uses.
Generated from resources.py, the declarations and functions.py by `make schema`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .digital_signature_key.resource import DigitalSignatureKey
    from .functions import (
        EventTypeInfo,
        ProductInfo,
        WebhookSubscriptionInfo,
        get_products,
        get_webhook_subscription,
        get_webhook_subscriptions,
    )
    from .message_encryption_certificate.resource import MessageEncryptionCertificate
    from .oauth_credentials.resource import OAuthCredentials
    from .oauth_security_config.resource import OAuthSecurityConfig
    from .retry_policy.resource import RetryPolicy
    from .webhook_subscription.resource import (
        AdditionalConfigDict,
        OAuthConfigDict,
        RetryPolicyDict,
        SecurityPolicyDict,
        WaitForDict,
        WebhookSubscription,
    )

__all__ = [
    "AdditionalConfigDict",
    "DigitalSignatureKey",
    "EventTypeInfo",
    "MessageEncryptionCertificate",
    "OAuthConfigDict",
    "OAuthCredentials",
    "OAuthSecurityConfig",
    "ProductInfo",
    "RetryPolicy",
    "RetryPolicyDict",
    "SecurityPolicyDict",
    "WaitForDict",
    "WebhookSubscription",
    "WebhookSubscriptionInfo",
    "get_products",
    "get_webhook_subscription",
    "get_webhook_subscriptions",
]

_HOMES = {
    "AdditionalConfigDict": ".webhook_subscription.resource",
    "DigitalSignatureKey": ".digital_signature_key.resource",
    "EventTypeInfo": ".functions",
    "MessageEncryptionCertificate": ".message_encryption_certificate.resource",
    "OAuthConfigDict": ".webhook_subscription.resource",
    "OAuthCredentials": ".oauth_credentials.resource",
    "OAuthSecurityConfig": ".oauth_security_config.resource",
    "ProductInfo": ".functions",
    "RetryPolicy": ".retry_policy.resource",
    "RetryPolicyDict": ".webhook_subscription.resource",
    "SecurityPolicyDict": ".webhook_subscription.resource",
    "WaitForDict": ".webhook_subscription.resource",
    "WebhookSubscription": ".webhook_subscription.resource",
    "WebhookSubscriptionInfo": ".functions",
    "get_products": ".functions",
    "get_webhook_subscription": ".functions",
    "get_webhook_subscriptions": ".functions",
}


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_HOMES[name], __name__), name)
