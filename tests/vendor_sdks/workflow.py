"""
Every webhook, key, product and test call of the vendor's SDK for Python, as one program of a user.

It runs in an environment of its own, without this project: argument 1 is a file with the account as JSON. It prints a
line of JSON for each call: what was called, and the status. After the create it waits for a line: the URL is approved.
"""

import json
import sys
from typing import Any

import certifi

account = json.loads(open(sys.argv[1], encoding="utf-8").read())  # noqa: SIM115, PTH123 - a program of its own
if account.get("trusted"):
    certifi.where = lambda: account["trusted"]  # the SDK trusts certifi's file and no other

import CyberSource  # noqa: E402 - it reads certifi when it is imported

ORGANIZATION = account["organizationId"]
CREATE = CyberSource.CreateNewWebhooksApi(account["configuration"])
MANAGE = CyberSource.ManageWebhooksApi(account["configuration"])


def call(name: str, *arguments: Any, **named: Any) -> Any:
    api = CREATE if hasattr(CREATE, name) else MANAGE
    try:
        told, status, body = getattr(api, name)(*arguments, **named)
    except CyberSource.rest.ApiException as refused:
        told, status, body = None, refused.status, refused.body
    print(json.dumps({"call": name, "status": status}), flush=True)
    content = json.loads(body) if isinstance(body, str | bytes) and body else body
    return content if content is not None else told


def key(kind: str, action: str, **members: str) -> dict[str, Any]:
    provider, tenant = ("nrtd", ORGANIZATION) if kind == "sharedSecret" else (ORGANIZATION, "nrtd")
    information = {"provider": provider, "tenant": tenant, "keyType": kind, "organizationId": ORGANIZATION, **members}
    return {"clientRequestAction": action, "keyInformation": information}


def subscription() -> Any:
    """A create request of the SDK's own models, filled and written as its samples do."""
    wanted = account["subscription"]
    models = CyberSource
    retries = {name: wanted["retryPolicy"][name] for name in ("algorithm", "interval")}
    return told(
        models.CreateWebhook(
            name=wanted["name"],
            description=wanted["description"],
            organization_id=ORGANIZATION,
            products=[
                models.Notificationsubscriptionsv2webhooksProducts1(
                    product_id=one["productId"], event_types=one["eventTypes"]
                )
                for one in wanted["products"]
            ],
            webhook_url=wanted["webhookUrl"],
            health_check_url=wanted["healthCheckUrl"],
            notification_scope=wanted["notificationScope"],
            retry_policy=models.Notificationsubscriptionsv2webhooksRetryPolicy(
                first_retry=wanted["retryPolicy"]["firstRetry"],
                deactivate_flag=wanted["retryPolicy"]["deactivateFlag"],
                **retries,
            ),
            security_policy=models.Notificationsubscriptionsv2webhooksSecurityPolicy(
                security_type=wanted["securityPolicy"]["securityType"]
            ),
        )
    )


def told(value: Any) -> Any:
    """A model with its members under the names of the SDK, which it spells as the platform's itself."""
    if isinstance(value, list):
        return [told(one) for one in value]
    members = getattr(value, "__dict__", None)
    return value if members is None else {name: told(one) for name, one in members.items() if one is not None}


def main() -> None:
    products = call("find_products_to_subscribe", ORGANIZATION)
    assert any(one["productId"] == "payments" for one in products), products
    made = call("save_sym_egress_key", save_sym_egress_key=json.dumps(key("sharedSecret", "CREATE")))
    assert made["keyInformation"]["key"], made
    credentials = key("oAuthClientCredentials", "STORE", clientKeyId="me", key="a secret")
    call("save_sym_egress_key", save_sym_egress_key=json.dumps(credentials))
    call("save_asym_egress_key", json.dumps(key("publickey", "STORE", pub=account["certificate"])))
    created = call("notification_subscriptions_v2_webhooks_post", create_webhook=json.dumps(subscription()))
    id = created["webhookId"]
    assert created["status"] == "PENDING_REVIEW", created
    sys.stdin.readline()  # Until the URL is approved.
    assert call("get_webhook_subscription_by_id", id)["status"] != "PENDING_REVIEW"
    call("notification_subscriptions_v2_webhooks_webhook_id_status_put", id, update_status='{"status": "ACTIVE"}')
    listed = call("get_webhook_subscriptions_by_org", ORGANIZATION, product_id="payments")
    assert [one["webhookId"] for one in listed] == [id], listed
    changed = call("notification_subscriptions_v2_webhooks_webhook_id_patch", id, update_webhook='{"name": "other"}')
    assert changed["name"] == "other", changed
    told = call("notification_subscriptions_v1_webhooks_webhook_id_post", id)
    assert told["webhookId"] == id, told
    call("delete_webhook_subscription", id)
    call("get_webhook_subscription_by_id", id)
    call("get_webhook_subscriptions_by_org", ORGANIZATION)


main()
