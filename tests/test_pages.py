"""Messages point to pages that exist."""

import re
from pathlib import Path

import pulumi_payment_webhooks
from pulumi_payment_webhooks.pages import see

PACKAGE = Path(pulumi_payment_webhooks.__file__).parent
DOCS = Path(__file__).parent.parent / "docs"
_SEEN = re.compile(r"""\bsee\(\s*["']([^"']+)["']""")
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
_CITED = re.compile(r'docs/([\w/-]+)\.md((?:(?:,| and) "[^"]+")*)')
_SECTION_SIGN = re.compile(r"(?<!\w)(?:RFC \d+ )?§")


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


def test_every_citation_names_a_page_and_its_sections() -> None:
    """
    Each page of `docs/` that the code cites as a source is there, and so is each section that it names.
    """
    cited = {found for file in _code() for found in _CITED.findall(_joined(file))}
    sections = {(page, name) for page, names in cited for name in re.findall(r'"([^"]+)"', names)}
    broken = [page for page, _ in cited if not (DOCS / f"{page}.md").is_file()]
    broken += [f"{page}, {name}" for page, name in sections if not _exists(f"{page}#{_slug(name)}")]

    assert sections
    assert broken == []


def test_a_section_sign_belongs_to_an_rfc() -> None:
    """
    No code cites the section of a document that nobody can look up.
    """
    signs = [found for file in _code() for found in _SECTION_SIGN.findall(_joined(file))]

    assert [sign for sign in signs if "RFC" not in sign] == []


def _code() -> list[Path]:
    return [*PACKAGE.rglob("*.py"), *(DOCS.parent / "tools").rglob("*.py")]


def _joined(file: Path) -> str:
    """The text of *file* without line breaks, so that a wrapped citation is found."""
    return re.sub(r"\s*\n\s*(?:# )?", " ", file.read_text(encoding="utf-8"))


def _exists(pointer: str) -> bool:
    page, _, anchor = pointer.partition("#")
    file = DOCS / f"{page}.md"
    if not file.is_file():
        return False
    headings = {_slug(heading) for heading in _HEADING.findall(file.read_text(encoding="utf-8"))}
    return not anchor or anchor in headings


def _slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
