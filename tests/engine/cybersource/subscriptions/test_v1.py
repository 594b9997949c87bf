"""
A stack that uses v1 of the platform's API, and its way to v2 and back.
"""

import pytest
from tests.engine.cybersource.accounts.test_accounts import account, declare
from tests.engine.cybersource.programs import LINKS, SUBSCRIPTION, TOKENS, options, program, resource
from tests.engine.cybersource.shop import ORDERS, Shop, changed

VERSION = "payment-webhooks:cybersourceApiVersion"
KEY = 'key = cybersource.DigitalSignatureKey("key")'
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
