"""
Renames, `--replace` and moves: what other tools lose a live subscription by.
"""

from pathlib import Path
from typing import Any

import pytest
from tests.engine.cybersource.programs import (
    LINKS,
    SUBSCRIPTION,
    TOKENS,
    diagnostics,
    options,
    program,
    resource,
    urn,
)
from tests.engine.cybersource.shop import Shop

ADOPTING = {**TOKENS, "adopt_existing": True}
ALIAS = options('aliases=[pulumi.Alias(name="orders")]')
EVENT = {"payByLink": ["payByLink.customer.payment"]}
OTHER = {"customerInvoicing": ["invoicing.customer.invoice.paid"]}


def declare(shop: Shop, *lines: str) -> None:
    shop.project.write(program(*lines))


@pytest.fixture
def settled(shop: Shop) -> Shop:
    """
    A shop with the subscription `orders`, deployed; the journal is empty.
    """
    declare(shop, resource(SUBSCRIPTION, "orders", **TOKENS))
    shop.up()
    shop.platform.requests.clear()
    return shop


def test_rename_with_adoption_keeps_the_subscription(settled: Shop) -> None:
    """
    A renamed resource that adopts takes over the subscription, and the old name is forgotten without a call.
    """
    id = settled.subscription.webhook_id
    declare(settled, resource(SUBSCRIPTION, "refunds", **ADOPTING))
    ran = settled.up()

    assert (settled.sent, settled.stored()["id"]) == ([], id)
    assert (
        f"orders: not deleting {id}: 'refunds' manages it now; give it an alias for 'orders'; "
        "see docs/how-to/rename-or-replace.md"
    ) in diagnostics(ran)


def test_rename_with_adoption_and_a_change(settled: Shop) -> None:
    """
    A renamed resource that adopts and differs sends the difference, once, and the subscription lives on.
    """
    declare(settled, resource(SUBSCRIPTION, "refunds", **{**ADOPTING, "name": "Refunds"}))
    settled.project.run("pulumi up --yes")

    assert settled.sent == [("PATCH", {"name": "Refunds"})]
    assert (settled.subscription.name, settled.rest()) == ("Refunds", "")


def test_rename_without_adoption_is_refused(settled: Shop) -> None:
    """
    A renamed resource that is otherwise unchanged is warned of at preview, fails, and nothing is changed.
    """
    id = settled.subscription.webhook_id
    declare(settled, resource(SUBSCRIPTION, "refunds", **TOKENS))
    preview = settled.project.run("pulumi preview")
    ran = settled.project.fail("pulumi up --yes --skip-preview")

    assert f"refunds: products: {id} holds tokenManagement, and is as declared" in diagnostics(preview)
    assert "add an alias after a rename; see docs/how-to/rename-or-replace.md" in diagnostics(ran)
    assert (settled.subscription.webhook_id, settled.stored()["id"]) == (id, id)


def test_rename_with_a_change_is_refused_at_preview(settled: Shop) -> None:
    """
    A resource that is renamed and changed is refused at preview, with the id and the ways out.
    """
    id = settled.subscription.webhook_id
    declare(settled, resource(SUBSCRIPTION, "refunds", **{**TOKENS, "name": "Refunds"}))
    shown = diagnostics(settled.project.fail("pulumi preview"))

    assert f"products: {id} holds tokenManagement" in shown
    assert "set adopt_existing to adopt it, or add an alias after a rename; see docs/how-to/rename-or" in shown


def test_alias(settled: Shop) -> None:
    """
    A renamed resource with an alias is the same resource: nothing is shown, and one list is asked for.
    """
    declare(settled, resource(SUBSCRIPTION, "refunds", ALIAS, **TOKENS))

    assert "2 unchanged" in settled.project.run("pulumi preview --expect-no-changes").text
    assert [one.path.rpartition("/")[2] for one in settled.platform.requests] == ["webhooks"]


def test_replace_on_demand(settled: Shop) -> None:
    """
    `--replace` makes a subscription anew, old one first, and nothing is left to do.
    """
    before = settled.subscription.webhook_id
    settled.project.run(f"pulumi up --yes --replace {urn(SUBSCRIPTION, 'orders')}")

    assert [one.method for one in settled.platform.requests.changes] == ["DELETE", "POST"]
    assert (settled.subscription.webhook_id != before, settled.rest()) == (True, "")


def test_replace_on_demand_beside_a_change(settled: Shop) -> None:
    """
    `--replace` of a subscription that is changed as well is refused at preview: it looks like another's.
    """
    declare(settled, resource(SUBSCRIPTION, "orders", **{**TOKENS, "name": "Refunds"}))
    said = diagnostics(settled.project.fail(f"pulumi up --yes --replace {urn(SUBSCRIPTION, 'orders')}"))

    assert f"products: {settled.subscription.webhook_id} holds tokenManagement" in said
    assert settled.sent == []


def test_replace_on_changes(settled: Shop) -> None:
    """
    With `replace_on_changes` a change of that property makes the subscription anew, old one first.
    """
    arguments = {**TOKENS, "webhook_url": "https://hooks.example.com/v2"}
    declare(settled, resource(SUBSCRIPTION, "orders", options('replace_on_changes=["webhook_url"]'), **arguments))
    settled.project.run("pulumi up --yes")

    assert [one.method for one in settled.platform.requests.changes] == ["DELETE", "POST"]
    assert settled.rest() == ""


def test_replaced_with_its_policy(settled: Shop) -> None:
    """
    A subscription that is replaced takes its separate policy along to the new one.
    """
    lines = (
        resource(SUBSCRIPTION, "orders", **TOKENS),
        resource("RetryPolicy", "retries", "subscription=orders", interval=9),
    )
    declare(settled, *lines)
    settled.up()
    settled.project.run(f"pulumi up --yes --replace {urn(SUBSCRIPTION, 'orders')}")

    assert (settled.subscription.document["retryPolicy"]["interval"], settled.rest()) == (9, "")


@pytest.mark.parametrize("kind", ["RetryPolicy", "OAuthSecurityConfig"])
def test_renamed_part_stays(kind: str, settled: Shop) -> None:
    """
    A separate policy that is renamed without an alias stays as it is, and the warning names the alias to give it.
    """
    given: dict[str, Any] = (
        {"interval": 9} if kind == "RetryPolicy" else {"config": {"oauth_url": "https://a.example/"}}
    )
    orders = resource(SUBSCRIPTION, "orders", **TOKENS)
    declare(settled, orders, resource(kind, "old", "subscription=orders", **given))
    settled.up()
    document = dict(settled.subscription.document)
    declare(settled, orders, resource(kind, "new", "subscription=orders", **given))
    ran = settled.project.run("pulumi up --yes")

    assert "'new' manages it now; give it an alias for 'old'; see" in diagnostics(ran)
    assert (settled.subscription.document, settled.rest()) == (document, "")


TOOK = {**LINKS, "products": {**EVENT, **OTHER}}
MOVES = {
    "giver-first": (("orders", "links"), ""),
    "taker-first": (("links", "orders"), ""),
    "giver-first-depending": (("orders", "links"), options("depends_on=[orders]")),
}


@pytest.mark.parametrize(("order", "more"), MOVES.values(), ids=MOVES.keys())
def test_product_moves(order: tuple[str, str], more: str, shop: Shop) -> None:
    """
    A product moves from one subscription to another in one `up`, whichever is declared first.
    """
    products = {**TOKENS["products"], **OTHER}
    before = {"orders": resource(SUBSCRIPTION, "orders", **{**TOKENS, "products": products})}
    before["links"] = resource(SUBSCRIPTION, "links", **LINKS)
    after = {
        "orders": resource(SUBSCRIPTION, "orders", **TOKENS),
        "links": resource(SUBSCRIPTION, "links", more, **TOOK),
    }
    declare(shop, *(before[name] for name in order))
    shop.up()
    declare(shop, *(after[name] for name in order))
    shop.project.run("pulumi up --yes")

    assert {one.name: set(one.products) for one in shop.held} == {
        "Tokens": {"tokenManagement"},
        "Links": {"payByLink", "customerInvoicing"},
    }
    assert shop.rest() == ""


WHOLE = {**TOKENS, "products": {**TOKENS["products"], **OTHER}}
INVOICES = {"name": "Invoices", "products": OTHER, "webhook_url": "https://hooks.example.com/invoices"}


@pytest.mark.parametrize("order", [1, -1], ids=["giver-first", "taker-first"])
@pytest.mark.parametrize("more", [{}, {"adopt_existing": True}], ids=["plain", "adopting"])
def test_subscription_is_split(more: dict[str, Any], order: int, shop: Shop) -> None:
    """
    A new subscription takes a product from one that gives it up in the same `up`, whichever is declared first.
    """
    declare(shop, resource(SUBSCRIPTION, "orders", **WHOLE))
    shop.up()
    id = shop.subscription.webhook_id
    shop.platform.latency = 0.05
    lines = (resource(SUBSCRIPTION, "orders", **TOKENS), resource(SUBSCRIPTION, "invoices", **INVOICES, **more))
    declare(shop, *lines[::order])
    ran = shop.project.run("pulumi up --yes")

    assert {one.name: set(one.products) for one in shop.held} == {
        "Tokens": set(TOKENS["products"]),
        "Invoices": {*OTHER},
    }
    assert (id in {one.webhook_id for one in shop.held}, "warning" in ran.out, shop.rest()) == (True, False, "")


def test_merge_takes_two_steps(shop: Shop) -> None:
    """
    A preview refuses to merge a subscription into another, and the two steps that it gives end in one subscription.
    """
    both = (resource(SUBSCRIPTION, "orders", **TOKENS), resource(SUBSCRIPTION, "invoices", **INVOICES))
    declare(shop, *both)
    shop.up()
    shop.platform.requests.clear()
    declare(shop, resource(SUBSCRIPTION, "orders", **WHOLE))
    said = diagnostics(shop.project.fail("pulumi up --yes"))
    sent = list(shop.sent)
    declare(shop, both[0])
    shop.project.run("pulumi up --yes")
    declare(shop, resource(SUBSCRIPTION, "orders", **WHOLE))
    shop.project.run("pulumi up --yes")

    assert (
        "Pulumi deletes last: deploy without it here, then add it; see docs/how-to/rename-or-replace.md#merge" in said
    )
    assert (sent, set(shop.subscription.products), shop.rest()) == ([], set(WHOLE["products"]), "")


def test_products_are_swapped(shop: Shop) -> None:
    """
    Two subscriptions that swap products are refused, also by a deployment without a preview, and keep what they have.
    """
    declare(shop, resource(SUBSCRIPTION, "orders", **TOKENS), resource(SUBSCRIPTION, "links", **LINKS))
    shop.up()
    swapped = [{**TOKENS, "products": LINKS["products"]}, {**LINKS, "products": TOKENS["products"]}]
    declare(shop, resource(SUBSCRIPTION, "orders", **swapped[0]), resource(SUBSCRIPTION, "links", **swapped[1]))
    said = diagnostics(shop.project.fail("pulumi up --yes --skip-preview"))

    assert ("which one deployment cannot do" in said, "waiting" in said) == (True, False)
    assert {one.name: set(one.products) for one in shop.held} == {"Tokens": {"tokenManagement"}, "Links": {"payByLink"}}


def test_subscription_of_two_stacks_is_not_deleted(settled: Shop, tmp_path: Path) -> None:
    """
    A subscription that a second stack has adopted and changed lives on when the first stack removes it.
    """
    id = settled.subscription.webhook_id
    second = Shop(settled.project.copy_to(tmp_path / "second"), settled.platform)
    second.project.state_path.unlink()
    second.project.run("pulumi stack init dev")
    declare(second, resource(SUBSCRIPTION, "refunds", **{**ADOPTING, "name": "Refunds"}))
    second.up()
    declare(settled)
    said = diagnostics(settled.project.fail("pulumi up --yes"))
    refreshed = diagnostics(settled.project.fail("pulumi up --yes --refresh"))

    assert "error: not deleted: name changed, so another stack may manage it; " in said
    assert "error: not deleted: name changed, so another stack may manage it; " in refreshed
    assert (settled.subscription.webhook_id, settled.subscription.name) == (id, "Refunds")


def test_resource_moves_to_another_stack(settled: Shop, tmp_path: Path) -> None:
    """
    `pulumi state move` moves a subscription to another stack without a request.
    """
    project = settled.project
    project.run("pulumi stack init second")
    project.run(f"pulumi state move --yes --source dev --dest second '{urn(SUBSCRIPTION, 'orders')}'")
    declare(settled)
    project.run("pulumi stack select dev")
    gone = project.run("pulumi preview --expect-no-changes")

    assert (settled.sent, len(settled.held), "to delete" in gone.text) == ([], 1, False)
