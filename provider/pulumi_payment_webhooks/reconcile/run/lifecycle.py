"""
The life of one resource, whatever it is: the rules that hold for every type live here once. No I/O of its own.

* Deleting what is gone succeeds; reading what is gone says so.
* What the platform has accepted is never lost, whatever fails afterwards.
* The platform's answer is the truth: the state holds what it reports, not what was sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from ...errors import Missing, PartiallyDone, PaymentWebhooksError, PlatformError, Refused, SettingsProblem
from ...hints import NO_HINTS, Hints
from ...pages import see
from ...withheld import withholding
from ...wording import Sentence, few, group
from ..decide.checks import Checked, check
from ..decide.differences import Difference, diff
from ..decide.importing import select_importable
from ..decide.reachability import find_unreachable
from ..decide.showing import name_fields, withheld_texts
from ..decide.states import ACCOUNT, added_part, as_model, declared_part, hidden_part, select_owned
from ..declare.declaration import UNKNOWN, Problem
from ..declare.shapes import shape_of
from ..ports import Account, Advice, Observed, Request, Run
from ..resource import ResourceType
from .comparing import (
    ComparisonVerdict,
    Existing,
    compare_object,
    find_changes_by_others,
    is_moved,
    is_refusal,
    list_changes_by_others,
    reach_platform,
)

Permit = Callable[[], None]
"""Returns when a deletion may be sent, and raises where it may not."""

_DELETED = see("how-to/find-drift")
_OTHER_VALUES = see("how-to/find-drift#other-values")
_FIELDS = 60
"""Characters for the names of fields in a message."""

_FOREIGN = see("how-to/not-deleted")
_NEW_SETTINGS = "after a change of the settings, refresh and destroy need --run-program"
_CREATE_AGAIN = "run `pulumi up --refresh` to create it again"


@dataclass(frozen=True)
class Stored:
    """
    A resource as it is written to the state. Its `repr` shows no value: some are secret.

    Args:
        id: The platform's id.
        inputs: The declared part, in normal form.
        outputs: The inputs and what the platform adds.
    """

    id: str
    inputs: dict[str, Any] = field(repr=False)
    outputs: dict[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Lifecycle:
    """What is done with the resources of one type, whatever it is."""

    resource: ResourceType

    def check(
        self,
        olds: Mapping[str, object],
        news: Mapping[str, object],
        *,
        account: Account | None,
        hints: Hints = NO_HINTS,
    ) -> Checked:
        """Bring *news* into normal form and find every problem; *account* is None where settings are missing."""
        fills = account.fills() if account else {}
        checked = check(self.resource.declaration, olds, news, account=fills, parts=hints.parts)
        if account is None:
            return checked
        found = tuple(find_unreachable(shape_of(self.resource.declaration), checked.inputs, platform=account.host))
        refusals = (*account.refuses(checked.inputs), *(problem for problem, is_certain in found if is_certain))
        warnings = (problem for problem, is_certain in found if not is_certain)
        return Checked(checked.inputs, (*checked.failures, *refusals), (*checked.warnings, *warnings))

    def advice(
        self, inputs: Mapping[str, object], olds: Mapping[str, object], *, account: Account, run: Run
    ) -> tuple[Advice, ...]:
        """What a look at the platform shows of *inputs* before anything is done; *olds* is empty for a new resource."""
        found: list[Advice] = [_OFFLINE] if account.is_offline else []
        with self._withholding(inputs, olds):
            if self.resource.comparison and not account.is_offline:
                comparison = self.resource.comparison()
                comparison.prepare(inputs, olds, account=account)
                found += (
                    ()
                    if olds
                    else reach_platform(self.resource.declaration, comparison, inputs, account=account, run=run)
                )
            if self.resource.advise and not any(one.refuses for one in found):
                found += self.resource.advise()(inputs, olds, account=account, run=run)
        return tuple(found)

    def compare(self, one: Existing, *, account: Account, run: Run) -> ComparisonVerdict:
        """
        What a preview says of the object itself: that it is in another account, is gone, or is not as its state says.

        What is replaced need not exist any more: to delete it is to see that it is gone.
        """
        if refusal := _misplaced(one.state, account):
            return ComparisonVerdict((Advice(Problem((), refusal), refuses=True),))
        if not self.resource.comparison or account.is_offline:
            return ComparisonVerdict((), is_moved=is_moved(one.state, account))
        comparison, found = self.resource.comparison(), ComparisonVerdict(())
        if not one.is_replaced and not run.is_fresh(one.id):
            with self._withholding(one.state):
                found = compare_object(self.resource.declaration, comparison, one, account=account)
        return found.moved(one.state, comparison, account) if is_moved(one.state, account) else found

    def planned(self, olds: Mapping[str, object], inputs: Mapping[str, object]) -> dict[str, object]:
        """
        The outputs that a deployment may change, each unknown, for a preview; none of a new or a replaced resource.

        Whether an age is reached is not known here: :meth:`diff` and the declaration decide.
        """
        kind = self.resource.declaration
        if not olds or self.diff(olds, inputs).replacing:
            return {}
        may_change = kind.is_renewed(olds, inputs) or kind.may_be_due(inputs)
        return dict.fromkeys(kind.renewed, UNKNOWN) if may_change else {}

    def diff(self, state: Mapping[str, object], inputs: Mapping[str, object]) -> Difference:
        """What differs between *state* and *inputs*, and what of it makes another object."""
        return diff(self.resource.declaration, state, inputs)

    def create(self, inputs: Mapping[str, object], *, account: Account, run: Run) -> Stored:
        """
        Make the object.

        Raises:
            PlatformError: Nothing was made, as far as can be known.
            PartiallyDone: It exists; something after that failed.
        """
        request = Request(declared=as_model(self.resource.declaration, inputs), account=account, run=run)
        return self._write(self.resource.operations().create, request, inputs, None)

    def read(self, id: str, state: Mapping[str, object], *, account: Account, run: Run) -> Stored | None:
        """Look at the object; None says that it does not exist, which is a warning: the state is about to forget it."""
        with _explaining_old_settings():
            found = self._look(id, state, account=account, run=run)
        if found is None:
            run.warn(f"{id} was deleted at {account.host}; removed from the state; {_DELETED}")
        else:
            run.see(id, list_changes_by_others(self.resource.declaration, state, found.outputs))
        return found

    def _look(self, id: str, state: Mapping[str, object], *, account: Account, run: Run) -> Stored | None:
        """Look at the object; None says that it does not exist."""
        _insist_on_place(state, account)
        request = Request(id=id, declared=None, state=state, account=account, run=run)
        try:
            with self._withholding(state):
                observed = self.resource.operations().read(request)
        except Missing:
            return None
        if observed is None:
            return None
        return self._stored(observed, declared_part(self.resource.declaration, state), state, account)

    def import_(self, id: str, *, account: Account, run: Run) -> Stored | None:
        """
        Look at an object of which only the id is known; None says that it does not exist.

        Raises:
            PaymentWebhooksError: The platform shows nothing of such objects.
        """
        try:
            observed = self.resource.operations().read(Request(id=id, declared=None, account=account, run=run))
        except Missing:
            return None
        if observed is None:
            return None
        if not observed.fields:
            raise PaymentWebhooksError(f"cannot import {id}: {account.host} shows nothing of such an object")
        declared = select_importable(self.resource.declaration, observed.fields)
        return self._stored(observed, check(self.resource.declaration, {}, declared).inputs, None, account)

    def update(
        self, id: str, state: Mapping[str, object], inputs: Mapping[str, object], *, account: Account, run: Run
    ) -> Stored:
        """
        Bring the object to *inputs*.

        With nothing to change this repairs what an earlier run left unfinished: it looks first. It also looks first
        where all that changes is declared for the first time: the object may have it already.

        Raises:
            PlatformError: Nothing changed, as far as can be known.
            PartiallyDone: A part of the change is stored.
        """
        _insist_on_place(state, account)
        changed = self.diff(state, inputs).fields
        is_due = self.resource.declaration.is_due(state, inputs, at=account.now()) is not None
        if not changed and not is_due:
            fresh = self._look(id, {**state, **inputs}, account=account, run=run)
            if fresh is None:
                raise Missing(f"cannot update {id}: it does not exist at {account.host} any more; {_CREATE_AGAIN}")
            state, changed = fresh.outputs, self.diff(fresh.outputs, inputs).fields
            if not changed:
                return fresh
        elif not is_due and (there := self._find_declared(id, state, inputs, changed, account=account, run=run)):
            return there
        declared = as_model(self.resource.declaration, inputs)
        request = Request(id=id, declared=declared, changed=changed, state=state, account=account, run=run)
        try:
            return self._write(self.resource.operations().update, request, inputs, state)
        except Missing as gone:
            message = Sentence("{}; {}", gone.message, _CREATE_AGAIN)
            raise Missing(message, status=gone.status, reference=gone.reference) from gone

    def _find_declared(
        self,
        id: str,
        state: Mapping[str, object],
        inputs: Mapping[str, object],
        changed: frozenset[str],
        *,
        account: Account,
        run: Run,
    ) -> Stored | None:
        """
        The object, if *changed* is declared for the first time and the platform shows the same values already.

        None where something has to be sent: the platform would take an equal URL for a new one, and review it.
        """
        kind, comparison = self.resource.declaration, self.resource.comparison
        fields = [one for one in shape_of(kind).fields if one.wire in changed]
        is_new = all(one.wire not in state and not one.local and not one.secret for one in fields)
        if not is_new or comparison is None or comparison().is_blind:
            return None
        request = Request(id=id, declared=None, state={**state, **inputs}, account=account, run=run)
        try:
            with self._withholding(inputs, state):
                observed = self.resource.operations().read(request)
        except PlatformError:
            return None
        if observed is None or not changed <= observed.fields.keys():
            return None
        found = self._stored(observed, inputs, state, account)
        return None if self.diff(found.outputs, inputs).fields & changed else found

    def _write(
        self,
        operation: Callable[[Request[Any, Any]], Observed],
        request: Request[Any, Any],
        inputs: Mapping[str, object],
        state: Mapping[str, object] | None,
    ) -> Stored:
        """Create or update; what the platform has accepted is in the error where a later step fails."""
        accepted: list[Observed] = []
        try:
            with self._withholding(inputs, request.state):
                observed = operation(replace(request, keep=accepted.append))
            return self._checked(self._stored(observed, inputs, state, request.account), inputs, request.run)
        except Exception as failure:
            if not accepted:
                raise
            there = self._stored(accepted[-1], inputs, state, request.account)
            message = failure.message if isinstance(failure, PaymentWebhooksError) else str(failure)
            raise PartiallyDone(message, id=there.id, inputs=there.inputs, state=there.outputs) from failure

    def delete(
        self, id: str, state: Mapping[str, object], *, account: Account, run: Run, permit: Permit | None = None
    ) -> None:
        """
        Remove the object; one that is gone already is fine.

        Args:
            id: The object.
            state: What is stored of it.
            account: Where it is.
            run: The run.
            permit: What permits the deletion of an object that exists; None where nothing has to.

        Raises:
            PaymentWebhooksError: Others have changed it, so another stack may manage it by now; or no permit.
        """
        _insist_on_place(state, account)
        try:
            with self._withholding(state), _explaining_old_settings():
                self._insist_on_ours(id, state, account, run)
                if permit and not self.is_gone(id, state, account=account, run=run):
                    permit()
                self.resource.operations().delete(Request(id=id, declared=None, state=state, account=account, run=run))
        except Missing:
            return

    def is_gone(self, id: str, state: Mapping[str, object], *, account: Account, run: Run) -> bool:
        """Whether a comparison shows that the object does not exist any more."""
        if not self.resource.comparison or run.is_fresh(id):
            return False
        try:
            self.resource.comparison().observe(id, state, account=account)
        except Missing:
            return True
        except PlatformError:
            return False
        return False

    def _insist_on_ours(self, id: str, state: Mapping[str, object], account: Account, run: Run) -> None:
        if self.resource.is_part:
            return  # A reset that was interrupted looks like a change by others, and does no harm when it is repeated.
        fields = run.changes_seen(id)
        if self.resource.comparison and not run.is_fresh(id):
            fields = find_changes_by_others(
                self.resource.declaration, self.resource.comparison(), id, state, account=account
            )
        if fields:
            remedy = f"so another stack may manage it; `pulumi refresh` first to delete it; {_FOREIGN}"
            raise PaymentWebhooksError(Sentence("not deleted: {} changed, {}", few(fields, room=30), remedy))

    def _withholding(self, *bags: Mapping[str, object]) -> AbstractContextManager[None]:
        """While what the platform says may be quoted: without the values in *bags* that no message may show."""
        return withholding({text for bag in bags for text in withheld_texts(self.resource.declaration, bag)})

    def _stored(
        self, observed: Observed, inputs: Mapping[str, object], state: Mapping[str, object] | None, account: Account
    ) -> Stored:
        declared = select_owned(self.resource.declaration, inputs, observed.fields)
        added = {**added_part(self.resource.declaration, state or {}), **hidden_part(state or {}), **observed.added}
        # What is only remembered, such as a key, shows nothing of where it is: an old state stays as it is.
        if account.name and (state is None or ACCOUNT in state or observed.fields or observed.added):
            added[ACCOUNT] = account.name
        return Stored(observed.id, declared, {**declared, **added})

    def _checked(self, stored: Stored, inputs: Mapping[str, object], run: Run) -> Stored:
        """Return *stored*, with a warning where it has other values than *inputs*."""
        others = name_fields(self.resource.declaration, self.diff(stored.outputs, inputs).changed)
        for fields in group(others, room=_FIELDS):
            run.warn(Sentence("the platform stored other values of {}; {}", fields, _OTHER_VALUES))
        return stored


@contextmanager
def _explaining_old_settings() -> Iterator[None]:
    """While Pulumi may use the settings of the last `up`: an error that says how it uses the current settings."""
    try:
        yield
    except Refused as failure:
        if not is_refusal(failure):
            raise
        raise Refused(
            Sentence("{}; {}", failure.message, _NEW_SETTINGS),
            status=failure.status,
            reference=failure.reference,
            fields=failure.fields,
            reason=failure.reason,
        ) from failure


def _misplaced(state: Mapping[str, object], account: Account) -> str | None:
    """Why *account* must not touch the object of *state*: it is elsewhere. Earlier versions did not record where."""
    recorded = state.get(ACCOUNT)
    return account.refuses_account(recorded) if isinstance(recorded, str) else None


def _insist_on_place(state: Mapping[str, object], account: Account) -> None:
    if refusal := _misplaced(state, account):
        raise SettingsProblem(refusal)


_OFFLINE = Advice(Problem((), "nothing is compared with the platform: previews are offline"), is_note=True, once=True)
