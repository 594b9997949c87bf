"""What arrives at a receiver: one notification, its headers and body, and how it is sent."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from datetime import UTC, datetime
from itertools import repeat
from threading import Event
from typing import Any

import pytest
from tests.simulator.ear import Answer
from tests.waiting import PATIENCE

from pulumi_payment_webhooks.cybersource import notifications

EVENT = "tms.networktoken.updated"
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def keys(simulator: Any) -> dict[str, str]:
    return {key.key_id: key.secret for key in simulator.keys}


def sent(simulator: Any, event: str = EVENT, **details: Any) -> Any:
    """Raise an event, wait until it was delivered, and return the last delivery."""
    simulator.emit(event, **details)
    simulator.settle()
    return simulator.deliveries[-1]


def test_notification_arrives(simulator: Any, ear: Any, listen: Any) -> None:
    """
    An event is sent to the webhook URL by POST, as JSON, with the headers that the platform's pages list.
    """
    webhook_id = listen()

    delivery = sent(simulator)

    heard = ear.heard[0]
    trace = heard.headers["v-c-transaction-trace-id"]
    assert (heard.method, heard.path, delivery.status) == ("POST", "/hook", "DELIVERED")
    assert {name: heard.headers[name] for name in heard.headers if name.startswith("v-c") and "sig" not in name} == {
        "v-c-event-type": EVENT,
        "v-c-organization-id": "acme_eu",
        "v-c-product-name": "tokenManagement",
        "v-c-request-type": "NEW",
        "v-c-retry-count": "0",
        "v-c-transaction-trace-id": trace,
        "v-c-webhook-id": webhook_id,
    }
    assert heard.headers["content-type"] == "application/json"
    assert GUID.fullmatch(trace)


def test_body_has_format_version_3(simulator: Any, ear: Any, listen: Any) -> None:
    """
    The body holds the members of format version 3 in their order; its date has neither zone nor fraction.
    """
    webhook_id = listen()

    delivery = sent(simulator, payload={"data": {"id": "é"}, "organizationId": "child"})

    body = ear.heard[0].content
    assert list(body) == [
        "eventType",
        "webhookId",
        "productId",
        "organizationId",
        "eventDate",
        "transactionTraceId",
        "retryNumber",
        "payload",
        "requestType",
    ]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", body["eventDate"])
    told = [body[name] for name in ("webhookId", "organizationId", "retryNumber", "requestType", "payload")]
    assert told == [webhook_id, "acme_eu", 0, "NEW", {"data": {"id": "é"}, "organizationId": "child"}]
    assert (
        body["transactionTraceId"] == delivery.attempts[0].trace_id == ear.heard[0].headers["v-c-transaction-trace-id"]
    )


def test_library_verifies_it(simulator: Any, ear: Any, listen: Any) -> None:
    """
    Our receiver verifies what the simulator sends, with the key that was created, at the time that it is.
    """
    listen()
    sent(simulator)

    notification = notifications.verify(ear.heard[0].body, ear.heard[0].headers, keys=keys(simulator))

    assert (notification.event_type, notification.proof.reading) == (EVENT, "payload")


def test_plain_hmac_verifies_it(simulator: Any, ear: Any, listen: Any) -> None:
    """
    The standard library alone verifies it, too: time, key id, and HMAC-SHA256 of time, dot and body.
    """
    listen()
    simulator.turn(signed_bytes="body")
    sent(simulator)

    heard = ear.heard[0]
    form = re.fullmatch(r"t=(\d{13});keyId=([^;]+);sig=([^;]+)", heard.headers["v-c-signature"])
    assert form is not None
    secret = base64.b64decode(keys(simulator)[form[2]])
    mac = hmac.new(secret, form[1].encode() + b"." + heard.body, hashlib.sha256).digest()
    assert base64.b64encode(mac).decode() == form[3]


def test_signature_tells_wall_time(simulator: Any, ear: Any, listen: Any) -> None:
    """
    A platform a month ahead signs with the time that receivers share, unless its knob says otherwise.
    """
    listen()
    simulator.move(days=30)
    sent(simulator)
    simulator.turn(signature_time="platform")
    sent(simulator)

    ages = [int(heard.headers["v-c-signature"][2:15]) / 1000 - datetime.now(UTC).timestamp() for heard in ear]
    assert [round(age / 86_400) for age in ages] == [0, 30]


@pytest.mark.parametrize(
    ("position", "encoded"), [("payload", b'{"data":{"id":"1"}}'), ("plaintext", None), ("body", None)]
)
def test_signed_bytes_can_be_chosen(
    simulator: Any, ear: Any, listen: Any, position: str, encoded: bytes | None
) -> None:
    """
    The payload's text alone is signed on demand; plaintext of what is not encrypted is the body.
    """
    listen()
    simulator.turn(signed_bytes=position)
    delivery = sent(simulator, payload={"data": {"id": "1"}})

    heard = ear.heard[0]
    time, key_id, told = re.findall(r"=([^;]+)", heard.headers["v-c-signature"])
    mac = hmac.new(base64.b64decode(keys(simulator)[key_id]), digestmod=hashlib.sha256)
    mac.update(time.encode() + b"." + (encoded or heard.body))
    assert base64.b64encode(mac.digest()).decode() == told
    assert delivery.attempts[0].signed == ("payload" if encoded else "body")


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (None, [{"data": "it", "organizationId": "acme_eu"}]),
        ("object", {"data": "it", "organizationId": "acme_eu"}),
        ("tokenManagement=flat", "it"),
        ({"tokenManagement": "details"}, {"transactionResult": {"details": "it"}}),
        ("payments=object", [{"data": "it", "organizationId": "acme_eu"}]),
    ],
)
def test_shape_of_a_payload(simulator: Any, ear: Any, listen: Any, shape: Any, expected: Any) -> None:
    """
    What stands around the data of a template can be chosen for each product; that of tokens is an array.
    """
    listen()
    if shape is not None:
        simulator.turn(payload_shape=shape)
    sent(simulator)

    assert shown(ear.heard[0].content["payload"]) == expected


def test_payload_of_ones_own_is_sent_as_it_is(simulator: Any, ear: Any, listen: Any) -> None:
    """
    A payload that was given is not put into another shape.
    """
    listen()
    sent(simulator, payload={"id": "flat"})

    assert ear.heard[0].content["payload"] == {"id": "flat"}


@pytest.mark.parametrize(
    ("event", "product", "is_flat"),
    [
        ("payments.payments.accept", "cardProcessing", True),
        ("payments.payments.updated", "alternativePaymentMethods", True),
        ("risk.casemanagement.decision.accept", "decisionManager", False),
    ],
)
def test_shapes_of_products(simulator: Any, ear: Any, listen: Any, event: str, product: str, is_flat: bool) -> None:
    """
    Card payments and alternative payments are flat; fraud decisions stand under `data`. The raw body is signed.
    """
    listen(products=[{"productId": product, "eventTypes": [event]}])
    simulator.emit(event)
    simulator.settle()

    payload = ear.heard[0].content["payload"]
    assert ("id" in payload, "data" in payload) == (is_flat, not is_flat)
    assert simulator.deliveries[0].attempts[0].signed == "body"


@pytest.mark.parametrize("payload", [None, {"id": "flat"}, [{"data": 1, "organizationId": "child"}]])
def test_payloads_may_be_a_list(simulator: Any, ear: Any, listen: Any, payload: Any) -> None:
    """
    On demand a notification has an id and a list `payloads` of data and organization, and the raw body is signed.
    """
    listen()
    simulator.turn(payload_member="payloads")
    sent(simulator, payload=payload)
    body = ear.heard[0].content

    assert [list(row) for row in body["payloads"]] == [["data", "organizationId"]]
    assert (body["notificationId"], "payload" in body) == (simulator.deliveries[0].id, False)
    assert simulator.deliveries[0].attempts[0].signed == "body"
    notifications.verify(ear.heard[0].body, ear.heard[0].headers, keys=keys(simulator))


def test_payload_may_be_absent(simulator: Any, ear: Any, listen: Any) -> None:
    """
    With a knob, a notification has no payload, and our receiver accepts it.
    """
    listen()
    simulator.turn(payload_member="tokenManagement=none")
    sent(simulator)

    told = notifications.verify(ear.heard[0].body, ear.heard[0].headers, keys=keys(simulator))
    assert (told.event_type, told.payload, told.items) == (EVENT, None, ())


def shown(payload: Any) -> Any:
    """*payload* with its data, which has an id, as one word."""
    if isinstance(payload, list):
        return [shown(one) for one in payload]
    return (
        "it"
        if "id" in payload
        else {name: one if name == "organizationId" else shown(one) for name, one in payload.items()}
    )


@pytest.mark.parametrize(
    ("status", "success", "standing"),
    [(200, "200", "DELIVERED"), (201, "200", "RETRY"), (204, "2xx", "DELIVERED"), (302, "2xx", "RETRY")],
)
def test_success_is_200(simulator: Any, ear: Any, listen: Any, status: int, success: str, standing: str) -> None:
    """
    Only 200 is success unless the knob allows any 2xx.
    """
    listen()
    simulator.turn(success=success)
    ear.script = [status]

    assert sent(simulator).status == standing


def test_redirects_are_not_followed(simulator: Any, ear: Any, listen: Any) -> None:
    """
    A redirect is an answer like any other that is not 200.
    """
    listen()
    ear.answer = lambda _: Answer(302, headers={"Location": "/other"})

    attempt = sent(simulator).attempts[0]

    assert (attempt.status, attempt.error, len(ear.heard)) == (302, "answered 302", 1)


def test_nothing_is_sent_to_other_machines(simulator: Any, listen: Any) -> None:
    """
    A URL of another machine is an attempt that fails as unreachable and names the way to lead it here.
    """
    listen(webhookUrl="https://hooks.example.net/visa")

    attempt = sent(simulator).attempts[0]

    assert attempt.status is None
    assert "hooks.example.net is another machine" in attempt.error
    assert "--resolve https://hooks.example.net=http://127.0.0.1:PORT" in attempt.error


def test_names_can_be_led_here(simulator: Any, ear: Any, listen: Any) -> None:
    """
    A name that is led to this machine keeps its path and query.
    """
    simulator.turn(resolve=[f"https://hooks.example.net={ear.url}"])
    listen(webhookUrl="https://hooks.example.net:443/visa?tenant=1")

    delivery = sent(simulator)

    assert (delivery.status, ear.heard[0].path) == ("DELIVERED", "/visa?tenant=1")


@pytest.mark.parametrize(
    "pair", ["hooks=http://127.0.0.1:1", "https://a.example=http://b.example", "https://a.example=http://127.0.0.1/x"]
)
def test_names_are_led_nowhere_else(simulator: Any, pair: str) -> None:
    """
    A pair that is none, or leads to another machine, is refused.
    """
    with pytest.raises(ValueError, match="knob resolve"):
        simulator.turn(resolve=[pair])


def test_slow_receiver_is_not_waited_for(simulator: Any, ear: Any, listen: Any) -> None:
    """
    A receiver that does not answer in time has failed; how long that is, a knob says.
    """
    listen()
    gate = Event()
    ear.answer = lambda _: Answer(200 if gate.wait(PATIENCE) else 500)
    simulator.turn(delivery_seconds=0.05)

    attempt = sent(simulator).attempts[0]
    gate.set()

    assert (attempt.status, attempt.error) == (None, "no answer within 0.05 s")


def test_endless_answer_is_cut(simulator: Any, ear: Any, listen: Any) -> None:
    """
    Of an answer that does not end only a beginning is read, and its status counts.
    """
    listen()
    ear.answer = lambda _: Answer(200, pieces=repeat(b"x" * 4096))

    delivery = sent(simulator)

    assert (delivery.status, delivery.attempts[0].answer) == ("DELIVERED", "x" * 2048)


def test_dripping_answer_is_cut(simulator: Any, ear: Any, listen: Any) -> None:
    """
    A receiver that sends a byte now and then does not hold a delivery for longer than the limit.
    """
    listen()
    gate = Event()
    ear.answer = lambda _: Answer(200, pieces=(b"x" for _ in range(100) if not gate.wait(0.01)))
    simulator.turn(delivery_seconds=0.1)

    attempt = sent(simulator).attempts[0]
    gate.set()

    assert attempt.error == "no answer within 0.1 s"


def test_nobody_there(simulator: Any, ear: Any, listen: Any) -> None:
    """
    The error for a port without a server is "connection refused".
    """
    listen(webhookUrl="http://127.0.0.1:9/hook")

    assert sent(simulator).attempts[0].error == "unreachable: connection refused"


def test_missing_signature_key_is_said(simulator: Any, ear: Any, listen: Any) -> None:
    """
    Without a signature key nothing is sent, and the attempt says what is missing.
    """
    listen()
    simulator.keys.clear()

    attempt = sent(simulator).attempts[0]

    assert attempt.error == "no digital signature key exists for organization acme_eu"
    assert ear.heard == []
