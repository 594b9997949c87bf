"""
The life of one resource, whatever it is: the rules that hold for every type live here once. No I/O of its own.

* Deleting what is gone succeeds; reading what is gone says so.
* What the platform has accepted is never lost, whatever fails afterwards.
* The platform's answer is the truth: the state holds what it reports, not what was sent.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from inspect import getattr_static
from typing import Any

from ...errors import Missing, PartiallyDone, PaymentWebhooksError, SettingsProblem
from ...hints import NO_HINTS, Hints
from ...pages import see
from ...settings.mechanism import Setting, Settings
from ...withheld import withholding
from ...wording import few, grouped
from ..decide.checks import Checked, check
from ..decide.differences import Difference, diff
from ..decide.reachability import unreachable
from ..decide.showing import named, withheld_texts
from ..decide.states import ACCOUNT, added_part, as_model, declared_part, hidden_part, owned
from ..declare.declaration import UNKNOWN, Claim, Declaration, Path, Problem, part_id
from ..declare.shapes import ObjectOf, names_of, outputs_of, shape_of
from ..ports import Account, Advice, Advise, Comparison, Observed, Operations, Tell
from .comparing import IgnoredPath, Verdict, changed_by_others, compared, is_moved, others_work, reached

_DELETED = see("how-to/find-drift")
_OTHER_VALUES = see("how-to/find-drift#other-values")
_FIELDS = 60
"""Characters for the names of fields in a message."""

_FOREIGN = see("how-to/not-deleted")
_CREATE_AGAIN = "run `pulumi up --refresh` to create it again"


@dataclass(frozen=True)
class Stored:
    """
    A resource as it is written to the state.

    Args:
        id: The platform's id.
        inputs: The declared part, in normal form.
        outputs: The inputs and what the platform adds.
    """

    id: str
    inputs: dict[str, Any]
    outputs: dict[str, Any]


@dataclass(frozen=True)
class ResourceType:
    """
    One type of resource: its declaration and what can be done with it.

    Args:
        kind: ``"<platform folder>:<Name>"``; part of the state format.
        platform: The platform's folder.
        declaration: The fields, markers and rules.
        operations: Gives the operations, loaded when first needed.
        advise: Gives the look at the platform that a check may take, loaded when first needed.
        comparison: Gives the way in which previews see its objects at the platform, loaded when first needed.
    """

    kind: str
    platform: str
    declaration: type[Declaration]
    operations: Callable[[], Operations]
    advise: Callable[[], Advise] | None = None
    comparison: Callable[[], Comparison] | None = None

    @property
    def names(self) -> Mapping[str, str]:
        """Wire names to the names that Python programs write, inputs and outputs."""
        return {**names_of(shape_of(self.declaration)), **names_of(outputs_of(self.declaration))}

    @property
    def secrets(self) -> frozenset[str]:
        """Top-level wire names whose values are secret."""
        fields = (*shape_of(self.declaration).fields, *outputs_of(self.declaration).fields)
        return frozenset(one.wire for one in fields if one.secret)

    def check(
        self, olds: Mapping[str, Any], news: Mapping[str, Any], *, account: Account | None, hints: Hints = NO_HINTS
    ) -> Checked:
        """Bring *news* into normal form and find every problem; *account* is None where settings are missing."""
        fills = account.fills() if account else {}
        checked = check(self.declaration, olds, news, account=fills, parts=hints.parts)
        if account is None:
            return checked
        found = tuple(unreachable(shape_of(self.declaration), checked.inputs, platform=account.host))
        refusals = (*account.refuses(checked.inputs), *(problem for problem, is_certain in found if is_certain))
        warnings = (problem for problem, is_certain in found if not is_certain)
        return Checked(checked.inputs, (*checked.failures, *refusals), (*checked.warnings, *warnings))

    @property
    def is_exclusive(self) -> bool:
        """Whether the platform has room for one object at a time: it is deleted before it is replaced."""
        has_claims = getattr_static(self.declaration, "claims") is not getattr_static(Declaration, "claims")
        return has_claims and self.declaration.is_deleted_first

    def claims(self, inputs: Mapping[str, Any]) -> Mapping[Claim, Path]:
        """The natural keys that *inputs* occupy, each with the field that claims it."""
        return self.declaration.claims(inputs)

    def parts(self, id: str, inputs: Mapping[str, Any]) -> Iterator[str]:
        """The ids that the parts declared inline would have, were they owned apart."""
        for one in shape_of(self.declaration).fields:
            if isinstance(one.shape, ObjectOf) and not one.local and one.wire in inputs:
                yield part_id(id, one.wire)

    def advice(
        self, inputs: Mapping[str, Any], olds: Mapping[str, Any], *, account: Any, tell: Tell
    ) -> tuple[Advice, ...]:
        """What a look at the platform tells of *inputs* before anything is done; *olds* is empty for a new resource."""
        found: list[Advice] = [_OFFLINE] if account.is_offline else []
        with self._withholding(inputs, olds):
            if self.comparison and not account.is_offline:
                comparison = self.comparison()
                comparison.prepare(inputs, olds, account=account)
                found += () if olds else reached(self.declaration, comparison, inputs, account=account, tell=tell)
            if self.advise and not any(one.refuses for one in found):
                found += self.advise()(inputs, olds, account=account, tell=tell)
        return tuple(found)

    def compare(
        self,
        id: str,
        state: Mapping[str, Any],
        difference: Difference,
        *,
        account: Account,
        tell: Tell,
        ignored: Collection[IgnoredPath] = (),
    ) -> Verdict:
        """
        What a preview says of the object itself: that it is in another account, is gone, or is not as *state* says.

        What is replaced need not exist any more: to delete it is to see that it is gone. What the program ignores,
        at the paths in *ignored*, may differ.
        """
        if refusal := _misplaced(state, account):
            return Verdict((Advice(Problem((), refusal), refuses=True),))
        if not self.comparison or account.is_offline:
            return Verdict((), is_moved=is_moved(state, account))
        comparison, found = self.comparison(), Verdict(())
        if not difference.replacing and not tell.is_fresh(id):
            with self._withholding(state):
                found = compared(
                    self.declaration,
                    comparison,
                    id,
                    state,
                    account=account,
                    changed=difference.fields,
                    ignored=ignored,
                )
        return found.moved(state, comparison, account) if is_moved(state, account) else found

    def planned(self, olds: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
        """
        The outputs that a deployment may change, each unknown, for a preview; none of a new or a replaced resource.

        Whether an age is reached is not known here: :meth:`diff` and the declaration decide.
        """
        kind = self.declaration
        if not olds or self.diff(olds, inputs).replacing:
            return {}
        may_change = kind.is_renewed(olds, inputs) or kind.may_be_due(inputs)
        return dict.fromkeys(kind.renewed, UNKNOWN) if may_change else {}

    def diff(self, state: Mapping[str, Any], inputs: Mapping[str, Any]) -> Difference:
        """What differs between *state* and *inputs*, and what of it makes another object."""
        return diff(self.declaration, state, inputs)

    def create(self, inputs: Mapping[str, Any], *, account: Any, tell: Tell) -> Stored:
        """
        Make the object.

        Raises:
            PlatformError: Nothing was made, as far as can be known.
            PartiallyDone: It exists; something after that failed.
        """
        declared = as_model(self.declaration, inputs)
        kept = _Kept()
        try:
            with self._withholding(inputs):
                observed = self.operations().create(declared, account=account, tell=tell, keep=kept)
            return self._settled(observed, inputs, None, account, tell)
        except Exception as failure:
            raise self._kept(kept, inputs, None, account, failure) from failure

    def read(self, id: str, state: Mapping[str, Any], *, account: Any, tell: Tell) -> Stored | None:
        """Look at the object; None says that it does not exist, which is a warning: the state is about to forget it."""
        found = self._look(id, state, account=account, tell=tell)
        if found is None:
            tell.warn(f"{id} was deleted at {account.host}; removed from the state; {_DELETED}")
        else:
            tell.see(id, others_work(self.declaration, state, found.outputs))
        return found

    def _look(self, id: str, state: Mapping[str, Any], *, account: Any, tell: Tell) -> Stored | None:
        """Look at the object; None says that it does not exist."""
        _insist_on_place(state, account)
        try:
            with self._withholding(state):
                observed = self.operations().read(id, state, account=account, tell=tell)
        except Missing:
            return None
        return self._stored(observed, declared_part(self.declaration, state), state, account) if observed else None

    def update(
        self, id: str, state: Mapping[str, Any], inputs: Mapping[str, Any], *, account: Any, tell: Tell
    ) -> Stored:
        """
        Bring the object to *inputs*.

        With nothing to change this repairs what an earlier run left unfinished: it looks first.

        Raises:
            PlatformError: Nothing changed, as far as can be known.
            PartiallyDone: A part of the change is stored.
        """
        _insist_on_place(state, account)
        changed = self.diff(state, inputs).fields
        if not changed and not self.declaration.is_due(state, inputs, at=account.now()):
            fresh = self._look(id, {**state, **inputs}, account=account, tell=tell)
            if fresh is None:
                raise Missing(f"cannot update {id}: it does not exist at {account.host} any more; {_CREATE_AGAIN}")
            state, changed = fresh.outputs, self.diff(fresh.outputs, inputs).fields
            if not changed:
                return fresh
        try:
            return self._update(id, state, inputs, changed, account=account, tell=tell)
        except Missing as gone:
            raise Missing(f"{gone.message}; {_CREATE_AGAIN}", status=gone.status, reference=gone.reference) from gone

    def _update(
        self,
        id: str,
        state: Mapping[str, Any],
        inputs: Mapping[str, Any],
        changed: frozenset[str],
        *,
        account: Any,
        tell: Tell,
    ) -> Stored:
        declared = as_model(self.declaration, inputs)
        kept = _Kept()
        try:
            with self._withholding(inputs, state):
                observed = self.operations().update(
                    id, declared, changed=changed, state=state, account=account, tell=tell, keep=kept
                )
            return self._settled(observed, inputs, state, account, tell)
        except Exception as failure:
            raise self._kept(kept, inputs, state, account, failure) from failure

    def delete(self, id: str, state: Mapping[str, Any], *, account: Any, tell: Tell) -> None:
        """
        Remove the object; one that is gone already is fine.

        Raises:
            PaymentWebhooksError: Somebody else has changed it, so it may be managed elsewhere by now.
        """
        _insist_on_place(state, account)
        try:
            with self._withholding(state):
                self._insist_on_ours(id, state, account, tell)
                self.operations().delete(id, state, account=account, tell=tell)
        except Missing:
            return

    def _insist_on_ours(self, id: str, state: Mapping[str, Any], account: Any, tell: Tell) -> None:
        if any(one.part_of for one in shape_of(self.declaration).fields):
            return  # A reset that was interrupted looks like somebody's change, and does no harm when it is repeated.
        fields = tell.changes_seen(id)
        if self.comparison and not tell.is_fresh(id):
            fields = changed_by_others(self.declaration, self.comparison(), id, state, account=account)
        if fields:
            seen = few(fields, room=30)
            raise PaymentWebhooksError(
                f"not deleted: {seen} changed, so another stack may manage it; `pulumi refresh` first to delete it; "
                f"{_FOREIGN}"
            )

    def _withholding(self, *bags: Mapping[str, Any]) -> AbstractContextManager[None]:
        """While what the platform says may be quoted: without the values in *bags* that no message may show."""
        return withholding({text for bag in bags for text in withheld_texts(self.declaration, bag)})

    def _stored(
        self, observed: Observed, inputs: Mapping[str, Any], state: Mapping[str, Any] | None, account: Account
    ) -> Stored:
        declared = owned(self.declaration, inputs, observed.fields)
        added = {**added_part(self.declaration, state or {}), **hidden_part(state or {}), **observed.added}
        # What is only remembered, such as a key, shows nothing of where it is: an old state stays as it is.
        if account.name and (state is None or ACCOUNT in state or observed.fields or observed.added):
            added[ACCOUNT] = account.name
        return Stored(observed.id, declared, {**declared, **added})

    def _settled(
        self,
        observed: Observed,
        inputs: Mapping[str, Any],
        state: Mapping[str, Any] | None,
        account: Account,
        tell: Tell,
    ) -> Stored:
        stored = self._stored(observed, inputs, state, account)
        for fields in grouped(named(self.declaration, self.diff(stored.outputs, inputs).changed), room=_FIELDS):
            tell.warn(f"the platform stored other values of {fields}; {_OTHER_VALUES}")
        return stored

    def _kept(
        self,
        kept: _Kept,
        inputs: Mapping[str, Any],
        state: Mapping[str, Any] | None,
        account: Account,
        failure: Exception,
    ) -> Exception:
        if kept.observed is None:
            return failure
        stored = self._stored(kept.observed, inputs, state, account)
        return PartiallyDone(str(failure), id=stored.id, inputs=stored.inputs, state=stored.outputs)


@dataclass(frozen=True)
class Platform:
    """
    One platform, whole.

    Args:
        name: Its folder.
        account: An account at it, from the settings; raises `SettingsProblem` where they do not suffice.
        reviewer: The same for checks and diffs, which may need less.
        settings: What it asks for.
        resources: Its resource types.
    """

    name: str
    account: Callable[[Settings], Account]
    reviewer: Callable[[Settings], Account]
    settings: tuple[Setting[Any], ...]
    resources: tuple[ResourceType, ...]


def _misplaced(state: Mapping[str, Any], account: Account) -> str | None:
    """Why *account* must not touch the object of *state*: it is elsewhere. Earlier versions did not record where."""
    recorded = state.get(ACCOUNT)
    return account.refuses_account(recorded) if isinstance(recorded, str) else None


def _insist_on_place(state: Mapping[str, Any], account: Account) -> None:
    if refusal := _misplaced(state, account):
        raise SettingsProblem(refusal)


_OFFLINE = Advice(Problem((), "nothing is compared with the platform: previews are offline"), is_note=True, once=True)


class _Kept:
    observed: Observed | None = None

    def __call__(self, observed: Observed) -> None:
        self.observed = observed
