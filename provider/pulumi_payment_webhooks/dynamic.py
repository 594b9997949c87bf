"""
The dynamic face: Pulumi's Python host above, the core below. The only module that stacks remember.

A stack stores a literal that names ``pulumi_payment_webhooks.dynamic`` and a kind, so this module never moves and
kinds never change. Nothing is decided here, and nothing of the core is loaded before a kind is asked for.
"""

from __future__ import annotations

import gc
from functools import cache
from typing import TYPE_CHECKING

from . import registry
from .faces.engine import address

if TYPE_CHECKING:
    from .faces.dynamic_provider import DynamicProvider


def __getattr__(kind: str) -> DynamicProvider:
    try:
        return _provider(kind)
    except KeyError:
        raise AttributeError(f"this version of pulumi-payment-webhooks has no {kind!r}") from None


@cache
def _provider(kind: str) -> DynamicProvider:
    _keep_what_is_loaded()
    resource = registry.resource_type(kind)
    from .faces.dynamic_provider import DynamicProvider

    return DynamicProvider(resource, registry.platform(resource.platform))


@cache
def _keep_what_is_loaded() -> None:
    """
    Have the garbage collector leave alone what Pulumi has loaded, in a process that an engine started.

    It would look at all of that while the core is loaded, for a tenth of the time in which a preview waits for us.
    """
    if address():
        gc.freeze()
