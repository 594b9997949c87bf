"""
What a text is if it is not the credential that it should be: a masked value, a path, JSON, PEM, hexadecimal, an id.

Each function recognises one kind of mistake from the text alone. No I/O here, and no message repeats a part of the
text: every reason follows the name of what was given ("… is empty").
"""

from __future__ import annotations

import base64
import binascii
import codecs
import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import PurePath
from typing import Final

from ...wording import kind_of

MASKED: Final = "is masked, as logs show secrets: copy the value itself"
UNFILLED: Final = "is a placeholder that nothing has replaced with a value"

_BYTE_ORDER_MARKS_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OUTPUT: Final = ("Calling __str__ on an Output", "Calling [toString] on an [Output")
_HIDDEN: Final = frozenset({"[secret]", "[unknown]", "<secret>"})
_MASKED: Final = frozenset({"<redacted>", "[redacted]", "(sensitive)", "(sensitive value)", "<sensitive>", "<masked>"})
_STARS: Final = "*•●"
_UNFILLED: Final = re.compile(r"\$\{[^{}]*\}|(\$\{\{|\{\{).*\}\}", re.DOTALL)
_PLACEHOLDER: Final = re.compile(r"\$\([^()]*\)|\$[A-Z_][A-Z0-9_]*|%[A-Z_][A-Z0-9_]*%|<[^<>]*>")
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_HEXADECIMAL: Final = re.compile(r"(0x)?([0-9a-f]{2}[: ]?){16,}", re.IGNORECASE)
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]+={0,2}")
_PATH: Final = re.compile(
    r"(~|\.{1,2})(/[^/\n]+)+"  # ~/key, ./key, ../key
    r"|[A-Za-z]:\\[^\n]+"  # C:\keys\key
    r"|[\w./\\~ -]*\w\.(?i:pem|key|crt|cer|der|p12|pfx|txt|json|jks|env)"
)
_ABSOLUTE_PATH: Final = re.compile(r"(/[a-z0-9][a-z0-9._-]*){2,}")  # lower case: base64 of a key has capitals, too
_LABEL: Final = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----")


def text_of(value: object) -> str:
    """
    The text in *value*, text or bytes, without blanks, line breaks and byte order mark around it.

    Raises:
        ValueError: It is not text, it is empty, or it only stands in place of a value.
    """
    text = decoded_text(value).strip().removeprefix("\ufeff").strip()
    if not text:
        raise ValueError("is empty")
    if reason := stand_in(text):
        raise ValueError(reason)
    return text


def stand_in(text: str) -> str | None:
    """Why *text* only stands in place of a value: hidden by Pulumi, masked in a log, or never filled in."""
    if text.strip("\"'").lower() in _HIDDEN:
        return "is '[secret]', which Pulumi prints in place of a secret: run pulumi stack output with --show-secrets"
    if text.startswith(_OUTPUT):
        return "is the text of a Pulumi output instead of its value: pass the output itself, or use .apply()"
    if text.lower() in _MASKED or not text.strip(_STARS):
        return MASKED
    return UNFILLED if _UNFILLED.fullmatch(text) else None


def placeholder(text: str) -> str | None:
    """Why a placeholder is refused, in forms that a password could have as well: ``$NAME``, ``<value>``."""
    return UNFILLED if _PLACEHOLDER.fullmatch(text) else None


def starred(text: str) -> str | None:
    """Why a value is refused of which a log has masked a part."""
    return MASKED if any(star * 3 in text for star in _STARS) else None


def quoted(text: str) -> str | None:
    """Why *text* in quotation marks is refused."""
    is_quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'`"
    return "is in quotation marks: remove them" if is_quoted else None


def escape_in(text: str) -> str | None:
    """The line break that is written in *text* as a backslash and a letter; None where there is none."""
    return next((mark for mark in (r"\n", r"\r") if mark in text), None)


def escaped(text: str) -> str | None:
    """Why a line break that is written as a backslash and a letter is refused."""
    mark = escape_in(text)
    return f"contains {mark} as two characters (a backslash and a letter): remove them" if mark else None


def a_path(text: str) -> str | None:
    """Why the path of a file is refused where its content belongs."""
    is_path = _PATH.fullmatch(text) or _ABSOLUTE_PATH.fullmatch(text)
    return "looks like the path of a file: give the content of that file" if is_path else None


def as_json(text: str) -> str | None:
    """Why JSON is refused where one value belongs."""
    if text[:1] not in ("{", "["):
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(value, dict) and "kty" in value:
        return "is a JSON Web Key (JWK), which is not the form needed here"
    return "is JSON: give the value alone, without braces and names"


def labels_of(text: str) -> list[str]:
    """What the PEM blocks in *text* are called, in order: ``PRIVATE KEY``, ``CERTIFICATE``, …"""
    return _LABEL.findall(text)


def as_pem(text: str) -> str | None:
    """Why PEM is refused where one value belongs."""
    labels = labels_of(text)
    return f"is a PEM block ({labels[0]}), which does not belong here" if labels else None


def an_id(text: str) -> str | None:
    """Why the id of a key is refused where the key belongs."""
    return "is an id, not a key: are the two swapped?" if _UUID.fullmatch(text) else None


def hexadecimal(text: str) -> str | None:
    """Why hexadecimal digits are refused where base64 belongs."""
    return "is hexadecimal, and must be base64" if _HEXADECIMAL.fullmatch(text) else None


def blank_inside(text: str) -> str | None:
    """Why blanks and line breaks between other characters are refused."""
    if any(one in text for one in "\r\n"):
        return "contains a line break: it must be one line"
    return "contains a blank: remove it" if any(one.isspace() for one in text) else None


def unseen(text: str) -> str | None:
    """Why characters that nobody sees are refused: control characters, zero-width characters, halves of characters."""
    if "\n" in text or "\r" in text:
        return "contains a line break: it must be one line"
    if any(unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp") for one in text):
        return "contains a control character or an invisible character: type it, or copy it again"
    return None


def not_ascii(text: str) -> str | None:
    """Why characters beyond ASCII are refused: for example typographic quotes and dashes from an editor."""
    return None if text.isascii() else "contains a character that is not ASCII: copy it again"


def base64url(text: str) -> str | None:
    """Why base64url is refused where base64 belongs."""
    is_url = _BASE64URL.fullmatch(text) and not _BASE64.fullmatch(text)
    return "is base64url (it has - or _), and must be base64 (with + and /)" if is_url else None


def decoded(text: str) -> bytes | None:
    """What *text* says in base64; None when it is something else."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def not_base64(text: str) -> str | None:
    """Why *text*, which looks like nothing else, is not base64; None where only its length is wrong."""
    if not _BASE64.fullmatch(text.replace("=", "")):
        return "contains a character that base64 does not have: copy it again"
    if "=" in text.rstrip("="):
        return "has '=' before its end: it is two values, or has something after it"
    return None


def is_base64_twice(content: bytes, fits: Callable[[bytes], bool]) -> bool:
    """Whether *content*, which was base64, is the base64 of something that *fits*."""
    inner = decoded("".join(content.decode("latin-1").split()))
    return inner is not None and fits(inner)


def first(text: str, *checks: Callable[[str], str | None]) -> None:
    """
    Make each of *checks* in turn.

    Raises:
        ValueError: With the first reason that one of them gives.
    """
    for check in checks:
        if reason := check(text):
            raise ValueError(reason)


def decoded_text(value: object) -> str:
    """
    The text in *value*, text or bytes, as it is.

    Raises:
        ValueError: It is something else.
    """
    if value is None:
        raise ValueError("is None: what should provide it, such as an environment variable, is not set")
    if isinstance(value, PurePath):
        raise ValueError("is a path: give the content of the file, for example with .read_text()")
    if isinstance(value, str):
        return value
    if not isinstance(value, bytes | bytearray | memoryview):
        raise ValueError(f"must be text, not {kind_of(value)}")
    content = bytes(value)
    if content.startswith(_BYTE_ORDER_MARKS_16):
        raise ValueError("is UTF-16 text, as Windows PowerShell writes it: save it as UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("is binary, and must be text") from None
