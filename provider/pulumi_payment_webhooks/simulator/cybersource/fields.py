"""Reads values of request bodies; each refusal names the field as the client wrote it. No I/O here."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from ...net import is_loopback
from ..desk.json_values import JsonObject
from .refusals import invalid, missing

Members = Mapping[str, object]


def is_text(content: object) -> bool:
    """Whether all text in JSON is valid: half of a surrogate pair can be escaped in JSON, but is not a character."""
    try:
        json.dumps(content, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        return False
    return True


def read_object(value: object, field: str) -> JsonObject:
    """*value* as a JSON object."""
    if value is None:
        raise missing(field)
    if not isinstance(value, dict):
        raise invalid(field, f"{field} must be an object")
    return value


def read_text(value: object, field: str, *, may_be_empty: bool = False) -> str:
    """*value* as a string."""
    if value is None or (value == "" and not may_be_empty):
        raise missing(field)
    if not isinstance(value, str):
        raise invalid(field, f"{field} must be a string")
    return value


def read_one_of(value: object, field: str, known: Collection[str]) -> str:
    """*value* as one of *known*, whatever its case."""
    spoken = read_text(value, field)
    for one in known:
        if one.lower() == spoken.lower():
            return one
    raise invalid(field, f"{field} must be one of {', '.join(known)}")


def read_count(value: object, field: str) -> int:
    """*value* as a whole number of at least 0; digits in a string and 3.0 are accepted."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 9:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9:
        return value
    raise invalid(field, f"{field} must be a whole number of at least 0")


def read_flag(value: object, field: str) -> bool:
    """*value* as a boolean: also the strings `true` and `false`."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    raise invalid(field, f'{field} must be "true" or "false"')


def read_texts(value: object, field: str) -> list[str]:
    """*value* as a list of at least one non-empty string; duplicates are dropped, because catalogues have some."""
    if value is None:
        raise missing(field)
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise invalid(field, f"{field} must be an array of strings")
    if not value:
        raise missing(field)
    return list(dict.fromkeys(value))


def read_attributes(value: object, field: str) -> list[dict[str, str]]:
    """*value* as a list of objects of strings; empty for None."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise invalid(field, f"{field} must be an array of objects")
    if not all(isinstance(text, str) for one in value for text in one.values()):
        raise invalid(field, f"{field} must contain strings only")
    return [dict(one) for one in value]


def read_url(value: object, field: str) -> str:
    """*value* as an absolute https URL; http only for this machine."""
    spoken = read_text(value, field)
    try:
        parts = urlsplit(spoken)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        raise invalid(field, f"{field} is not a valid URL") from None
    host = parts.hostname or ""
    secure = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    if not (secure and host and port_is_fine) or any(one.isspace() for one in spoken):
        raise invalid(field, f"{field} must be an https URL")
    return spoken


def refuse_unknown(members: Members, field: str, known: Collection[str]) -> None:
    """Refuse unknown members."""
    for name in members:
        if name not in known:
            where = f"{field}.{name}" if field else name
            raise invalid(where, f"{where} is not a known field")
