"""
`payment-webhooks list` and `status` beside a real stack.
"""

from operator import itemgetter
from typing import Any

from tests.engine.cybersource.programs import LINKS, TOKENS, program, resource
from tests.engine.cybersource.shop import Shop

CANARY = "canary-4711"
STACK = program(
    resource("DigitalSignatureKey", "key", expiry_duration=10),
    resource(
        "WebhookSubscription",
        "tokens",
        f"webhook_url=pulumi.Output.secret('https://hooks.example.com/{CANARY}'), signature_key=key",
        **{name: value for name, value in TOKENS.items() if name != "webhook_url"},
    ),
    resource("WebhookSubscription", "links", "signature_key=key", status="INACTIVE", **LINKS),
)
BY_HAND = {
    "name": "by-hand",
    "products": [{"productId": "recurringBilling", "eventTypes": ["rbs.subscriptions.charge.failed"]}],
    "webhookUrl": f"https://hooks.example.com/{CANARY}",
}


def test_nightly_job_sees_what_needs_attention(shop: Shop) -> None:
    """
    What is suspended, missing or expiring fails the job, and what the program declares so does not. The list shows the
    keys of the state, says which subscriptions the stack manages, and hides a URL that the program made secret.
    """
    shop.project.write(STACK)
    shop.project.run("pulumi up --yes --skip-preview")
    there = {one.name: one for one in shop.platform.subscriptions}
    shop.platform.subscriptions.suspend(there["Tokens"].webhook_id)

    calm = shop.project.run(
        "payment-webhooks status --stack dev --within 5 --fail-on INACTIVE,expiring,missing,unmanaged"
    )
    shop.platform.subscriptions.add({**there["Tokens"].document, **BY_HAND})
    shop.platform.subscriptions.remove(there["Links"].webhook_id)
    alarm = shop.project.fail("payment-webhooks status --stack dev --fail-on SUSPENDED,missing,expiring,unmanaged")
    listed = shop.project.run("payment-webhooks list --stack dev")
    printed = shop.project.run("payment-webhooks list --stack dev --json")

    assert calm.out.splitlines()[-1] == "2 subscriptions: 1 SUSPENDED, 1 INACTIVE"
    assert (alarm.code, alarm.err) == (
        10,
        "payment-webhooks: --fail-on is met: SUSPENDED: Tokens (simulated_organization); "
        "missing: links (simulated_organization); expiring: key (simulated_organization); "
        "unmanaged: by-hand (simulated_organization)\n",
    )
    assert "2 subscriptions, 1 of them not managed by the stack\n" in listed.out
    assert f"missing: subscription links, {there['Links'].webhook_id}, which the stack manages" in listed.out
    assert [(one["name"], one["fields"]["webhookUrl"], one["resource"]) for one in _named(printed.json)] == [
        ("Tokens", "[secret]", "tokens"),
        ("by-hand", "[secret]", None),
    ]
    assert [(one["resource"], one["daysLeft"]) for one in printed.json["keys"]] == [("key", 9)]
    assert CANARY not in "".join(one.text for one in (calm, alarm, listed, printed))


def _named(document: Any) -> list[Any]:
    return sorted(({**one, "name": one["fields"]["name"]} for one in document["subscriptions"]), key=itemgetter("name"))
