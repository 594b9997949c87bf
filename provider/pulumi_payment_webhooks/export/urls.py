"""
URLs that may contain a token, which belong into the config of a stack and not into a program. Pure.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

_SHORTEST = 8
_LONG = 20
_UUID = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)


def may_hold_token(url: str) -> bool:
    """Whether *url* names a user, or has a part that looks like a token: nobody types such text by hand."""
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return True
    if "@" in parts.netloc:
        return True
    values = [value or name for name, value in query]
    return any(map(is_telling, parts.path.split("/"))) or any(map(_is_unusual, values))


def is_telling(part: str) -> bool:
    """Whether *part* of a path looks like a token: an id, or long and of mixed characters without a separator."""
    if _UUID.search(part):
        return True
    return any(len(word) >= _LONG and _is_mixed(word) for word in re.split(r"[-_.~:,;=+%]", part))


def _is_unusual(value: str) -> bool:
    """Whether *value* of a query is more than a word or a short number."""
    return len(value) >= _SHORTEST and not (value.isalpha() and value.islower())


def _is_mixed(word: str) -> bool:
    return any(one.isdigit() for one in word) and any(one.isalpha() for one in word)
