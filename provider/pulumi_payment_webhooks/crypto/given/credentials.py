"""
Credentials where they enter: from programs, settings, files, variables and receivers, each checked the same way.

Every function takes what was given, bytes or text, and returns the clean value. It raises ValueError with the real
reason, in words that follow the name of what was given ("… is empty"), and shows nothing of the value. No I/O here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from . import lookalikes as like

T = TypeVar("T")

_USUAL_KEY_BYTES: Final = 32
_LONGEST_SHOWN: Final = 16


def base64_key(value: object, wanted: str, fits: Callable[[bytes], bool]) -> str:
    """
    A key in base64.

    Args:
        value: What was given.
        wanted: What such a key looks like, e.g. ``a key has 32 bytes``.
        fits: Whether decoded bytes can be the key.
    """
    text = like.text_of(value)
    key = like.decoded(text)
    like.first(text, like.hexadecimal, like.a_path)  # before anything else: many of them are base64 as well
    if key is not None and like.is_base64_twice(key, fits):
        raise ValueError("is base64 of base64: decode it once")
    if key is not None and fits(key):
        return text
    like.first(text, like.placeholder, like.starred, like.as_pem, like.as_json, like.quoted, like.escaped, like.an_id)
    like.first(text, like.blank_inside, like.unseen, like.not_ascii, like.base64url, like.not_base64)
    if key is None:
        padded = like.decoded(text + "=" * (-len(text) % 4))
        hint = ": its '=' at the end is missing" if padded is not None and fits(padded) else ""
        raise ValueError(f"has {len(text)} characters, and {wanted}{hint}")
    raise ValueError(f"has {len(key)} byte{'' if len(key) == 1 else 's'}, and {wanted}")


def text_secret(value: object) -> bytes:
    """A signing secret whose text is the key, prefix included: its bytes in UTF-8."""
    text = _free_text(value)
    like.first(text, like.placeholder, like.starred, like.blank_inside)
    return text.encode()


def identifier(value: object) -> str:
    """An id as the platform issues them: visible ASCII characters, no blanks, no quotation marks."""
    text = like.text_of(value)
    like.first(text, like.placeholder, like.starred, like.as_pem, like.as_json, like.quoted, like.escaped)
    like.first(text, like.blank_inside, like.unseen, like.not_ascii, like.a_path)
    if '"' in text or "'" in text:
        raise ValueError("contains a quotation mark, which no id has: copy it again")
    return text


def key_id(value: object) -> str:
    """The id of a key, which travels in headers between semicolons."""
    text = identifier(value)
    key = like.decoded(text)
    if key is not None and len(key) == _USUAL_KEY_BYTES:
        raise ValueError("is a key, not an id: are the two swapped?")
    if ";" in text:
        raise ValueError("contains a semicolon, which no id has: copy it again")
    return text


def client_id(value: object) -> str:
    """The client id or user name at an identity provider; it may have blanks inside (RFC 6749, appendix A.1)."""
    return _free_text(value)


def client_secret(value: object) -> str:
    """The client secret or password at an identity provider; it may have blanks inside (RFC 6749, appendix A.2)."""
    return _free_text(value)


def key_name(value: object) -> str:
    """The name under which encrypted messages may name a private key (``kid``, RFC 7515 §4.1.4: any text)."""
    return _free_text(value)


def password(value: object) -> str:
    """A password that opens a file: blanks belong to it, also around it; line breaks around it do not."""
    text = like.decoded_text(value).removeprefix("\ufeff").strip("\r\n")
    if not text:
        raise ValueError("is empty")
    like.first(text, like.stand_in, like.as_pem, like.unseen)
    return text


def keys_by_id(given: Mapping[Any, Any], read: Callable[[object], T]) -> dict[str, T]:
    """
    Signature keys by id, each checked.

    Args:
        given: What was given.
        read: Reads one key; raises ValueError with the words that follow its name.

    Raises:
        ValueError: A whole sentence that names the key, by its id where that shows no secret.
    """
    checked: dict[str, T] = {}
    for position, (id, key) in enumerate(given.items(), start=1):
        try:
            clean = key_id(id)
        except ValueError as wrong:
            raise ValueError(f"the id of signature key number {position} {wrong}") from None
        if clean in checked:
            raise ValueError(f"the id of signature key number {position} is that of an earlier key as well")
        try:
            checked[clean] = read(key)
        except ValueError as wrong:
            raise ValueError(f"signature key {shown_id(clean, position)} {wrong}") from None
    return checked


def keys_in_json(value: object, read: Callable[[object], T]) -> dict[str, T]:
    """
    Signature keys from a JSON object with the key of each id, as a program exports it.

    Args:
        value: What was given.
        read: Reads one key, as for :func:`keys_by_id`.

    Raises:
        ValueError: It is something else; the words follow the name of what was given.
    """
    text = like.text_of(value)
    like.first(text, like.as_pem, like.a_path)
    try:
        keys = json.loads(text, object_pairs_hook=_each_once)
    except _Twice:
        raise ValueError("names an id twice") from None
    except (ValueError, RecursionError):
        raise ValueError("is not a JSON object with the key of each id") from None
    if isinstance(keys, str):
        raise ValueError("is JSON inside a JSON string: leave out --json where pulumi stack output prints it")
    if not isinstance(keys, dict):
        raise ValueError("is JSON, but not an object with the key of each id")
    if not keys:
        raise ValueError("holds no key")
    try:
        return keys_by_id(keys, read)
    except ValueError as wrong:
        raise ValueError(f"cannot be used: {wrong}") from None


def shown_id(id: str, position: int) -> str:
    """How a message names the key with that *id*: by its place where the id might be a secret in the wrong place."""
    return repr(id) if may_be_shown(id) else f"number {position}"


def may_be_shown(id: str) -> bool:
    """Whether an id is certainly not a secret: issued by the platform, a number, or too short."""
    return like.an_id(id) is not None or id.isdecimal() or len(id) <= _LONGEST_SHOWN


class _Twice(ValueError):
    """A JSON object has a name twice."""


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise _Twice
    return members


def _free_text(value: object) -> str:
    text = like.text_of(value)
    like.first(text, like.as_pem, like.as_json, like.quoted, like.unseen, like.a_path)
    return text
