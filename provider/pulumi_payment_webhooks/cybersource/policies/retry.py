"""
A retry policy, wherever it is declared: its fields, and its members as the platform spells them. Pure: no I/O.

Source: the vendor's page "Configure the Retry Policy".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field

from ...reconcile.declare.declaration import Derived
from ...reconcile.declare.meaning import HasRole, Role
from ...reconcile.declare.values import Flag, WholeNumber, one_of
from ..rules.retry_schedule import RetryRules, describe, has_times, rules_of
from ..rules.words import ALGORITHMS, RETRY_NUMBERS, Algorithm

NOT_KNOWN = "not known: the platform holds a policy that has no times"


def schedule_of(policy: Mapping[str, Any]) -> str:
    """The schedule line of a retry policy in normal form, or of whatever the platform has in its place."""
    return describe(rules_of(policy), deactivates=policy["deactivateFlag"]) if has_times(policy) else NOT_KNOWN


class RetryFields(BaseModel):
    """The members of a retry policy. Absent members take the platform's defaults."""

    algorithm: Annotated[Algorithm, BeforeValidator(one_of(*ALGORITHMS))] = Field(
        default=RetryRules.algorithm,
        description="How the time between retries grows: `ARITHMETIC` adds `interval`, `GEOMETRIC` multiplies by it.",
    )
    first_retry: WholeNumber = Field(
        default=RetryRules.first_retry,
        alias="firstRetry",
        description="Minutes from the first failed attempt to the first retry.",
    )
    interval: WholeNumber = Field(
        default=RetryRules.interval,
        description="Minutes between retries when arithmetic; the factor between them when geometric.",
    )
    number_of_retries: WholeNumber = Field(
        default=RetryRules.number_of_retries, alias="numberOfRetries", description="Retries in one sequence."
    )
    deactivate_flag: Flag = Field(
        default=False,
        alias="deactivateFlag",
        description="Whether an unreachable URL suspends the subscription and queues its notifications. With a "
        "health check URL it must be given, and True activates the subscription after a successful ping.",
    )
    repeat_sequence_count: WholeNumber = Field(
        default=RetryRules.repeat_sequence_count,
        alias="repeatSequenceCount",
        description="How often the whole sequence is repeated.",
    )
    repeat_sequence_wait_time: WholeNumber = Field(
        default=RetryRules.repeat_sequence_wait_time,
        alias="repeatSequenceWaitTime",
        description="Minutes between two sequences.",
    )
    schedule: Annotated[
        str, Derived(schedule_of, needs=("algorithm", "deactivateFlag", *RETRY_NUMBERS)), HasRole(Role.SCHEDULE)
    ] = Field(
        default="",
        description="Computed: the minutes after the first failure at which each retry happens, and when it gives up.",
    )


def encode_retry_policy(policy: RetryFields) -> dict[str, object]:
    """*policy*, whole, as the platform spells it."""
    members = policy.model_dump(by_alias=True, include=set(RetryFields.model_fields) - {"schedule"})
    return members | {"deactivateFlag": "true" if policy.deactivate_flag else "false"}
