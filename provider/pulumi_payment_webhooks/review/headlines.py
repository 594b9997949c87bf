"""
The most important finding of a stack, in one sentence. Pure: no I/O.

A headline is the predicate of a sentence whose subject is the stack: "stops receiving 2 events at 2 URLs".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..registry import resource_type
from ..wording import Sentence, Words, count, count_each
from .categories import ADOPTIONS, DELETES, ERRORS, GAINS, KEYS, LOST, SECTIONS, Category
from .findings.diagnostics import UNCOMPARED, UNDEPLOYED
from .findings.finding import Finding
from .findings.phrases import enumerate_names
from .points import points_of

_SUMMARIES: dict[str, tuple[str, str]] = {
    "deletes": ("deletes {objects}", "has lost {objects}"),
    "replaces": ("deletes {objects} and creates them again", ""),
    "interruptions": ("has {count:,} changes that interrupt or move delivery", ""),
    "keys": ("has {count:,} changes of keys or certificates", ""),
    "access": ("has {count:,} changes of authentication", ""),
    "scope": ("has {count:,} changes of scope", ""),
    "retries": ("retries failed deliveries for a shorter time ({objects})", "has shorter retries ({objects})"),
    "unprotected": ("no longer protects {objects} from deletion", ""),
    "unclear": ("has {count:,} changes whose effect is unclear", ""),
    "moves": ("receives events through other objects ({count:,} changes)", ""),
    "releases": ("no longer manages {objects}, or parts of them", ""),
    "adoptions": ("adopts {objects}", ""),
    "other": ("has {count:,} other changes", ""),
    "warnings": ("has {count:,} warnings", ""),
}
"""What several findings of a category are together: as a plan, and as what has happened, if that differs."""


_BEGINNINGS = (GAINS, ADOPTIONS)


def lead_of(findings: Sequence[Finding], *, is_first: bool = False) -> Category | None:
    """
    The category that a headline is about; None if nothing is found.

    The keys of a first deployment are there for the events that it brings or adopts.

    Args:
        findings: What is found, the most important first.
        is_first: Whether the stack is deployed for the first time.
    """
    found = [one.category for one in findings]
    if is_first and found and SECTIONS.index(found[0]) >= SECTIONS.index(KEYS):
        return next((one for one in found if one in _BEGINNINGS), found[0])
    return found[0] if found else None


def headline_of(
    findings: Sequence[Finding],
    *,
    is_drift: bool,
    is_first: bool = False,
    has_failed: bool = False,
    has_others: bool = False,
) -> Words:
    """
    The headline of a stack.

    Args:
        findings: Its findings, the most important first.
        is_drift: Whether they are about the platform.
        is_first: Whether the stack is deployed for the first time.
        has_failed: Whether the preview failed.
        has_others: Whether resources that are not of this package change.
    """
    category = lead_of(findings, is_first=is_first)
    if category is None:
        unchanged = "changes no payment webhooks" if has_others else "does not change"
        return "is unchanged at the platform" if is_drift else unchanged
    first = [one for one in findings if one.category is category]
    if category is ERRORS and len(first) > 1:
        fails = has_failed or any(one.kind for one in first)
        outcome = f"{UNCOMPARED if is_drift else UNDEPLOYED}: " if fails else "has "
        return f"{outcome}{count(len(first), 'error')}"
    said = first[0].headline if len(first) == 1 else _summary(category, first, is_drift)
    if is_first and category in _BEGINNINGS:
        said = Sentence("is deployed for the first time: it {}", said)
    if is_drift and category is not ERRORS and any(one.is_change for one in findings):
        said = Sentence("has drifted: it {}", said)
    rest = len(points_of(findings)) - len(points_of(first))
    if category is ERRORS or not rest:
        return said
    return Sentence(f"{{}}; {count(rest, 'further point')} below", said)


def _summary(category: Category, findings: Sequence[Finding], is_drift: bool) -> Words:
    if category is LOST:
        return _lost(findings, is_drift)
    if category is GAINS:
        return _events("now receives" if is_drift else "starts to receive", findings)
    plan, found = _SUMMARIES[category.id]
    return (found or plan if is_drift else plan).format(
        count=len(findings), objects=_objects([one.kind for one in findings])
    )


def _lost(findings: Sequence[Finding], is_drift: bool) -> Words:
    deleted = [one.kind for one in findings if DELETES in one.categories]
    gone = "no longer exist" if is_drift else "are deleted"
    why = f", because {_objects(deleted)} {gone}" if len(deleted) > 1 else ""
    return Sentence("{}{}", _events("no longer receives" if is_drift else "stops receiving", findings), why)


def _objects(kinds: Sequence[str]) -> str:
    """How many objects of *kinds* there are: ``3 subscriptions``; an empty kind is of none of them."""
    nouns = Counter(resource_type(one).declaration.meaning.noun for one in kinds if one)
    return count_each(dict(sorted(nouns.items())))


def _events(verb: str, findings: Sequence[Finding]) -> Words:
    events = sum(len(one.facts.get("events", ())) for one in findings)
    urls = {one.facts.get("url", "") for one in findings}
    owners = sorted({one.facts["organization"] for one in findings if "organization" in one.facts})
    of: Words = ""
    if owners:
        noun = "organization" if len(owners) == 1 else "organizations"
        of = Sentence(f" ({noun} {{}})", enumerate_names(owners, most=5))
    return Sentence(f"{verb} {count(events, 'event')} at {count(len(urls), 'URL')}{{}}", of)
