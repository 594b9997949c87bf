"""
Every resource type by its kind, with platforms loaded when one of theirs is first asked for.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from .pulumi_names import kind_in

if TYPE_CHECKING:
    from .reconcile.resource import Platform, ResourceType

PLATFORMS = ("cybersource", "digital_river")


def typed_name(name: str) -> str:
    """The name of a platform as it is typed on a command line."""
    return name.replace("_", "-")


@cache
def platform(name: str) -> Platform:
    """
    One platform.

    Raises:
        KeyError: There is none of that name.
    """
    if name not in PLATFORMS:
        raise KeyError(name)
    found: Platform = import_module(f".{name}.resources", __package__).PLATFORM
    return found


@cache
def resource_type(kind: str) -> ResourceType:
    """
    The resource type of a kind such as ``cybersource:WebhookSubscription``.

    Raises:
        KeyError: There is none of that kind.
    """
    return {one.kind: one for one in platform(kind.partition(":")[0]).resources}[kind]


def resource_type_of(token: str) -> ResourceType | None:
    """The resource type of a Pulumi type token; None for other types, and those of a later version."""
    try:
        return resource_type(kind_in(token) or "")
    except KeyError:
        return None
