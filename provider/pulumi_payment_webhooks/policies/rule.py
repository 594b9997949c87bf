"""
What a rule of the policy pack is: its parameters, what it looks at, and what it finds. Pure: no I/O.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..reconcile.declare.declaration import Path, Problem
from ..wording import Words
from .checked_resource import CheckedResource


@dataclass(frozen=True)
class Parameter:
    """
    A parameter of a rule.

    Args:
        name: Its name, in Python and in JSON.
        meaning: What it is, as a sentence without a full stop.
        schema: JSON schema of its values, which the engine checks.
        read: Reads a value; raises `ValueError` with what the value must be.
        default: The value where none is given, as it is read.
        otherwise: The default in words, for a reader.
    """

    name: str
    meaning: str
    schema: Mapping[str, Any]
    read: Callable[[Any], Any]
    default: Any = None
    otherwise: str = ""


@dataclass(frozen=True)
class RuleResult:
    """
    What a rule found.

    Args:
        problem: What is wrong and what to do.
        about: The resource; None for the stack.
        is_known: Whether it is certain; otherwise, an unknown value hides it.
    """

    problem: Problem
    about: CheckedResource | None = None
    is_known: bool = True

    def __str__(self) -> str:
        return self.problem.render(self.about.spell if self.about else str)


def violation(resource: CheckedResource, path: Path, reason: Words) -> RuleResult:
    """*resource* violates the rule at *path*."""
    return RuleResult(Problem(path, reason, resource.name), resource)


def unclear(resource: CheckedResource, path: Path) -> RuleResult:
    """The value of *resource* at *path* is unknown until the deployment, so that the rule cannot judge it."""
    return RuleResult(Problem(path, "not known yet; the update checks it", resource.name), resource, is_known=False)


@dataclass(frozen=True)
class Look:
    """
    What a rule looks at.

    Args:
        resources: The resources to judge.
        stack: All known resources of this package: in a rule about the stack, those of the whole stack.
        at: The time.
    """

    resources: Sequence[CheckedResource]
    stack: Sequence[CheckedResource]
    at: datetime


Values = Mapping[str, Any]
"""The parameters of a rule by name, as they were read; those that were not given have their defaults."""


@dataclass(frozen=True)
class PolicyRule:
    """
    A rule of the policy pack.

    Args:
        name: Its name in configurations and results.
        description: What must be so, as a sentence; shown above each violation.
        judge: Yields what it finds.
        parameters: Its parameters, besides `stacks` and `exclude`.
        is_about_stack: Whether it needs to see all resources; then it runs at the end of a preview or an update.
        stacks: The stacks that it judges where the configuration names none.
        is_opt_in: Whether it is disabled where the configuration gives no level.
    """

    name: str
    description: str
    judge: Callable[[Look, Values], Iterator[RuleResult]]
    parameters: tuple[Parameter, ...] = ()
    is_about_stack: bool = False
    stacks: tuple[str, ...] = ("*",)
    is_opt_in: bool = False

    def findings(self, look: Look, values: Values, stack: str) -> Iterator[RuleResult]:
        """What it finds in a stack of that name; nothing where its parameters leave out the stack."""
        if not is_in(stack, values["stacks"]):
            return iter(())
        judged = [one for one in look.resources if not is_in(one.name, values["exclude"])]
        return self.judge(Look(judged, look.stack, look.at), values)


def is_in(name: str, patterns: Sequence[str]) -> bool:
    """Whether *name* matches one of *patterns*, in which `*` stands for any characters."""
    return any(re.fullmatch(".*".join(map(re.escape, one.split("*"))), name, re.DOTALL) for one in patterns)
