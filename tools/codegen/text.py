"""
Text of Python sources: docstrings and wrapped paragraphs. No I/O here.
"""

import textwrap
from collections.abc import Iterator

WIDTH = 116


def docstring(text: str, indent: str) -> Iterator[str]:
    """
    A docstring, in one line where it fits.
    """
    if len(indent) + len(text) + 6 <= WIDTH:
        yield f'{indent}"""{text}"""'
        return
    yield f'{indent}"""'
    yield from wrapped(text, indent, indent)
    yield f'{indent}"""'


def wrapped(text: str, first: str, rest: str) -> list[str]:
    """
    The lines of a paragraph.

    Args:
        text: The paragraph.
        first: Indentation of the first line.
        rest: Indentation of the other lines.
    """
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def one_line(doc: str | None) -> str:
    """
    A docstring without its line breaks.
    """
    return " ".join((doc or "").split())
