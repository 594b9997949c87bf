"""
What the declarations of egress keys share: rules and remedies. Pure: no I/O.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ...reconcile.declare.declaration import DeclaredValues, Problem, Rule
from ...wording import FieldName, Sentence, Shown
from ..rules.words import KEY_STORE


def tenant_is_known(default: Literal["former", "latter"]) -> Rule:
    """
    The rule that a tenant is one that the vendor's pages know: its key store, or the organization.

    Args:
        default: Which of the two is sent where a program leaves the tenant out.
    """

    def check(view: DeclaredValues) -> Iterator[Problem]:
        if view.get("tenant") not in (None, KEY_STORE, view.get("organizationId")):
            reason = f"must be {{}} or the {{}}; leave it out for the {default}"
            yield Problem(("tenant",), Sentence(reason, Shown(KEY_STORE), FieldName("organizationId")))

    return Rule("tenant", ("tenant", "organizationId"), check)
