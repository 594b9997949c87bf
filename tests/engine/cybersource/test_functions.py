"""
What a program asks the platform while it runs, in a preview too.
"""

import pytest
from tests.engine.cybersource.programs import LINKS, SUBSCRIPTION, TOKENS, program, resource
from tests.engine.cybersource.shop import Shop

PRODUCTS = """\
found = {one.product_id: one for one in cybersource.get_products()}
pulumi.export("encrypted", [id for id, one in found.items() if any(e.payload_encryption for e in one.event_types)])
pulumi.export("events", [e.event_name for e in found["tokenManagement"].event_types])
"""
LIST = 'pulumi.export("names", [one.name for one in cybersource.get_webhook_subscriptions()])\n'
ONE = 'pulumi.export("one", [one.name, one.products, one.status])\n'


def told(shop: Shop, *lines: str) -> dict[str, object]:
    """
    Return what a preview of a program with these lines exports.
    """
    shop.project.write(program(*lines))
    shop.project.run("pulumi up --yes --skip-preview")
    outputs: dict[str, object] = shop.project.run("pulumi stack output --json").json
    return outputs


def test_products(shop: Shop) -> None:
    """
    A program is told the events of each product, and which products are encrypted.
    """
    outputs = told(shop, PRODUCTS)

    assert outputs["encrypted"] == ["payments", "unifiedCheckout"]
    assert "tms.networktoken.binding" in str(outputs["events"])


@pytest.mark.parametrize("empty", ["404", "empty"])
def test_no_subscriptions(empty: str, shop: Shop) -> None:
    """
    An organization without subscriptions has an empty list, however the platform says so.
    """
    shop.platform.turn(empty_list=empty)

    assert told(shop, LIST) == {"names": []}


def test_subscriptions(shop: Shop) -> None:
    """
    A program is told of every subscription of its organization, and of one by its id.
    """
    told(shop, resource(SUBSCRIPTION, "orders", **TOKENS), resource(SUBSCRIPTION, "links", **LINKS))
    id = next(one.webhook_id for one in shop.held if one.name == LINKS["name"])
    line = f"one = cybersource.get_webhook_subscription({id!r})\n" + ONE
    outputs = told(
        shop, resource(SUBSCRIPTION, "orders", **TOKENS), resource(SUBSCRIPTION, "links", **LINKS), LIST, line
    )

    names, one = outputs["names"], outputs["one"]

    assert isinstance(names, list)
    assert (sorted(names), one) == (["Links", "Tokens"], ["Links", LINKS["products"], "INACTIVE"])


ERRORS = {
    "missing": ('cybersource.get_webhook_subscription("nobody")\n', "cannot read subscription nobody: "),
    "refused": ('cybersource.get_products("stranger")\n', "cannot list the products of the organization: "),
}


@pytest.mark.parametrize(("line", "words"), ERRORS.values(), ids=ERRORS.keys())
def test_error_is_one_line(line: str, words: str, shop: Shop) -> None:
    """
    What the platform refuses ends the program with one line, and no traceback.
    """
    shop.platform.turn(organizations=(shop.platform.organization_id,))
    shop.project.write(program(line))
    text = shop.project.fail("pulumi preview").text

    assert [one for one in text.splitlines() if "error: " in one and words in one] != []
    assert "Traceback" not in text
