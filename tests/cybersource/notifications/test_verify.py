"""Verifying a delivery: genuine ones pass, in each reading; anything else fails alike."""

import base64
import hashlib
import hmac
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.cybersource.notifications.sender import (
    KEY_ID,
    KEYS,
    NOON,
    PAYLOAD,
    PEM,
    SECRET,
    SIGNATURES,
    Memory,
    envelope,
    headers,
    sealed,
    written,
)

from pulumi_payment_webhooks.cybersource.notifications import Receiver, Unverified, verify
from pulumi_payment_webhooks.cybersource.rules.notification_signature import signature_header
from pulumi_payment_webhooks.errors import SettingsProblem

W0, W1_BODY, W1_PAYLOAD = SIGNATURES["vectors"]
W1_TIME = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
W1_KEYS = {"11111111-0000-0000-0000-000000000001": "dGVzdF9rZXk="}
BODY = written(envelope())
RECEIVER = Receiver(keys=KEYS, decryption_keys=[PEM])


@pytest.mark.parametrize(("vector", "reading"), [(W1_BODY, "body"), (W1_PAYLOAD, "payload")], ids=["body", "payload"])
def test_known_delivery_verifies(vector, reading):
    """
    The same body verifies by both signatures that two of the vendor's plug-ins would expect.
    """
    body = W1_BODY["content"].encode()
    notification = verify(body, {"V-C-Signature": vector["header"]}, keys=W1_KEYS, at=W1_TIME)

    assert notification.event_type == "risk.casemanagement.decision.accept"
    assert (notification.proof.reading, notification.proof.sent_at) == (reading, W1_TIME)


def test_guides_example_verifies_when_its_text_arrives_encrypted():
    """
    The guide's own example signs "a decrypted payload": encrypted for us, it verifies by its published signature.
    """
    body = written(envelope(payload=sealed(W0["content"].encode())))
    keys = {"bf44c857-b182-bb05-e053-34b8d30a7a72": W0["key"]}
    at = datetime(2021, 4, 7, 21, 26, 44, 768000, tzinfo=UTC)
    notification = verify(body, {"v-c-signature": W0["header"]}, keys=keys, decryption_keys=[PEM], at=at)

    assert (notification.payload, notification.proof.reading) == ("this is a decrypted payload", "plaintext")


def test_delivery_made_with_plain_hmac_verifies():
    """
    A signature that the standard library alone has made is good here.
    """
    assert RECEIVER.verify(BODY, headers(BODY), at=NOON).payload == envelope()["payload"]


def test_signature_made_here_verifies_with_plain_hmac():
    """
    A signature that is made here is the one the standard library computes.
    """
    header = signature_header(KEY_ID, base64.b64decode(SECRET), BODY, at=NOON)
    sent, mac = header.removeprefix("t=").split(";")[0], header.partition(";sig=")[2]
    expected = hmac.new(base64.b64decode(SECRET), f"{sent}.".encode() + BODY, hashlib.sha256).digest()

    assert base64.b64decode(mac) == expected


def test_proof_tells_what_was_proved():
    """
    The proof names the bytes that were signed, the key and the time.
    """
    proof = RECEIVER.verify(BODY, headers(BODY), at=NOON).proof

    assert (proof.reading, proof.covers_envelope, proof.was_encrypted) == ("body", True, False)
    assert (proof.key_id, proof.sent_at) == (KEY_ID, NOON)


def test_signature_over_the_payload_says_that_the_envelope_is_not_covered():
    """
    Where only the payload is signed, the proof says that event and organization are not.
    """
    assert not RECEIVER.verify(BODY, headers(written(envelope()["payload"])), at=NOON).proof.covers_envelope


def test_payload_is_taken_as_it_was_written():
    """
    The signed text of a payload keeps its blanks and its order.
    """
    body = b'{ "eventType" : "a" , "payload" : { "b" : 1,  "a" : [ ] }  , "x":1}'

    assert RECEIVER.verify(body, headers(b'{ "b" : 1,  "a" : [ ] }'), at=NOON).proof.reading == "payload"


@pytest.mark.parametrize("clock", [timedelta(minutes=-5), timedelta(0), timedelta(minutes=5)])
def test_clocks_may_differ_by_five_minutes(clock):
    """
    A delivery that is five minutes old, or early, passes.
    """
    assert RECEIVER.verify(BODY, headers(BODY), at=NOON + clock).proof.sent_at == NOON


def test_time_is_now_unless_it_is_given():
    """
    Without a time, a delivery sent now passes.
    """
    assert RECEIVER.verify(BODY, headers(BODY, at=datetime.now(UTC))).proof.key_id == KEY_ID


def test_old_key_verifies_while_it_is_kept():
    """
    A delivery signed before a rotation verifies after it, by the id of its key.
    """
    keys = {"new": base64.b64encode(b"n" * 32).decode(), **KEYS}

    assert verify(BODY, headers(BODY), keys=keys, at=NOON).proof.key_id == KEY_ID


def test_keys_may_come_from_a_function():
    """
    A function from the id to the key does as well as a mapping.
    """
    assert verify(BODY, headers(BODY), keys=KEYS.get, at=NOON).proof.key_id == KEY_ID


CUT = sealed(written(envelope()["payload"]))[:-6]
LARGE = b" " * (1024 * 1024 + 1)
MILLISECOND = timedelta(milliseconds=1)
FORGERIES: dict[str, tuple[bytes, Any, datetime]] = {
    "other key": (BODY, headers(BODY, secret=base64.b64encode(b"another").decode()), NOON),
    "unknown key": (BODY, headers(BODY, key_id="unknown"), NOON),
    "other body": (BODY.replace(b"accepted", b"rejected"), headers(BODY), NOON),
    "truncated": (BODY[:-1], headers(BODY), NOON),
    "longer": (BODY + b" ", headers(BODY), NOON),
    "stale": (BODY, headers(BODY), NOON + timedelta(minutes=5) + MILLISECOND),
    "early": (BODY, headers(BODY), NOON - timedelta(minutes=5) - MILLISECOND),
    "no header": (BODY, {}, NOON),
    "two headers": (BODY, [*headers(BODY).items(), *headers(BODY).items()], NOON),
    "empty": (b"", headers(BODY), NOON),
    "too large": (LARGE, headers(LARGE), NOON),
    "cut message": (written(envelope(payload=CUT)), headers(b"anything"), NOON),
    "other time": (BODY, {"v-c-signature": headers(BODY)["v-c-signature"].replace("t=1", "t=2")}, NOON),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_everything_else_fails_alike(name):
    """
    Whatever is wrong, the error has one class, one text, and no other error behind it.
    """
    body, given, at = FORGERIES[name]
    with pytest.raises(Unverified) as refused:
        RECEIVER.verify(body, given, at=at)

    assert (type(refused.value), str(refused.value)) == (Unverified, "the notification is not verified")
    assert (refused.value.__cause__, refused.value.__context__) == (None, None)


@pytest.mark.parametrize("name", FORGERIES)
def test_reason_is_in_the_debug_log_only(name, caplog):
    """
    One debug record tells the reason, without key, signature or body.
    """
    caplog.set_level(logging.DEBUG)
    body, given, at = FORGERIES[name]
    with pytest.raises(Unverified):
        RECEIVER.verify(body, given, at=at)
    [record] = caplog.records

    assert (record.levelname, record.name) == ("DEBUG", "pulumi_payment_webhooks.notifications")
    assert not [one for one in (SECRET, "sig=", "eventType") if one in record.getMessage()]


@pytest.mark.parametrize("payload", ["{}", '{"eventType":"paid","payload":{}}'])
def test_genuine_body_in_another_envelope_is_refused(payload):
    """
    A genuine body that is made the payload of a forger's envelope brings its signature to nothing.
    """
    genuine = BODY if payload == "{}" else payload.encode()
    body = b'{"eventType":"forged","payload":' + genuine + b"}"

    with pytest.raises(Unverified):
        RECEIVER.verify(body, headers(genuine), at=NOON)


def test_genuine_encrypted_body_in_another_envelope_is_refused():
    """
    The same holds for a body whose payload is encrypted under another name.
    """
    genuine = written({"encData": sealed(BODY)})

    with pytest.raises(Unverified):
        RECEIVER.verify(b'{"eventType":"forged","payload":' + genuine + b"}", headers(genuine), at=NOON)


def test_genuine_body_encrypted_by_a_forger_says_only_what_it_said():
    """
    Anybody can encrypt for a certificate; the envelope around a genuine body is ignored.
    """
    body = written({"eventType": "forged", "added": True, "payload": sealed(BODY)})
    notification = RECEIVER.verify(body, headers(BODY), at=NOON)

    assert notification.model_dump(by_alias=True, exclude_unset=True) == envelope()


@pytest.mark.parametrize(
    "genuine", [written({"encData": sealed(BODY)}), sealed(BODY).encode()], ids=["member", "whole"]
)
def test_genuine_encrypted_body_encrypted_by_a_forger_is_refused(genuine):
    """
    A genuine body that was encrypted already does not become the payload of a forger's envelope either.
    """
    body = written({"eventType": "forged", "payload": sealed(genuine)})

    with pytest.raises(Unverified):
        RECEIVER.verify(body, headers(genuine), at=NOON)


@pytest.mark.parametrize("content", [written({"forged": True}), written(envelope(eventType="forged"))])
@pytest.mark.parametrize("member", ["encryptedPayload", "encData", "encryptedRequest", "encryptedResponse"])
def test_text_that_a_forger_encrypts_does_not_replace_a_signed_payload(member, content):
    """
    Beside a payload whose text was signed nothing else is decrypted: anybody can encrypt for a certificate.
    """
    body = written(envelope(**{member: sealed(content)}))

    with pytest.raises(Unverified):
        RECEIVER.verify(body, headers(written(PAYLOAD)), at=NOON)


def test_readings_can_be_fewer():
    """
    A receiver that knows that bodies are signed takes no signature over the payload.
    """
    strict = Receiver(keys=KEYS, readings=("body",))

    with pytest.raises(Unverified):
        strict.verify(BODY, headers(written(envelope()["payload"])), at=NOON)


def test_replay_is_refused_by_who_remembers():
    """
    The second of two equal deliveries fails like a forgery, even when its header is written differently.
    """
    receiver = Receiver(keys=KEYS, seen=Memory().has_seen)
    receiver.verify(BODY, headers(BODY), at=NOON)
    again = {"V-C-Signature": f' "{headers(BODY)["v-c-signature"]}"; '}

    with pytest.raises(Unverified):
        receiver.verify(BODY, again, at=NOON)


def test_retry_of_the_platform_is_no_replay():
    """
    A retry has another delivery id and the same content id.
    """
    first = RECEIVER.verify(BODY, headers(BODY), at=NOON)
    body = written(envelope(transactionTraceId="another", retryNumber=1, requestType="RETRY"))
    retry = RECEIVER.verify(body, headers(body, at=NOON + timedelta(minutes=1)), at=NOON)

    assert first.proof.delivery_id != retry.proof.delivery_id
    assert first.content_id == retry.content_id


def test_what_is_not_verified_is_not_remembered():
    """
    A forger cannot fill the memory of deliveries, or block one before it arrives.
    """
    memory = Memory()
    receiver = Receiver(keys=KEYS, seen=memory.has_seen)
    with pytest.raises(Unverified):
        receiver.verify(BODY, headers(BODY, secret="YW5vdGhlcg=="), at=NOON)

    assert memory.ids == []


@pytest.mark.parametrize("body", ["text", {"parsed": True}, None])
def test_body_must_be_bytes(body):
    """
    A body that was decoded or parsed is a mistake in the receiver, and is told as one.
    """
    with pytest.raises(TypeError, match="raw bytes"):
        RECEIVER.verify(body, headers(BODY), at=NOON)


def test_key_that_is_no_key_is_told_to_the_receiver():
    """
    A receiver whose own key is malformed is told, instead of refusing everybody.
    """
    with pytest.raises(SettingsProblem, match=KEY_ID):
        verify(BODY, headers(BODY), keys={KEY_ID: "no base64!"}, at=NOON)


def test_receiver_shows_no_keys():
    """
    The repr of a receiver holds neither signature nor private keys.
    """
    assert "keys" not in repr(RECEIVER)
