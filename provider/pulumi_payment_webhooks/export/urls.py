"""
URLs that may contain a token, which belong in the config of a stack and not in a program. Pure.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ..net import public_part

_LONG = 20
_SHORTEST = 8
_CHANGES = 3
"""How often letters and digits alternate, at least, in a short text that nobody types by hand."""
_UUID = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)


def may_hold_token(url: str) -> bool:
    """
    Whether *url* may contain a token.

    It does if there is more to it than its public part, or if a part of its path is text that nobody types by hand.
    """
    public = public_part(url)
    if public is None:
        return True
    parts = urlsplit(url)
    return public != parts.geturl() or any(map(is_telling, parts.path.split("/")))


def is_url_with_token(text: str) -> bool:
    """Whether *text*, which may be anything, is a URL that may contain a token."""
    return public_part(text) is not None and may_hold_token(text)


def is_telling(part: str) -> bool:
    """Whether *part* of a path looks like a token: an id, or letters and digits mixed without a separator."""
    if _UUID.search(part):
        return True
    return any(_is_random(word) for word in re.split(r"[-_.~:,;=+%]", part))


def _is_random(word: str) -> bool:
    changes = len(re.findall(r"(?<=[0-9])[^0-9]|(?<=[^0-9])[0-9]", word))
    return (len(word) >= _LONG and _is_mixed(word)) or (len(word) >= _SHORTEST and changes >= _CHANGES)


def _is_mixed(word: str) -> bool:
    return any(one.isdigit() for one in word) and any(one.isalpha() for one in word)
