"""
Patterns for paths and URLs. No I/O here.

They are not regular expressions, so that a match is fast whatever the pattern and the text are.
"""

from __future__ import annotations

LONGEST = 200
_REGULAR_EXPRESSION = ("\\", "(", ")", "[", "]", "{", "}", "|", ".*", ".+", ".?")


def check_pattern(pattern: str) -> str:
    """
    Return *pattern* if it is valid.

    Raises:
        ValueError: It is too long, or a regular expression.
    """
    if len(pattern) > LONGEST:
        raise ValueError(f"a pattern has at most {LONGEST} characters")
    found = next((one for one in _REGULAR_EXPRESSION if one in pattern), None)
    if found:
        raise ValueError(f"a pattern is plain text, not a regular expression ({found!r}); * stands for any characters")
    return pattern


def matches(pattern: str, text: str) -> bool:
    """Whether *text* matches *pattern*: `*` stands for any characters, `^` for the start and `$` for the end."""
    pieces = pattern.removeprefix("^").removesuffix("$").split("*")
    begin, end = 0, len(text)
    if pattern.startswith("^"):
        first = pieces.pop(0)
        if not text.startswith(first):
            return False
        begin = len(first)
    if pattern.endswith("$") and pieces:
        last = pieces.pop()
        if not text.endswith(last):
            return False
        end -= len(last)
    elif pattern.endswith("$"):
        return begin == end
    for piece in pieces:
        found = text.find(piece, begin, end)
        if found < 0:
            return False
        begin = found + len(piece)
    return begin <= end
