"""
Policies that move between a resource of their own and their subscription: nothing is lost on the way.
"""

from typing import Any

import pytest
from tests.engine.cybersource.programs import CONFIG, SUBSCRIPTION, TOKENS, program, resource
from tests.engine.cybersource.shop import Shop

CASES = [
    pytest.param("RetryPolicy", "retry_policy", {"interval": 9}, id="retry"),
    pytest.param(
        "OAuthSecurityConfig",
        "security_policy",
        {"security_type": "oAuth", "config": CONFIG, "credentials": "stored by hand"},
        id="security",
    ),
]


@pytest.fixture
def quiet(shop: Shop) -> Shop:
    """
    A shop in which nothing is deployed yet, and every update merges.
    """
    shop.platform.turn(patch="merge")
    return shop


@pytest.mark.parametrize(("kind", "member", "policy"), CASES)
def test_policy_moves_inline(kind: str, member: str, policy: dict[str, Any], quiet: Shop) -> None:
    """
    A policy that was apart and is declared inline now stays at the platform, and nothing is said of the old resource.
    """
    apart = resource(kind, "part", "subscription=orders", **policy)
    quiet.project.write(program(resource(SUBSCRIPTION, "orders", **TOKENS), apart))
    quiet.up()
    before = dict(quiet.subscription.document)
    quiet.project.write(program(resource(SUBSCRIPTION, "orders", **TOKENS, **{member: policy})))
    ran = quiet.up()

    assert (quiet.subscription.document, quiet.rest()) == (before, "")
    assert "warning" not in ran.out


@pytest.mark.parametrize(("kind", "member", "policy"), CASES)
def test_policy_moves_apart(kind: str, member: str, policy: dict[str, Any], quiet: Shop) -> None:
    """
    A policy that was inline and is declared apart now stays at the platform, and is not reported as released.
    """
    quiet.project.write(program(resource(SUBSCRIPTION, "orders", **TOKENS, **{member: policy})))
    quiet.up()
    before = dict(quiet.subscription.document)
    apart = resource(kind, "part", "subscription=orders", **policy)
    quiet.project.write(program(resource(SUBSCRIPTION, "orders", **TOKENS), apart))
    ran = quiet.project.run("pulumi up --yes")

    assert (quiet.subscription.document, quiet.rest()) == (before, "")
    assert "warning" not in ran.out
