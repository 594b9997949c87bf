"""What a preview says of policies that are owned apart, after it has compared them with the platform."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.cybersource.life import Life, next_run
from tests.cybersource.orders import LEAST, SUBSCRIPTION
from tests.cybersource.previews import asked, previewed, said

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

RETRIES, SECURITY = "cybersource:RetryPolicy", "cybersource:OAuthSecurityConfig"
TOKENS: dict[str, Any] = {
    "securityType": "oAuth",
    "config": {"oAuthURL": "https://idp.example.net/token", "oAuthTokenType": "Bearer"},
}

LifeOf = Callable[..., Life]


@pytest.mark.parametrize("kind", [RETRIES, SECURITY])
def test_policy_of_what_is_gone(kind: str, life: Life, life_of: LifeOf, simulator: CybersourceSimulator) -> None:
    """
    A policy whose subscription does not exist is an error that names the subscription.
    """
    policies = life_of(kind)
    subscription = life.create(LEAST).id
    news = {"subscription": subscription, **(TOKENS if kind == SECURITY else {})}
    stored = policies.create(news)
    simulator.subscriptions.remove(subscription)
    [(severity, text)] = previewed(policies, stored, news)

    assert (severity, text.partition(" at ")[0]) == ("error", f"{subscription} does not exist")


@pytest.mark.parametrize("kind", [RETRIES, SECURITY])
def test_policy_back_at_its_default_is_a_warning(
    kind: str, life: Life, life_of: LifeOf, simulator: CybersourceSimulator
) -> None:
    """
    A policy that was reset, as an interrupted delete leaves it, is one warning that names its fields.
    """
    policies = life_of(kind)
    subscription = life.create(LEAST).id
    news = {"subscription": subscription, **(TOKENS if kind == SECURITY else {"interval": 7, "firstRetry": 3})}
    stored = policies.create(news)
    policies.delete(stored)
    fields = "`firstRetry`, `interval`" if kind == RETRIES else "`securityType`"
    [(severity, text)] = previewed(policies, stored, news)

    assert (severity, text.partition(";")[0]) == ("warning", f"differs at the platform in {fields}")


def test_policy_of_another_stack(life_of: LifeOf, simulator: CybersourceSimulator) -> None:
    """
    A policy alone is compared in the list of the organization that its state remembers; an old state asks by id.
    """
    simulator.add_signature_key("west")
    subscription = life_of(SUBSCRIPTION).create({**LEAST, "organizationId": "west"}).id
    policies = life_of(RETRIES)
    news = {"subscription": subscription, "interval": 7}
    stored = policies.create(news)
    old = replace(stored, outputs=stored.inputs)
    requests = []
    for one in (stored, old):
        next_run()
        simulator.requests.clear()
        assert said(policies.preview(one, news)) == []
        requests.append([f"{one.query.get('organizationId', 'by id')}" for one in simulator.requests])

    assert requests == [["west"], [simulator.organization_id, "by id"]]


def test_new_policy_of_what_is_not_there(life_of: LifeOf, simulator: CybersourceSimulator) -> None:
    """
    A new policy of a subscription that does not exist is an error at preview.
    """
    [advice] = life_of(RETRIES).check({"subscription": "nobody", "interval": 7})

    assert (advice.refuses, advice.problem.path) == (True, ("subscription",))


@pytest.mark.parametrize("kind", [SUBSCRIPTION, RETRIES])
def test_v1_is_compared_by_id(kind: str, life_of: LifeOf, simulator: CybersourceSimulator) -> None:
    """
    With v1 each subscription is asked for by its id, once for itself and its parts.
    """
    subscriptions, policies = life_of(SUBSCRIPTION, ApiVersion="v1"), life_of(RETRIES, ApiVersion="v1")
    stored = subscriptions.create(LEAST)
    policy = {"subscription": stored.id, "interval": 7}
    part = policies.create(policy)
    next_run()
    simulator.requests.clear()
    silent = [said(subscriptions.preview(stored, LEAST)), said(policies.preview(part, policy))]
    requests = asked(simulator)
    simulator.subscriptions.remove(stored.id)
    life, one, news = (subscriptions, stored, LEAST) if kind == SUBSCRIPTION else (policies, part, policy)
    gone = previewed(life, one, news)

    assert (silent, requests) == ([[], []], [f"GET {stored.id}"])
    assert [severity for severity, _ in gone] == ["error"]


def test_v1_says_once_that_nobody_answers(life_of: LifeOf, simulator: CybersourceSimulator) -> None:
    """
    With v1, one request without an answer is enough: one warning, and nobody else is asked for.
    """
    life = life_of(SUBSCRIPTION, ApiVersion="v1")
    links = {**LEAST, "products": {"payByLink": ["payByLink.customer.payment"]}}
    stored = [(life.create(news), news) for news in (LEAST, links)]
    next_run()
    simulator.fail(503, count=9)
    simulator.requests.clear()
    found = [one for each, news in stored for one in life.preview(each, news)]

    assert {(one.refuses, one.once) for one in found} == {(False, True)}
    assert len({one.problem.reason for one in found}) == 1
    assert len(simulator.requests) == 1
