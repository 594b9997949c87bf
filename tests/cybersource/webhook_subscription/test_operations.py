"""A subscription from create to delete, on the simulator: what is sent and what is kept."""

import pytest
from tests.cybersource.orders import FULL, LEAST, RETRIES, WITH_TOKENS

from pulumi_payment_webhooks.errors import Missing


def sent(simulator, method):
    """The bodies of the requests with *method*."""
    return [one.body for one in simulator.requests.matching(method)]


def without(news, name):
    return {key: value for key, value in news.items() if key != name}


def test_create_sends_what_is_declared(simulator, life):
    """
    One POST carries every declared field in the platform's spelling, and nothing that is local or derived.
    """
    life.create(FULL)

    assert sent(simulator, "POST") == [
        {
            "name": "orders",
            "description": "order events",
            "organizationId": simulator.organization_id,
            "webhookUrl": "https://hooks.example.net/visa",
            "healthCheckUrl": "https://hooks.example.net/visa/health",
            "products": [
                {"productId": "payByLink", "eventTypes": ["payByLink.customer.payment"]},
                {
                    "productId": "tokenManagement",
                    "eventTypes": ["tms.networktoken.binding", "tms.networktoken.updated"],
                },
            ],
            "notificationScope": "SELF",
            "retryPolicy": RETRIES,
            "securityPolicy": WITH_TOKENS,
        }
    ]


def test_create_sends_what_the_guide_requires(simulator, life):
    """
    A description and a security type are sent although nobody declared them, and are not managed afterwards.
    """
    simulator.turn(required_fields="docs")
    stored = life.create(LEAST)

    assert stored.inputs.keys() == {"organizationId", "name", "products", "webhookUrl"}


def test_create_is_one_request(simulator, life):
    """
    Creating a subscription without a status costs one request.
    """
    life.create(FULL)

    assert [one.method for one in simulator.requests] == ["POST"]


@pytest.mark.parametrize("news", [LEAST, FULL], ids=["least", "full"])
@pytest.mark.parametrize(
    "knobs",
    [
        {},
        {"response_shape": "products", "numbers_on_get": "strings", "flags_on_get": "string"},
        {"numbers_on_create": "numbers", "flags_on_create": "boolean"},
        {"scope_in_answers": "object", "security_policy_in_answers": "list", "names_in_answers": False},
        {"created_on_drift_ms": 999, "patch": "merge"},
    ],
    ids=str,
)
def test_create_then_read_shows_no_drift(simulator, life, knobs, news):
    """
    In whatever shape the platform answers, neither create nor read leaves a difference, and nothing is warned of.
    """
    simulator.turn(**knobs)
    created = life.create(news)
    read = life.read(created)

    assert (life.changed(created, news), life.changed(read, news), life.ear.warnings) == (set(), set(), [])


def test_flat_answer_for_one_product_shows_no_drift(simulator, life):
    """
    An answer with the product and its events at the top is read like a list of one product.
    """
    simulator.turn(response_shape="flat")

    assert life.changed(life.create(LEAST), LEAST) == set()


def test_state_is_stable_over_reads(life):
    """
    A second read changes nothing in the state, although the platform tells another time of creation.
    """
    created = life.create(FULL)

    assert life.read(created) == created


UPDATES = [
    ({"name": "sales"}, {"name": "sales"}),
    ({"description": ""}, {"description": ""}),
    (
        {"products": {"payByLink": ["payByLink.merchant.payment"]}},
        {"products": [{"productId": "payByLink", "eventTypes": ["payByLink.merchant.payment"]}]},
    ),
    ({"webhookUrl": "https://hooks.example.net/new"}, {"webhookUrl": "https://hooks.example.net/new"}),
    ({"healthCheckUrl": "https://hooks.example.net/h"}, {"healthCheckUrl": "https://hooks.example.net/h"}),
    ({"notificationScope": "DESCENDANTS"}, {"notificationScope": "DESCENDANTS"}),
    (
        {"notificationScope": "CUSTOM", "scopeData": ["b", "a"]},
        {"notificationScope": {"scope": "CUSTOM", "scopeData": ["a", "b"]}},
    ),
    (
        {"retryPolicy": {"algorithm": "GEOMETRIC", "firstRetry": 10, "interval": 30, "deactivateFlag": True}},
        {"retryPolicy": {**RETRIES, "algorithm": "GEOMETRIC"}},
    ),
    (
        {"retryPolicy": {"firstRetry": 10, "interval": 31, "deactivateFlag": True}},
        {"retryPolicy": {**RETRIES, "interval": 31}},
    ),
    (
        {"retryPolicy": {"firstRetry": 10, "interval": 30, "deactivateFlag": False}},
        {"retryPolicy": {**RETRIES, "deactivateFlag": "false"}},
    ),
    ({"securityPolicy": {"securityType": "KEY"}}, {"securityPolicy": {"securityType": "KEY"}}),
    (
        {"securityPolicy": {**FULL["securityPolicy"], "config": {"oAuthURL": "https://idp.example.net/2"}}},
        {
            "securityPolicy": {
                **WITH_TOKENS,
                "config": {"oAuthURL": "https://idp.example.net/2", "oAuthTokenType": "Bearer"},
            }
        },
    ),
]


@pytest.mark.parametrize("patch", ["merge", "replace"])
@pytest.mark.parametrize(("change", "body"), UPDATES, ids=str)
def test_update_sends_exactly_what_changed(simulator, life, change, body, patch):
    """
    One PATCH carries each changed field whole and nothing else, and leaves no difference, however nested objects are
    taken.
    """
    simulator.turn(patch=patch)
    stored = life.create(FULL)
    updated = life.update(stored, {**FULL, **change})

    assert [(one.method, one.body) for one in simulator.requests.changes[1:]] == [("PATCH", body)]
    assert life.changed(life.read(updated), {**FULL, **change}) == set()


def test_local_field_is_not_sent(simulator, life):
    """
    A change of the field that only orders resources asks nothing of the platform.
    """
    stored = life.create(FULL)
    life.update(stored, {**FULL, "signatureKey": "another"})

    assert len(simulator.requests) == 1


@pytest.mark.parametrize("name", ["description", "notificationScope", "retryPolicy", "securityPolicy", "signatureKey"])
def test_released_field_is_left_as_it_is(simulator, life, name):
    """
    A field that is no longer declared asks nothing of the platform, and leaves the state.
    """
    stored = life.create(FULL)
    released = life.update(stored, without(FULL, name))

    assert (len(simulator.requests.changes), name in released.outputs) == (1, False)


def test_ignored_change_is_told(simulator, life):
    """
    When the platform accepts a change and keeps the old value, a warning names it and the next preview shows it.
    """
    simulator.turn(patch_retry_policy="ignore")
    stored = life.create(FULL)
    news = {**FULL, "retryPolicy": {**FULL["retryPolicy"], "interval": 31}}
    updated = life.update(stored, news)

    assert "`retryPolicy.interval`" in life.ear.warnings[0]
    assert life.changed(updated, news) == {"retryPolicy.interval", "retryPolicy.schedule"}


DRIFTS = [
    ({"name": "by hand"}, ["name"]),
    ({"description": "by hand"}, ["description"]),
    ({"webhookUrl": "https://hooks.example.net/by-hand"}, ["webhookUrl"]),
    ({"notificationScope": "DESCENDANTS"}, ["notificationScope"]),
    ({"retryPolicy": {"interval": 99}}, ["retryPolicy.interval", "retryPolicy.schedule"]),
    ({"securityPolicy": {"config": {"oAuthTokenExpiry": 1}}}, ["securityPolicy.config.oAuthTokenExpiry"]),
    (
        {"products": [{"productId": "payByLink", "eventTypes": ["payByLink.customer.payment"]}]},
        ["products.tokenManagement"],
    ),
]


@pytest.mark.parametrize(("edit", "paths"), DRIFTS, ids=str)
def test_drift_is_seen_and_repaired(simulator, life, edit, paths):
    """
    What was edited at the platform shows in the next read, and an update sends just that field back.
    """
    stored = life.create(FULL)
    simulator.edit(stored.id, edit)
    drifted = life.read(stored)

    assert sorted(life.changed(drifted, FULL)) == paths
    assert life.changed(life.read(life.update(drifted, FULL)), FULL) == set()


def test_drift_of_undeclared_fields_is_none(simulator, life):
    """
    What a program does not declare may change at the platform without a difference.
    """
    stored = life.create(LEAST)
    simulator.edit(
        stored.id,
        {
            "description": "by hand",
            "retryPolicy": {"interval": 9},
            "notificationScope": "SELF",
            "healthCheckUrl": "https://hooks.example.net/h",
        },
    )

    assert life.changed(life.read(stored), LEAST) == set()


def test_removed_health_url_is_drift(simulator, life):
    """
    A declared health URL that the platform does not have any more shows as a difference.
    """
    stored = life.create(FULL)
    simulator.edit(stored.id, {"healthCheckUrl": None})

    assert life.changed(life.read(stored), FULL) == {"healthCheckUrl"}


def test_two_products_change_in_one_request(simulator, life):
    """
    Several changed fields go in one PATCH.
    """
    stored = life.create(FULL)
    life.update(stored, {**FULL, "name": "sales", "notificationScope": "DESCENDANTS"})

    assert sent(simulator, "PATCH") == [{"name": "sales", "notificationScope": "DESCENDANTS"}]


def test_update_of_what_is_gone_says_so(simulator, life):
    """
    A PATCH for a subscription that was deleted by hand is a missing object, with the platform's words.
    """
    stored = life.create(FULL)
    simulator.subscriptions.remove(stored.id)

    with pytest.raises(Missing, match="cannot update subscription 'orders'"):
        life.update(stored, {**FULL, "name": "sales"})


def test_delete_deletes(simulator, life):
    """
    After a delete the platform has no subscription.
    """
    life.delete(life.create(FULL))

    assert len(simulator.subscriptions) == 0


def test_delete_understands_an_empty_answer(simulator, life):
    """
    A delete that is answered without a body has succeeded.
    """
    simulator.turn(delete_answer="204")
    life.delete(life.create(FULL))

    assert len(simulator.subscriptions) == 0


def test_delete_of_what_is_gone_is_quiet(life):
    """
    A second delete succeeds and says nothing.
    """
    stored = life.create(FULL)
    life.delete(stored)
    life.delete(stored)

    assert life.ear.warnings == []


def test_read_of_what_is_gone_says_none(life):
    """
    A subscription that the platform does not know is gone.
    """
    stored = life.create(FULL)
    life.delete(stored)

    assert life.read(stored) is None
