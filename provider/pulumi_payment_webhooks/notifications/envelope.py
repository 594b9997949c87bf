"""
Bodies of notifications: JSON from untrusted senders, and what the models of all platforms share. No I/O here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar, cast

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError

from ..errors import Unreadable
from .numbers import decoder, needs_digits, refuse_constant
from .verification import Doubt

MOST_MEMBERS = 256

_BLANKS = " \t\n\r"
_BEYOND = re.compile(rf"[{_BLANKS}]*")


@dataclass(frozen=True, kw_only=True)
class Proof:
    """
    What the signature of a notification proved.

    Args:
        sent_at: When this attempt was sent.
        delivery_id: Id of this very delivery. A retry has another one.
    """

    sent_at: datetime
    delivery_id: str


P = TypeVar("P", bound=Proof)


class Envelope(BaseModel, Generic[P]):
    """What a platform sends around an event: immutable, keeps unknown members, and its `repr` shows no bodies."""

    model_config = ConfigDict(frozen=True, extra="allow", coerce_numbers_to_str=True, hide_input_in_errors=True)

    _proof: P | None = PrivateAttr(default=None)

    @property
    def proof(self) -> P:
        """
        What the signature proved.

        Raises:
            ValueError: This object was made by hand and never verified.
        """
        if self._proof is None:
            raise ValueError("this notification was not verified")
        return self._proof

    def model_post_init(self, context: object) -> None:
        """Keep what the signature proved, which the receiver passes as the context."""
        self._proof = cast("P", context) if isinstance(context, Proof) else None

    def __repr_args__(self) -> Iterator[tuple[str | None, object]]:
        """Only declared fields that may be shown: an unknown member may contain anything."""
        for name, declared in type(self).model_fields.items():
            if declared.repr:
                yield name, getattr(self, name)


@contextmanager
def reading_genuine() -> Iterator[None]:
    """
    Read what is known to be genuine: why it cannot be read may be reported, as no stranger comes this far.

    Raises:
        Unreadable: Something in it is doubtful, or of an unknown kind.
    """
    try:
        yield
    except Doubt as doubt:
        raise Unreadable(f"a genuine notification cannot be read: {doubt}") from None
    except ValidationError as problem:
        # No place is given for a name with half a character.
        places = [one["loc"] for one in problem.errors(include_input=False)]
        fields = ", ".join(sorted({str(place[0]) if place else "a name" for place in places}))
        raise Unreadable(f"a genuine notification cannot be read: {fields} is of an unknown kind") from None


def read_object(body: bytes) -> dict[str, object]:
    """
    Read *body* as one JSON object.

    Raises:
        Doubt: It is not a JSON object.
    """
    value = json_value(body)
    if not isinstance(value, dict):
        raise Doubt("it is JSON, but not an object")
    return value


def json_value(raw: bytes) -> object:
    """
    The JSON value in *raw*, with fractions as Python floats, which may lose digits.

    Raises:
        Doubt: It is not JSON.
    """
    return _value(raw, _DECODER)


def exact_value(raw: bytes, rough: object, *, besides: str = "", decimals: bool = False) -> object:
    """
    The JSON value in *raw*, with every number as it is written. This takes longer, so only verified bytes are read so.

    Args:
        raw: The bytes.
        rough: What `json_value` returned for it, which is enough if no number needs its digits.
        besides: A member whose numbers need no digits.
        decimals: Whether numbers with a fraction or an exponent are `Decimal`, and not float.

    Raises:
        Doubt: It is not JSON.
    """
    values = [one for name, one in rough.items() if name != besides] if isinstance(rough, dict) else rough
    if not needs_digits(values):
        return rough
    return _value(raw, _EXACT_DECIMALS if decimals else _EXACT)


def text_of(member: str, body: bytes) -> bytes:
    """
    The exact text of the value of *member* in *body*, one JSON object.

    A member that occurs twice is rejected: the signed value might not be the value that is used.

    Raises:
        Doubt: There is no such member, or the body is not one JSON object, or it is built to be expensive.
    """
    try:
        return _slices(body.decode())[member].encode()
    except KeyError:
        raise Doubt(f"it has no member `{member}`") from None
    except (ValueError, IndexError, RecursionError):
        raise Doubt("it is not one JSON object with each member once") from None


def _value(raw: bytes, decoder: json.JSONDecoder) -> object:
    try:
        return decoder.decode(raw.decode())
    except (ValueError, RecursionError):
        raise Doubt("it is not JSON") from None


def _slices(text: str) -> dict[str, str]:
    """The text of each value. Only the outermost level is parsed here; `json` reads names and values."""
    slices: dict[str, str] = {}
    at = _past("{", text, 0)
    while text[at] != "}":
        if slices:
            at = _past(",", text, at)
        name, end = _DECODER.raw_decode(text, at)
        start = _past(":", text, end)
        _, end = _DECODER.raw_decode(text, start)
        if not isinstance(name, str) or name in slices or len(slices) == MOST_MEMBERS:
            raise ValueError("a name is not text or occurs twice, or there are too many")
        slices[name] = text[start:end]
        at = _beyond_blanks(text, end)
    if text[at + 1 :].strip(_BLANKS):
        raise ValueError("text follows the object")
    return slices


def _past(mark: str, text: str, at: int) -> int:
    """The next position after *mark* and the blanks around it."""
    at = _beyond_blanks(text, at)
    if text[at] != mark:
        raise ValueError(f"no {mark}")
    return _beyond_blanks(text, at + 1)


def _beyond_blanks(text: str, at: int) -> int:
    found = _BEYOND.match(text, at)
    return found.end() if found else at


_DECODER = json.JSONDecoder(parse_constant=refuse_constant)
_EXACT = decoder()
_EXACT_DECIMALS = decoder(decimals=True)
