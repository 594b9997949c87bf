"""What of an object may be shown."""

from typing import Any

import pytest
from tests.stacks.exports import ciphertext
from tests.survey.things import SUBSCRIPTION, WEBHOOK, existing, managed

from pulumi_payment_webhooks.stacks.state import SECRET, Managed
from pulumi_payment_webhooks.survey.showing import SecretFilter, retry_schedule

OPEN = SecretFilter(frozenset())
URL = "https://hooks.example.net/visa"


def shown(fields: dict[str, Any], state: Managed | None = None, secrets_filter: SecretFilter = OPEN) -> dict[str, Any]:
    return secrets_filter.fields(SUBSCRIPTION, existing(**fields), state)


def test_sets_are_lists_and_absent_values_stay_absent() -> None:
    """
    A set is a sorted list; what was not reported is not there, and what the object does not have is None.
    """
    fields = {"products": {"p": {"b": True, "a": True}}, "healthCheckUrl": None, "retryPolicy": {"interval": 3}}

    assert shown(fields) == {"products": {"p": ["a", "b"]}, "healthCheckUrl": None, "retryPolicy": {"interval": 3}}


@pytest.mark.parametrize(
    ("inputs", "hidden"),
    [
        ({"webhookUrl": ciphertext()}, {"webhookUrl": "[secret]"}),
        ({"products": ciphertext()}, {"products": "[secret]"}),
        ({"retryPolicy": {"interval": ciphertext()}}, {"retryPolicy": {"interval": "[secret]", "firstRetry": 5}}),
        ({"products": {"p": ciphertext()}}, {"products": {"p": "[secret]"}}),
    ],
    ids=["text", "map", "member", "entry"],
)
def test_what_the_state_encrypts_is_hidden(inputs: dict[str, Any], hidden: dict[str, Any]) -> None:
    """
    What a program made secret is hidden, as a whole or in part, and the rest is shown.
    """
    fields = {"webhookUrl": URL, "products": {"p": {"a": True}}, "retryPolicy": {"interval": 3, "firstRetry": 5}}
    found = shown(fields, managed(**inputs))

    assert {name: found[name] for name in hidden} == hidden
    assert [name for name in found if name not in hidden and "[secret]" in str(found[name])] == []


@pytest.mark.parametrize("place", ["inputs", "outputs"])
def test_secret_among_inputs_or_outputs_is_hidden(place: str) -> None:
    """
    A value is secret if the state has it encrypted among the inputs or among the outputs.
    """
    bags: dict[str, dict[str, Any]] = {"inputs": {"webhookUrl": URL}, "outputs": {"webhookUrl": URL}}
    bags[place] = {"webhookUrl": SECRET}
    state = managed()

    assert shown({"webhookUrl": URL}, Managed(state.type, state.urn, state.id, bags["inputs"], bags["outputs"])) == {
        "webhookUrl": "[secret]"
    }


def test_secret_value_is_hidden_everywhere() -> None:
    """
    A value that is secret in one subscription is hidden in each, however its URL is spelled.
    """
    mine, other = existing(webhookUrl=URL), existing(id="w-2", webhookUrl="https://HOOKS.example.net:443/visa")
    secrets_filter = SecretFilter.of(
        [(SUBSCRIPTION, mine, managed(webhookUrl=ciphertext())), (SUBSCRIPTION, other, None)]
    )

    assert secrets_filter.fields(SUBSCRIPTION, other, None) == {"webhookUrl": "[secret]"}


def test_secret_event_is_hidden_everywhere() -> None:
    """
    Members of a secret set are secret as well.
    """
    fields: dict[str, Any] = {"products": {"p": {"a": True}}}
    secrets_filter = SecretFilter.of([(SUBSCRIPTION, existing(**fields), managed(products={"p": ciphertext()}))])

    assert shown(fields, None, secrets_filter) == {"products": {"p": ["[secret]"]}}


@pytest.mark.parametrize(
    ("value", "expected"), [({"username": "u", "password": "p"}, "[secret]"), ({}, "[secret]"), (None, None)], ids=str
)
def test_credentials_are_always_secret(value: Any, expected: Any) -> None:
    """
    What a declaration calls secret is hidden without a stack, masked or not; that there is none is shown.
    """
    found = OPEN.fields(WEBHOOK, existing(WEBHOOK.kind, authentication=value), None)

    assert found == {"authentication": expected}


def test_credentials_hide_no_other_value() -> None:
    """
    A user name or a word in credentials is not hidden elsewhere: credentials are never shown anyway.
    """
    fields: dict[str, Any] = {"authentication": {"username": "HTTP", "password": "p"}, "transportType": "HTTP"}
    secrets_filter = SecretFilter.of(
        [(WEBHOOK, existing(WEBHOOK.kind, **fields), managed(WEBHOOK.kind, authentication=ciphertext()))]
    )

    assert secrets_filter.fields(WEBHOOK, existing(WEBHOOK.kind, **fields), None)["transportType"] == "HTTP"


@pytest.mark.parametrize(
    ("policy", "schedule"),
    [
        ({"firstRetry": 10, "interval": 30}, "10, 40, 70 min after the first failure; gives up after 70 min"),
        ({"numberOfRetries": 0, "deactivateFlag": True}, "no retry; suspends and queues at once"),
        ({"interval": "soon"}, "not known: the platform holds a policy that has no times"),
        (None, ""),
    ],
    ids=["some members", "none", "odd", "not shown"],
)
def test_schedule_is_that_of_a_preview(policy: Any, schedule: str) -> None:
    """
    The retry times are computed from the policy, with the platform's defaults for what it leaves out.
    """
    assert retry_schedule(SUBSCRIPTION, existing(retryPolicy=policy), None) == schedule


@pytest.mark.parametrize("policy", [ciphertext(), {"interval": ciphertext()}], ids=["whole", "member"])
def test_secret_policy_has_no_schedule(policy: Any) -> None:
    """
    The times of a policy that the program made secret are not shown.
    """
    assert retry_schedule(SUBSCRIPTION, existing(retryPolicy={"interval": 3}), managed(retryPolicy=policy)) == ""
