"""Messages point to pages that exist."""

import re
from pathlib import Path

import pulumi_payment_webhooks
from pulumi_payment_webhooks.pages import see

PACKAGE = Path(pulumi_payment_webhooks.__file__).parent
DOCS = Path(__file__).parent.parent / "docs"
_SEEN = re.compile(r"""\bsee\(\s*["']([^"']+)["']""")
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


def test_pointer_names_the_file() -> None:
    """
    A pointer is a path below `docs/` with its anchor.
    """
    assert see("how-to/rotate-keys#by-age") == "see docs/how-to/rotate-keys.md#by-age"


def test_every_pointer_leads_to_a_page() -> None:
    """
    Each page and each anchor that a message points to is there.
    """
    pointers = {found for file in PACKAGE.rglob("*.py") for found in _SEEN.findall(file.read_text(encoding="utf-8"))}
    broken = [one for one in sorted(pointers) if not _exists(one)]

    assert broken == []


def _exists(pointer: str) -> bool:
    page, _, anchor = pointer.partition("#")
    file = DOCS / f"{page}.md"
    if not file.is_file():
        return False
    headings = {_slug(heading) for heading in _HEADING.findall(file.read_text(encoding="utf-8"))}
    return not anchor or anchor in headings


def _slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
