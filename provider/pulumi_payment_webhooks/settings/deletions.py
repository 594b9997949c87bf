"""
The limit on deletions: how many objects one run may delete at the platform, and what lifts that for one run.

A run that only deletes gets the stack's config of the last deployment. So the limit stays in force where the code that
declared the objects is gone, and only the environment can lift it. No I/O here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from .mechanism import Setting, Settings
from .values import integer, quote, text

_MOST = 10_000
_CONFIRMATION = re.compile(r"(?:[^\s/:]+/)?(?P<stack>[^\s/:]+/[^\s/:]+):(?P<most>[0-9]{1,5})")
_EXAMPLE = "shop/prod:12"


@dataclass(frozen=True)
class Confirmation:
    """
    The deletions that a person expects.

    Args:
        stack: The stack, as ``project/stack``.
        most: The most deletions.
    """

    stack: str
    most: int


@dataclass(frozen=True)
class DeletionLimit:
    """
    How many objects one run may delete.

    Args:
        most: The limit of the stack; None for any number.
        confirmed: What lifts it for this run; None if nothing does.
        setting: Name of the setting.
        variable: The environment variable that lifts it.
    """

    most: int | None
    confirmed: Confirmation | None
    setting: str
    variable: str

    def allowed(self, stack: str) -> int | None:
        """
        How many deletions are allowed in this run; None for any number.

        Args:
            stack: The stack of the run, as ``project/stack``; empty where that is not known.
        """
        if self.most is None or not self.is_lifted(stack):
            return self.most
        return max(self.most, self.confirmed.most if self.confirmed else 0)

    def is_lifted(self, stack: str) -> bool:
        """Whether the environment allows more deletions in this run of *stack* than the setting."""
        if self.most is None or self.confirmed is None or self.confirmed.most <= self.most:
            return False
        return stack in ("", self.confirmed.stack)


class DeletionSettings:
    """
    The settings about deletions of one platform.

    Args:
        prefix: How the names of its settings begin, e.g. ``cybersource``.
        objects: What is deleted, e.g. ``subscriptions``.
    """

    def __init__(self, prefix: str, objects: str) -> None:
        self._prefix = prefix
        self._objects = objects

    @cached_property
    def most(self) -> Setting[int]:
        """The limit."""
        return Setting(
            f"{self._prefix}MaxDeletions",
            f"Maximum number of {self._objects} that one run may delete or replace; 0 refuses every deletion. "
            "Default: no limit.",
            integer(0, _MOST),
            example="0",
            kind="integer",
            is_for_whole_stack=True,
        )

    @cached_property
    def confirmed(self) -> Setting[Confirmation]:
        """What lifts the limit for one run."""
        return Setting(
            f"{self._prefix}ConfirmDeletions",
            f"Lifts `{self.most.name}` for one run: the project, the stack, and the maximum number of "
            f"deletions that you expect, such as {_EXAMPLE}.",
            read_confirmation,
            example=_EXAMPLE,
            is_for_one_run=True,
        )

    def read(self, settings: Settings) -> DeletionLimit:
        """
        The limit.

        Raises:
            SettingsProblem: A value is invalid.
        """
        most, confirmed = settings.get(self.most), settings.get(self.confirmed)
        return DeletionLimit(most, confirmed, self.most.name, self.confirmed.variable)


def read_confirmation(value: object) -> Confirmation:
    """Read a confirmation; an organization before the project is left out."""
    found = _CONFIRMATION.fullmatch(text(value))
    if not found:
        raise ValueError(f"is {quote(value)}, and must be project/stack:number, such as {_EXAMPLE}")
    return Confirmation(found["stack"], int(found["most"]))
