"""What a program writes for cybersource:RetryPolicy. Generated from the declaration by `make schema`."""

from __future__ import annotations

from typing import Literal

import pulumi

from ...program import REFERENCE, Named, Resource

_INPUTS: dict[str, Named] = {
    "algorithm": Named("algorithm"),
    "first_retry": Named("firstRetry"),
    "interval": Named("interval"),
    "number_of_retries": Named("numberOfRetries"),
    "deactivate_flag": Named("deactivateFlag"),
    "repeat_sequence_count": Named("repeatSequenceCount"),
    "repeat_sequence_wait_time": Named("repeatSequenceWaitTime"),
    "subscription": Named("subscription", REFERENCE),
}
_OUTPUTS: dict[str, Named] = {
    "schedule": Named("schedule", computed=True),
}

class RetryPolicy(Resource):
    """
    The retry policy of one subscription, owned apart from it.

    It is always sent whole: absent members take the platform's defaults. Destroying it gives the subscription the
    platform's default policy back. A subscription whose own `retry_policy` is declared cannot have one.

    Args:
        resource_name: Name of the resource in the program; part of its URN.
        algorithm: How the time between retries grows: `ARITHMETIC` adds `interval`, `GEOMETRIC` multiplies by it.
            Default: `ARITHMETIC`.
        first_retry: Minutes from the first failed attempt to the first retry. Default: 1.
        interval: Minutes between retries when arithmetic; the factor between them when geometric. Default: 1.
        number_of_retries: Retries in one sequence. Default: 3.
        deactivate_flag: Whether an unreachable URL suspends the subscription and queues its notifications. With a
            health check URL it must be given, and True activates the subscription after a successful ping. Default:
            False.
        repeat_sequence_count: How often the whole sequence is repeated. Default: 0.
        repeat_sequence_wait_time: Minutes between two sequences. Default: 0.
        subscription: The subscription, or its id. Another one moves the policy there.
        opts: Pulumi's resource options.

    Source: the vendor's page "Configure the Retry Policy".
    """

    _kind = "cybersource:RetryPolicy"
    _inputs = _INPUTS
    _outputs = _OUTPUTS
    _filled = (
        "algorithm",
        "first_retry",
        "interval",
        "number_of_retries",
        "deactivate_flag",
        "repeat_sequence_count",
        "repeat_sequence_wait_time",
    )
    _part_of = ("subscription", "retry_policy")
    _is_exclusive = True

    def __init__(
        self,
        resource_name: str,
        *,
        subscription: pulumi.Input[str] | pulumi.CustomResource,
        algorithm: pulumi.Input[Literal["ARITHMETIC", "GEOMETRIC"]] | None = None,
        first_retry: pulumi.Input[int] | None = None,
        interval: pulumi.Input[int] | None = None,
        number_of_retries: pulumi.Input[int] | None = None,
        deactivate_flag: pulumi.Input[bool] | None = None,
        repeat_sequence_count: pulumi.Input[int] | None = None,
        repeat_sequence_wait_time: pulumi.Input[int] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        inputs = {
            "algorithm": algorithm,
            "first_retry": first_retry,
            "interval": interval,
            "number_of_retries": number_of_retries,
            "deactivate_flag": deactivate_flag,
            "repeat_sequence_count": repeat_sequence_count,
            "repeat_sequence_wait_time": repeat_sequence_wait_time,
            "subscription": subscription,
        }
        self._register(resource_name, inputs, opts)

    @property
    def algorithm(self) -> pulumi.Output[str]:
        """How the time between retries grows: `ARITHMETIC` adds `interval`, `GEOMETRIC` multiplies by it."""
        return self._output("algorithm")

    @property
    def first_retry(self) -> pulumi.Output[int]:
        """Minutes from the first failed attempt to the first retry."""
        return self._output("first_retry")

    @property
    def interval(self) -> pulumi.Output[int]:
        """Minutes between retries when arithmetic; the factor between them when geometric."""
        return self._output("interval")

    @property
    def number_of_retries(self) -> pulumi.Output[int]:
        """Retries in one sequence."""
        return self._output("number_of_retries")

    @property
    def deactivate_flag(self) -> pulumi.Output[bool]:
        """
        Whether an unreachable URL suspends the subscription and queues its notifications. With a health check URL
        it must be given, and True activates the subscription after a successful ping.
        """
        return self._output("deactivate_flag")

    @property
    def repeat_sequence_count(self) -> pulumi.Output[int]:
        """How often the whole sequence is repeated."""
        return self._output("repeat_sequence_count")

    @property
    def repeat_sequence_wait_time(self) -> pulumi.Output[int]:
        """Minutes between two sequences."""
        return self._output("repeat_sequence_wait_time")

    @property
    def subscription(self) -> pulumi.Output[str]:
        """The subscription, or its id. Another one moves the policy there."""
        return self._output("subscription")

    @property
    def schedule(self) -> pulumi.Output[str]:
        """Computed: the minutes after the first failure at which each retry happens, and when it gives up."""
        return self._output("schedule")
