"""
Webhooks that have the address and the types of a declaration. No I/O here.

No field is a natural key: two webhooks may have the same of everything, and each event is then delivered twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...net import same_url_in_any_case
from ...reconcile.decide.differences import diff
from ...reconcile.decide.showing import name_fields
from ...reconcile.decide.states import select_owned
from ...reconcile.declare.shapes import shape_of
from ...wording import FieldName
from ..api.webhooks import WebhookRow
from .declaration import Webhook


def find_twins(rows: Iterable[WebhookRow], inputs: Mapping[str, object]) -> list[WebhookRow]:
    """Those of *rows* that have the address and the types of *inputs*, which are in normal form."""
    return [row for row in rows if _is_twin(row, inputs)]


def find_changes(row: WebhookRow, inputs: Mapping[str, object]) -> list[FieldName]:
    """The fields that are sent, and in which the webhook in *row* is not as declared."""
    sent = {one.wire for one in shape_of(Webhook).fields if not one.local}
    changed = diff(Webhook, select_owned(Webhook, inputs, row.fields), inputs).changed
    return name_fields(Webhook, (path for path in changed if path[0] in sent))


def _is_twin(row: WebhookRow, inputs: Mapping[str, object]) -> bool:
    has_address = same_url_in_any_case(row.fields.get("address"), inputs.get("address"))
    return has_address and row.fields.get("types") == inputs.get("types")
