"""
The life of a subscription, from the first `pulumi up` to `pulumi destroy`.
"""

import json
from pathlib import Path

from tests.engine.cybersource.shop import KEY_KIND, ORDERS, PLAIN, Shop

EXAMPLE = Path(__file__).parents[4] / "examples" / "01-one-subscription" / "__main__.py"
KEY = 'key = cybersource.DigitalSignatureKey("key")'


def test_platform_holds_what_is_declared(open_shop: Shop) -> None:
    """
    After the first `up` the platform holds every declared value under its own names.
    """
    document = open_shop.subscription.document

    assert document == {
        "organizationId": open_shop.platform.organization_id,
        "name": ORDERS["name"],
        "description": ORDERS["description"],
        "products": [{"productId": "payments", "eventTypes": ORDERS["products"]["payments"]}],
        "webhookUrl": ORDERS["webhook_url"],
        "healthCheckUrl": ORDERS["health_check_url"],
        "notificationScope": {"scope": "CUSTOM", "scopeData": ORDERS["scope_data"]},
        "retryPolicy": {
            "algorithm": "ARITHMETIC",
            "firstRetry": 10,
            "interval": 30,
            "numberOfRetries": 3,
            "deactivateFlag": False,
            "repeatSequenceCount": 0,
            "repeatSequenceWaitTime": 0,
        },
        "securityPolicy": {
            "securityType": "oAuth",
            "proxyType": "external",
            "digitalSignatureEnabled": "yes",
            "config": {
                "oAuthURL": "https://login.example.com/token",
                "oAuthTokenExpiry": 365,
                "oAuthTokenType": "Bearer",
            },
        },
    }


def test_second_preview_is_empty(open_shop: Shop) -> None:
    """
    Right after `up`, a preview finds nothing to do, whether it looks at the platform first or not.
    """
    assert "3 unchanged" in open_shop.project.run("pulumi preview --expect-no-changes").text
    assert open_shop.rest() == ""


def test_key_comes_first(shop: Shop) -> None:
    """
    A subscription that names a key is created after it, by one request each.
    """
    shop.platform.reset()
    shop.declare(PLAIN, before=KEY, more="signature_key=key")
    shop.up()

    assert [(one.method, one.path.rpartition("/")[2]) for one in shop.platform.requests.changes] == [
        ("POST", "keys-sym"),
        ("POST", "webhooks"),
    ]


def test_preview_changes_nothing(shop: Shop) -> None:
    """
    A preview of a new subscription only looks: once at the catalogue, once at what exists.
    """
    shop.declare(PLAIN)
    shop.project.run("pulumi preview")

    assert sorted(one.method for one in shop.platform.requests) == ["GET", "GET"]


def test_destroy_leaves_nothing(open_shop: Shop) -> None:
    """
    `pulumi destroy` removes the subscription at the platform and empties the state.
    """
    open_shop.project.run("pulumi destroy --yes --skip-preview")

    assert open_shop.held == []
    assert open_shop.project.resources("") == []


def test_destroy_of_what_is_gone(open_shop: Shop) -> None:
    """
    `pulumi destroy` succeeds where somebody has deleted the subscription by hand.
    """
    open_shop.platform.subscriptions.clear()
    open_shop.project.run("pulumi destroy --yes --skip-preview")

    assert open_shop.project.resources("") == []


def test_forgotten_key_is_mentioned(open_shop: Shop) -> None:
    """
    Destroying a key says, with its name and id, that it stays valid at the platform.
    """
    key = open_shop.stored(KEY_KIND)["id"]
    out = open_shop.project.run("pulumi destroy --yes --skip-preview").text

    assert f"    key: key {key} stays valid at the platform until " in out


def test_other_organization_replaces(open_shop: Shop) -> None:
    """
    Another organization makes another subscription, once the old one is deleted.
    """
    open_shop.platform.add_signature_key("branch_west")
    open_shop.declare({**ORDERS, "organization_id": "branch_west"})
    before = open_shop.subscription.webhook_id
    step = open_shop.preview()
    open_shop.up()

    assert step["replaceReasons"] == ["organizationId"]
    assert [(one.method, before in one.path) for one in open_shop.platform.requests.changes] == [
        ("DELETE", True),
        ("POST", False),
        ("PUT", False),
    ]


def test_other_organization_needs_its_key(open_shop: Shop) -> None:
    """
    Where the whole stack moves to another organization, a new key is made before the new subscription, which comes
    once the old one is deleted.
    """
    open_shop.project.config("payment-webhooks:cybersourceOrganizationId", "branch_west")
    open_shop.up()

    assert [one.method for one in open_shop.platform.requests.changes] == ["POST", "DELETE", "POST", "PUT"]
    assert open_shop.subscription.organization_id == "branch_west"


def test_stacks_have_their_own_settings(shop: Shop) -> None:
    """
    One program makes one subscription for each stack, each with the settings of its stack.
    """
    shop.platform.add_signature_key("branch_west")
    shop.declare(PLAIN)
    shop.up()
    shop.project.run("pulumi stack init other --copy-config-from dev")
    shop.project.config("payment-webhooks:cybersourceOrganizationId", "branch_west")
    shop.up()

    assert [one.organization_id for one in shop.held] == [shop.platform.organization_id, "branch_west"]


# Every way to give what another resource will tell.
LATER = """
from pulumi_payment_webhooks import cybersource
import pulumi

id = cybersource.DigitalSignatureKey("key").key_id
voids = ["payments.void.status.accepted"]
links = ["payByLink.customer.payment"]


def declare(name, **given):
    cybersource.WebhookSubscription(name, **{"name": name, "webhook_url": "https://hooks.example.com/", **given})


declare(
    "text",
    products={"tokenManagement": ["tms.networktoken.updated"]},
    webhook_url=pulumi.Output.concat("https://hooks.example.com/", id),
)
declare(
    "number",
    products={"customerInvoicing": ["invoicing.customer.invoice.paid"]},
    retry_policy={"interval": id.apply(len)},
)
declare(
    "object",
    products={"alternativePaymentMethods": ["payments.payments.updated"]},
    retry_policy=id.apply(lambda known: {"interval": len(known)}),
)
declare("event", products={"payments": [id.apply(lambda _: voids[0])]})
declare("events", products={"payByLink": id.apply(lambda _: links)})
declare("products", products=id.apply(lambda _: {"unifiedCheckout": ["uc.orders.transactionresults"]}))
"""


def test_other_resources_outputs(shop: Shop) -> None:
    """
    What another resource will tell may be given for any value: the preview passes, `up` has it, then all is done.
    """
    shop.project.write(LATER)
    shop.project.run("pulumi up --yes")

    assert "8 unchanged" in shop.project.run("pulumi preview --expect-no-changes").text


def test_state_is_small(shop: Shop) -> None:
    """
    The subscription of the first example takes no more than 2.5 kB of inputs and outputs in the state.
    """
    shop.project.write(EXAMPLE.read_text())
    shop.up()
    stored = shop.stored()

    assert len(json.dumps([stored["inputs"], stored["outputs"]])) <= 2500
