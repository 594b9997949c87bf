"""
A report of what previews mean for a reviewer: the findings of each stack, the most important first. Plain data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ..wording import Words
from .categories import CHANGES, DRIFT, ERRORS, WARNINGS, Category
from .exact_changes import Detail
from .findings.finding import Finding


@dataclass(frozen=True)
class StackDifference:
    """
    A change that not all stacks of a project have.

    Args:
        project: The project.
        name: The resource that changes.
        aspect: What changes in it.
        stacks: Whether each stack of the project has that change, by the name of the stack.
    """

    project: str
    name: str
    aspect: Words
    stacks: Mapping[str, bool]


@dataclass(frozen=True)
class StackReport:
    """
    What the preview of one stack means.

    Args:
        stack: The name of the stack.
        project: Pulumi's name of its project.
        headline: The most important thing, as the predicate of a sentence whose subject is the stack.
        findings: What a reviewer must know, the most important first.
        details: What exactly changes in each resource.
        unchanged: How many resources of the program do not change.
        others: How many resources of other packages change, by what becomes of them.
        is_drift: Whether it is about changes that were made at the platform, outside of Pulumi.
        has_failed: Whether the preview failed, so that the rest may be incomplete.
        lead: The category that the headline is about; None if nothing is found.
    """

    stack: str
    project: str
    headline: Words
    findings: Sequence[Finding] = ()
    details: Sequence[Detail] = ()
    unchanged: int = 0
    others: Mapping[str, int] = field(default_factory=dict)
    is_drift: bool = False
    has_failed: bool = False
    lead: Category | None = None

    @cached_property
    def categories(self) -> frozenset[Category]:
        """Every category of which there is something."""
        found = {category for finding in self.findings for category in finding.categories}
        if found - {ERRORS, WARNINGS}:
            found |= {CHANGES, *((DRIFT,) if self.is_drift else ())}
        return frozenset(found)

    @property
    def is_repairable(self) -> bool:
        """Whether a deployment can restore something of what has happened at the platform."""
        return any(one.is_repairable for one in self.findings if one.category not in (ERRORS, WARNINGS))

    def of(self, category: Category) -> list[Finding]:
        """The findings of the section of *category*."""
        return [one for one in self.findings if one.category is category]


@dataclass(frozen=True)
class Report:
    """
    What previews mean for a reviewer.

    Args:
        stacks: One for each preview, in their order.
        differences: What changes in some of the stacks of a project, and not in all of them.
    """

    stacks: Sequence[StackReport]
    differences: Sequence[StackDifference] = ()

    @cached_property
    def categories(self) -> frozenset[str]:
        """The identifiers of every category of which there is something in any stack."""
        return frozenset(category.id for stack in self.stacks for category in stack.categories)
