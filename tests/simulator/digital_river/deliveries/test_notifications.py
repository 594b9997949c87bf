"""What a receiver gets: the event, its headers and its signatures."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from typing import Any

import pytest

from pulumi_payment_webhooks.simulator.digital_river.inbox import DigitalRiverInbox


def signatures(secret: str, sent: str, body: bytes) -> str:
    """What the verifier of the vendor's cartridge computes."""
    return base64.b64encode(hmac.new(secret.encode(), f"{sent}.".encode() + body, hashlib.sha256).digest()).decode()


def test_event_arrives(simulator: Any, ear: Any, listen: Any) -> None:
    """
    An event is a POST of its JSON envelope.
    """
    id = listen()

    simulator.emit("order.accepted", {"id": "100000000001", "state": "accepted"})
    simulator.settle()

    (heard,) = ear.heard
    created = heard.content["createdTime"]
    event = simulator.events[0]
    assert (heard.method, heard.path, heard.headers["content-type"]) == ("POST", "/hook", "application/json")
    assert heard.content == {
        "id": event.id,
        "type": "order.accepted",
        "data": {"object": {"id": "100000000001", "state": "accepted"}},
        "liveMode": False,
        "createdTime": created,
        "webhookIds": [id],
        "digitalriverVersion": "2021-12-13",
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}Z", created)


def test_signature_is_that_of_the_vendors_verifier(simulator: Any, ear: Any, listen: Any) -> None:
    """
    The header has a time and the base64 HMAC-SHA256 of time, dot and raw body under the whole secret.
    """
    id = listen()
    secret = simulator.webhooks[id].secrets.current.token

    simulator.emit("order.accepted")
    simulator.settle()

    heard = ear.heard[0]
    sent, *found = heard.headers["digitalriver-signature"].split(", ")
    assert secret.startswith("whk_")
    assert found == [signatures(secret, sent, heard.body)]


@pytest.mark.parametrize(
    ("unit", "form"), [("seconds", r"\d{10}"), ("milliseconds", r"\d{13}"), ("iso", r"20\d\d-.*Z")]
)
def test_units_of_the_time(simulator: Any, ear: Any, listen: Any, unit: str, form: str) -> None:
    """
    A knob writes the time of the signature in another unit.
    """
    listen()
    simulator.turn(signature_unit=unit)

    simulator.emit("order.accepted")
    simulator.settle()

    assert re.fullmatch(form, ear.heard[0].headers["digitalriver-signature"].split(", ")[0])


def test_basic_credentials(simulator: Any, ear: Any, listen: Any) -> None:
    """
    With credentials, the callback is authenticated with Basic.
    """
    listen(authentication={"username": "callback", "password": "sécret"})

    simulator.emit("order.accepted")
    simulator.settle()

    scheme, _, content = ear.heard[0].headers["authorization"].partition(" ")
    assert (scheme, base64.b64decode(content).decode()) == ("Basic", "callback:sécret")


def test_without_credentials_there_is_no_authorization(simulator: Any, ear: Any, listen: Any) -> None:
    """
    Plain HTTP sends no credentials.
    """
    listen()

    simulator.emit("order.accepted")
    simulator.settle()

    assert "authorization" not in ear.heard[0].headers


@pytest.mark.parametrize("named", ["fulfillment.create", "fulfillment.created"])
@pytest.mark.parametrize("raised", ["fulfillment.create", "fulfillment.created"])
def test_both_spellings_are_the_same_event(simulator: Any, ear: Any, listen: Any, named: str, raised: str) -> None:
    """
    Notifications have the name of the samples, whatever spelling the webhook names.
    """
    listen(types=[named])

    simulator.emit(raised)
    simulator.settle()

    assert [one.content["type"] for one in ear] == ["fulfillment.created"]


def test_each_webhook_gets_it(simulator: Any, ear: Any, listen: Any) -> None:
    """
    Every webhook of the mode that names the type gets the same event, which names all of them.
    """
    ids = [listen(), listen()]
    listen(types=["fee.created"])

    simulator.emit("order.accepted")
    simulator.settle()

    assert [one.content["webhookIds"] for one in ear] == [ids, ids]
    assert len({one.content["id"] for one in ear}) == 1


def test_modes_are_isolated(ask: Any, simulator: Any, ear: Any) -> None:
    """
    A live webhook gets only live events.
    """
    ask.create(key=simulator.live_api_key, address=f"{ear.url}/live")
    ask.create(address=f"{ear.url}/test")

    simulator.emit("order.accepted", live=True)
    simulator.settle()

    assert [(one.path, one.content["liveMode"]) for one in ear] == [("/live", True)]


def test_disabled_webhook_gets_nothing(simulator: Any, ear: Any, listen: Any) -> None:
    """
    Nothing is sent for events of the time while a webhook is disabled.
    """
    id = listen(enabled=False)

    raised = simulator.emit("order.accepted")
    simulator.edit(id, {"enabled": True})
    simulator.settle()

    assert (raised.passed_over, ear.heard) == ({id: "the webhook is disabled"}, [])


def test_version_of_the_webhook_is_that_of_the_payload(simulator: Any, ear: Any, listen: Any) -> None:
    """
    A webhook that is pinned to a version gets payloads of that version.
    """
    listen(apiVersion="2020-12-17")

    simulator.emit("order.accepted")
    simulator.settle()

    assert ear.heard[0].content["digitalriverVersion"] == "2020-12-17"


def test_names_of_the_schema(simulator: Any, ear: Any, listen: Any) -> None:
    """
    A knob names two members as the schema of the event does.
    """
    listen()
    simulator.turn(event_fields="spec")

    simulator.emit("order.accepted")
    simulator.settle()

    assert {"digitalRiverVersion", "pendingWebhooks"} < ear.heard[0].content.keys()


def test_payload_of_global_commerce(simulator: Any, ear: Any, listen: Any) -> None:
    """
    Under the profile `gc` an event also names the site and what can be searched for.
    """
    simulator.turn(profile="gc")
    listen(types=["subscription.renewed"], enabled=True)

    simulator.emit("subscription.renewed", {"id": "sub_1"})
    simulator.settle()

    content = ear.heard[0].content
    assert (content["clientIds"], content["searchableData"]) == ({"site_id": "simulated"}, {"subscriptionId": "sub_1"})


def test_templates_of_every_event(simulator: Any, listen: Any) -> None:
    """
    Every event type has a template: an update has previous attributes, a deletion an empty resource.
    """
    contents = {}
    for event_type in ("customer.updated", "customer.deleted", "customer.created"):
        contents[event_type] = simulator.emit(event_type).events[0]

    assert contents["customer.updated"].previous is not None
    assert contents["customer.deleted"].object == {}
    assert contents["customer.created"].object["state"] == "created"


@pytest.mark.parametrize(
    ("event_type", "details", "words"),
    [
        ("order.acepted", {}, "did you mean 'order.accepted'"),
        ("payout.created", {}, "live mode only"),
        ("order.accepted", {"count": 0}, "count"),
        ("order.accepted", {"object": {"x": float("nan")}}, "not a JSON value"),
    ],
    ids=str,
)
def test_event_that_cannot_happen(simulator: Any, event_type: str, details: Any, words: str) -> None:
    """
    An unknown event type, one of the other mode, and wrong details are refused.
    """
    with pytest.raises(ValueError, match=words):
        simulator.emit(event_type, **details)


def test_emit_over_http(ask: Any, simulator: Any, ear: Any, listen: Any) -> None:
    """
    Another process raises an event, waits and reads the attempts.
    """
    id = listen()

    answer = ask("POST", "/_simulator/emit", {"eventType": "order.accepted", "payload": {"id": "1"}})
    ask("POST", "/_simulator/settle", {})
    delivery = ask("GET", f"/_simulator/deliveries/{answer.content['deliveries'][0]['id']}").content

    assert (answer.status, delivery["webhookId"], delivery["status"]) == (201, id, "DELIVERED")
    assert delivery["payload"]["data"] == {"object": {"id": "1"}}


def test_credentials_are_not_described(ask: Any, simulator: Any, listen: Any) -> None:
    """
    The control API masks the header with the credentials.
    """
    listen(authentication={"username": "callback", "password": "secret"})
    simulator.emit("order.accepted")
    simulator.settle()

    attempt = simulator.deliveries[0].describe()["attempts"][0]

    assert attempt["headers"]["Authorization"] == "***"


def test_secret_that_expires_between_two_attempts(simulator: Any, ear: Any, listen: Any) -> None:
    """
    Each attempt has a new time, and the signatures of the secrets that are valid then.
    """
    id = listen()
    simulator.turn(signature_time="platform")
    held, now = simulator.webhooks[id].secrets, simulator.clock.now()
    old, new = held.current.token, held.rotate("1_hour", now, when_full="refuse").token
    ear.script = [500, 500]

    simulator.emit("order.accepted")
    simulator.settle()
    simulator.move(minutes=10)
    simulator.move(minutes=60)

    found = [one.headers["digitalriver-signature"].split(", ") for one in ear]
    body, valid = ear.heard[0].body, [[new, old], [new, old], [new]]
    times = [sent for sent, *_ in found]
    assert len(set(times)) == 3
    assert found == [
        [sent, *(signatures(secret, sent, body) for secret in secrets)]
        for sent, secrets in zip(times, valid, strict=True)
    ]


def test_page_verifies_signatures(simulator: Any, listen: Any) -> None:
    """
    The page says which secret signed, and whether that is the current one.
    """
    id = listen()
    simulator.emit("order.accepted")
    simulator.settle()
    inbox, attempt = DigitalRiverInbox(simulator._platform), simulator.deliveries[0].attempts[0]

    before = inbox.verdict(attempt)
    simulator.webhooks[id].secrets.rotate("immediately", simulator.clock.now(), when_full="refuse")
    after = inbox.verdict(attempt)
    attempt.body += " "

    assert (before.state, before.key_state, after.key_state) == ("verified", "current", "expired")
    assert inbox.verdict(attempt).state == "refused"
