"""The simulated platform does what it documents for a client that uses the standard library alone."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from tests.contract.plain_client import (
    BODY,
    KEYS,
    ORGANIZATION,
    PRODUCTS,
    SIGNATURE_KEY,
    V1,
    V2,
    PlainClient,
    subscribe,
)

CREDENTIALS = {
    "clientRequestAction": "STORE",
    "keyInformation": {
        "provider": ORGANIZATION,
        "tenant": "nrtd",
        "keyType": "oAuthClientCredentials",
        "organizationId": ORGANIZATION,
        "clientKeyId": "platform",
        "key": "swordfish",
        "expiryDuration": "365",
    },
}


def test_signature_key_is_made(client: PlainClient) -> None:
    """
    A created signature key is 32 bytes, base64.
    """
    status, answer = client.ask("POST", KEYS, SIGNATURE_KEY)

    assert status == 201
    assert len(base64.b64decode(answer["keyInformation"]["key"])) == 32


def test_credentials_are_stored(client: PlainClient) -> None:
    """
    Stored OAuth credentials come back with an id and the client's own name for them.
    """
    status, answer = client.ask("POST", KEYS, CREDENTIALS)

    assert status == 201
    assert answer["keyInformation"]["clientKeyId"] == "platform"


@pytest.mark.parametrize("prefix", ["", "/webhooks"])
def test_products_are_listed(client: PlainClient, prefix: str) -> None:
    """
    The catalogue is listed under both documented paths.
    """
    status, answer = client.ask("GET", f"{prefix}{PRODUCTS}/{ORGANIZATION}")

    assert status == 200
    assert "tokenManagement" in [product["productId"] for product in answer]


def test_subscription_is_created(client: PlainClient) -> None:
    """
    A subscription without a health URL is created inactive.
    """
    client.ask("POST", KEYS, SIGNATURE_KEY)

    status, answer = client.ask("POST", V2, BODY)

    assert (status, answer["status"]) == (201, "INACTIVE")


def test_subscription_is_read(client: PlainClient) -> None:
    """
    What was created can be read under its id.
    """
    status, answer = client.ask("GET", f"{V2}/{subscribe(client)}")

    assert (status, answer["products"]) == (200, BODY["products"])


def test_subscriptions_are_listed(client: PlainClient) -> None:
    """
    The query of a list is part of what is signed, and narrows it.
    """
    webhook_id = subscribe(client)

    query = f"organizationId={ORGANIZATION}&productId=tokenManagement&eventType=tms.networktoken.updated"
    status, answer = client.ask("GET", f"{V2}?{query}")

    assert (status, [one["webhookId"] for one in answer]) == (200, [webhook_id])


def test_subscription_is_updated(client: PlainClient) -> None:
    """
    An update changes what it names and keeps the rest.
    """
    webhook_id = subscribe(client)

    status, answer = client.ask("PATCH", f"{V2}/{webhook_id}", {"name": "parcels"})

    assert status == 200
    assert (answer["name"], answer["description"]) == ("parcels", "order events")


def test_status_is_set(client: PlainClient) -> None:
    """
    A status that was set is the one that is read.
    """
    webhook_id = subscribe(client)

    status, _ = client.ask("PUT", f"{V2}/{webhook_id}/status", {"status": "ACTIVE"})

    assert (status, client.ask("GET", f"{V2}/{webhook_id}")[1]["status"]) == (200, "ACTIVE")


@pytest.mark.parametrize("body", [None, {}])
def test_test_call_is_answered(client: PlainClient, body: Any) -> None:
    """
    The test call works with no body and with the empty object that vendor libraries send.
    """
    status, answer = client.ask("POST", f"{V1}/{subscribe(client)}", body)

    assert (status, answer["eventType"]) == (201, "tms.networktoken.updated")


def test_subscription_is_deleted(client: PlainClient) -> None:
    """
    A second delete finds nothing.
    """
    webhook_id = subscribe(client)

    answers = [client.ask("DELETE", f"{V2}/{webhook_id}")[0] for _ in range(2)]

    assert answers == [200, 404]


@pytest.mark.parametrize("host", ["apitest.cybersource.com", "api.visaacceptance.com", "localhost"])
def test_token_for_a_name_of_the_platform_is_accepted(token_client: PlainClient, host: str) -> None:
    """
    A client that was told another address of the platform may still sign the one it believes in.
    """
    target = f"{PRODUCTS}/{ORGANIZATION}"
    headers = token_client.headers("GET", target, b"", request_host=host) | {"Host": host}

    assert token_client.send("GET", target, b"", headers)[0] == 200


def test_meta_key_acts_for_a_merchant(token_client: PlainClient) -> None:
    """
    The portfolio's key may call for any merchant.
    """
    forged = {"iss": token_client.organization, "v_c_merchant_id": "some_shop"}

    status, _ = token_client.ask("GET", f"{PRODUCTS}/{ORGANIZATION}", **forged)

    assert status == 200


def test_meta_key_signs_its_own_name(signing_client: PlainClient) -> None:
    """
    With a meta key the signed name is the portfolio's, while the header carries the merchant.
    """
    signed = {"v-c-merchant-id": signing_client.organization}

    status, _ = signing_client.ask("GET", f"{PRODUCTS}/{ORGANIZATION}", v_c_merchant_id="some_shop", signed=signed)

    assert status == 200
