"""The whole workflow as a client goes through it, with nothing but the platform's API and a receiver."""

from __future__ import annotations

import base64
from typing import Any

from tests.simulator.cybersource.deliveries.test_encrypted import certificate, pem
from tests.simulator.ear import Answer

from pulumi_payment_webhooks.cybersource import notifications

ORGANIZATION = "acme_new"
EVENT = "payments.refund.status.updated"
V2 = "/notification-subscriptions/v2/webhooks"


def key(ask: Any, kind: str, action: str, **members: str) -> dict[str, Any]:
    """The platform's answer about a key that it creates or stores."""
    path = "keys-asym" if kind == "publickey" else "keys-sym"
    provider, tenant = ("nrtd", ORGANIZATION) if kind == "sharedSecret" else (ORGANIZATION, "nrtd")
    information = {"provider": provider, "tenant": tenant, "keyType": kind, "organizationId": ORGANIZATION, **members}
    body = {"clientRequestAction": action, "keyInformation": information}
    answer = ask("POST", f"/kms/egress/v2/{path}", body)
    assert answer.status == 201, answer.content
    told: dict[str, Any] = answer.content["keyInformation"]
    return told


def test_from_keys_to_a_notification(ask: Any, simulator: Any, ear: Any) -> None:
    """
    Keys, certificate, credentials and a subscription made by the API alone lead to a notification that arrives with a
    token, signed and encrypted, after a retry during which the key was rotated; it is read with what the API answered.
    """
    signing = key(ask, "sharedSecret", "CREATE")
    key(ask, "publickey", "STORE", pub=base64.b64encode(certificate()).decode())
    key(ask, "oAuthClientCredentials", "STORE", clientKeyId="client", key="the client's secret")
    token = b'{"access_token": "opaque", "token_type": "Bearer", "expires_in": 60}'
    answers = {"/token": Answer(200, token), "/up": Answer(), "/hook": Answer(503)}
    ear.answer = lambda heard: answers[heard.path]
    created = ask.subscribe(
        organizationId=ORGANIZATION,
        products=[{"productId": "payments", "eventTypes": [EVENT]}],
        webhookUrl=f"{ear.url}/hook",
        healthCheckUrl=f"{ear.url}/up",
        retryPolicy={"deactivateFlag": "true", "firstRetry": "5"},
        securityPolicy={
            "securityType": "oAuth",
            "config": {"oAuthURL": f"{ear.url}/token", "oAuthTokenType": "Bearer"},
        },
    ).content
    simulator.move(seconds=1)
    active = ask("GET", f"{V2}/{created['webhookId']}").content["status"]

    simulator.emit(EVENT)
    simulator.settle()
    key(ask, "sharedSecret", "CREATE")
    answers["/hook"] = Answer(200)
    simulator.move(minutes=5)

    first, second = ear.at("/hook")
    receiver = notifications.Receiver(keys={signing["keyId"]: signing["key"]}, decryption_keys=[pem()])
    told = [receiver.verify(one.body, one.headers) for one in (first, second)]
    assert (created["status"], active) == ("INACTIVE", "ACTIVE")
    assert {one.headers["authorization"] for one in (first, second)} == {"Bearer opaque"}
    assert [one.retry_number for one in told] == [0, 1]
    assert told[0].content_id == told[1].content_id
    assert told[0].items[0].data["status"] == "BATCHED"
    assert simulator.deliveries[0].status == "DELIVERED"
