"""
Which of several accounts has what of a stack, and which owners each is asked for. Pure: no I/O.

Usually there is one account at a platform. A stack with `Provider` resources has several.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from ..reconcile.declare.meaning import Role
from ..reconcile.ports import Estate
from ..reconcile.resource import Platform
from ..registry import typed_name
from ..stacks.state import Managed
from .found import Survey
from .showing import value_with


class Opened(Protocol):
    """An account that is open for reading."""

    @property
    def platform(self) -> Platform:
        """Its platform."""

    @property
    def title(self) -> str:
        """The name of the platform, as it is typed."""

    @property
    def account(self) -> Any:
        """The account."""

    @property
    def estate(self) -> Estate:
        """How the platform shows what exists."""

    @property
    def has_owners(self) -> bool:
        """Whether objects belong to owners."""


AnyOpened = TypeVar("AnyOpened", bound=Opened)


def by_title(accounts: Iterable[AnyOpened]) -> Mapping[str, Sequence[AnyOpened]]:
    """*accounts* by platform, in their order."""
    found: dict[str, list[AnyOpened]] = {}
    for one in accounts:
        found.setdefault(one.title, []).append(one)
    return found


def share_out(several: Sequence[Opened], managed: Sequence[Managed]) -> list[list[Managed]]:
    """What of *managed* each of *several* accounts has; a state that names no account means the first of them."""
    shares: list[list[Managed]] = [[] for _ in several]
    for one in managed:
        having = [number for number, account in enumerate(several) if _is_in(one, account.account)]
        if having or not one.account:
            shares[having[0] if having else 0].append(one)
    return shares


def _is_in(one: Managed, account: Any) -> bool:
    return bool(one.account) and (one.account == account.name or account.is_move(one.account))


def owners_to_ask(
    several: Sequence[Opened], shares: Sequence[Sequence[Managed]], owners: Sequence[str]
) -> list[list[str]]:
    """
    The owners that each of *several* accounts is asked for, each once, however its id is written.

    An owner that is named and that no account is known to have is asked for at the first.
    """
    if not several[0].has_owners:
        return [[""] for _ in several]
    known = [
        [*one.estate.owners(one.account), *(owner for own in share if (owner := owner_of(own)))]
        for one, share in zip(several, shares, strict=True)
    ]
    if not owners:
        return [list(once(one).values()) for one in known]
    having = [once(one).keys() for one in known]
    named = [[owner for owner in owners if owner.casefold() in one] for one in having]
    named[0] = [owner for owner in owners if owner in named[0] or not any(owner.casefold() in one for one in having)]
    return [list(once(one).values()) for one in named]


def once(owners: Iterable[str]) -> dict[str, str]:
    """*owners*, each once, by their ids in lower case."""
    found: dict[str, str] = {}
    for owner in owners:
        found.setdefault(owner.casefold(), owner)
    return found


def left_over(title: str, several: Sequence[Opened], managed: Sequence[Managed], *, has_stack: bool) -> Survey:
    """What no account says: which accounts of the state are not described, and whose keys cannot be seen."""
    elsewhere = {one.account for one in managed if one.account and not any(_is_in(one, a.account) for a in several)}
    notes = [
        f"{title}: the stack has resources in account {account}, which its config does not describe; they were not read"
        for account in sorted(elsewhere)
    ]
    is_keyless = not has_stack and not any(one.estate.lists_keys(one.account) for one in several)
    return Survey(notes=notes, keyless=[title] if is_keyless else [])


def unopened(opened: Iterable[Opened], managed: Sequence[Managed]) -> Iterator[str]:
    """A note for each platform of *managed* at which no account is open."""
    names = {one.platform.name for one in opened}
    for name in dict.fromkeys(one.type.platform for one in managed if one.type.platform not in names):
        reason = "the stack has resources there, and no settings of the platform; they were not read"
        yield f"{typed_name(name)}: {reason}"


def owner_of(one: Managed) -> str | None:
    """The owner in the state; None where there is none."""
    return text_with(one, Role.OWNER)


def text_with(one: Managed, role: Role) -> str | None:
    """The text with *role* in the state; None where there is none, or it is encrypted."""
    value = value_with(one.type, role, {**one.inputs, **one.outputs})
    return value if isinstance(value, str) else None
