"""
What reconciliation asks of a platform and of a run. Protocols and plain data; no I/O.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from ..wording import FieldName, Words
from .declare.declaration import Claim, Problem


@dataclass(frozen=True)
class Remark:
    """
    Something that is said on the row of a resource.

    Args:
        urn: The resource.
        problem: Where, and what.
        is_note: Whether it needs no action, so that it is not a warning.
    """

    urn: str
    problem: Problem
    is_note: bool = False


class Caller(Protocol):
    """The call that is being answered, as its face sees it."""

    @property
    def urn(self) -> str:
        """The resource; empty where it is not known."""

    def say(self, remark: Remark) -> None:
        """Show *remark*, which stays on the screen."""

    def progress(self, text: str) -> None:
        """Show *text* in the row of the resource until the next such line."""

    def is_awaited(self) -> bool:
        """Whether somebody still waits for the answer."""


Declared = TypeVar("Declared")
AnAccount = TypeVar("AnAccount")


class Run(Protocol):
    """The run that an operation belongs to: it shows messages, and knows what the other resources are about to do."""

    @property
    def name(self) -> str:
        """Name of the resource in the program: what messages call it."""

    def warn(self, text: Words) -> None:
        """Show *text* as a warning on the resource of the operation."""

    def note(self, text: Words) -> None:
        """Show *text*, which stays on the screen and needs no action: it is not a warning."""

    def progress(self, text: str) -> None:
        """Show *text* in the row of the resource until the next such line."""

    def is_released(self, claims: frozenset[Claim]) -> bool:
        """Wait until other resources of the program have given up *claims*; False where one is not given up."""

    def see(self, id: str, changes: Sequence[FieldName] = ()) -> None:
        """Note that this run has read or created *id* itself, and the fields that others have changed in it."""

    def is_fresh(self, id: str) -> bool:
        """Whether this run has read or created *id* itself, so that its state is what the platform has."""

    def changes_seen(self, id: str) -> Sequence[FieldName]:
        """The fields of *id* that others have changed, as a command that refreshes first has seen."""


@dataclass(frozen=True)
class Observed:
    """
    An object as the platform reports it, in normal form. Its `repr` shows no value: some are secret.

    Args:
        id: The platform's id of it.
        fields: What it has of the declarable fields. A missing name was not reported; None says there is none.
        added: The outputs.
    """

    id: str
    fields: Mapping[str, Any] = field(default_factory=dict, repr=False)
    added: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class ExistingObject:
    """
    An object that exists at a platform, whether or not a program declares it.

    Args:
        kind: The kind of its resource type.
        observed: The object, in normal form.
        unseen: Dotted wire paths of what it has and the platform does not show, such as a password.
    """

    kind: str
    observed: Observed
    unseen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Status:
    """
    A status of objects, as operators need it.

    Args:
        word: What it is called, in capital letters.
        meaning: What it means, in a few words.
        urgency: How urgent it is to act; 0 where there is nothing to do.
    """

    word: str
    meaning: str
    urgency: int = 0


@dataclass(frozen=True)
class ExistingKey:
    """
    A key that the platform lists; its value is never read.

    Args:
        kind: The kind of its resource type.
        id: The platform's id of it.
        of: Id of the object that it belongs to.
        created: When it was created, ISO 8601; None where the platform does not say it.
        expires: When it expires, ISO 8601; None for a key that does not.
    """

    kind: str
    id: str
    of: str
    created: str | None = None
    expires: str | None = None


class Estate(Protocol):
    """What exists in an account of a platform. Nothing is changed."""

    @property
    def statuses(self) -> Sequence[Status]:
        """The statuses that the platform documents; it may have others."""

    def status(self, existing: ExistingObject) -> Status:
        """The status of *existing*."""

    def owners(self, account: Any) -> Sequence[str]:
        """The owners that the settings of *account* name; an empty name if the platform has no owners."""

    def read(self, account: Any, owner: str, *, whole: bool = False) -> Sequence[ExistingObject]:
        """
        Every object of *owner* that the platform lists.

        Args:
            account: Where to ask.
            owner: Whose objects.
            whole: Whether each object is read by itself as well, because a list may leave something out.

        Raises:
            PlatformError: There is no definite answer, or the platform refuses.
        """

    def find(self, account: Any, id: str) -> ExistingObject | None:
        """
        The object *id*, read by itself; None only where the platform itself says that it does not exist.

        Raises:
            PlatformError: There is no definite answer, or the platform refuses.
        """

    def keys(self, account: Any, found: Sequence[ExistingObject]) -> Sequence[ExistingKey]:
        """
        The keys that the platform lists for the objects *found*; none where :meth:`lists_keys` says so.

        Raises:
            PlatformError: There is no definite answer, or the platform refuses.
        """

    def lists_keys(self, account: Any) -> bool:
        """Whether the platform can list keys; otherwise only the state of a stack knows them."""

    def unlisted(self, account: Any, found: Sequence[ExistingObject]) -> Iterable[str]:
        """What may exist and is not among the objects *found*, as clauses for people."""

    def close(self) -> None:
        """Close the connections that were opened to read it."""


Keep = Callable[[Observed], None]


def _keep_nothing(observed: Observed) -> None:
    """Of an operation that leaves nothing behind where it fails."""


@dataclass(frozen=True)
class Advice:
    """
    What a look at the platform shows about a declaration before anything is done.

    Args:
        problem: Where, and what.
        refuses: Whether it stops the deployment; otherwise it is a warning.
        is_note: Whether it needs no action, so that it is not a warning either.
        once: Whether it is about the run, and is said on one resource only.
        unless: Claims, as alternatives: where other resources of the program give up all of one set, it is not said.
    """

    problem: Problem
    refuses: bool = False
    is_note: bool = False
    once: bool = False
    unless: tuple[frozenset[Claim], ...] = ()


class Advise(Protocol):
    """The second, optional step of a check. It never fails because the platform cannot be reached."""

    def __call__(
        self, inputs: Mapping[str, object], olds: Mapping[str, object], *, account: Any, run: Run
    ) -> Iterable[Advice]:
        """Look at the platform; *olds* is empty for a new resource."""


class Account(Protocol):
    """One account at a platform: what its settings say before anybody is asked."""

    def fills(self) -> Mapping[str, object]:
        """Values, by wire name, for fields that a program leaves to the account."""

    def refuses(self, inputs: Mapping[str, object]) -> Iterable[Problem]:
        """Why this account must not touch what *inputs* describe."""

    def refuses_account(self, recorded: str) -> str | None:
        """Why it must not touch what was created in the account of the name *recorded*; None where it may."""

    def is_move(self, recorded: str) -> bool:
        """Whether what was created in the account of the name *recorded* was moved to this one."""

    def remarks(self) -> Iterable[str]:
        """What a preview warns of once, whatever the program declares."""

    def now(self) -> datetime:
        """The time."""

    @property
    def host(self) -> str:
        """Host of the platform, for messages."""

    @property
    def name(self) -> str | None:
        """What distinguishes it from every other account, without a secret; None where that is not known."""

    @property
    def is_offline(self) -> bool:
        """Whether previews ask the platform nothing."""

    @property
    def workers(self) -> int:
        """How many operations may be under way at once."""


class Comparison(Protocol):
    """
    How a preview sees the objects of one type at the platform: quickly, in few requests for many objects.

    Raises:
        PlatformError: There is no definite answer in time, or a no.
    """

    @property
    def is_blind(self) -> bool:
        """Whether the platform shows nothing of such an object."""

    def prepare(self, inputs: Mapping[str, object], olds: Mapping[str, object], *, account: Any) -> None:
        """Begin in the background what will be asked for *inputs*; *olds* is empty for a new resource."""

    def reach(self, inputs: Mapping[str, object], *, account: Any, run: Run) -> None:
        """Insist on an answer before a new object is created; `Missing` where it belongs to what does not exist."""

    def observe(self, id: str, state: Mapping[str, object], *, account: Any) -> Observed | None:
        """The object *id*; None where nothing can be seen of it, and `Missing` where it does not exist."""

    def remarks(self, observed: Observed, changed: frozenset[str]) -> Iterable[Words]:
        """What a person should know of an object whose top-level fields *changed* this run changes."""


@dataclass(frozen=True, kw_only=True)
class Request(Generic[Declared, AnAccount]):
    """
    One operation on one object.

    Args:
        id: The platform's id of it; empty where it is to be created.
        declared: The declaration as a model, to create or to update; None to read or to delete.
        changed: The top-level wire names of what an update changes.
        state: What is stored of it; empty where it is to be created.
        account: Where it is, and how the platform is asked.
        run: The run that the operation belongs to.
        keep: Records what the platform has accepted so far, so that nothing is lost when a later step fails.
    """

    id: str = ""
    declared: Declared = field(repr=False)
    changed: frozenset[str] = frozenset()
    state: Mapping[str, Any] = field(default_factory=dict, repr=False)
    account: AnAccount
    run: Run
    keep: Keep = _keep_nothing


class Operations(Protocol):
    """What can be done with one type of object. The only place that calls a platform."""

    def create(self, request: Request[Any, Any]) -> Observed:
        """Make the object."""

    def read(self, request: Request[None, Any]) -> Observed | None:
        """Look at the object; None says that it does not exist."""

    def update(self, request: Request[Any, Any]) -> Observed:
        """Bring the top-level fields named in *changed* to what is declared."""

    def delete(self, request: Request[None, Any]) -> None:
        """Remove the object."""
