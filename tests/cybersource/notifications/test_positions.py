"""Encrypted payloads in each of their positions, and those of the legacy kind."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from joserfc import jwe
from joserfc.jwk import RSAKey
from tests.cybersource.notifications.sender import (
    KEYS,
    MESSAGES,
    NOON,
    PAGES,
    PAYLOAD,
    PEM,
    envelope,
    headers,
    sealed,
    written,
)
from tests.waiting import PATIENCE

from pulumi_payment_webhooks.cybersource.notifications import Receiver, Unreadable, Unverified

RECEIVER = Receiver(keys=KEYS, decryption_keys=[PEM])
MEMBERS = ["payload", "encryptedPayload", "encData", "encryptedRequest", "encryptedResponse"]
LEGACY = (PAGES / "payment_notification_encrypted.json").read_bytes()
DECRYPTED = (PAGES / "payment_notification_decrypted.json").read_bytes()
LEGACY_BYTES = base64.b64decode(json.loads(LEGACY)["payload"].removeprefix("{CBC}"))
EITHER_SIGNED = pytest.mark.parametrize("signed", ["body", "plaintext"])


def cipher(ciphertext):
    """The caller's own: it knows one message."""
    if ciphertext != LEGACY_BYTES:
        raise ValueError
    return DECRYPTED


def received(body, plaintext, signed, receiver=RECEIVER):
    return receiver.verify(body, headers(body if signed == "body" else plaintext), at=NOON)


@EITHER_SIGNED
@pytest.mark.parametrize("member", MEMBERS)
def test_payload_is_decrypted_in_each_member(member, signed):
    """
    Wherever the encrypted payload stands, it becomes the payload, and what stands around it is kept.
    """
    plaintext = written(PAYLOAD)
    body = written({**envelope(payload=None), member: sealed(plaintext), "added": 1})
    notification = received(body, plaintext, signed)

    assert notification.model_dump(by_alias=True, exclude_unset=True) == {**envelope(), "added": 1}
    assert notification.proof.was_encrypted


@EITHER_SIGNED
@pytest.mark.parametrize("member", [None, *MEMBERS])
def test_whole_envelope_is_decrypted(member, signed):
    """
    An envelope that is encrypted as a whole, as the body or in a member, comes out whole and is covered.
    """
    plaintext = written(envelope())
    body = sealed(plaintext).encode() if member is None else written({member: sealed(plaintext)})
    notification = received(body, plaintext, signed)

    assert notification.model_dump(by_alias=True, exclude_unset=True) == envelope()
    assert notification.proof.covers_envelope


@EITHER_SIGNED
def test_notification_without_a_payload_is_decrypted(signed):
    """
    A notification that has no payload comes out whole as well.
    """
    plaintext = written(envelope(payload=None))
    notification = received(written({"encData": sealed(plaintext)}), plaintext, signed)

    assert notification.model_dump(by_alias=True, exclude_unset=True) == envelope(payload=None)
    assert (notification.items, notification.proof.covers_envelope) == ((), True)


def test_encrypted_body_may_hold_the_payload_alone():
    """
    Without an envelope, what the body says is the payload, and no event is known.
    """
    notification = received(sealed(written(PAYLOAD)).encode() + b"\n", written(PAYLOAD), "plaintext")

    assert (notification.event_type, notification.payload) == (None, PAYLOAD)


@pytest.mark.parametrize("alg", ["RSA-OAEP-256", "RSA-OAEP"])
def test_payload_of_an_independent_library_is_read(alg):
    """
    A payload that joserfc has encrypted is decrypted, with either kind of key wrapping.
    """
    registry = jwe.JWERegistry(algorithms=[alg, "A256GCM"], strict_check_header=False)
    key = RSAKey.import_key(MESSAGES["rsaKey"])
    text = jwe.encrypt_compact({"alg": alg, "enc": "A256GCM", "iat": 1}, written(PAYLOAD), key, registry=registry)
    body = written(envelope(payload=text))

    assert received(body, b"", "body").payload == PAYLOAD


@pytest.mark.parametrize("vector", MESSAGES["vectors"], ids=lambda vector: vector["id"])
def test_known_message_is_read_as_payload(vector):
    """
    A known message in the place of the payload gives its known text, JSON or not.
    """
    body = written(envelope(payload=vector["message"]))
    payload = received(body, vector["plaintext"].encode(), "plaintext").payload

    assert payload in (vector["plaintext"], json.loads(f"[{vector['plaintext']}]")[0] if vector["id"] == "E2" else None)


def test_private_key_is_chosen_by_its_id():
    """
    A receiver that names its keys as messages do reads with the one that is named.
    """
    receiver = Receiver(keys=KEYS, decryption_keys={"cert-1": PEM})
    body = written(envelope(payload=sealed(written(PAYLOAD), kid="cert-1")))

    assert received(body, b"", "body", receiver).payload == PAYLOAD


@pytest.mark.parametrize(
    ("payload", "keys", "reason"),
    [
        (sealed(b"{}"), [], "decryption_keys"),
        (sealed(b"{}")[:-4] + "AAAA", [PEM], "no private key opens"),
        (sealed(b"{}", zip="DEF"), [PEM], "compression"),
        (sealed(b"{}", enc="A128GCM"), [PEM], "not allowed"),
        (sealed(b"\xff"), [PEM], "not text"),
        (sealed(written({"encData": sealed(b"{}")})), [PEM], "encrypted twice"),
        (sealed(sealed(b"{}").encode()), [PEM], "encrypted twice"),
    ],
    ids=["no key", "damaged", "zip", "enc", "bytes", "twice", "twice whole"],
)
def test_genuine_notification_that_cannot_be_read_says_why(payload, keys, reason):
    """
    The platform's own signature, and nothing else, opens the way to a reason.
    """
    body = written(envelope(payload=payload))

    with pytest.raises(Unreadable, match=f"genuine notification cannot be read: .*{reason}"):
        received(body, b"", "body", Receiver(keys=KEYS, decryption_keys=keys))


@pytest.mark.parametrize("payload", [sealed(b"{}"), "{CBC}AAAA"])
def test_stranger_learns_nothing_of_the_keys(payload):
    """
    Without a genuine signature the same payloads are refused like any forgery.
    """
    with pytest.raises(Unverified):
        Receiver(keys=KEYS).verify(written(envelope(payload=payload)), headers(b"else"), at=NOON)


@pytest.mark.parametrize(
    "body",
    [
        b"text",
        b"[]",
        b"{",
        b'{"eventType":{}}',
        b'{"retryNumber":"one"}',
        b'{"\\ud800":1}',
        b'{"\\ud800":1,"eventType":{}}',
    ],
)
def test_genuine_body_of_another_kind_is_unreadable(body):
    """
    A signed body that is no notification says that it cannot be read, and never what it holds.
    """
    with pytest.raises(Unreadable, match="genuine"):
        RECEIVER.verify(body, headers(body), at=NOON)


def test_legacy_payload_is_refused_with_the_reason():
    """
    The payment page's encrypted notification, genuinely signed, is refused with a message that says what to do.
    """
    with pytest.raises(Unreadable, match=r"legacy \{CBC\} encryption.*certificate.*legacy_cipher"):
        RECEIVER.verify(LEGACY, headers(LEGACY), at=NOON)


@EITHER_SIGNED
def test_legacy_payload_is_read_with_the_callers_cipher(signed):
    """
    With a cipher of the caller's, the page's encrypted notification says what the page prints below it.
    """
    receiver = Receiver(keys=KEYS, legacy_cipher=cipher)
    notification = received(LEGACY, DECRYPTED, signed, receiver)

    assert notification.model_dump(by_alias=True, exclude_unset=True) == {
        **json.loads(LEGACY),
        "payload": json.loads(DECRYPTED),
    }


@pytest.mark.parametrize("payload", ["{CBC}", "{CBC}AAAA", "{CBC}no base64!"])
def test_legacy_cipher_is_no_oracle(payload):
    """
    What the caller's cipher refuses fails like any forgery: nobody can try paddings against it.
    """
    with pytest.raises(Unverified):
        Receiver(keys=KEYS, legacy_cipher=cipher).verify(
            written(envelope(payload=payload)), headers(b"anything"), at=NOON
        )


def test_threads_do_not_wait_for_each_others_cipher():
    """
    Two legacy payloads are decrypted at the same time: a slow cipher holds up nobody else.
    """
    together = Barrier(2)

    def slow(ciphertext):
        together.wait(timeout=PATIENCE)
        return DECRYPTED

    receiver = Receiver(keys=KEYS, legacy_cipher=slow)
    with ThreadPoolExecutor() as pool:
        read = list(pool.map(lambda _: received(LEGACY, DECRYPTED, "body", receiver), range(2)))

    assert [one.payload for one in read] == [json.loads(DECRYPTED)] * 2


def test_text_that_is_no_message_stays_text():
    """
    A payload with dots in it is not taken for an encrypted one.
    """
    body = written(envelope(payload="pay.ments.are.fi.ne!"))

    assert RECEIVER.verify(body, headers(body), at=NOON).payload == "pay.ments.are.fi.ne!"
