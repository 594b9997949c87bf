"""
Retry and security policies that are owned apart from their subscription: sent whole, read alone, given back.
"""

from typing import Any

import pytest
from tests.engine.cybersource.crowd import Crowd
from tests.engine.cybersource.programs import (
    CONFIG,
    SUBSCRIPTION,
    TOKENS,
    diagnostics,
    options,
    program,
    resource,
)
from tests.engine.cybersource.shop import Shop

RETRY = "RetryPolicy"
OAUTH = "OAuthSecurityConfig"
TIMES: dict[str, Any] = {
    "algorithm": "ARITHMETIC",
    "first_retry": 10,
    "interval": 30,
    "number_of_retries": 3,
    "deactivate_flag": False,
    "repeat_sequence_count": 0,
    "repeat_sequence_wait_time": 0,
}
TOKEN: dict[str, Any] = {
    "security_type": "oAuth",
    "proxy_type": "external",
    "config": {"oauth_url": "https://login.example.com/token", "oauth_token_expiry": 365},
    "credentials": "stored by hand",
}
ORDERS = resource(SUBSCRIPTION, "orders", **TOKENS)
BOTH = [pytest.param(RETRY, TIMES, id="retry"), pytest.param(OAUTH, TOKEN, id="security")]
PARTS = {RETRY: "retryPolicy", OAUTH: "securityPolicy"}


def apart(kind: str, called: str = "part", *, of: str = "orders", **arguments: Any) -> str:
    return resource(kind, called, f"subscription={of}", **arguments)


def declare(shop: Shop, *lines: str) -> None:
    shop.project.write(program(*lines))


@pytest.fixture
def both(shop: Shop) -> Shop:
    """
    A shop whose subscription has both policies apart, deployed; the journal is empty.
    """
    declare(shop, ORDERS, apart(RETRY, "retries", **TIMES), apart(OAUTH, "tokens", **TOKEN))
    shop.up()
    shop.platform.requests.clear()
    return shop


# By name of a subscription: which of its policies changes, how, and what a preview shows.
CHANGES: dict[str, tuple[str, dict[str, Any], set[str]]] = {
    "algorithm": (RETRY, {"algorithm": "GEOMETRIC"}, {"algorithm", "schedule"}),
    "first_retry": (RETRY, {"first_retry": 5}, {"firstRetry", "schedule"}),
    "interval": (RETRY, {"interval": 20}, {"interval", "schedule"}),
    "number": (RETRY, {"number_of_retries": 4}, {"numberOfRetries", "schedule"}),
    "flag": (RETRY, {"deactivate_flag": True}, {"deactivateFlag", "schedule"}),
    "count": (RETRY, {"repeat_sequence_count": 2}, {"repeatSequenceCount", "schedule"}),
    "wait_time": (RETRY, {"repeat_sequence_wait_time": 60}, {"repeatSequenceWaitTime"}),
    "proxy_type": (OAUTH, {"proxy_type": "internal"}, {"proxyType"}),
    "expiry": (OAUTH, {"config": {**TOKEN["config"], "oauth_token_expiry": 300}}, {"config.oAuthTokenExpiry"}),
    "url": (
        OAUTH,
        {"config": {"oauth_url": "https://login.example.com/v2"}},
        {"config.oAuthURL", "config.oAuthTokenExpiry"},
    ),
}


def _policies(*, are_changed: bool) -> str:
    """Both policies of each subscription of `CHANGES`."""
    found = ""
    for name, (kind, values, _) in CHANGES.items():
        for one, arguments in ((RETRY, TIMES), (OAUTH, TOKEN)):
            given = {**arguments, **values} if are_changed and kind == one else arguments
            found += apart(one, f"{name}_{one}", of=f"all_of[{name!r}]", **given)
    return found


def test_member_changes_alone(shop: Shop) -> None:
    """
    A changed member is all that a preview shows but for the schedule, is sent with its whole policy, and done with.
    """
    crowd = Crowd(shop)
    crowd.gather(CHANGES, TOKENS, _policies(are_changed=False))
    crowd.declare(dict.fromkeys(CHANGES, TOKENS), more=_policies(are_changed=True))
    steps = crowd.steps("cybersource:")
    shop.up()

    assert {name: set(one["detailedDiff"]) for name, one in steps.items() if one["op"] == "update"} == {
        f"{name}_{kind}": shown for name, (kind, _, shown) in CHANGES.items()
    }
    assert crowd.sent() == {name: [{PARTS[kind]}] for name, (kind, _, _) in CHANGES.items()}
    assert shop.rest() == ""


@pytest.mark.parametrize("patch", ["merge", "replace"])
def test_nothing_is_left_to_do(patch: str, shop: Shop) -> None:
    """
    Beside separate policies a subscription settles at once, however the platform merges what it is sent.
    """
    shop.platform.turn(patch=patch)
    declare(shop, ORDERS, apart(RETRY, "retries", interval=9), apart(OAUTH, "tokens", **TOKEN))
    shop.up()
    declare(shop, ORDERS, apart(RETRY, "retries", first_retry=4), apart(OAUTH, "tokens", config=CONFIG))
    shop.up()

    assert "4 unchanged" in shop.project.run("pulumi preview --expect-no-changes").text
    assert shop.rest() == ""


def test_subscription_does_not_store_separate_policies(both: Shop) -> None:
    """
    After a refresh, too, the subscription's state holds nothing of the policies owned apart.
    """
    both.project.run("pulumi refresh --yes --skip-preview")

    assert set(both.stored(SUBSCRIPTION)["outputs"]) & set(PARTS.values()) == set()


@pytest.mark.parametrize(("kind", "arguments"), BOTH)
def test_destroy_asks_only_for_the_subscription(kind: str, arguments: dict[str, Any], shop: Shop) -> None:
    """
    `pulumi destroy` deletes the subscription and sends nothing for a policy that goes with it.
    """
    declare(shop, ORDERS, apart(kind, **arguments))
    shop.up()
    shop.platform.requests.clear()
    shop.project.run("pulumi destroy --yes --skip-preview")

    assert [one.method for one in shop.platform.requests.changes] == ["DELETE"]
    assert shop.project.resources("") == []


def test_destroy_of_a_part_by_id(both: Shop) -> None:
    """
    A policy that names its subscription by id is quietly gone where the subscription is gone.
    """
    id = both.subscription.webhook_id
    declare(both, apart(RETRY, "retries", of=repr(id), **TIMES), apart(OAUTH, "tokens", of=repr(id), **TOKEN))
    both.up()
    both.project.run("pulumi destroy --yes --skip-preview")

    assert (both.held, both.project.resources("")) == ([], [])


@pytest.mark.parametrize(
    ("kind", "inline", "word"),
    [
        (RETRY, {"retry_policy": {"interval": 2}}, "retry_policy"),
        (OAUTH, {"security_policy": {"security_type": "KEY"}}, "security_policy"),
    ],
    ids=["retry", "security"],
)
def test_inline_and_apart(kind: str, inline: dict[str, Any], word: str, shop: Shop) -> None:
    """
    A policy declared inline and apart is refused in one line that names both resources, and nothing is asked.
    """
    arguments = TIMES if kind == RETRY else TOKEN
    declare(shop, resource(SUBSCRIPTION, "orders", **TOKENS, **inline), apart(kind, **arguments))
    ran = shop.project.fail("pulumi preview")

    assert f"error: {kind} 'part' and WebhookSubscription 'orders' both declare the {word} of 'orders': " in ran.text
    assert "Traceback" not in ran.text


@pytest.mark.parametrize(("kind", "arguments"), BOTH)
def test_two_policies_of_a_new_subscription(kind: str, arguments: dict[str, Any], shop: Shop) -> None:
    """
    Two policies for a subscription that is itself new are refused at preview, in one line that names both.
    """
    declare(shop, ORDERS, apart(kind, "one", **arguments), apart(kind, "two", **arguments))
    ran = shop.project.fail("pulumi preview")

    assert f"error: {kind} 'two' and 'one' both declare the " in ran.text
    assert "Traceback" not in ran.text


@pytest.mark.parametrize(("kind", "arguments"), BOTH)
def test_two_policies_of_one_subscription(kind: str, arguments: dict[str, Any], both: Shop) -> None:
    """
    A second policy for a deployed subscription, given by its id, is refused at preview, in a line that names both.
    """
    first, word = ("retries", "retry") if kind == RETRY else ("tokens", "security")
    other = apart(OAUTH, "tokens", **TOKEN) if kind == RETRY else ""
    after = f"orders.id, {options(f'depends_on=[{first}]')}"
    declare(both, ORDERS, apart(kind, first, **arguments), apart(kind, "second", of=after, **arguments), other)
    ran = both.project.fail("pulumi preview")

    assert f"resource 'second' has a problem: subscription: the {word} policy of this subscription " in diagnostics(ran)
    assert f"is declared by '{first}' as well; declare it once" in diagnostics(ran)
