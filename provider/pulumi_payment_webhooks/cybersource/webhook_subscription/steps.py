"""
What has to be sent to bring a subscription to what is declared. Pure: no I/O.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...reconcile.decide.differences import diff
from ...reconcile.decide.states import as_inputs, select_owned
from ..api.versions import Version
from ..rules.status import is_platform_owned
from .declaration import WebhookSubscription
from .wire import changes


@dataclass(frozen=True)
class Patch:
    """Send these members, and nothing else; its answer shows whether the status has to be asked for as well."""

    body: Mapping[str, object]


@dataclass(frozen=True)
class SetStatus:
    """Ask for this status."""

    status: str


def steps(
    declared: WebhookSubscription, changed: frozenset[str], current: str | None, *, version: Version
) -> Iterator[Patch | SetStatus]:
    """
    Decide the calls that bring a subscription to *declared*.

    Args:
        declared: What the program declares.
        changed: Top-level wire names that differ from the platform.
        current: The status when it was last seen; None when it was not.
        version: How requests are spelled.
    """
    if body := changes(declared, changed - {"status"}, version):
        yield Patch(body)
    elif declared.status and ("status" in changed or wants_status(declared, current)):
        yield SetStatus(declared.status)


def wants_status(declared: WebhookSubscription, current: str | None) -> bool:
    """Whether the declared status has to be asked for: never against a status that belongs to the platform."""
    return declared.status is not None and current != declared.status and not is_platform_owned(current or "")


def fields_to_change(declared: WebhookSubscription, fields: Mapping[str, object]) -> frozenset[str]:
    """The top-level wire names in which the *fields* of a subscription differ from what is declared."""
    inputs = as_inputs(declared)
    return diff(WebhookSubscription, select_owned(WebhookSubscription, inputs, fields), inputs).fields
