"""
What holds of every message that a test hears: Pulumi prints each one several times, so it is short, and a warning leads
to the page that explains it.
"""

import re
from pathlib import Path

LONGEST = 160
DOCS = Path(__file__).parent.parent / "docs"
_POINTER = re.compile(r"\bsee docs/([\w/-]+)\.md(?:#[\w-]+)?$")


def check_length(text: str) -> None:
    """
    Insist on a message of at most 160 characters on one line.
    """
    assert len(text) <= LONGEST, f"{len(text)} characters, which is more than {LONGEST}: {text}"
    assert "\n" not in text, f"more than one line: {text}"


def check_lines(text: str) -> None:
    """
    Insist on lines of at most 160 characters each.
    """
    for line in text.splitlines():
        check_length(line)


def check_warning(text: str) -> None:
    """
    Insist on a short warning that ends with the page which explains it.
    """
    check_length(text)
    found = _POINTER.search(text)
    assert found, f"no page at the end of: {text}"
    assert (DOCS / f"{found[1]}.md").is_file(), f"no such page: {text}"
