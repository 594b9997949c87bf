"""The members of policies that answers are read by are those that programs declare."""

from pulumi_payment_webhooks.cybersource.api import policies
from pulumi_payment_webhooks.cybersource.policies.retry import RetryFields
from pulumi_payment_webhooks.cybersource.policies.security import AdditionalConfig
from pulumi_payment_webhooks.cybersource.rules.retry_schedule import RetryRules, rules_of
from pulumi_payment_webhooks.cybersource.rules.words import RETRY_NUMBERS


def test_every_number_of_a_retry_policy_is_read():
    """
    Every number that a retry policy declares is read from an answer.
    """
    numbers = [info.alias or name for name, info in RetryFields.model_fields.items() if info.annotation is int]

    assert sorted(numbers) == sorted(RETRY_NUMBERS)


def test_retry_policy_becomes_rules():
    """
    Each number of a retry policy stands under its own name in the rules that decide its times.
    """
    policy = {"algorithm": "GEOMETRIC", **{name: number for number, name in enumerate(RETRY_NUMBERS)}}

    assert rules_of(policy) == RetryRules(
        algorithm="GEOMETRIC",
        first_retry=0,
        interval=1,
        number_of_retries=2,
        repeat_sequence_count=3,
        repeat_sequence_wait_time=4,
    )


def test_every_member_of_an_assertion_is_read():
    """
    Every member that an `additionalConfig` declares is read from an answer.
    """
    asserted = {info.alias or name: "x" for name, info in AdditionalConfig.model_fields.items()}
    answer = {"securityPolicy": {"config": {"additionalConfig": asserted}}}

    assert policies.read_policies(answer)["securityPolicy"]["config"]["additionalConfig"] == asserted
