"""
What a program declares of a retry policy. Pure: no Pulumi, no I/O.

Source: reference §8; the vendor's page "Configure the Retry Policy".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field

from ...reconcile.declare.declaration import Claim, Declaration, Derived, PartOf, Path, Replaces
from ...reconcile.declare.values import Flag, WholeNumber, one_of
from ..api.ids import Id
from ..rules.retry_schedule import RetryRules, describe

ALGORITHMS = ("ARITHMETIC", "GEOMETRIC")
TIMES = (
    "algorithm",
    "firstRetry",
    "interval",
    "numberOfRetries",
    "deactivateFlag",
    "repeatSequenceCount",
    "repeatSequenceWaitTime",
)


NOT_KNOWN = "not known: the platform holds a policy that has no times"


def schedule_of(policy: Mapping[str, Any]) -> str:
    """The schedule line of a retry policy in normal form, or of whatever the platform has in its place."""
    times = [policy[name] for name in TIMES if name not in ("algorithm", "deactivateFlag")]
    if policy["algorithm"] not in ALGORITHMS or not all(isinstance(one, int) and one >= 0 for one in times):
        return NOT_KNOWN
    rules = RetryRules(
        algorithm=policy["algorithm"],
        first_retry=policy["firstRetry"],
        interval=policy["interval"],
        number_of_retries=policy["numberOfRetries"],
        repeat_sequence_count=policy["repeatSequenceCount"],
        repeat_sequence_wait_time=policy["repeatSequenceWaitTime"],
    )
    return describe(rules, deactivates=policy["deactivateFlag"])


class RetryFields(BaseModel):
    """The members of a retry policy, wherever it is declared. Absent members take the platform's defaults."""

    algorithm: Annotated[Literal["ARITHMETIC", "GEOMETRIC"], BeforeValidator(one_of(*ALGORITHMS))] = Field(
        default="ARITHMETIC",
        description="How the time between retries grows: `ARITHMETIC` adds `interval`, `GEOMETRIC` multiplies by it.",
    )
    first_retry: WholeNumber = Field(
        default=1, alias="firstRetry", description="Minutes from the first failed attempt to the first retry."
    )
    interval: WholeNumber = Field(
        default=1,
        description="Minutes between retries when arithmetic; the factor between them when geometric.",
    )
    number_of_retries: WholeNumber = Field(default=3, alias="numberOfRetries", description="Retries in one sequence.")
    deactivate_flag: Flag = Field(
        default=False,
        alias="deactivateFlag",
        description="Whether an unreachable URL suspends the subscription and queues its notifications. With a "
        "health check URL it must be given, and True activates the subscription after a successful ping.",
    )
    repeat_sequence_count: WholeNumber = Field(
        default=0, alias="repeatSequenceCount", description="How often the whole sequence is repeated."
    )
    repeat_sequence_wait_time: WholeNumber = Field(
        default=0, alias="repeatSequenceWaitTime", description="Minutes between two sequences."
    )
    schedule: Annotated[str, Derived(schedule_of, needs=TIMES)] = Field(
        default="",
        description="Computed: the minutes after the first failure at which each retry happens, and when it gives up.",
    )


class RetryPolicy(RetryFields, Declaration):
    """
    The retry policy of one subscription, owned apart from it.

    It is always sent whole: absent members take the platform's defaults. Destroying it gives the subscription the
    platform's default policy back. A subscription whose own `retry_policy` is declared cannot have one.
    """

    subscription: Annotated[Id, Replaces(), PartOf("retryPolicy")] = Field(
        description="The subscription, or its id. Another one moves the policy there."
    )

    @classmethod
    def claims(cls, inputs: Mapping[str, Any]) -> Mapping[Claim, Path]:
        """A subscription has one."""
        subscription = inputs.get("subscription")
        if not isinstance(subscription, str):
            return {}
        return {Claim("the retry policy of this subscription", ("retry policy", subscription)): ("subscription",)}
