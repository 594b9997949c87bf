"""
Digital River: webhooks of the Digital River API, as documented in 2023 and 2024.

Each name is loaded when it is first used, so that a program loads only what it uses.
Generated from resources.py, the declarations and functions.py by `make schema`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .functions import WebhookInfo, all_event_types, get_webhook, get_webhooks
    from .webhook.resource import AuthenticationDict, OAuthDict, Webhook
    from .webhook_secret.resource import WebhookSecret

__all__ = [
    "AuthenticationDict",
    "OAuthDict",
    "Webhook",
    "WebhookInfo",
    "WebhookSecret",
    "all_event_types",
    "get_webhook",
    "get_webhooks",
]

_HOMES = {
    "AuthenticationDict": ".webhook.resource",
    "OAuthDict": ".webhook.resource",
    "Webhook": ".webhook.resource",
    "WebhookInfo": ".functions",
    "WebhookSecret": ".webhook_secret.resource",
    "all_event_types": ".functions",
    "get_webhook": ".functions",
    "get_webhooks": ".functions",
}


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_HOMES[name], __name__), name)
