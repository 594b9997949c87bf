"""Parents and children of organizations, and what the scope of a subscription covers. No I/O here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from ...cybersource.rules import words


class Organizations:
    """
    The hierarchy of organizations.

    Args:
        children: The children of each parent at the start.
    """

    def __init__(self, children: Mapping[str, Collection[str]] | None = None) -> None:
        self._first = {parent: set(found) for parent, found in (children or {}).items()}
        self.children: dict[str, set[str]] = {}
        self.on_change: Callable[[], None] = lambda: None
        self.reset()

    def declare(self, parent: str, children: Iterable[str]) -> None:
        """
        Add children to *parent*.

        Raises:
            ValueError: One of them would be its own ancestor.
        """
        wanted = list(children)
        for child in wanted:
            if child == parent or self.is_descendant(parent, child):
                raise ValueError(f"organization {child} cannot be a child of {parent}: it is an ancestor")
        self.children.setdefault(parent, set()).update(wanted)
        self.on_change()

    def is_descendant(self, organization_id: str, ancestor: str) -> bool:
        """Whether the first is a child of the second, or a child of a child."""
        found, left = {ancestor}, [ancestor]
        while left:
            new = self.children.get(left.pop(), set()) - found
            if organization_id in new:
                return True
            found |= new
            left.extend(new)
        return False

    def covers(self, scope: Mapping[str, Any], subscriber: str, organization_id: str) -> bool:
        """Whether a subscription with this *scope* gets events of an organization."""
        if organization_id == subscriber:
            return True
        if scope["scope"] == words.DESCENDANTS:
            return self.is_descendant(organization_id, subscriber)
        return scope["scope"] == words.CUSTOM and organization_id in scope["scopeData"]

    def reset(self) -> None:
        """Return to the initial state."""
        self.children = {parent: set(found) for parent, found in self._first.items()}
