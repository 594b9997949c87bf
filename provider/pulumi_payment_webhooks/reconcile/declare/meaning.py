"""
What the fields and objects of a resource type mean to people: reviewers, operators, policies. Pure: no I/O.

Each declaration states it once: `HasRole` on its fields, and a `Meaning` for the whole. Shared code that reviews,
lists, compares or checks resources reads it here, and names neither a platform nor a resource type.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Role(Enum):
    """What a field is for."""

    OWNER = "owner"
    """The organization that owns the object."""
    WHOLE = "whole"
    """The object of which this object is a part."""
    NAME = "name"
    """Its name for people."""
    EVENTS = "events"
    """The event types that are delivered."""
    ADDRESS = "address"
    """A URL that the platform calls."""
    STATUS = "status"
    """Whether it delivers."""
    RETRIES = "retries"
    """When a failed delivery is retried."""
    SCHEDULE = "schedule"
    """The retry times that follow from a policy, as text."""
    SCOPE = "scope"
    """Whose events are delivered."""
    ACCESS = "access"
    """How the platform authenticates itself to the receiver."""
    KEY = "key"
    """A key, a certificate or credentials; or what makes the platform create or store another."""
    IDENTITY = "identity"
    """The platform's id of a key, a certificate or credentials, which changes with them."""
    CREATION = "creation"
    """When the platform created it, ISO 8601."""
    EXPIRY = "expiry"
    """When a key, a certificate or credentials expire, ISO 8601."""
    FORMAT = "format"
    """How a notification looks, such as the version of its payload."""
    RUN = "run"
    """How the deployment itself works, such as what it waits for."""


@dataclass(frozen=True)
class HasRole:
    """
    Marks the role of a field. Members of an object have the role of the object, if they have none of their own.

    Args:
        role: What it is for.
        change: What a change of it means, as a sentence without a full stop; empty if the role says enough.
        interrupts: Whether a new value of it interrupts delivery, although it is not a URL that receives events.
        delivers: Of a status that the platform reports: its values with which events are delivered.
        explain: Of a status: what a value of it means, as a clause; empty for a value that it does not know.
    """

    role: Role
    change: str = ""
    interrupts: bool = False
    delivers: tuple[Any, ...] = ()
    explain: Callable[[Any], str] | None = None


class Varies(Enum):
    """Marks a field with which environments differ that are meant to be equal."""

    BY_OWNER = "owner"
    """Its values are owners, such as organizations."""
    BY_KEY = "key"
    """Its value belongs to a key, a certificate or credentials."""
    BY_HOST = "host"
    """Its value is a server, whether or not it is a URL."""


@dataclass(frozen=True)
class Meaning:
    """
    What an object of a resource type is to people. Each text is a clause without a full stop.

    Args:
        noun: What it is called, e.g. `subscription`.
        deletion: What its deletion means.
        creation: What its creation means, if that is more than that it exists.
        replacement: What it means that it is deleted and created again.
        renewal: What it means that the platform gets another key in its place; empty for objects without keys.
        grace: Wire name of the input that says how long the previous key stays valid.
        role: The role of fields that have none of their own.
        is_only_forgotten: Whether a deletion sends nothing, because the platform keeps the object.
        is_plural: Whether the noun is a plural.
    """

    noun: str
    deletion: str
    creation: str = ""
    replacement: str = "it is deleted and created again"
    renewal: str = ""
    grace: str = ""
    role: Role | None = None
    is_only_forgotten: bool = False
    is_plural: bool = False
