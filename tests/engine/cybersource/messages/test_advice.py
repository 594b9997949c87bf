"""
What a preview tells after one look at the platform: unknown events, encrypted ones, products that are taken.
"""

from typing import Any

import pytest
from tests.engine.cybersource.crowd import Crowd
from tests.engine.cybersource.programs import LINKS, SUBSCRIPTION, TOKENS, diagnostics, program, resource
from tests.engine.cybersource.shop import Shop

from pulumi_payment_webhooks.simulator.cybersource.subscriptions.subscriptions import Subscription

NOBODY = "http://127.0.0.1:9"
CATALOGUE = "/v2/products/"
MISSPELLED = {**TOKENS, "products": {"tokenManagement": ["tms.networktoken.updatd"]}}
UNKNOWN = {**TOKENS, "products": {"tokenManagment": ["tms.networktoken.updated"]}}
PAYMENTS = {**TOKENS, "products": {"payments": ["payments.refund.status.updated"]}}
OAUTH = {"security_type": "oAuth", "config": {"oauth_url": "https://login.example.com/token"}}


def declare(shop: Shop, *lines: str) -> None:
    shop.project.write(program(*lines))


def said(shop: Shop, arguments: dict[str, Any], command: str = "pulumi preview") -> str:
    """
    Return what a command says of one subscription, `orders`.
    """
    declare(shop, resource(SUBSCRIPTION, "orders", **arguments))
    return diagnostics(shop.project.run(command))


# All of one organization, so each has a product of its own.
WARNINGS = {
    "event": (
        MISSPELLED,
        "unknown event 'tms.networktoken.updatd' (did you mean 'tms.networktoken.updated'?); see docs/",
    ),
    "product": (
        UNKNOWN,
        "products.tokenManagment: unknown product (did you mean 'tokenManagement'?); see docs/how-to/catalogue.md",
    ),
    "encryption": (
        PAYMENTS,
        "encryption: certificate: not declared; the platform encrypts events of payments and delivers none without it; "
        "see docs/how-to/encrypt-notifications.md",
    ),
    "credentials": (
        {**LINKS, "security_policy": OAUTH},
        "credentials: security_policy.credentials: missing; nothing is delivered without OAuthCredentials; "
        "see docs/how-to/rotate-keys.md#oauth-credentials",
    ),
}
CHECKOUT = {"unifiedCheckout": ["uc.orders.transactionresults"]}
INVOICES = {"customerInvoicing": ["invoicing.customer.invoice.paid"]}
QUIET = {
    "certified": {**TOKENS, "products": CHECKOUT, "certificate": "stored by hand"},
    "known": {**TOKENS, "products": INVOICES, "security_policy": {**OAUTH, "credentials": "stored by hand"}},
    "clear": {**TOKENS, "products": {"alternativePaymentMethods": ["payments.payments.updated"]}},
}


@pytest.mark.parametrize("command", ["pulumi preview", "pulumi up --yes --skip-preview"])
def test_warned_once(command: str, shop: Shop) -> None:
    """
    A preview, and `up` without one, warn once of each, with the resource's name, and not of what is given.
    """
    shop.platform.turn(unknown_events="accept")
    members = {name: arguments for name, (arguments, _) in WARNINGS.items()} | QUIET
    declare(shop, *(resource(SUBSCRIPTION, name, **arguments) for name, arguments in members.items()))
    text = diagnostics(shop.project.run(command))

    assert [name for name in WARNINGS if text.count(f"warning: {name}: ") != 1] == []
    assert [words for _, words in WARNINGS.values() if words not in text] == []
    assert text.count("warning: ") == len(WARNINGS)


@pytest.mark.parametrize("command", ["pulumi preview", "pulumi up --yes --skip-preview"])
def test_warned_of_every_organization(command: str, shop: Shop) -> None:
    """
    The second organization is looked at as well where the first has been written to by then.
    """
    shop.platform.turn(unknown_events="accept", require_signature_key=False)
    after = {"west": "opts=pulumi.ResourceOptions(depends_on=[all_of['north']])"}
    Crowd(shop).declare(dict.fromkeys(("north", "west"), MISSPELLED), after)
    text = diagnostics(shop.project.run(command))

    assert [text.count(f"{name}: products.tokenManagement: unknown event") for name in ("north", "west")] == [1, 1]


def test_unchanged_policy_is_left_in_peace(shop: Shop) -> None:
    """
    A missing credential is told when the policy is new and when it changes, and not in between.
    """
    moved = {**OAUTH, "config": {"oauth_url": "https://login.example.org/token"}}
    declared = [{**LINKS, "security_policy": policy} for policy in (OAUTH, OAUTH, moved)]
    declared[1]["description"] = "Another one."
    told = ["credentials: missing" in said(shop, one, "pulumi up --yes --skip-preview") for one in declared]

    assert told == [True, False, True]


def test_strict_events(shop: Shop) -> None:
    """
    With the strict setting an event or product that is not offered stops the preview, with the hint.
    """
    products = MISSPELLED["products"] | UNKNOWN["products"]
    declare(shop, resource(SUBSCRIPTION, "orders", **{**TOKENS, "products": products}))
    text = diagnostics(shop.project.fail("pulumi preview", CYBERSOURCE_STRICT_EVENTS="true"))

    assert (text.count("error: "), text.count("did you mean"), text.count("warning: ")) == (2, 2, 0)


def test_strict_events_without_an_answer(shop: Shop) -> None:
    """
    With the strict setting a preview fails where the catalogue cannot be had, and says why; without it, it warns once.
    """
    declare(shop, resource(SUBSCRIPTION, "orders", **MISSPELLED), resource(SUBSCRIPTION, "links", **LINKS))
    shop.project.config("payment-webhooks:cybersourceEndpoint", NOBODY)
    loose = diagnostics(shop.project.run("pulumi preview"))
    strict = diagnostics(shop.project.fail("pulumi preview", CYBERSOURCE_STRICT_EVENTS="true"))

    assert (loose.count("warning: "), loose.count("127.0.0.1:9")) == (1, 1)
    assert "events cannot be checked, and cybersourceStrictEvents is set" in strict


def test_wrong_credentials(shop: Shop) -> None:
    """
    Credentials that the platform does not accept are one error with the status, strict or not.
    """
    declare(shop, resource("DigitalSignatureKey", "key"), resource(SUBSCRIPTION, "orders", **MISSPELLED))
    shop.project.config("payment-webhooks:cybersourceSharedSecret", "A" * 43 + "=", secret=True)
    for strict in ("true", "false"):
        text = diagnostics(shop.project.fail("pulumi preview", CYBERSOURCE_STRICT_EVENTS=strict))

        assert (text.count("error: "), text.count("HTTP 401")) == (1, 1)


def test_one_look_for_all(shop: Shop) -> None:
    """
    Two subscriptions of one organization need one look at its catalogue, and one at its list, in each phase.
    """
    declare(shop, resource(SUBSCRIPTION, "orders", **TOKENS), resource(SUBSCRIPTION, "links", **LINKS))
    shop.project.run("pulumi up --yes")
    asked = [one for one in shop.platform.requests if one.method == "GET"]

    assert [CATALOGUE in one.path for one in asked].count(True) == 2
    assert len(asked) == 4


def test_preview_without_new_events(shop: Shop) -> None:
    """
    A preview in which no event and no product is new asks for one list, and for no catalogue.
    """
    declare(shop, resource(SUBSCRIPTION, "orders", **TOKENS))
    shop.up()
    shop.platform.requests.clear()
    said(shop, {**TOKENS, "name": "Renamed"})

    assert [one.path.rpartition("/")[2] for one in shop.platform.requests] == ["webhooks"]


@pytest.fixture
def occupied(shop: Shop) -> Shop:
    """
    A shop whose organization has two subscriptions that nobody declared: to tokens, and to links.
    """
    declare(shop, resource(SUBSCRIPTION, "orders", **TOKENS), resource(SUBSCRIPTION, "links", **LINKS))
    before = shop.project.state_file
    shop.up()
    shop.project.state_path.write_text(before)
    shop.platform.requests.clear()
    return shop


def tokens(shop: Shop) -> Subscription:
    """
    Return the only subscription to tokens.
    """
    (one,) = (one for one in shop.held if "tokenManagement" in one.products)
    return one


WANTED = {
    **TOKENS,
    "name": "Ours",
    "products": {"tokenManagement": ["tms.networktoken.binding", "tms.networktoken.updated"]},
    "retry_policy": {"interval": 7},
    "adopt_existing": True,
}


def test_adoption(occupied: Shop) -> None:
    """
    Adoption shows the id and the fields that will change, sends exactly those, and is done.
    """
    id = tokens(occupied).webhook_id
    text = said(occupied, WANTED)
    occupied.up()
    ((method, body),) = occupied.sent

    assert f"orders: adopts subscription {id} and changes 3 fields; see" in text
    assert "orders: changes name, products.tokenManagement, retry_policy.interval; see" in text
    assert (method, set(body), occupied.rest()) == ("PATCH", {"name", "products", "retryPolicy"}, "")


def test_adoption_of_what_is_as_declared(occupied: Shop) -> None:
    """
    Adopting a subscription that is as declared is said without a warning, and sends nothing.
    """
    id = tokens(occupied).webhook_id
    text = said(occupied, {**TOKENS, "adopt_existing": True})
    occupied.up()

    assert f"\n    orders: adopts subscription {id}, which is as declared" in text
    assert "warning: " not in text
    assert (occupied.sent, occupied.stored()["id"]) == ([], id)
