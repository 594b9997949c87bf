"""What the page shows of the simulated platform."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from tests.crypto.certificates import merchant_key
from tests.simulator.ear import Answer

from pulumi_payment_webhooks.simulator.cybersource.inbox import CybersourceInbox
from pulumi_payment_webhooks.simulator.page.view import PageView

EVENT = "tms.networktoken.updated"
ENCRYPTED = "payments.capture.status.accepted"


@pytest.fixture
def inbox(simulator: Any) -> CybersourceInbox:
    """What the page of `simulator` shows."""
    return CybersourceInbox(simulator._platform)


def sent(simulator: Any, event: str = EVENT, **details: Any) -> Any:
    simulator.emit(event, **details)
    simulator.settle()
    return simulator.deliveries[-1].attempts[-1]


def store_certificate(simulator: Any) -> None:
    der = merchant_key().certificate.public_bytes(Encoding.DER)
    simulator.keys.add_certificate("acme_eu", der, expires_on=datetime.now(UTC) + timedelta(days=30))


@pytest.mark.parametrize("signed", ["body", "payload"])
def test_verdict_tells_which_bytes_fit(simulator: Any, inbox: Any, listen: Any, signed: str) -> None:
    """
    A genuine signature is verified, by the key that it names, over the bytes that the platform signs.
    """
    listen()
    simulator.turn(signed_bytes=signed)

    verdict = inbox.verdict(sent(simulator))

    key = next(iter(simulator.keys))
    assert (verdict.state, verdict.content) == ("verified", signed)
    assert (verdict.key_id, verdict.key_state) == (key.key_id, "current")


@pytest.mark.parametrize("position", ["payload", "body", "encData"])
def test_verdict_on_what_was_encrypted(simulator: Any, inbox: Any, listen: Any, position: str) -> None:
    """
    Where the decrypted text is signed, the verdict says so, and the page shows that text.
    """
    listen(products=[{"productId": "payments", "eventTypes": [ENCRYPTED]}])
    store_certificate(simulator)
    simulator.turn(mle_position=position, signed_bytes_encrypted="plaintext")

    attempt = sent(simulator, ENCRYPTED)

    assert (inbox.verdict(attempt).state, inbox.verdict(attempt).content) == ("verified", "plaintext")
    assert json.loads(PageView(inbox).delivery(simulator.deliveries[-1].id)["attempts"][0]["plaintext"])


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (None, "signature is missing"),
        ("t=1", "no key id"),
        ("t=1;keyId=nobody;sig=" + base64.b64encode(bytes(32)).decode(), "unknown key id"),
    ],
)
def test_verdict_on_a_bad_header(simulator: Any, inbox: Any, listen: Any, header: str | None, words: str) -> None:
    """
    A signature that is missing, malformed or of an unknown key is not verified, and the verdict has the reason.
    """
    listen()
    attempt = sent(simulator)
    attempt.headers = {} if header is None else {"V-C-Signature": header}

    verdict = inbox.verdict(attempt)

    assert verdict.state in ("refused", "unsigned")
    assert words in verdict.words


def test_verdict_on_a_changed_body(simulator: Any, inbox: Any, listen: Any) -> None:
    """
    One changed byte is refused.
    """
    listen()
    simulator.turn(signed_bytes="body")
    attempt = sent(simulator)
    attempt.body = attempt.body.replace(EVENT, EVENT.upper())

    assert inbox.verdict(attempt).state == "refused"


def test_verdict_tells_that_a_key_was_replaced(simulator: Any, inbox: Any, listen: Any) -> None:
    """
    After a rotation older deliveries are still verified, with a superseded key; later, with an expired one.
    """
    listen()
    attempt = sent(simulator)
    simulator.add_signature_key("acme_eu")

    assert (inbox.verdict(attempt).state, inbox.verdict(attempt).key_state) == ("verified", "superseded")

    simulator.move(days=366)

    assert inbox.verdict(attempt).key_state == "expired"


def test_no_secret_reaches_the_page(simulator: Any, inbox: Any, listen: Any, ear: Any) -> None:
    """
    The data of the page contains no key, no client secret, no token and no shared secret.
    """
    token = "tok3n-of-the-receiver"
    ear.answer = lambda heard: Answer(
        body=json.dumps({"access_token": token, "expires_in": 60}).encode() if heard.path == "/token" else b""
    )
    policy = {
        "securityType": "oAuth",
        "config": {"oAuthTokenExpiry": "365", "oAuthURL": f"{ear.url}/token", "oAuthTokenType": "Bearer"},
    }
    simulator.keys.add("oAuthClientCredentials", "acme_eu", secret="cl1ent-s3cret", days=9, client_key_id="me")
    listen(securityPolicy=policy)
    attempt = sent(simulator)
    assert attempt.headers["Authorization"] == f"Bearer {token}"

    view = PageView(inbox)
    told = json.dumps([view.whole(), *(view.delivery(one.id) for one in simulator.deliveries)])

    secrets = [token, simulator.shared_secret, *(key.secret for key in simulator.keys)]
    assert [secret for secret in secrets if secret in told] == []


@pytest.mark.parametrize(
    ("prepare", "labels"),
    [
        (lambda simulator, one: None, ["Break"]),
        (lambda simulator, one: simulator.break_endpoint(one), ["Mend"]),
        (lambda simulator, one: simulator.subscriptions.set_status(one, "INACTIVE"), ["Activate", "Break"]),
        (lambda simulator, one: simulator.subscriptions.set_status(one, "PENDING_REVIEW"), ["Approve", "Break"]),
        (lambda simulator, one: simulator.subscriptions.set_status(one, "BLOCKED"), ["Approve", "Break"]),
    ],
    ids=["active", "broken", "inactive", "under-review", "blocked"],
)
def test_actions_fit_and_work(ask: Any, inbox: Any, listen: Any, prepare: Any, labels: list[str]) -> None:
    """
    A subscription offers what can be done to it now, and each offer is a control that does it.
    """
    id = listen()
    prepare(ask.simulator, id)

    actions = inbox.subscription(id)["actions"]
    answers = [ask(action["method"], action["path"], action["body"]).status for action in actions]

    assert [action["label"] for action in actions] == labels
    assert answers == [200] * len(labels)
    assert inbox.subscription(id)["actions"] != actions


@pytest.mark.parametrize(("count", "told"), [(None, True), (2, 2)])
def test_broken_endpoint_is_told(simulator: Any, inbox: Any, listen: Any, count: int | None, told: object) -> None:
    """
    A subscription shows for how many attempts its endpoint is broken, or that it is broken until it is mended.
    """
    id = listen()
    simulator.break_endpoint(id, count)

    assert inbox.subscription(id)["broken"] == told
    assert inbox.subscription("nobody") is None


def test_facts_name_product_and_organizations(simulator: Any, inbox: Any, listen: Any) -> None:
    """
    A delivery shows its product and its organization, and where it happened if that is another one; an attempt its id.
    """
    listen(notificationScope={"scope": "CUSTOM", "scopeData": ["acme_north"]})
    attempt = sent(simulator, organization_id="acme_north")

    shown = PageView(inbox).delivery(simulator.deliveries[-1].id)

    product, organization = ("Product", "tokenManagement"), ("Organization", "acme_eu")
    assert shown["facts"] == (product, organization, ("Happened in", "acme_north"))
    assert shown["attempts"][0]["facts"] == (("trace id", attempt.trace_id),)
    assert shown["attempts"][0]["tag"] == "NEW"


def test_members_of_a_topic_raise_its_events(ask: Any, inbox: Any, listen: Any) -> None:
    """
    A request with an event type and the members that the page was given for it raises that event.
    """
    card = inbox.subscription(listen())
    [topic] = card["topics"]

    answer = ask("POST", "/_simulator/emit", {"eventType": EVENT, **topic["members"], **card["emit"]["members"]})

    assert [one["productId"] for one in answer.content["deliveries"]] == [topic["label"]]
