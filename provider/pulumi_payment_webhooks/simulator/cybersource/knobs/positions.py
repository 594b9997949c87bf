"""All knobs, their positions at the start, and how they are turned. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Self

from pydantic import ConfigDict, ValidationError
from pydantic.dataclasses import dataclass
from pydantic.fields import FieldInfo

from .answers import AnswerKnobs, Flags, Numbers, RequestKnobs
from .declared import overlaid
from .delivery import DeliveryKnobs, MessageKnobs, PayloadShape, Position, Signed

__all__ = ["SOURCES", "Flags", "Knobs", "Numbers", "PayloadShape", "Position", "Signed", "sentences"]

SOURCES = (
    "Sources: the guide is the vendor's Webhooks Implementation Guide, the REST guide its Getting Started with REST "
    "Developer Guide, the OpenAPI file that from which its SDKs are generated, and a field report is published code or "
    "an issue that shows what the live service did."
)
LONGEST_NAME = 80


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Knobs(MessageKnobs, DeliveryKnobs, RequestKnobs, AnswerKnobs):
    """
    How the simulated platform behaves where sources disagree or are silent; immutable, change it with `turned`.
    """

    def turned(self, changes: Mapping[str, Any]) -> Self:
        """
        The same knobs but for *changes*; texts are read as the knob's type (`true`, `120`, `a,b`, `product=position`).

        Raises:
            ValueError: There is no such knob, or it has no such position; the text names it and what it takes.
        """
        known = [one.name for one in fields(self)]
        for name in changes:
            if name not in known:
                close = difflib.get_close_matches(name[:LONGEST_NAME], known, n=1)
                hint = f"; did you mean {close[0]}?" if close else ""
                raise ValueError(f"there is no knob {name!r}{hint}")
        per_product = {name: change for name, change in changes.items() if isinstance(getattr(self, name), dict)}
        merged = {name: overlaid(getattr(self, name), change) for name, change in per_product.items()}
        try:
            return replace(self, **{**changes, **merged})
        except ValidationError as wrong:
            complaint = wrong.errors(include_url=False, include_input=False)[0]
            reason = complaint["msg"].removeprefix("Value error, ")
            raise ValueError(f"knob {complaint['loc'][0]}: {reason}") from None


def sentences() -> dict[str, str]:
    """What each knob does and where that is from, by its name."""
    declared = {one.name: one.default for one in fields(Knobs)}
    return {name: one.description or "" for name, one in declared.items() if isinstance(one, FieldInfo)}
