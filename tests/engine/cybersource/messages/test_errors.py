"""
What a person reads when the platform refuses: one line on the resource, with the remedy. Nothing is changed or lost.
"""

import re

from tests.engine.cybersource.shop import PLAIN, Shop, changed

UP = "pulumi up --yes --skip-preview"
CREATING = "cannot create subscription 'orders': "
REFERENCE = re.compile(r"platform reference [0-9a-f-]{36}")


def _error(shop: Shop, command: str = UP) -> str:
    """The only error under Diagnostics about the subscription when *command* fails, without the reference."""
    out = shop.project.fail(command).out
    section = out[out.index("Diagnostics:") : out.index("\nResources:")]
    told = section.partition("dynamic/cybersource:WebhookSubscription (orders):\n")[2].partition("\n\n")[0]
    _, error = told.split("error: ")
    return REFERENCE.sub("platform reference R", error.partition("warning: ")[0].strip())


def test_refused_request(shop: Shop) -> None:
    """
    A refused request ends in one line: what was tried, the platform's words and its reference.
    """
    shop.declare(changed(PLAIN, "products.payments", ["payments.refund.done"]))
    told = _error(shop)

    assert told.startswith(f"{CREATING}the platform refused: event type payments.refund.done does not exist")
    assert told.endswith("(HTTP 400, platform reference R)")
    assert "\n" not in told


def test_missing_signature_key(shop: Shop) -> None:
    """
    Where the organization has no signature key, the text says what to declare, or how to create a lost key again.
    """
    shop.platform.keys.clear()
    shop.declare(PLAIN)

    assert _error(shop).startswith(
        f"{CREATING}the organization has no digital signature key; declare a cybersource.DigitalSignatureKey for it "
        "and pass it as signature_key, so that it is created first; if it is declared, the platform no longer has it: "
        "change its rotation to create another: "
    )


def test_occupied_product(shop: Shop) -> None:
    """
    Where another stack's subscription has the product, the text names its id and every way out, and it stays as it is.
    """
    shop.declare(PLAIN)
    shop.up()
    shop.project.run("pulumi stack init other --copy-config-from dev")

    first, *ways = _error(shop).splitlines()

    assert first.endswith(f"{shop.subscription.webhook_id} holds payments")
    assert "set adopt_existing to adopt it, or add an alias after a rename; see docs/" in " ".join(ways)


def test_wrong_secret(shop: Shop) -> None:
    """
    Refused credentials are told with the settings to check.
    """
    shop.project.config("payment-webhooks:cybersourceSharedSecret", "bm90IHRoZSByaWdodCBzZWNyZXQgYXQgYWxs", secret=True)
    shop.declare(PLAIN)

    assert _error(shop).startswith(
        "pulumi-python:dynamic/cybersource:WebhookSubscription resource 'orders' has a problem: "
        "cannot list subscriptions: "
        f"{shop.platform.endpoint.removeprefix('http://')} does not accept key {shop.platform.key_id} "
        "of merchant 'simulated_merchant': Authentication Failed; check cybersourceKeyId, cybersourceSharedSecret"
    )


def test_nobody_answers(shop: Shop) -> None:
    """
    An endpoint where nobody listens is told with its address.
    """
    shop.project.config("payment-webhooks:cybersourceEndpoint", "http://127.0.0.1:9")
    shop.declare(PLAIN)

    assert _error(shop) == f"{CREATING}cannot connect to 127.0.0.1:9: connection refused (4 tries)"


def test_misspelled_keyword(shop: Shop) -> None:
    """
    A keyword that does not exist is refused by Python, before anything is asked.
    """
    shop.declare({**PLAIN, "webhook_uri": "https://hooks.example.com"})

    assert "unexpected keyword argument 'webhook_uri'" in shop.project.fail("pulumi preview").text
