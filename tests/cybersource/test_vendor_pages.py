"""Every JSON sample of the vendor's pages: requests pass, responses are read."""

import pytest
from tests.cybersource.rows import fields_in
from tests.cybersource.samples import leaves, meant, of_kind, sample

from pulumi_payment_webhooks.cybersource.api.subscriptions import read_row
from pulumi_payment_webhooks.cybersource.api.versions import Version
from pulumi_payment_webhooks.cybersource.webhook_subscription.declaration import WebhookSubscription
from pulumi_payment_webhooks.cybersource.webhook_subscription.wire import creation
from pulumi_payment_webhooks.reconcile.decide.checks import check, problems_of
from pulumi_payment_webhooks.reconcile.decide.states import as_model

V1, V2 = Version("v1"), Version("v2")
REQUESTS, RESPONSES = of_kind("request"), of_kind("response")
RETRIES = {"firstRetry": 1, "interval": 1, "numberOfRetries": 3, "repeatSequenceCount": 0, "repeatSequenceWaitTime": 0}
BY_DEFAULT = {"algorithm": "ARITHMETIC", "deactivateFlag": False, **RETRIES}
DECLARED = {info.alias or name for name, info in WebhookSubscription.model_fields.items()}
INTERNAL = {"webhookId", "createdOn", "securityPolicy.security_id", "securityPolicy.digitalSignatureEnabled"}
ONLY_THE_PLATFORM_WRITES = {"createdOn", "version", "deliveryType", "securityPolicy.digitalSignatureEnabled"}


def request(name):
    """A printed request, with an organization where the page leaves a blank to fill in."""
    return {**sample(name), "organizationId": "org1"} if name == "oauth_create_request" else sample(name)


def declared_by(printed):
    """The values of a printed subscription as a program would write them, each left as it is printed."""
    flat = meant(printed)
    policy = {
        name: one for name, one in flat["securityPolicy"].items() if name in ("securityType", "proxyType", "config")
    }
    products = {flat["productId"]: flat["eventTypes"]}
    declared = {"name": "not printed", **flat, "products": products, "securityPolicy": policy}
    return {name: declared[name] for name in DECLARED if name in declared}


def model_of(printed):
    inputs = check(WebhookSubscription, {}, declared_by(printed)).inputs
    return as_model(WebhookSubscription, inputs)


@pytest.mark.parametrize("name", REQUESTS)
def test_every_value_of_a_printed_request_passes(name):
    """
    Each value that a vendor's page shows in a request is accepted as it is printed.
    """
    assert list(problems_of(check(WebhookSubscription, {}, declared_by(request(name))))) == []


def test_every_page_with_a_request_is_held():
    """
    All three requests of the vendor's pages are among the vectors.
    """
    assert sorted(REQUESTS) == ["oauth_create_request", "payment_create_request", "tms_create_request"]


def test_oauth_request_is_sent_as_printed():
    """
    The body that creates the guide's OAuth subscription is the guide's own, member by member.
    """
    printed = request("oauth_create_request")

    assert creation(model_of(printed), V2) == printed


def test_flat_request_is_sent_with_products():
    """
    The guide's request with one product at the top is sent with a list of products and is otherwise the guide's own.
    """
    printed = sample("payment_create_request")
    sent = creation(model_of(printed), V2)
    rows = [{"productId": printed.pop("productId"), "eventTypes": printed.pop("eventTypes")}]

    assert sent == {**printed, "products": rows}


def test_flat_request_is_sent_as_printed_with_v1():
    """
    In the first version of the API the same request is the guide's own, member by member.
    """
    printed = sample("payment_create_request")

    assert creation(model_of(printed), V1) == printed


@pytest.mark.parametrize("name", REQUESTS)
def test_no_value_of_a_printed_request_is_lost(name):
    """
    What is sent for a printed request has each of its values, but for the internal ones and the status of the request
    that the platform has printed by mistake: a status has a request of its own.
    """
    printed = leaves(meant(request(name)))
    sent = leaves(meant(creation(model_of(request(name)), V2)))
    lost = INTERNAL | {"status"} if name == "tms_create_request" else set()

    assert {at for at in printed if at not in sent} == lost
    assert {at: sent[at] for at in sent if at in printed} == {at: printed[at] for at in printed if at not in lost}


@pytest.mark.parametrize("name", RESPONSES)
def test_printed_response_round_trips(name):
    """
    A response that is read, written as a request and an output, and read again is the same; no value of it is lost but
    those that the platform alone writes.
    """
    printed = sample(name)
    told = {at: one for at, one in fields_in(printed).items() if one is not None}
    written = creation(as_model(WebhookSubscription, {"name": "not printed", **told}), V2)
    outputs = {"webhookId": read_row(printed).id, "status": read_row(printed).added["currentStatus"]}
    before, after = leaves(meant(printed)), leaves(meant({**written, **outputs}))

    assert fields_in({**written, **outputs}) == {"name": "not printed", "description": "", **fields_in(printed)}
    assert {at for at in before if after.get(at) != before[at]} == before.keys() & ONLY_THE_PLATFORM_WRITES


def test_oauth_response_is_read():
    """
    The guide's OAuth response, with its numbers and flags in quotes, has this normal form.
    """
    assert fields_in(sample("oauth_create_response")) == {
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

    assert fields_in(sample("tms_create_response")) == {
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
            "oauth_create_response",
            "d7399cb6-ff9f-72d9-e053-3cb8d30a62ee",
            {"currentStatus": "INACTIVE", "createdOn": "2022-02-04T22:17:43Z"},
        ),
        (
            "tms_create_response",
            "e33b4ff7-f94a-2de4-e053-a2588e0a0403",
            {"currentStatus": "ACTIVE", "createdOn": "2022-07-07T17:24:05Z"},
        ),
    ],
)
def test_response_tells_id_and_outputs(name, id, added):
    """
    Both formats of a time of creation are read as the same kind of time.
    """
    assert (read_row(sample(name)).id, read_row(sample(name)).added) == (id, added)


@pytest.mark.parametrize("name", ["payment_notification_encrypted", "payment_notification_decrypted"])
def test_notification_is_no_subscription(name):
    """
    What the page calls a response is a notification: it carries no id of a subscription.
    """
    with pytest.raises(ValueError, match="with a subscription whose webhookId is missing"):
        read_row(sample(name))


def test_legacy_shape_is_read():
    """
    The inner part of the token management page's request, with named events and a list of policies, is understood.
    """
    fields = fields_in({**sample("tms_create_request")["webhook"], "productId": "tokenManagement"})

    assert fields["products"]["tokenManagement"].keys() >= {"tms.networktoken.binding"}
    assert fields["securityPolicy"] == {"securityType": "KEY", "proxyType": "external"}
