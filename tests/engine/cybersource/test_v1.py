"""
A stack that uses v1 of the platform's API, and its way to v2 and back.
"""

import pytest
from tests.engine.cybersource.programs import LINKS, SUBSCRIPTION, TOKENS, diagnostics, options, program, resource
from tests.engine.cybersource.shop import ORDERS, Shop, changed
from tests.engine.cybersource.test_accounts import account, declare

VERSION = "payment-webhooks:cybersourceApiVersion"
KEY = 'key = cybersource.DigitalSignatureKey("key")'
BINDING = {"tokenManagement": ["tms.networktoken.binding"]}
NAMES = 'pulumi.export("names", sorted(one.name for one in cybersource.get_webhook_subscriptions()))\n'


def use(shop: Shop, version: str) -> None:
    shop.project.config(VERSION, version)


def versions(shop: Shop) -> set[str]:
    """
    The versions of the API that requests about subscriptions and products were made for.
    """
    return {one.path.split("/")[2] for one in shop.platform.requests if "/notification-subscriptions/" in one.path}


@pytest.fixture
def old(shop: Shop) -> Shop:
    """
    A shop that uses v1, with a subscription of every field deployed; the journal is empty.
    """
    use(shop, "v1")
    shop.declare(ORDERS)
    shop.up()
    shop.platform.requests.clear()
    return shop


def test_life_with_v1(old: Shop) -> None:
    """
    With v1 a subscription is updated with its status, found unchanged by a refresh, and destroyed, all without v2.
    """
    news = changed(changed(ORDERS, "status", "INACTIVE"), "products.payments", ["payments.void.status.accepted"])
    old.declare(news)
    old.up()
    sent = old.sent
    rest = old.rest()
    (status, products) = (old.subscription.status, old.subscription.products)
    old.project.run("pulumi destroy --yes --skip-preview")

    assert sent == [
        ("PATCH", {"productId": "payments", "eventTypes": ["payments.void.status.accepted"]}),
        ("PATCH", {"status": "INACTIVE"}),
    ]
    assert (rest, status, products) == ("", "INACTIVE", {"payments": ["payments.void.status.accepted"]})
    assert (old.held, versions(old)) == ([], {"v1"})


def test_drift_with_v1(old: Shop) -> None:
    """
    An edit at the platform is shown by a refresh and repaired by `up`.
    """
    old.platform.edit(old.subscription.webhook_id, {"description": "Nobody knows.", "status": "INACTIVE"})
    refreshed = old.project.run("pulumi refresh --yes --skip-preview").out
    old.up()

    assert "[diff: ~description,status]" in refreshed
    assert old.sent == [("PATCH", {"description": ORDERS["description"]}), ("PATCH", {"status": "ACTIVE"})]


def test_gone_with_v1(old: Shop) -> None:
    """
    A subscription that somebody deleted is dropped by a refresh, and nothing else is.
    """
    old.platform.subscriptions.clear()
    old.project.run("pulumi refresh --yes --skip-preview")

    assert old.project.resources(SUBSCRIPTION) == []


@pytest.mark.parametrize(("before", "after"), [("v1", "v2"), ("v2", "v1")])
def test_move_between_versions(before: str, after: str, shop: Shop) -> None:
    """
    A stack that moves from one version to the other has nothing to do: preview, `up` and a refresh find no difference,
    ask with the other version, and send nothing.
    """
    use(shop, before)
    shop.declare(ORDERS, before=KEY, more="signature_key=key")
    shop.up()
    use(shop, after)
    shop.platform.requests.clear()
    preview = shop.project.run("pulumi preview --expect-no-changes").text
    shop.project.run("pulumi up --yes --skip-preview --expect-no-changes")
    rest = shop.rest()

    assert "3 unchanged" in preview
    assert (shop.sent, rest, versions(shop)) == ([], "", {after})


def test_update_after_the_move(old: Shop) -> None:
    """
    After the move, a change is sent with v2 to the same subscription.
    """
    webhook_id = old.subscription.webhook_id
    use(old, "v2")
    old.declare(changed(ORDERS, "status", "INACTIVE"))
    old.up()

    assert (versions(old), old.sent) == ({"v2"}, [("PUT", {"status": "INACTIVE"})])
    assert old.subscription.webhook_id == webhook_id


def test_take_over_with_v1(shop: Shop) -> None:
    """
    The preview names the holder of a product, found by an event that the program does not declare; `up` keeps its id.
    """
    before = shop.project.state_file
    shop.project.write(program(resource(SUBSCRIPTION, "tokens", **{**TOKENS, "products": BINDING})))
    shop.up()
    shop.project.state_path.write_text(before)
    there = shop.subscription.webhook_id
    use(shop, "v1")
    shop.platform.requests.clear()
    shop.project.write(program(resource(SUBSCRIPTION, "tokens", "adopt_existing=True", **TOKENS)))
    preview = diagnostics(shop.project.run("pulumi preview"))
    shop.up()

    assert f"adopts subscription {there} and changes" in preview
    assert [method for method, _ in shop.sent] == ["PATCH"]
    assert (shop.stored()["id"], shop.subscription.products) == (there, TOKENS["products"])


def test_refresh_asks_for_each(shop: Shop) -> None:
    """
    A refresh with v1 asks once for each subscription, whether its policy is declared apart or not, and for no list.
    """
    use(shop, "v1")
    shop.project.write(
        program(
            resource(SUBSCRIPTION, "orders", **TOKENS),
            resource(SUBSCRIPTION, "links", **LINKS),
            resource("RetryPolicy", "retries", "subscription=orders", interval=9),
        )
    )
    shop.up()
    shop.platform.requests.clear()
    shop.project.run("pulumi refresh --yes --skip-preview --expect-no-changes")

    assert sorted(one.path.rpartition("/")[2] for one in shop.platform.requests) == sorted(
        one.webhook_id for one in shop.held
    )


def test_program_lists_with_v1(shop: Shop) -> None:
    """
    A program that uses v1 is told of every subscription, and of one by its id.
    """
    use(shop, "v1")
    lines = (resource(SUBSCRIPTION, "orders", **TOKENS), resource(SUBSCRIPTION, "links", **LINKS))
    shop.project.write(program(*lines))
    shop.up()
    id = shop.held[0].webhook_id
    one = f'pulumi.export("one", cybersource.get_webhook_subscription({id!r}).products)\n'
    shop.project.write(program(*lines, NAMES, one))
    shop.up()
    outputs = shop.project.run("pulumi stack output --json").json

    assert outputs == {"names": ["Links", "Tokens"], "one": shop.held[0].products}
    assert "v2" not in versions(shop)


def test_each_account_has_its_version(shop: Shop) -> None:
    """
    An account of its own may use v1 beside others that use v2, and its move to v2 touches no subscription.
    """
    for organization in ("branch_north", "branch_west"):
        shop.platform.add_signature_key(organization)
    both = (
        resource(SUBSCRIPTION, "north", options("provider=eu"), **TOKENS),
        resource(SUBSCRIPTION, "west", options("provider=us"), **TOKENS),
    )
    first, second = (
        account(shop, "eu", "branch_north", more=f", cybersource_api_version={one!r}") for one in ("v1", "v2")
    )
    declare(shop, first, account(shop, "us", "branch_west"), *both)
    shop.up()
    posts = sorted(one.path.split("/")[2] for one in shop.platform.requests.matching("POST"))
    declare(shop, second, account(shop, "us", "branch_west"), *both)
    steps = shop.project.run("pulumi preview --json").json["steps"]

    assert posts == ["v1", "v2"]
    assert [one["op"] for one in steps if SUBSCRIPTION in one["urn"] and one["op"] != "same"] == []
