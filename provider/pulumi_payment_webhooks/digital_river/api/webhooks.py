"""
Webhooks as answers show them, read once into rows. No I/O here.

Source: the page "Webhooks", and the OpenAPI file. A list is an array; an object with `data` is understood as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..rules.words import HTTP, OAUTH
from .paths import is_id

AUTHENTICATION, OAUTH_PART = "authentication", "oauth"

_TEXTS = ("address", "apiVersion", "transportType")
_MASKED = re.compile(r"[*•]*")


@dataclass(frozen=True)
class WebhookRow:
    """
    One webhook in an answer. Its `repr` shows no value: some are secret.

    Args:
        id: The platform's id.
        fields: What can be declared, by wire name; None says that there is none, a missing name that the answer does
            not say it.
        added: What the platform adds.
        updated: When it was changed last; empty where the answer does not say it.
    """

    id: str
    fields: Mapping[str, Any] = field(repr=False)
    added: Mapping[str, Any] = field(repr=False)
    updated: str = ""

    @property
    def is_short(self) -> bool:
        """Whether the answer left out what every webhook has."""
        return not {"address", "types", "enabled", "transportType"} <= self.fields.keys()


def read_row(answer: object) -> WebhookRow:
    """
    The webhook in *answer*.

    Raises:
        ValueError: There is none; the text follows "answered".
    """
    if not isinstance(answer, Mapping) or not is_id(answer.get("id")):
        raise ValueError("without the id of a webhook")
    live = answer.get("liveMode")
    added = {"createdTime": answer.get("createdTime"), "liveMode": live if isinstance(live, bool) else None}
    updated = answer.get("updatedTime")
    return WebhookRow(
        id=answer["id"],
        fields=_fields(answer),
        added={name: value for name, value in added.items() if value is not None},
        updated=updated if isinstance(updated, str) else "",
    )


def read_rows(answer: object) -> Sequence[WebhookRow]:
    """
    The webhooks in the answer to a request for all.

    Raises:
        ValueError: It is not a list of webhooks; the text follows "answered".
    """
    rows = answer.get("data") if isinstance(answer, Mapping) else answer
    if isinstance(answer, Mapping) and answer.get("hasMore") is True:
        raise ValueError("with a part of the webhooks only, and its documentation shows no request for the rest")
    if not isinstance(rows, list):
        raise ValueError("with something that is not a list of webhooks")
    return [read_row(one) for one in rows]


def _fields(answer: Mapping[str, object]) -> dict[str, object]:
    found: dict[str, object] = {name: one for name in _TEXTS if isinstance(one := answer.get(name), str)}
    types = answer.get("types")
    if isinstance(types, list):
        found["types"] = dict.fromkeys(sorted(one for one in types if isinstance(one, str)), True)
    enabled = answer.get("enabled")
    if isinstance(enabled, bool):
        found["enabled"] = enabled
    return found | _credentials(answer, found.get("transportType"))


def _credentials(answer: Mapping[str, object], transport: object) -> dict[str, object]:
    """The credentials of the transport; there are none of the other transport, and none that are not shown."""
    if transport not in (HTTP, OAUTH):
        return {}
    basic = _shown(answer.get(AUTHENTICATION)) if transport == HTTP else None
    oauth = _shown(answer.get(OAUTH_PART)) if transport == OAUTH else None
    if basic and "userName" in basic:  # One example of the vendor spells it so.
        basic.setdefault("username", basic.pop("userName"))
    return {AUTHENTICATION: basic, OAUTH_PART: oauth}


def _shown(value: object) -> dict[str, str] | None:
    """The members of an object that are shown; what is masked or empty counts as not reported."""
    if not isinstance(value, Mapping):
        return None
    texts = {name: one for name, one in value.items() if isinstance(one, str)}
    return {name: one for name, one in texts.items() if not _MASKED.fullmatch(one)}
