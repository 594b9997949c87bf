"""
What a program's process adds to the inputs of a resource for the provider's process alone. Pure: nothing is read here.

The provider's process sees one resource after another; the program's process sees what else is declared, and whether
this is a preview. A check drops the hints again, so they are never stored, and works without them as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PROGRAM = "__program"
PARTS = "__parts"


@dataclass(frozen=True)
class Hints:
    """
    What is known of the program beside a resource.

    Args:
        is_preview: Whether nothing will be deployed in this run of the program.
        siblings: How many resources of the same type and account the program declares; None where that is not known.
        parts: Wire names of the parts of the resource that resources of their own declare.
    """

    is_preview: bool = False
    siblings: int | None = None
    parts: frozenset[str] = frozenset()

    @classmethod
    def among(cls, inputs: Mapping[str, object]) -> Hints:
        """The hints among *inputs*, as the host hands them over."""
        program, parts = inputs.get(PROGRAM), inputs.get(PARTS)
        about = program if isinstance(program, Mapping) else {}
        siblings = about.get("siblings")
        return cls(
            is_preview=about.get("isPreview") is True,
            siblings=int(siblings) if isinstance(siblings, int | float) else None,
            parts=frozenset(parts) if isinstance(parts, list | tuple | Mapping) else frozenset(),
        )


NO_HINTS = Hints()
"""Where nothing is known of the program."""


def about(*, is_preview: bool) -> dict[str, object]:
    """What all resources of one type and account share as a hint; :func:`counted` completes it."""
    return {"isPreview": is_preview, "siblings": 0}


def counted(shared: dict[str, Any]) -> None:
    """Note in *shared* that one more resource is declared."""
    shared["siblings"] += 1
