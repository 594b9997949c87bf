"""
`payment-webhooks list` and `status` beside a real stack.
"""

from operator import itemgetter
from typing import Any

from tests.engine.cybersource.programs import LINKS, TOKENS, program, resource
from tests.engine.cybersource.shop import Shop

CANARY = "canary-4711"
ACCOUNT = """\
from pulumi_payment_webhooks import Provider
other = Provider(
    "other", cybersource_endpoint={endpoint!r}, cybersource_merchant_id={merchant!r}, cybersource_key_id={key!r},
    cybersource_shared_secret={secret!r},
)
"""
OF_OTHER = "signature_key=key, opts=pulumi.ResourceOptions(provider=other)"
STACK = (
    resource("DigitalSignatureKey", "key", expiry_duration=10),
    resource(
        "WebhookSubscription",
        "tokens",
        f"webhook_url=pulumi.Output.secret('https://hooks.example.com/{CANARY}'), signature_key=key",
        **{name: value for name, value in TOKENS.items() if name != "webhook_url"},
    ),
    resource("WebhookSubscription", "links", "signature_key=key", status="INACTIVE", **LINKS),
    resource("WebhookSubscription", "away", OF_OTHER, organization_id="uk", **{**TOKENS, "name": "Away"}),
)
BY_HAND = {
    "name": "by-hand",
    "products": [{"productId": "recurringBilling", "eventTypes": ["rbs.subscriptions.charge.failed"]}],
    "webhookUrl": f"https://hooks.example.com/{CANARY}",
}


def test_nightly_job_sees_what_needs_attention(shop: Shop) -> None:
    """
    What is suspended, missing or expiring fails the job, and what the program declares so does not. The list shows the
    keys of the state, says which subscriptions the stack manages, and hides a URL that the program made secret. The
    account of a `Provider` is looked at as well.
    """
    platform = shop.platform
    account = ACCOUNT.format(
        endpoint=platform.endpoint.replace("127.0.0.1", "localhost"),
        merchant=platform.merchant_id,
        key=platform.key_id,
        secret=platform.shared_secret,
    )
    platform.add_signature_key("uk")
    shop.project.write(program(account, *STACK))
    shop.project.run("pulumi up --yes --skip-preview")
    there = {one.name: one for one in shop.platform.subscriptions}
    shop.platform.subscriptions.suspend(there["Tokens"].webhook_id)

    calm = shop.project.run(
        "payment-webhooks status --stack dev --within 5 --fail-on BLOCKED,expiring,missing,unmanaged"
    )
    shop.platform.subscriptions.suspend(there["Away"].webhook_id)
    shop.platform.subscriptions.add({**there["Tokens"].document, **BY_HAND})
    shop.platform.subscriptions.remove(there["Links"].webhook_id)
    alarm = shop.project.fail("payment-webhooks status --stack dev --fail-on SUSPENDED,missing,expiring,unmanaged")
    listed = shop.project.run("payment-webhooks list --stack dev")
    printed = shop.project.run("payment-webhooks list --stack dev --json")

    assert calm.out.splitlines()[-1] == "3 subscriptions: 1 SUSPENDED, 2 INACTIVE"
    assert (alarm.code, alarm.err) == (
        10,
        "payment-webhooks: --fail-on is met: SUSPENDED: Tokens (simulated_organization), Away (uk); "
        "missing: links (simulated_organization); expiring: key (simulated_organization); "
        "unmanaged: by-hand (simulated_organization)\n",
    )
    assert "2 subscriptions, 1 of them not managed by the stack\n" in listed.out
    assert f"missing: subscription links, {there['Links'].webhook_id}, which the stack manages" in listed.out
    assert [(one["name"], one["fields"]["webhookUrl"], one["resource"]) for one in _named(printed.json)] == [
        ("Away", "https://hooks.example.com/tokens", "away"),
        ("Tokens", "[secret]", "tokens"),
        ("by-hand", "[secret]", None),
    ]
    assert [(one["resource"], one["daysLeft"]) for one in printed.json["keys"]] == [("key", 9)]
    assert CANARY not in "".join(one.text for one in (calm, alarm, listed, printed))


def _named(document: Any) -> list[Any]:
    return sorted(({**one, "name": one["fields"]["name"]} for one in document["subscriptions"]), key=itemgetter("name"))
