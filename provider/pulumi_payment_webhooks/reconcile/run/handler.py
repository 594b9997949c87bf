"""
What a face asks for, decided once for every face: order, suppression, claims, advice, ownership, ageing and wording.

A face translates: it hands over plain values in normal form, and turns the verdict into what its protocol wants.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import cached_property

from ...attendance import announcing, awaited
from ...errors import SettingsProblem
from ...hints import NO_HINTS, Hints
from ...pages import see
from ...pulumi_names import name_in, type_in
from ...settings.mechanism import Settings, unknown_settings
from ...wording import few
from ..decide.differences import Difference
from ..decide.states import ACCOUNT
from ..declare.declaration import Path, Problem
from ..ports import Account, Advice, Caller, Remark
from ..resource import Platform, ResourceType
from .comparing import Existing, IgnoredPath
from .guard import Guard
from .lifecycle import Lifecycle, Stored
from .ownership import Question, Standing
from .phase import Collected, Phase, RunOf

_RENAMES = see("how-to/rename-or-replace")
_SWAP = see("how-to/rename-or-replace#swap-products")


@dataclass(frozen=True)
class CheckVerdict:
    """
    What a check came to.

    Args:
        inputs: The normal form.
        failures: What must be corrected first.
        remarks: What is said, in order.
    """

    inputs: Mapping[str, object]
    failures: tuple[Problem, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class DiffVerdict:
    """
    What a diff came to.

    Args:
        changed: The inputs that differ, by path, each with ``ADD``, ``DELETE`` or ``UPDATE``.
        replacing: The top-level names whose change makes another object.
        outputs: The outputs that an update will change, where a preview names them; None where it cannot.
        is_due: Whether an update is due although no input may differ.
        is_deleted_first: Whether a replacement deletes the object before it creates the next one.
        failures: What stops the run.
        remarks: What is said, in order.
    """

    changed: Mapping[Path, str]
    replacing: tuple[str, ...] = ()
    outputs: tuple[str, ...] | None = None
    is_due: bool = False
    is_deleted_first: bool = False
    failures: tuple[Problem, ...] = ()
    remarks: tuple[Remark, ...] = ()


class Handler:
    """
    One resource type in one configured process.

    Args:
        resource: The resource type.
        platform: Its platform.
        settings: Where settings are looked up. Nothing is read yet: a problem belongs to the resource that it stops.
        phase: What the process remembers, shared by all resource types.
        keys: The full key of everything in the stack's config, so that misspelt settings are noticed.
    """

    def __init__(
        self, resource: ResourceType, platform: Platform, settings: Settings, phase: Phase, keys: Iterable[str] = ()
    ) -> None:
        self.resource = resource
        self._lifecycle = Lifecycle(resource)
        self._platform = platform
        self._settings = settings
        self._phase = phase
        self._holdings = phase.holdings
        self._unknown_settings = tuple(unknown_settings(keys, platform.settings, platform=platform.settings_prefix))
        self._opened: Account | None = None
        self._reviewing: Account | None = None

    @property
    def workers(self) -> int:
        """How many operations may be under way at once; 0 where the settings do not say."""
        try:
            return (self._opened or self._reviewer()).workers
        except SettingsProblem:
            return 0

    def check(
        self, urn: str, olds: Mapping[str, object], news: Mapping[str, object], hints: Hints = NO_HINTS
    ) -> CheckVerdict:
        """
        Bring *news* into normal form, and find every problem and what a look at the platform shows; a preview.

        Misspelt settings are reported here alone, before a deployment: what exists can still be read and deleted.

        Args:
            urn: The resource.
            olds: The inputs of the last deployment; empty for a new resource.
            news: What the program declares.
            hints: What is known of the program.
        """
        run = RunOf(caller := Collected(urn), self._phase)
        with self._failing(urn):
            account, problems = self._reviewed()
            checked = self._lifecycle.check(olds, news, account=account, hints=hints)
            problems += [one for one in checked.failures if not (problems and one.is_filled_by_settings)]
            problems += self._declared(urn, checked.inputs, olds, hints)
            advice = [Advice(warning) for warning in checked.warnings]
            if account and not problems:
                advice += [Advice(Problem((), remark), once=True) for remark in account.remarks()]
                advice += self._guard.notes(urn)
                advice += self._lifecycle.advice(checked.inputs, olds, account=account, run=run)
                advice = [*self._standing(run, advice)]
                problems += [one.problem for one in advice if one.refuses]
        if problems:  # First things first: what stops the deployment.
            self._holdings.fail(urn)
            return CheckVerdict(checked.inputs, tuple(problems), tuple(caller.remarks))
        _say(run, advice)
        planned = self._lifecycle.planned(olds, checked.inputs) if hints.is_preview else {}
        return CheckVerdict({**checked.inputs, **planned}, (), tuple(caller.remarks))

    def diff(
        self,
        urn: str,
        id: str,
        state: Mapping[str, object],
        inputs: Mapping[str, object],
        ignored: Collection[IgnoredPath] = (),
    ) -> DiffVerdict:
        """
        Compare *inputs* with *state*, and *state* with the platform.

        Args:
            urn: The resource.
            id: The platform's id of its object.
            state: What is stored.
            inputs: What is declared now, in normal form.
            ignored: The paths below which the program has the engine ignore changes.
        """
        run = RunOf(caller := Collected(urn), self._phase)
        with self._failing(urn):
            difference = self._lifecycle.diff(state, inputs)
            account = self._reviewer()
            is_renewed = self._age(run, account, state, inputs, difference)
            one = Existing.of(id, state, difference, ignored)
            seen = self._lifecycle.compare(one, account=account, run=run)
            refused = [one.problem for one in seen.advice if one.refuses]
            if difference.replacing and self._holdings.is_declared(urn):  # A refresh compares, and replaces nothing.
                refused += self._foresee(urn, id, state, account, run)
            if failures := tuple(refused):
                self._holdings.fail(urn)
                return DiffVerdict({}, failures=failures, remarks=tuple(caller.remarks))
            _say(run, seen.advice)
        for held in (id, *self.resource.parts(id, inputs)):
            self._holdings.hold(held, urn)
        moved = (ACCOUNT,) if seen.is_moved else ()
        planned = tuple(name for name in self.resource.declaration.renewed if name in inputs)
        return DiffVerdict(
            changed=difference.kinds(state, inputs),
            replacing=(*difference.replacing, *(moved if seen.is_gone else ())),
            outputs=(*(planned if is_renewed else ()), *moved) if planned else None,
            is_due=is_renewed or seen.is_moved,
            # In place of itself, an object can only be created once the old one has given up the natural key.
            is_deleted_first=self.resource.is_exclusive and bool(self.resource.claims(inputs)),
            remarks=tuple(caller.remarks),
        )

    def create(self, caller: Caller, inputs: Mapping[str, object]) -> Stored:
        """Create the object."""
        with self._operation(caller) as (account, run):
            stored = self._lifecycle.create(inputs, account=account, run=run)
            self._holdings.see(stored.id)
            for held in (stored.id, *self.resource.parts(stored.id, stored.inputs)):
                self._holdings.hold(held, caller.urn)
        return stored

    def read(self, caller: Caller, id: str, state: Mapping[str, object]) -> Stored | None:
        """Look at the object; None says that it does not exist."""
        with self._operation(caller, changes=False) as (account, run):
            return self._lifecycle.read(id, state, account=account, run=run)

    def import_(self, caller: Caller, id: str) -> Stored | None:
        """Look at an object that no state has yet: everything that could be declared of it; None if there is none."""
        with self._operation(caller, changes=False) as (account, run):
            return self._lifecycle.import_(id, account=account, run=run)

    def update(self, caller: Caller, id: str, state: Mapping[str, object], inputs: Mapping[str, object]) -> Stored:
        """Bring the object to *inputs*."""
        with self._operation(caller) as (account, run):
            return self._lifecycle.update(id, state, inputs, account=account, run=run)

    def delete(self, caller: Caller, id: str, state: Mapping[str, object]) -> None:
        """Delete the object, unless another resource of the program manages it by now."""
        with self._operation(caller) as (account, run):
            if heir := self._holdings.other_holder(id, caller.urn):
                # A part that is declared inline by now was moved there: that is no rename, and needs no word.
                if type_in(heir) == type_in(caller.urn):
                    run.warn(_inherited(id, run.name, name_in(heir)))
                return
            with self._guard.deleting(run, id) as permit:
                self._lifecycle.delete(id, state, account=account, run=run, permit=permit)

    @contextmanager
    def _operation(self, caller: Caller, *, changes: bool = True) -> Iterator[tuple[Account, RunOf]]:
        with self._failing(caller.urn):
            account = self._account()
            under_way = self._holdings.changing(caller.urn) if changes else nullcontext()
            with under_way, announcing(caller.progress), awaited(caller.is_awaited):
                yield account, RunOf(caller, self._phase)

    @contextmanager
    def _failing(self, urn: str) -> Iterator[None]:
        """While something is done for the resource *urn*. A problem of the settings is explained on one resource."""
        with self._holdings.failing(urn):
            try:
                yield
            except SettingsProblem as problem:
                first = self._phase.said.first(urn, str(problem))
                if first == urn:
                    raise
                raise SettingsProblem(f"stopped for the same reason as {name_in(first)!r}") from problem

    def _account(self) -> Account:
        if self._opened is None:
            self._opened = self._platform.account(self._settings)
        return self._opened

    def _reviewer(self) -> Account:
        """The account as checks and diffs need it: an offline preview does without credentials."""
        if self._reviewing is None:
            self._reviewing = self._platform.reviewer(self._settings)
        return self._reviewing

    def _reviewed(self) -> tuple[Account | None, list[Problem]]:
        """The reviewer, or None, and what is wrong with the settings."""
        problems = [Problem((), line) for line in self._unknown_settings]
        try:
            return self._reviewer(), problems
        except SettingsProblem as problem:
            return None, [*problems, Problem((), str(problem))]

    @cached_property
    def _guard(self) -> Guard:
        return Guard(self.resource, self._platform.transport.deletions.read(self._settings), self._phase)

    def _foresee(
        self, urn: str, id: str, state: Mapping[str, object], account: Account, run: RunOf
    ) -> Iterator[Problem]:
        """That the run replaces more objects than it may delete."""
        if not self._guard.is_in_force(urn) or self._lifecycle.is_gone(id, state, account=account, run=run):
            return
        if problem := self._guard.foresee(urn, id):
            yield problem

    def _declared(
        self, urn: str, inputs: Mapping[str, object], olds: Mapping[str, object], hints: Hints
    ) -> Iterator[Problem]:
        """That another resource of the program claims the same, or gives something up only in exchange."""
        if not urn:
            return
        claims, before = self.resource.claims(inputs), frozenset(self.resource.claims(olds))
        kind, siblings = self.resource.kind, hints.siblings
        others = self._holdings.declare(urn, frozenset(claims), before=before, group=kind, siblings=siblings)
        for claim, other in others.items():
            reason = f"{claim.title} is declared by {name_in(other)!r} as well; {claim.remedy}"
            yield Problem(claims[claim], reason)
        if circle := [repr(name_in(one)) for one in self._holdings.circle(urn)]:
            remedy = "remove it from one first, then add it to the other"
            reason = f"swaps with {few(circle)}, which one deployment cannot do\n{remedy}; {_SWAP}"
            yield Problem((), reason)

    def _standing(self, run: RunOf, advice: Iterable[Advice]) -> Iterator[Advice]:
        """
        What of *advice* holds, whatever the other resources of the program do, and of what others were advised before.

        What depends on resources that were not seen yet is kept until they were; a refusal is then that of the last.
        """
        urn = run.caller.urn
        for one in advice:
            standing = self._holdings.standing(one.unless, urn) if one.unless else Standing.KEPT
            if standing is Standing.OPEN:
                self._holdings.postpone(Question(urn, one.unless, one))
            elif standing is Standing.KEPT:
                yield one
        for question in self._holdings.answered(self.resource.kind):
            one = question.subject
            if question.holder != urn and one.refuses:
                yield replace(one, problem=replace(one.problem, resource=name_in(question.holder)))
            elif question.holder != urn:
                _say(run, [one], urn=question.holder)
            else:
                yield one

    def _age(
        self,
        run: RunOf,
        account: Account,
        state: Mapping[str, object],
        inputs: Mapping[str, object],
        difference: Difference,
    ) -> bool:
        """Whether the object is renewed, because that is asked for or due; and what should be known of it, said."""
        now, kind, urn = account.now(), self.resource.declaration, run.caller.urn
        is_update = not urn or self._holdings.is_declared(urn)  # A refresh compares as well, and renews nothing.
        due = kind.is_due(state, inputs, at=now) if is_update else None
        is_renewed = due is not None or (is_update and kind.is_renewed(state, inputs))
        if is_renewed and (notice := kind.on_renewal(due)):
            run.warn(notice)
        elif not difference.changed:  # A change may be what the remark asks for.
            for remark in kind.remarks(state, at=now):
                run.warn(remark)
        return is_renewed


def _say(run: RunOf, advice: Iterable[Advice], *, urn: str = "") -> None:
    for one in advice:
        run.say(one.problem, is_note=one.is_note, once=one.once, urn=urn)


def _inherited(id: str, name: str, heir: str) -> str:
    return f"not deleting {id}: {heir!r} manages it now; give it an alias for {name!r}; {_RENAMES}"
