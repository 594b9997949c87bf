"""
Digital River: webhooks of the Digital River API, as documented in 2023 and 2024.

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
    name="digital_river",
    account=account_of,
    reviewer=partial(account_of, for_preview=True),
    settings=TABLE,
    transport=TRANSPORT,
    estate=lambda: import_module(".estate", __package__).ESTATE,
    resources=(
        _type("webhook", "webhook.comparison:WEBHOOKS"),
        _type("webhook_secret", "webhook_secret.comparison:SECRETS"),
    ),
)
