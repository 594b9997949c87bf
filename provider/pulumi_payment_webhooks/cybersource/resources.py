"""
The resource types of this platform: one line each.
"""

from __future__ import annotations

from importlib import import_module

from ..reconcile.declaration import Declaration
from ..reconcile.lifecycle import Platform, ResourceType
from .account import account_of
from .digital_signature_key.declaration import DigitalSignatureKey
from .settings import TABLE
from .webhook_subscription.declaration import WebhookSubscription


def _type(folder: str, declaration: type[Declaration]) -> ResourceType:
    return ResourceType(
        kind=f"cybersource:{declaration.__name__}",
        platform="cybersource",
        declaration=declaration,
        operations=lambda: import_module(f".{folder}.operations", __package__),
    )


PLATFORM = Platform(
    name="cybersource",
    account=account_of,
    settings=TABLE,
    resources=(
        _type("digital_signature_key", DigitalSignatureKey),
        _type("webhook_subscription", WebhookSubscription),
    ),
)
