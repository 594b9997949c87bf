"""Headers of a stored request: typed one by one, or in a file as HTTP sends them or as JSON. No platform here."""

from __future__ import annotations

import json

from .outcomes import usage_error
from .sources import read_bytes


def read_headers(typed: list[str], file: str | None, *, example: str) -> list[tuple[str, str]]:
    """
    Read the headers of a request, as pairs.

    Args:
        typed: Each ``Name: value``.
        file: A file with more headers.
        example: A header that the platform sends, for the message.
    """
    pairs = _in_file(file) if file else []
    for line in typed:
        name, colon, value = line.partition(":")
        if not colon:
            raise usage_error("--header: write it as 'Name: value'")
        pairs.append((name.strip(), value.strip()))
    if not pairs:
        raise usage_error(f"no headers: give -H '{example}: …', or --headers FILE")
    return pairs


def _in_file(file: str) -> list[tuple[str, str]]:
    """Headers from a file: JSON, as an object or as pairs, or lines as they are sent over HTTP, up to the blank one."""
    text = read_bytes(file).decode("utf-8", "replace").replace("\r\n", "\n").lstrip()
    if text.startswith(("{", "[")):
        return _as_json(text, file)
    lines = [line.partition(":") for line in text.partition("\n\n")[0].splitlines()]
    return [(name.strip(), value.strip()) for name, colon, value in lines if colon and " " not in name.strip()]


def _as_json(text: str, file: str) -> list[tuple[str, str]]:
    """Headers by name, or pairs; a header that was sent several times has a list of values."""
    try:
        parsed = json.loads(text)
        pairs = [(name, value) for name, value in (parsed.items() if isinstance(parsed, dict) else parsed)]
    except (ValueError, TypeError, RecursionError):
        raise usage_error(
            f"--headers {file}: this is neither a JSON object of headers nor lines 'Name: value'"
        ) from None
    return [(str(name), str(one)) for name, value in pairs for one in (value if isinstance(value, list) else [value])]
