"""
What a program declares of a retry policy. Pure: no Pulumi, no I/O.

Source: the vendor's page "Configure the Retry Policy".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import Field

from ...reconcile.declare.declaration import Claim, Declaration, PartOf, Path, Replaces
from ...reconcile.declare.meaning import HasRole, Meaning, Role
from ..api.ids import Id
from ..policies.retry import RetryFields


class RetryPolicy(RetryFields, Declaration):
    """
    The retry policy of one subscription, owned apart from it.

    It is always sent whole: absent members take the platform's defaults. Destroying it gives the subscription the
    platform's default policy back. A subscription whose own `retry_policy` is declared cannot have one.
    """

    subscription: Annotated[Id, Replaces(), PartOf("retryPolicy"), HasRole(Role.WHOLE)] = Field(
        description="The subscription, or its id. Another one moves the policy there."
    )

    meaning: ClassVar[Meaning] = Meaning(
        "retry policy", deletion="the subscription gets the platform's default retry policy", role=Role.RETRIES
    )

    @classmethod
    def claims(cls, inputs: Mapping[str, object]) -> Mapping[Claim, Path]:
        """A subscription has one."""
        subscription = inputs.get("subscription")
        if not isinstance(subscription, str):
            return {}
        return {Claim("the retry policy of this subscription", ("retry policy", subscription)): ("subscription",)}
