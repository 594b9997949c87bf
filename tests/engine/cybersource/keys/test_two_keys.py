"""
One signature key for an organization: a program that declares two is refused, and a state that holds two loses one.
"""

import base64
import json

import pytest
from tests.engine.cybersource.programs import HEAD, diagnostics, options, program, resource
from tests.engine.cybersource.shop import KEY_KIND, Shop

KEY = "DigitalSignatureKey"
COMPONENT = (
    HEAD
    + """
class Hook(pulumi.ComponentResource):
    def __init__(self, name, product, event):
        super().__init__("shop:index:Hook", name)
        own = pulumi.ResourceOptions(parent=self)
        key = cybersource.DigitalSignatureKey(f"{name}-signing", opts=own)
        cybersource.WebhookSubscription(f"{name}-hook", name=name, products={product: [event]},
            webhook_url=f"https://hooks.example.com/{name}", signature_key=key, opts=own)

Hook("invoices", "customerInvoicing", "invoicing.customer.invoice.paid")
Hook("checks", "eCheck", "payments.voids.accepted")
"""
)
SECRETS = [base64.b64encode(bytes([byte]) * 32).decode() for byte in (1, 2)]
HELD = [{"existing_key_id": f"key-{number}", "existing_key": secret} for number, secret in enumerate(SECRETS)]


def test_component_used_twice(shop: Shop) -> None:
    """
    A component that creates its own key and is used twice is an error that names both keys; nothing is sent.
    """
    shop.project.write(COMPONENT)
    said = diagnostics(shop.project.fail("pulumi preview"))

    assert said.count("error: ") == 1
    assert [f"{name}-signing'" in said for name in ("invoices", "checks")] == [True, True]
    assert shop.sent == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {"organization_id": "Simulated_Organization"}),
        ({}, HELD[0]),
        (HELD[0], HELD[1]),
    ],
    ids=["spelled-otherwise", "one-held", "both-held"],
)
def test_two_keys(first: dict[str, str], second: dict[str, str], shop: Shop) -> None:
    """
    Two keys of one organization are an error, whether they are created or held, and however the id is spelled.
    """
    shop.project.write(program(resource(KEY, "one", **first), resource(KEY, "two", **second)))
    said = diagnostics(shop.project.fail("pulumi preview"))

    assert ("'one'" in said, "'two'" in said, "keep one" in said) == (True, True, True)


@pytest.fixture
def doubled(shop: Shop) -> Shop:
    """
    A shop whose state holds two keys of its organization, as version 0.1 left them.
    """
    shop.project.write(program(resource(KEY, "one"), resource(KEY, "two", organization_id="another")))
    shop.up()
    state = shop.project.state_path
    state.write_text(state.read_text().replace('"another"', json.dumps(shop.platform.organization_id)))
    shop.platform.requests.clear()
    return shop


def test_state_that_holds_two_says_the_way_out(doubled: Shop) -> None:
    """
    Where two are deployed, the preview says what to do, and changes nothing.
    """
    doubled.project.write(program(resource(KEY, "one"), resource(KEY, "two")))
    said = diagnostics(doubled.project.fail("pulumi preview"))

    assert "keep one, the newer if deployed; see docs/how-to/rotate-keys.md#one-key-for-an-organization" in said


@pytest.mark.parametrize("kept", ["one", "two"])
def test_one_of_two_is_given_up(kept: str, doubled: Shop) -> None:
    """
    Either of two keys can be removed from the program, and the other one stays as it is.
    """
    doubled.project.write(program(resource(KEY, kept)))
    doubled.up()

    assert [one["urn"].rpartition("::")[2] for one in doubled.project.resources(KEY_KIND)] == [kept]
    assert (doubled.sent, doubled.rest()) == ([], "")


ALIASES = {
    "renamed": 'aliases=[pulumi.Alias(name="one")]',
    "moved-into-a-component": 'aliases=[pulumi.Alias(name="one", parent=pulumi.ROOT_STACK_RESOURCE)], '
    'parent=pulumi.ComponentResource("shop:index:Hook", "hook")',
}


@pytest.mark.parametrize("more", ALIASES.values(), ids=ALIASES.keys())
def test_key_with_an_alias_is_the_same(more: str, shop: Shop) -> None:
    """
    A key that is renamed or moved with an alias is not a second one, and nothing is sent.
    """
    shop.project.write(program(resource(KEY, "one")))
    shop.up()
    id = shop.stored(KEY_KIND)["id"]
    shop.platform.requests.clear()
    shop.project.write(program(resource(KEY, "two", options(more))))
    shop.project.run("pulumi up --yes")

    assert (shop.stored(KEY_KIND)["id"], shop.sent) == (id, [])


def test_key_is_replaced(shop: Shop) -> None:
    """
    A key that is replaced on demand is not in its own way.
    """
    shop.project.write(program(resource(KEY, "one")))
    shop.up()
    before = shop.stored(KEY_KIND)
    shop.project.run(f"pulumi up --yes --replace {before['urn']}")

    assert shop.stored(KEY_KIND)["id"] != before["id"]
