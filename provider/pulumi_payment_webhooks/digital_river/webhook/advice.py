"""
What a look at the platform shows of a webhook before anything is done: types that nobody knows, webhooks that have the
same address and types already, what an adoption would change. One request serves all webhooks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...errors import Missing, PlatformError
from ...pages import see
from ...reconcile.declare.declaration import UNKNOWN, Problem
from ...reconcile.ports import Advice, Run
from ...wording import FieldName, Sentence, Shown, did_you_mean, few, fitting, group
from ..account.account import DigitalRiverAccount
from ..api.webhooks import WebhookRow
from ..rules.event_types import is_known, offered
from .twins import find_changes, find_twins

_ADOPT = FieldName("adoptExisting")
_CATALOGUE = see("reference/digital-river#event-types")
_ADOPTION = see("reference/digital-river#adopt")
_ROOM = 145
"""Characters for what is wrong with an event type."""
_IDS = 90
"""Characters for the ids of webhooks that can be meant."""
_FIELDS = 50
"""Characters for the names of fields beside the id of a webhook."""


def advise(
    inputs: Mapping[str, object], olds: Mapping[str, object], *, account: DigitalRiverAccount, run: Run
) -> Iterator[Advice]:
    """
    Look at what is new in *inputs*; nothing that is deployed already needs a request.
    """
    yield from _advise_on_types(inputs, olds, account.settings.profile)
    if olds or account.is_offline:
        return
    if isinstance(id := inputs.get("adoptExisting"), str):
        yield from _advise_on_adoption_of(id, inputs, account)
        return
    if UNKNOWN in (inputs.get("address"), inputs.get("types")):
        return
    try:
        rows = account.lookups.first().values()
    except PlatformError:
        return  # Every comparison warns of that.
    yield from _advise_on_twins(find_twins(rows, inputs), inputs)


def _advise_on_types(inputs: Mapping[str, object], olds: Mapping[str, object], profile: str) -> Iterator[Advice]:
    types, before = inputs.get("types"), olds.get("types")
    if not isinstance(types, Mapping):
        return
    known = before if isinstance(before, Mapping) else {}
    for name in sorted(types.keys() - known.keys()):
        if not is_known(name, profile):
            hint = did_you_mean(name, offered(profile))
            unknown = Sentence("unknown event type {}{}", Shown(name), hint)
            texts = (Sentence("{}; {}", unknown, _CATALOGUE), unknown, f"unknown event type{hint}; {_CATALOGUE}")
            yield Advice(Problem(("types",), fitting(*texts[: None if hint else 2], room=_ROOM)))


def _advise_on_twins(twins: list[WebhookRow], inputs: Mapping[str, object]) -> Iterator[Advice]:
    if not twins:
        return
    ids = few([one.id for one in twins], room=_IDS if inputs.get("adoptExisting") else 0)
    if not inputs.get("adoptExisting"):
        reason = Sentence("{} has its address and types: events arrive twice; set {}; {}", ids, _ADOPT, _ADOPTION)
        yield Advice(Problem((), reason))
    elif len(twins) > 1:
        reason = Sentence(
            "several webhooks have this address and these types: set it to an id of {}; {}", ids, _ADOPTION
        )
        yield Advice(Problem(("adoptExisting",), reason), refuses=True)
    else:
        yield from _explain_adoption(twins[0], inputs)


def _advise_on_adoption_of(id: str, inputs: Mapping[str, object], account: DigitalRiverAccount) -> Iterator[Advice]:
    try:
        row = account.lookups.row(id)
    except Missing:
        reason = f"webhook {id} does not exist at {account.host}: correct the id, or remove it to create a webhook"
        yield Advice(Problem(("adoptExisting",), reason), refuses=True)
        return
    except PlatformError:
        return  # Every comparison warns of that.
    if row is not None:
        yield from _explain_adoption(row, inputs)


def _explain_adoption(row: WebhookRow, inputs: Mapping[str, object]) -> Iterator[Advice]:
    """That a webhook is adopted, and each field that changes."""
    head, changing = f"adopts webhook {row.id}", find_changes(row, inputs)
    if not changing:
        yield Advice(Problem((), f"{head}, which is as declared"), is_note=True)
    for fields in group(changing, room=_FIELDS):
        yield Advice(Problem((), Sentence("{} and changes {}; {}", head, fields, _ADOPTION)))
