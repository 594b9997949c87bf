"""
A subscription from create to delete with v1 of the API, on the simulator.
"""

from collections.abc import Callable
from typing import Any

import pytest
from tests.cybersource.life import Life
from tests.cybersource.orders import FULL, LEAST, SUBSCRIPTION

from pulumi_payment_webhooks.errors import AlreadyExists, Unclear
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

V1 = "/notification-subscriptions/v1/webhooks"
ONE = {**FULL, "products": LEAST["products"], "status": "ACTIVE"}
"""A subscription that declares every field, and one product."""
OTHER_EVENT = {**LEAST, "name": "by hand", "products": {"tokenManagement": ["tms.networktoken.provisioned"]}}


@pytest.fixture
def old(simulator: CybersourceSimulator, life_of: Callable[..., Life]) -> Life:
    """
    Subscriptions of an account that uses v1.
    """
    return life_of(SUBSCRIPTION, ApiVersion="v1")


def sent(simulator: CybersourceSimulator) -> list[tuple[str, Any]]:
    return [(one.method, one.body) for one in simulator.requests.changes]


def queries(simulator: CybersourceSimulator) -> list[str]:
    """
    The events of the lists that were asked for, in any order.
    """
    return sorted(one.query["eventType"] for one in simulator.requests if one.method == "GET" and one.path == V1)


def test_every_request_is_one_of_v1(old: Life, simulator: CybersourceSimulator) -> None:
    """
    A life from create to delete uses no path of v2.
    """
    stored = old.create(ONE)
    old.read(stored)
    old.delete(old.update(stored, {**ONE, "name": "renamed", "status": "INACTIVE"}))

    assert {one.path.split("/")[2] for one in simulator.requests} == {"v1"}


def test_create_sends_one_product(old: Life, simulator: CybersourceSimulator) -> None:
    """
    A create has the product at the top, and the status comes in an update of its own.
    """
    old.create({**LEAST, "status": "ACTIVE"})
    (method, body), status = sent(simulator)

    assert (method, body["productId"], body["eventTypes"]) == (
        "POST",
        "tokenManagement",
        ["tms.networktoken.binding", "tms.networktoken.updated"],
    )
    assert status == ("PATCH", {"status": "ACTIVE"})


@pytest.mark.parametrize(
    "knobs",
    [
        {},
        {"v1_products_in_answers": True, "v1_patch_answer": "object"},
        {"scope_in_answers": "object", "security_policy_in_answers": "list", "names_in_answers": False},
        {"numbers_on_get": "strings", "flags_on_get": "string"},
    ],
    ids=str,
)
def test_create_then_read_shows_no_drift(old: Life, simulator: CybersourceSimulator, knobs: dict[str, Any]) -> None:
    """
    In whatever shape v1 answers, neither create nor read leaves a difference, and nothing is warned of.
    """
    simulator.turn(**knobs)
    created = old.create(ONE)
    read = old.read(created)

    assert read is not None
    assert (old.changed(created, ONE), old.changed(read, ONE), old.ear.warnings) == (set(), set(), [])


@pytest.mark.parametrize("answer", ["empty", "object"])
@pytest.mark.parametrize(
    ("change", "bodies"),
    [
        ({"name": "sales"}, [{"name": "sales"}]),
        (
            {"products": {"payByLink": ["payByLink.customer.payment"]}},
            [{"productId": "payByLink", "eventTypes": ["payByLink.customer.payment"]}],
        ),
        ({"status": "INACTIVE"}, [{"status": "INACTIVE"}]),
        ({"name": "sales", "status": "INACTIVE"}, [{"name": "sales"}, {"status": "INACTIVE"}]),
        (
            {"notificationScope": "CUSTOM", "scopeData": ["a"]},
            [{"notificationScope": {"scope": "CUSTOM", "scopeData": ["a"]}}],
        ),
    ],
    ids=str,
)
def test_update_sends_exactly_what_changed(
    old: Life, simulator: CybersourceSimulator, change: dict[str, Any], bodies: list[Any], answer: str
) -> None:
    """
    An update carries what changed and nothing else, and leaves no difference, even if its answer is empty.
    """
    simulator.turn(v1_patch_answer=answer)
    stored = old.create(ONE)
    simulator.requests.clear()
    updated = old.update(stored, {**ONE, **change})
    read = old.read(updated)

    assert sent(simulator) == [("PATCH", body) for body in bodies]
    assert read is not None
    assert (old.changed(updated, {**ONE, **change}), old.changed(read, {**ONE, **change})) == (set(), set())


def test_drift_is_seen_and_repaired(old: Life, simulator: CybersourceSimulator) -> None:
    """
    What was edited at the platform shows in the next read, and an update sends just that back.
    """
    stored = old.create(ONE)
    simulator.edit(stored.id, {"name": "by hand", "status": "INACTIVE"})
    drifted = old.read(stored)
    assert drifted is not None
    repaired = old.read(old.update(drifted, ONE))

    assert repaired is not None
    assert (old.changed(drifted, ONE), old.changed(repaired, ONE)) == ({"name", "status"}, set())


def test_gone_is_gone(old: Life) -> None:
    """
    What the platform does not have any more reads as gone, and a second delete is quiet.
    """
    stored = old.create(ONE)
    old.delete(stored)
    old.delete(stored)
    quiet = list(old.ear.warnings)

    assert (old.read(stored), quiet) == (None, [])


def test_versions_see_the_same(old: Life, life: Life) -> None:
    """
    State that one version wrote is what the other version reads.
    """
    created = old.create(ONE)
    newer = life.read(created)

    assert newer == created
    assert old.read(newer) == created


@pytest.mark.parametrize("change", [{}, {"name": "renamed"}], ids=["status alone", "name too"])
def test_status_under_review_is_told(old: Life, simulator: CybersourceSimulator, change: dict[str, Any]) -> None:
    """
    A status that a review stands against is a warning, and other changes are kept.
    """
    stored = old.create({**ONE, "status": "INACTIVE"})
    simulator.subscriptions.set_status(stored.id, "PENDING_REVIEW")
    updated = old.update(stored, {**ONE, **change})
    name = {**ONE, **change}["name"]

    assert (updated.outputs["name"], simulator.subscriptions[stored.id].name) == (name, name)
    assert (updated.outputs["currentStatus"], len(old.ear.warnings)) == ("PENDING_REVIEW", 1)


def test_several_products_are_refused(old: Life) -> None:
    """
    A check refuses what v1 cannot hold, with the products, the setting and both remedies.
    """
    checked = old.lifecycle.check({}, FULL, account=old.account)
    [problem] = checked.failures

    assert problem.path == ("products",)
    assert problem.reason == (
        "names payByLink, tokenManagement, and cybersourceApiVersion is v1, which takes one product for each "
        "subscription: declare a subscription for each product, or "
        "pulumi config set payment-webhooks:cybersourceApiVersion v2"
    )


def test_lost_answer_is_found(old: Life, simulator: CybersourceSimulator) -> None:
    """
    After a create whose answer is lost, the subscription is found by its product and events, and no POST is repeated.
    """
    simulator.fail("reset-after", method="POST")
    stored = old.create(LEAST)

    assert simulator.subscriptions[stored.id].name == LEAST["name"]
    assert [method for method, _ in sent(simulator)] == ["POST"]


def test_lost_request_is_told(old: Life, simulator: CybersourceSimulator) -> None:
    """
    Where the platform has not stored it, or not yet, that is reported.
    """
    simulator.fail("reset-before", method="POST")

    with pytest.raises(Unclear, match="not known yet whether it was stored"):
        old.create(LEAST)


def test_holder_of_other_events_is_taken_over(old: Life, simulator: CybersourceSimulator) -> None:
    """
    Whoever holds the product is found by any event of the catalogue, not only by those that are declared.
    """
    there = old.create(OTHER_EVENT)
    simulator.requests.clear()
    stored = old.create({**LEAST, "adoptExisting": True})

    assert stored.id == there.id
    assert queries(simulator) == [
        "tms.networktoken.binding",
        "tms.networktoken.provisioned",
        "tms.networktoken.updated",
    ]


def test_holder_is_named(old: Life) -> None:
    """
    A create that is refused because the product is taken names the subscription that holds it.
    """
    there = old.create(OTHER_EVENT)

    with pytest.raises(AlreadyExists, match=f"{there.id} holds tokenManagement"):
        old.create(LEAST)


def test_lost_answer_without_a_catalogue(old: Life, simulator: CybersourceSimulator) -> None:
    """
    Where the catalogue cannot be asked, the declared events are enough to find what was stored.
    """
    simulator.fail("reset-after", method="POST")
    simulator.fail(403, method="GET", path="/products/")
    stored = old.create(LEAST)

    assert simulator.subscriptions[stored.id].name == LEAST["name"]
    assert queries(simulator) == ["tms.networktoken.binding", "tms.networktoken.updated"]


@pytest.mark.parametrize(
    ("kind", "part", "changed"),
    [
        ("cybersource:RetryPolicy", {"interval": 9}, {"retryPolicy": {"interval": 9}}),
        (
            "cybersource:OAuthSecurityConfig",
            {"config": {"oAuthURL": "https://idp.example.net/token"}},
            {"securityPolicy": {"securityType": "oAuth"}},
        ),
    ],
    ids=["retry", "oauth"],
)
def test_parts_apart(
    old: Life,
    life_of: Callable[..., Life],
    simulator: CybersourceSimulator,
    kind: str,
    part: dict[str, Any],
    changed: dict[str, Any],
) -> None:
    """
    A policy of its own is set, read and reset with v1, although its update is answered with nothing.
    """
    whole, apart = old.create(LEAST), life_of(kind, ApiVersion="v1")
    stored = apart.create({"subscription": whole.id, **part})
    [(member, wanted)] = changed.items()
    held = dict(simulator.subscriptions[whole.id].document[member])
    read = apart.read(stored)
    apart.delete(stored)
    reset = simulator.subscriptions[whole.id].document[member]

    assert {name: held[name] for name in wanted} == wanted
    assert read == stored
    assert {name: reset[name] for name in wanted} != wanted
