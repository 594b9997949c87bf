"""
What a survey finds: objects, keys, what is missing, and what could not be read. Plain data; no I/O.

Texts for people and programs are in `shown` and `added`; nothing in them is secret.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ..errors import PlatformError
from ..reconcile.ports import Status
from ..reconcile.resource import ResourceType
from ..stacks.state import Managed


@dataclass(frozen=True)
class Place:
    """
    Where something is.

    Args:
        platform: The platform, as it is typed.
        host: The host of the platform.
        owner: Who owns it, e.g. an organization; empty where the platform has no owners.
    """

    platform: str
    host: str
    owner: str = ""

    def __str__(self) -> str:
        return self.owner or self.platform


@dataclass(frozen=True)
class FoundObject:
    """
    An object at a platform.

    Args:
        place: Where it is.
        type: Its resource type.
        id: The platform's id of it.
        status: Its status.
        shown: What could be declared of it, by wire name, without secrets; sets are sorted lists.
        added: What the platform adds, likewise.
        schedule: When a failed delivery is retried; empty where the platform does not show it.
        unseen: Dotted wire paths of what it has and the platform does not show.
        managed: The resource of the stack that manages it; None where none does, or no stack was read.
        is_as_declared: Whether that resource declares the status.
    """

    place: Place
    type: ResourceType
    id: str
    status: Status
    shown: Mapping[str, object] = field(repr=False)
    added: Mapping[str, object] = field(repr=False)
    schedule: str = ""
    unseen: tuple[str, ...] = ()
    managed: Managed | None = None
    is_as_declared: bool = False

    @property
    def urgency(self) -> int:
        """How urgent it is to act; 0 where there is nothing to do."""
        return 0 if self.is_as_declared else self.status.urgency


@dataclass(frozen=True)
class FoundKey:
    """
    A key, a certificate or credentials, as the state of the stack or the platform shows them; never their value.

    Args:
        place: Where it is.
        type: Its resource type.
        id: The platform's id of it; empty where it is not known.
        of: Id of the object that it belongs to; empty where it belongs to an owner.
        created: When it was created, ISO 8601; None where that is not known.
        expires: When it expires, ISO 8601; None if it does not expire.
        managed: The resource of the stack that manages it.
    """

    place: Place
    type: ResourceType
    id: str
    of: str = ""
    created: str | None = None
    expires: str | None = None
    managed: Managed | None = None

    def days_left(self, at: datetime) -> int | None:
        """Whole days from *at* until it expires, negative afterwards; None where it does not, or nobody knows."""
        try:
            expires = datetime.fromisoformat(self.expires or "")
        except ValueError:
            return None
        return (expires - at).days if expires.tzinfo else None


@dataclass(frozen=True)
class Absent:
    """An object in the state of the stack of which the platform itself says that it does not exist."""

    place: Place
    managed: Managed


@dataclass(frozen=True)
class Failure:
    """A place that could not be read."""

    place: Place
    error: PlatformError


@dataclass(frozen=True)
class Survey:
    """
    Everything that was found.

    Args:
        places: Those whose objects were listed, whatever failed afterwards.
        objects: By place, in the order of their ids.
        keys: Keys, certificates and credentials.
        absent: What the stack manages and the platform does not have.
        failures: What could not be read.
        notes: What may exist and was not found, as clauses for people.
        keyless: Platforms whose keys cannot be seen: they cannot list keys, and no stack was read.
        has_stack: Whether the state of a stack was read.
    """

    places: Sequence[Place] = ()
    objects: Sequence[FoundObject] = ()
    keys: Sequence[FoundKey] = ()
    absent: Sequence[Absent] = ()
    failures: Sequence[Failure] = ()
    notes: Sequence[str] = ()
    keyless: Sequence[str] = ()
    has_stack: bool = False
