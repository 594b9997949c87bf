"""
Something that a reviewer must know. Plain data; values from outside are marked, so that renderers can escape them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...wording import Words
from ..categories import ERRORS, WARNINGS, Category
from .subject import Subject, Values


@dataclass(frozen=True)
class Finding:
    """
    Something that a reviewer must know.

    Args:
        categories: Its categories; the report shows it in the section of the first.
        text: What happens, in whole sentences; values from outside are `Shown` in it.
        headline: The same, short, as the predicate of a sentence whose subject is the stack.
        name: The name of the resource in the program; empty if it is about no resource.
        kind: The kind of the resource.
        aspects: What changes, in a few words each and without values that differ between stacks: two stacks in which
            the same resource has the same aspect change alike.
        facts: The same as plain data, for programs; no value in it is secret.
        quote: What somebody else said, such as an error of the engine; may have several lines.
        whole: If that is a part of another resource, the name of that resource.
        is_repairable: Whether a deployment can restore what the program declares; a status belongs to the platform.
        is_known: Whether the state of the stack says it already, so that nothing has changed since.
    """

    categories: tuple[Category, ...]
    text: Words
    headline: Words
    name: str = ""
    kind: str = ""
    aspects: tuple[Words, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    quote: str = ""
    whole: str = ""
    is_repairable: bool = True
    is_known: bool = False

    @property
    def category(self) -> Category:
        """The category under which a report shows it."""
        return self.categories[0]

    @property
    def is_change(self) -> bool:
        """Whether something changes, or has changed: an error and a warning do not say that."""
        return not self.is_known and any(one not in (ERRORS, WARNINGS) for one in self.categories)

    @property
    def title(self) -> str:
        """What a reader knows the resource by: a part is known by the resource that it belongs to."""
        return self.whole or self.name


def make_finding(
    subject: Subject,
    categories: tuple[Category, ...],
    text: Words,
    headline: Words,
    aspects: Sequence[Words] = (),
    *,
    facts: Mapping[str, object] | None = None,
    values: Values | None = None,
) -> Finding:
    """A finding about *subject*; its organization and URL are those in *values*, or else in what is there at last."""
    values = subject.present if values is None else values
    known = {"organization": subject.owner(values), "url": subject.url(values), **(facts or {})}
    return Finding(
        categories,
        text,
        headline,
        name=subject.name,
        kind=subject.resource.kind,
        aspects=tuple(aspects),
        facts={name: value for name, value in known.items() if value not in ("", [])},
        whole=subject.whole,
    )
