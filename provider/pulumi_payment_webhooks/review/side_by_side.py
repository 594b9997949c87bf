"""
What changes in some stacks of a program, and not in all of them. Pure: no I/O.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..wording import Words
from .findings.finding import Finding
from .report import StackDifference, StackReport


def compare_stacks(stacks: Sequence[StackReport]) -> list[StackDifference]:
    """The changes that some of *stacks* have and others of the same project do not have."""
    projects = dict.fromkeys(one.project for one in stacks)
    return [found for one in projects for found in _compare([stack for stack in stacks if stack.project == one])]


def _compare(stacks: Sequence[StackReport]) -> Iterator[StackDifference]:
    seen: dict[tuple[str, str, str], tuple[Finding, Words, set[str]]] = {}
    for stack in stacks:
        for finding in stack.findings:
            for aspect in finding.aspects:
                key = (finding.kind, finding.name, str(aspect))
                seen.setdefault(key, (finding, aspect, set()))[2].add(stack.stack)
    names = [one.stack for one in stacks]
    for finding, aspect, having in seen.values():
        if len(having) < len(set(names)):
            yield StackDifference(stacks[0].project, finding.name, aspect, {one: one in having for one in names})
