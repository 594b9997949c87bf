"""
What a comparison reports, and what it leaves out.
"""

from typing import Any

import pytest
from tests.comparing.sides_of import REFUNDS, RETRIES, compared, differing, existing, organization, stack, subscription
from tests.stacks.exports import SUBSCRIPTION, WEBHOOK, ciphertext, resource

from pulumi_payment_webhooks.comparing.aspects import Aspect
from pulumi_payment_webhooks.comparing.comparison import compare
from pulumi_payment_webhooks.comparing.sides import EventType

BOTH = {"payments": {"payments.refund.status.accepted": True, "payments.void.status.accepted": True}}
VOIDS = {"payments": {"payments.void.status.accepted": True}}
VOID = EventType("payments", "payments.void.status.accepted")
FEWER = "1, 2, 3 min after the first failure; gives up after 3 min"
MORE = "1, 2, 3, 4 min after the first failure; gives up after 4 min"
OAUTH = {
    "securityType": "oAuth",
    "config": {"oAuthURL": "https://id.test.example.com/token", "oAuthTokenType": "Bearer"},
}


def test_event_of_one_side_is_reported() -> None:
    """
    An event type that only one stack receives is among what is received, and at its subscription.
    """
    found = compare(stack(subscription()), stack(subscription(products=BOTH)))
    [pair] = found.pairs

    assert found.received == ([], [VOID])
    assert [(one.event, one.side, one.elsewhere) for one in pair.events] == [(VOID, 1, ())]


def test_event_at_another_subscription_is_received_all_the_same() -> None:
    """
    An event type that both stacks receive, at different subscriptions, is no difference of what is received.
    """
    together = stack(subscription(products=BOTH))
    apart = stack(subscription(), subscription("voids", products=VOIDS))
    found = compare(together, apart)

    assert found.received == ([], [])
    assert [(one.event, list(one.elsewhere)) for one in found.pairs[0].events] == [(VOID, ["voids"])]
    assert [(one.name, [list(each.elsewhere) for each in one.events]) for one in found.unpaired] == [
        ("voids", [["refunds"]])
    ]


@pytest.mark.parametrize(
    ("fields", "others", "difference"),
    [
        ({"retryPolicy": RETRIES}, {"retryPolicy": {**RETRIES, "numberOfRetries": 4}}, ("retry_policy", FEWER, MORE)),
        ({}, {"retryPolicy": {**RETRIES, "numberOfRetries": 4}}, ("retry_policy", f"{FEWER} (default)", MORE)),
        ({"notificationScope": "SELF"}, {}, ("notification_scope", "SELF", "DESCENDANTS (default)")),
        ({"status": "INACTIVE"}, {}, ("status", "INACTIVE", "not declared")),
        ({"securityPolicy": OAUTH}, {}, ("security_policy.security_type", "oAuth", "KEY (default)")),
        ({"webhookUrl": "https://h.example.com/v2"}, {}, ("webhook_url", "/v2", "/refunds")),
        (
            {"scopeData": {"shop": True}},
            {"scopeData": {"a": True, "b": True}},
            ("scope_data", "1 value", "2 values"),
        ),
        ({"healthCheckUrl": "https://h.example.com/up"}, {}, ("health_check_url", "/up", "not declared")),
        ({"healthCheckUrl": "https://h.example.com/up"}, {"healthCheckUrl": ""}, ("health_check_url", "/up", "none")),
    ],
    ids=["retries", "default-retries", "scope", "status", "access", "path", "organizations", "undeclared", "cleared"],
)
def test_other_value_is_reported(fields: dict[str, Any], others: dict[str, Any], difference: tuple[str, ...]) -> None:
    """
    A field with another value is reported with both; where nothing is declared, with the platform's default if known.
    """
    assert difference in compared(stack(subscription(**fields)), stack(subscription(**others)))


@pytest.mark.parametrize(
    ("fields", "include"),
    [
        ({"webhookUrl": "https://hooks.test.example.com:8443/refunds"}, Aspect.HOSTS),
        ({"organizationId": "shop_org_test"}, Aspect.ORGANIZATIONS),
        ({"name": "refunds of test", "description": "A test."}, Aspect.NAMES),
        ({"scopeData": {"shop_test": True}}, Aspect.ORGANIZATIONS),
    ],
    ids=["hosts", "organizations", "names", "scope"],
)
def test_what_environments_differ_in_is_left_out(fields: dict[str, Any], include: Aspect) -> None:
    """
    Hosts, organizations and names are compared on request only.
    """
    usual = {"organizationId": "shop_org", "description": "Live.", "scopeData": {"shop": True}}
    sides = stack(subscription(**{**usual, **fields})), stack(subscription(**usual))

    assert compared(*sides) == []
    assert {path for path, _, _ in compared(*sides, include=[include])} == {
        {"webhookUrl": "webhook_url", "organizationId": "organization_id", "scopeData": "scope_data"}.get(one, one)
        for one in fields
    }


def test_ids_and_keys_are_left_out() -> None:
    """
    The platform's ids, and what is declared of keys, are compared on request only.
    """
    kind = "cybersource:DigitalSignatureKey"
    one = stack(
        resource(kind, "key", expiryDuration=365, maxAge=300, outputs={"expirationDate": "2027-01-01T00:00:00Z"})
    )
    other = stack({**resource(kind, "key", expiryDuration=90), "id": "another"})

    assert compared(one, other) == []
    assert [path for path, _, _ in compared(one, other, include=[Aspect.KEYS])] == [
        "expiry_duration",
        "max_age",
        "expiration_date",
    ]
    assert compared(one, other, include=[Aspect.IDS]) == [("id", "id-of-key", "another")]


def test_missing_key_is_reported() -> None:
    """
    A certificate that only one stack has is reported, although its values are left out.
    """
    certificate = resource("cybersource:MessageEncryptionCertificate", "certificate", certificate="…")
    found = compare(stack(subscription(), certificate), stack(subscription()))

    assert [(one.noun, one.name, one.side) for one in found.unpaired] == [("encryption certificate", "certificate", 0)]


def test_policy_that_is_declared_apart_counts_as_inline() -> None:
    """
    It makes no difference whether a retry policy is declared in its subscription or by a resource of its own.
    """
    members: dict[str, Any] = {"subscription": "id-of-refunds", **RETRIES}
    policy = resource("cybersource:RetryPolicy", "later", **members)
    apart = stack(subscription(), {**policy, "id": "id-of-refunds/retryPolicy"})
    inline = stack(subscription(retryPolicy={**RETRIES, "schedule": FEWER}))
    longer = stack(subscription(retryPolicy={**RETRIES, "numberOfRetries": 4}))

    assert compare(apart, inline).is_equal
    assert compared(apart, longer) == [("retry_policy", FEWER, MORE)]


@pytest.mark.parametrize(
    "other",
    [{"webhookUrl": ciphertext("v1:b")}, {"webhookUrl": "https://hooks.example.com/refunds"}],
    ids=["secret", "known"],
)
def test_secrets_are_not_compared(other: dict[str, Any]) -> None:
    """
    A secret is neither equal nor different: the report names it as not compared.
    """
    found = compare(stack(subscription(webhookUrl=ciphertext("v1:a"))), stack(subscription(**other)))

    assert found.is_equal
    assert found.withheld == {"webhook_url": ["refunds"]}


def test_secret_that_only_one_side_declares_is_reported() -> None:
    """
    Whether a secret is declared can be seen, and is compared.
    """
    fields: dict[str, Any] = {"address": "https://hooks.example.com/dr", "types": {"order.accepted": True}}
    one = stack(resource(WEBHOOK, "orders", authentication=ciphertext(), **fields))

    assert compared(one, stack(resource(WEBHOOK, "orders", **fields))) == [
        ("authentication", "[secret]", "not declared")
    ]


def test_secret_events_are_not_compared() -> None:
    """
    Event types that are marked secret are not compared.
    """
    found = compare(stack(subscription(products=ciphertext())), stack(subscription()))

    assert (found.pairs, found.withheld) == ([], {"products": ["refunds"]})


def test_object_has_the_names_of_the_program() -> None:
    """
    The members of an object that one side lacks are shown under the names that a program writes.
    """
    config = {"oAuthURL": "https://idp.example.com/token", "oAuthTokenType": "Bearer", "oAuthTokenExpiry": 60}
    policy = {"securityType": "oAuth", "config": config}
    found = compared(stack(subscription(securityPolicy=policy)), stack(subscription()))

    assert found[-1] == (
        "security_policy.config",
        "oauth_url /token, oauth_token_type Bearer, oauth_token_expiry 60",
        "not declared",
    )


def test_nothing_is_said_of_secret_events_in_total() -> None:
    """
    What an object with secret event types receives may be what its counterpart receives, so no side lacks it.
    """
    secret = stack(subscription(products=ciphertext()), subscription("orders", products={"orders": {"a.b": True}}))
    found = compare(stack(subscription()), secret)

    assert found.received == ([], [EventType("orders", "a.b")])


def test_secret_events_without_a_counterpart_are_named() -> None:
    """
    An object on one side only is named among what was not compared if its event types are secret.
    """
    found = compare(stack(subscription()), stack(subscription(), subscription("orders", products=ciphertext())))

    assert ([one.name for one in found.unpaired], found.withheld) == (["orders"], {"products": ["orders"]})


def test_object_without_a_name() -> None:
    """
    An object whose name is empty at the platform is called by its id, and an empty name pairs nothing.
    """
    mine, other = existing("mine", name=""), existing("other", name=" ", products={"orders": {"a.b": True}})
    found = compare(organization(mine), organization(other))

    assert sorted(one.name for one in found.unpaired) == ["id-of-mine", "id-of-other"]


def test_stack_is_compared_with_an_organization() -> None:
    """
    What a stack declares is compared with what exists, and what it does not manage is left out.
    """
    program = stack(subscription(status="ACTIVE", retryPolicy={**RETRIES, "schedule": FEWER}))

    assert compare(program, organization(existing(retryPolicy=RETRIES, description="By hand."))).is_equal
    assert compared(program, organization(existing(status="SUSPENDED"))) == [("status", "ACTIVE", "SUSPENDED")]
    assert compared(stack(subscription()), organization(existing(status="SUSPENDED"))) == []
    assert compared(stack(subscription()), organization(existing(healthCheckUrl="https://a.example.com"))) == []


def test_organization_is_compared_with_its_part_of_a_stack() -> None:
    """
    A stack with keys, with subscriptions of two organizations and with another platform is compared where it can be.
    """
    program = stack(
        subscription(organizationId="shop_org"),
        subscription("voids", organizationId="other_org", products=VOIDS),
        resource("cybersource:DigitalSignatureKey", "key", organizationId="shop_org"),
        resource(WEBHOOK, "orders", types={"order.accepted": True}),
    )

    assert compare(program, organization(existing())).is_equal
    assert compare(organization(existing()), program).is_equal


def test_value_that_may_be_secret_is_not_shown() -> None:
    """
    Nobody knows whether a program has marked a URL as secret that only the platform shows.
    """
    [found] = compared(
        stack(subscription()), organization(existing(webhookUrl="https://hooks.example.com/canary-4711"))
    )

    assert found == ("webhook_url", "/refunds", "not shown: it may be secret")


def test_name_at_the_platform_is_shown() -> None:
    """
    Names and organizations of the platform are shown, if they are asked for.
    """
    sides = stack(subscription(name="Refunds", organizationId="shop")), organization(existing())

    assert compared(*sides, include=[Aspect.NAMES, Aspect.ORGANIZATIONS]) == [
        ("organization_id", "shop", "shop_org"),
        ("name", "Refunds", "refunds"),
    ]


def test_name_that_a_program_made_secret_is_not_shown() -> None:
    """
    The platform shows a name that the state has encrypted: what has it there is called by its id.
    """
    mine = {**subscription("a", name=ciphertext()), "id": "id-of-Canary"}
    there = [existing("Canary", products=BOTH), existing("twin", name="Canary", products=VOIDS)]
    found = compare(stack(mine), organization(*there))

    assert [one.names for one in found.pairs] == [("a", "id-of-Canary")]
    assert [one.name for one in found.unpaired] == ["id-of-twin"]


def test_query_and_user_of_a_url_are_not_shown() -> None:
    """
    A URL is shown without its query and its user, which often hold a token.
    """
    url = "https://user:canary-4711@hooks.example.com/refunds?token=canary-4711"
    sides = stack(subscription(webhookUrl=url)), stack(subscription())

    assert compared(*sides) == [("webhook_url", "/refunds?…", "/refunds")]
    assert compared(*sides, include=[Aspect.HOSTS]) == [
        ("webhook_url", "https://hooks.example.com/refunds?…", "https://hooks.example.com/refunds")
    ]


def test_count_is_that_of_the_lines() -> None:
    """
    Each field, each event of a pair and each resource without a counterpart is one difference.
    """
    one = stack(subscription(products=BOTH, status="ACTIVE"), subscription("voids", products=VOIDS))
    found = compare(one, stack(subscription(products=REFUNDS)))

    assert (found.count, found.equal, len(differing(found))) == (3, 0, 1)


def test_resources_are_paired_by_type() -> None:
    """
    Resources of two types that have the same name are not the same.
    """
    kinds = (SUBSCRIPTION, "cybersource:DigitalSignatureKey")
    one, other = (stack(resource(kind, "shop")) for kind in kinds)
    found = compare(one, other)

    assert [(one.kind, one.side) for one in found.unpaired] == [(SUBSCRIPTION, 0), (kinds[1], 1)]
