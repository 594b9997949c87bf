"""Every JSON sample of the vendor's pages: requests pass, responses are read."""

import json
from pathlib import Path

import pytest

from pulumi_payment_webhooks.cybersource.api import subscriptions as api
from pulumi_payment_webhooks.cybersource.webhook_subscription.declaration import WebhookSubscription
from pulumi_payment_webhooks.reconcile.checks import check, problems_of
from pulumi_payment_webhooks.reconcile.states import as_model

PAGES = Path(__file__).parents[1] / "vectors" / "vendor_pages"
REQUESTS = sorted(one.name for one in PAGES.glob("*_request.json"))
RETRIES = {"firstRetry": 1, "interval": 1, "numberOfRetries": 3, "repeatSequenceCount": 0, "repeatSequenceWaitTime": 0}
BY_DEFAULT = {"algorithm": "ARITHMETIC", "deactivateFlag": False, **RETRIES}


NOT_DECLARED = ("webhookId", "createdOn", "productId", "eventTypes")


def page(name):
    return json.loads((PAGES / name).read_text())


def declared_by(request):
    """The values of a printed request as a program would write them, each left as it is printed."""
    flat = {**request.get("organization", {}), **request.get("product", {}), **request.get("webhook", request)}
    rows = flat.get("products") or [{"productId": flat["productId"], "eventTypes": flat["eventTypes"]}]
    events = {
        row["productId"]: [one["name"] if isinstance(one, dict) else one for one in row["eventTypes"]] for row in rows
    }
    security = flat["securityPolicy"]
    security = dict(security[0] if isinstance(security, list) else security)
    if "security_type" in security:
        security = {"securityType": security["security_type"], "proxyType": security["proxyType"]}
    whole = {"name": "not printed", **flat, "products": events, "securityPolicy": security}
    return {
        name: value
        for name, value in whole.items()
        if name not in ("webhookId", "createdOn", "productId", "eventTypes")
    }


@pytest.mark.parametrize("name", REQUESTS)
def test_every_value_of_a_printed_request_passes(name):
    """
    Each value that a vendor's page shows in a request is accepted as it is printed.
    """
    assert list(problems_of(check(WebhookSubscription, {}, declared_by(page(name))))) == []


def test_every_page_with_a_request_is_held():
    """
    All three requests of the vendor's pages are among the vectors.
    """
    assert REQUESTS == ["oauth_create_request.json", "payment_create_request.json", "tms_create_request.json"]


def test_oauth_request_is_sent_as_printed():
    """
    The body that creates the guide's OAuth subscription is the guide's own, member by member.
    """
    printed = page("oauth_create_request.json")
    inputs = check(WebhookSubscription, {}, declared_by(printed)).inputs

    assert api.creation(as_model(WebhookSubscription, inputs)) == printed


def test_flat_request_is_sent_with_products():
    """
    The guide's request with one product at the top is sent with a list of products and is otherwise the guide's own.
    """
    printed = page("payment_create_request.json")
    inputs = check(WebhookSubscription, {}, declared_by(printed)).inputs
    rows = [{"productId": printed.pop("productId"), "eventTypes": printed.pop("eventTypes")}]

    assert api.creation(as_model(WebhookSubscription, inputs)) == {**printed, "products": rows}


def test_oauth_response_is_read():
    """
    The guide's OAuth response, with its numbers and flags in quotes, has this normal form.
    """
    assert api.fields_of(page("oauth_create_response.json")) == {
        "organizationId": "org1",
        "webhookUrl": "https://mywebhookserver.com/simulateclient",
        "healthCheckUrl": "https://mywebhookserver.com/simulateclient/healthcheck",
        "products": {"terminalManagement": {"terminalManagement.assignment.update": True}},
        "notificationScope": "SELF",
        "scopeData": None,
        "retryPolicy": BY_DEFAULT,
        "securityPolicy": {
            "securityType": "oAuth",
            "proxyType": "internal",
            "config": {
                "oAuthTokenExpiry": 300,
                "oAuthURL": "https://myoauthserver.com/simulator/v1/token",
                "oAuthTokenType": "Bearer",
            },
        },
        "status": "INACTIVE",
    }


def test_token_management_response_is_read():
    """
    The token management page's response has this normal form.
    """
    events = ["tms.networktoken.binding", "tms.networktoken.provisioned", "tms.networktoken.updated"]

    assert api.fields_of(page("tms_create_response.json")) == {
        "organizationId": "TMSVaultOwnerOrgID",
        "webhookUrl": "https://NewURL",
        "healthCheckUrl": "https://URL",
        "products": {"terminalManagement": dict.fromkeys(events, True)},
        "notificationScope": "DESCENDANTS",
        "scopeData": None,
        "retryPolicy": BY_DEFAULT,
        "securityPolicy": {"securityType": "KEY", "proxyType": "external"},
        "status": "ACTIVE",
    }


@pytest.mark.parametrize(
    ("name", "id", "added"),
    [
        (
            "oauth_create_response.json",
            "d7399cb6-ff9f-72d9-e053-3cb8d30a62ee",
            {"currentStatus": "INACTIVE", "createdOn": "2022-02-04T22:17:43Z"},
        ),
        (
            "tms_create_response.json",
            "e33b4ff7-f94a-2de4-e053-a2588e0a0403",
            {"currentStatus": "ACTIVE", "createdOn": "2022-07-07T17:24:05Z"},
        ),
    ],
)
def test_response_tells_id_and_outputs(name, id, added):
    """
    Both formats of a time of creation are read as the same kind of time.
    """
    assert (api.id_of(page(name)), api.added_of(page(name))) == (id, added)


@pytest.mark.parametrize("name", ["payment_notification_encrypted.json", "payment_notification_decrypted.json"])
def test_notification_is_no_subscription(name):
    """
    What the page calls a response is a notification: it carries no id of a subscription.
    """
    assert api.id_of(page(name)) is None


def test_legacy_shape_is_read():
    """
    The inner part of the token management page's request, with named events and a list of policies, is understood.
    """
    fields = api.fields_of({**page("tms_create_request.json")["webhook"], "productId": "tokenManagement"})

    assert fields["products"]["tokenManagement"].keys() >= {"tms.networktoken.binding"}
    assert fields["securityPolicy"] == {"securityType": "KEY", "proxyType": "external"}
