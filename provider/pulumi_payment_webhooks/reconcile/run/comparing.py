"""
What a preview says after a comparison with the platform, beside what it says of the program. No I/O of its own.

* What does not exist there any more, and credentials that are refused, stop the run before anything is sent.
* What differs from the state, and a platform that gives no definite answer, are warnings.
* No value is shown: only the names of the fields.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from ...errors import Missing, PlatformError, Refused
from ...pages import see
from ...withheld import scrub
from ...wording import FieldName, Sentence, cut, group, rewrite
from ..decide.differences import Difference, diff
from ..decide.showing import name_fields
from ..decide.states import ACCOUNT, declared_part, select_owned
from ..declare.declaration import Declaration, Path, Problem, whole_of
from ..declare.shapes import shape_of
from ..ports import Account, Advice, Comparison, Run

IgnoredPath = tuple[str | int, ...]

_REFUSED = (401, 403)
_DRIFT = see("how-to/find-drift")
_FIELDS = 60
"""Characters for the names of fields in a message."""
_ROOM = 60
"""Characters for a reason, which is the platform's own in part."""
_MOVE = see("how-to/accounts-and-environments#move-a-stack")
_PAGE = see("how-to/find-drift#what-a-preview-compares")


@dataclass(frozen=True)
class Existing:
    """
    An object that a preview looks at.

    Args:
        id: The platform's id of it.
        state: What is stored of it.
        changed: The top-level fields that this run changes.
        is_replaced: Whether this run replaces it.
        ignored: The paths below which the program has the engine ignore changes; ``*`` is any name.
    """

    id: str
    state: Mapping[str, object] = field(repr=False)
    changed: frozenset[str] = frozenset()
    is_replaced: bool = False
    ignored: Collection[IgnoredPath] = ()

    @classmethod
    def of(
        cls, id: str, state: Mapping[str, object], difference: Difference, ignored: Collection[IgnoredPath] = ()
    ) -> Existing:
        """The object *id* of which this run changes what *difference* says."""
        return cls(id, state, difference.fields, bool(difference.replacing), ignored)


@dataclass(frozen=True)
class ComparisonVerdict:
    """
    What a comparison of one object came to.

    Args:
        advice: What is said.
        is_moved: Whether the object was moved to this account, which an update records.
        is_gone: Whether it does not exist.
    """

    advice: tuple[Advice, ...]
    is_moved: bool = False
    is_gone: bool = False

    def moved(self, state: Mapping[str, object], comparison: Comparison, account: Account) -> ComparisonVerdict:
        """The same of an object that was moved: what does not exist in the new account is created there."""
        recorded = state[ACCOUNT]
        if self.is_gone:
            reason = f"does not exist at {account.host} after the move: creates it there; {_MOVE}"
            return ComparisonVerdict((Advice(Problem((), reason)),), is_moved=True, is_gone=True)
        reason = f"moved from {recorded}"
        if comparison.is_blind:
            reason = f"not known whether it exists at {account.host} after the move; {_MOVE}"
        return ComparisonVerdict(
            (Advice(Problem((), reason), is_note=not comparison.is_blind), *self.advice), is_moved=True
        )


def is_moved(state: Mapping[str, object], account: Account) -> bool:
    """Whether the object of *state* was moved to *account*, and the state does not say so yet."""
    recorded = state.get(ACCOUNT)
    return isinstance(recorded, str) and account.is_move(recorded)


def reach_platform(
    declaration: type[Declaration], comparison: Comparison, inputs: Mapping[str, object], *, account: Account, run: Run
) -> Iterator[Advice]:
    """What an object that is about to be created should know of the platform: that it answers, and accepts us."""
    try:
        comparison.reach(inputs, account=account, run=run)
    except Missing:
        whole = tuple(one.wire for one in shape_of(declaration).fields if one.part_of)
        yield Advice(Problem(whole, f"does not exist at {account.host}"), refuses=True)
    except PlatformError as failure:
        yield explain_no_answer(failure)


def compare_object(
    declaration: type[Declaration], comparison: Comparison, one: Existing, *, account: Account
) -> ComparisonVerdict:
    """What of an object is not as its state says."""
    state = one.state
    try:
        observed = comparison.observe(one.id, state, account=account)
    except Missing:
        reason = f"{whole_of(one.id)} does not exist at {account.host}: run `pulumi up --refresh`"
        if ACCOUNT not in state:  # An earlier version wrote it: it may be of another account.
            reason += " if that is the right host and merchant"
        return ComparisonVerdict((Advice(Problem((), reason), refuses=True),), is_gone=True)
    except PlatformError as failure:
        return ComparisonVerdict((explain_no_answer(failure),))
    if observed is None:
        return ComparisonVerdict(())
    remarks = [Advice(Problem((), remark)) for remark in comparison.remarks(observed, one.changed)]
    fields = group(list_differences(declaration, state, observed.fields, one.ignored), room=_FIELDS)
    differences = [
        Sentence(f"differs at the platform in {{}}; run `pulumi up --refresh`; {_DRIFT}", one) for one in fields
    ]
    return ComparisonVerdict((*(Advice(Problem((), one)) for one in differences), *remarks))


def find_changes_by_others(
    declaration: type[Declaration], comparison: Comparison, id: str, state: Mapping[str, object], *, account: Account
) -> list[FieldName]:
    """
    The fields of the object *id* that others have changed since *state* was stored, as messages name them.

    None where that cannot be seen. The platform keeps no name of who manages an object, so another stack that adopted
    it shows by its changes only; a status is no such change. What *account* must not touch is not looked at.
    """
    if comparison.is_blind or not declared_part(declaration, state) or any(True for _ in account.refuses(state)):
        return []
    try:
        observed = comparison.observe(id, state, account=account)
    except PlatformError:
        return []
    return list_changes_by_others(declaration, state, observed.fields) if observed else []


def list_changes_by_others(
    declaration: type[Declaration], state: Mapping[str, object], observed: Mapping[str, object]
) -> list[FieldName]:
    """The fields in which *observed* differs from *state*, but for those that the platform changes by itself."""
    restless = {(one.wire,) for one in shape_of(declaration).fields if one.restless}
    return list_differences(declaration, state, observed, restless)


def explain_no_answer(failure: PlatformError) -> Advice:
    """What is said where there is no answer to compare with: a definite no is an error, everything else a warning."""
    if is_refusal(failure):
        return Advice(Problem((), rewrite(failure.message, scrub)), refuses=True)
    return Advice(
        Problem((), f"not compared with the platform: {cut(scrub(failure.reason), _ROOM)}; {_PAGE}"), once=True
    )


def is_refusal(failure: PlatformError) -> bool:
    """Whether the platform itself does not accept the credentials, or not for this."""
    return isinstance(failure, Refused) and failure.status in _REFUSED


def list_differences(
    declaration: type[Declaration],
    state: Mapping[str, object],
    observed: Mapping[str, object],
    ignored: Collection[IgnoredPath] = (),
) -> list[FieldName]:
    """
    The managed fields in which the platform differs from *state*, as messages name them.

    Args:
        declaration: The resource type.
        state: What was stored.
        observed: What the platform reports, in normal form; see :func:`.states.select_owned`.
        ignored: Paths below which nothing counts; ``*`` is any name.
    """
    present = select_owned(declaration, declared_part(declaration, state), observed)
    changed = diff(declaration, state, present).changed
    return name_fields(declaration, [path for path in changed if not any(_is_below(path, one) for one in ignored)])


def _is_below(path: Path, ignored: IgnoredPath) -> bool:
    return len(ignored) <= len(path) and all(one in ("*", name) for one, name in zip(ignored, path, strict=False))
