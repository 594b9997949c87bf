"""Encrypted notifications: position, recipient and signature, read by our library and by joserfc."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import ssl
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jwe
from joserfc.jwk import RSAKey
from tests.simulator.ear import Ear

from pulumi_payment_webhooks.cybersource import notifications

EVENT = "payments.capture.status.accepted"
PAYLOAD = {"data": {"id": "1", "status": "PENDING"}, "organizationId": "acme_eu"}
CONTENTS = ["envelope", "payload"]
POSITIONS = ["payload", "body", "encData", "encryptedPayload", "encryptedRequest", "encryptedResponse"]


@cache
def private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def pem() -> bytes:
    return private_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@cache
def certificate() -> bytes:
    return made_certificate().public_bytes(Encoding.DER)


@cache
def made_certificate() -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "acme")])
    begins = datetime.now(UTC) - timedelta(days=1)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private_key().public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=365))
        .sign(private_key(), hashes.SHA256())
    )


@pytest.fixture
def encrypting(simulator: Any, ear: Any, listen: Any) -> Any:
    """A simulator with a certificate on file and a subscription to an encrypted event."""
    listen(products=[{"productId": "payments", "eventTypes": [EVENT]}])
    ends = simulator.clock.now() + timedelta(days=364)
    simulator.keys.add_certificate("acme_eu", certificate(), expires_on=ends)
    return simulator


def heard(simulator: Any, ear: Any) -> Any:
    simulator.emit(EVENT, payload=PAYLOAD)
    simulator.settle()
    return ear.heard[-1]


def verified(simulator: Any, one: Any) -> Any:
    keys = {key.key_id: key.secret for key in simulator.keys if key.secret}
    return notifications.verify(one.body, one.headers, keys=keys, decryption_keys=[pem()])


def message_in(body: bytes, position: str) -> str:
    return body.decode() if position == "body" else json.loads(body)[position]


def test_whole_notification_is_encrypted(encrypting: Any, ear: Any) -> None:
    """
    By default, the body is one member `encData` with the whole notification, and the raw body is signed.
    """
    one = heard(encrypting, ear)
    told = verified(encrypting, one)

    assert list(one.content) == ["encData"]
    assert (told.event_type, told.payload) == (EVENT, PAYLOAD)
    assert (told.proof.reading, told.proof.was_encrypted, told.proof.covers_envelope) == ("body", True, True)


@pytest.mark.parametrize("content", CONTENTS)
@pytest.mark.parametrize("signed", ["body", "plaintext"])
@pytest.mark.parametrize("algorithm", ["RSA-OAEP-256", "RSA-OAEP"])
@pytest.mark.parametrize("position", POSITIONS)
def test_library_reads_it(encrypting: Any, ear: Any, position: str, algorithm: str, signed: str, content: str) -> None:
    """
    Our receiver verifies and decrypts the notification in each position, under both algorithms, whatever is in it.
    """
    encrypting.turn(mle_position=position, mle_algorithm=algorithm, signed_bytes_encrypted=signed, mle_content=content)
    told = verified(encrypting, heard(encrypting, ear))

    assert (told.payload, told.proof.was_encrypted, told.proof.reading) == (PAYLOAD, True, signed)


@pytest.mark.parametrize("algorithm", ["RSA-OAEP-256", "RSA-OAEP"])
@pytest.mark.parametrize("position", POSITIONS)
def test_independent_library_reads_it(encrypting: Any, ear: Any, position: str, algorithm: str) -> None:
    """
    joserfc decrypts it under the algorithm of the knob, and plain `hmac` verifies the text it finds.
    """
    encrypting.turn(mle_position=position, mle_algorithm=algorithm, signed_bytes_encrypted="plaintext")
    one = heard(encrypting, ear)

    registry = jwe.JWERegistry(algorithms=[algorithm, "A256GCM"])
    key = RSAKey.import_key(pem())
    opened = jwe.decrypt_compact(message_in(one.body, position), key, registry=registry)
    plaintext = opened.plaintext or b""
    time, key_id, told = re.findall(r"=([^;]+)", one.headers["v-c-signature"])
    secret = base64.b64decode(next(key.secret for key in encrypting.keys if key.key_id == key_id))
    mac = hmac.new(secret, time.encode() + b"." + plaintext, hashlib.sha256).digest()
    inside = json.loads(plaintext)
    assert (inside["eventType"], inside["payload"]) == (EVENT, PAYLOAD)
    assert base64.b64encode(mac).decode() == told


def test_message_names_the_certificate(encrypting: Any, ear: Any) -> None:
    """
    The message names the certificate by the id that the platform gave it; alone encrypted, the payload is replaced.
    """
    encrypting.turn(mle_content="payload", mle_position="payload")
    body = heard(encrypting, ear).content

    header = json.loads(base64.urlsafe_b64decode(body["payload"].partition(".")[0] + "=="))
    current = encrypting.keys.current("publickey", "acme_eu")
    assert header == {"alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": current.key_id}
    assert (body["eventType"], list(body)[7]) == (EVENT, "payload")


def test_attempt_shows_both_texts(encrypting: Any, ear: Any) -> None:
    """
    The desk remembers what was sent and what it says.
    """
    one = heard(encrypting, ear)

    attempt = encrypting.deliveries[0].attempts[0]
    assert attempt.body.encode() == one.body
    assert json.loads(attempt.plaintext)["payload"] == PAYLOAD


@pytest.mark.parametrize("signed", ["body", "payload"])
def test_signed_bytes_of_encrypted_messages(encrypting: Any, ear: Any, signed: str) -> None:
    """
    The knob lets the whole body or the text of its payload be signed instead, and our receiver takes both.
    """
    encrypting.turn(signed_bytes_encrypted=signed, mle_content="payload", mle_position="payload")

    assert verified(encrypting, heard(encrypting, ear)).proof.reading == signed


@pytest.mark.parametrize("member", ["payloads", "none"])
def test_other_members_are_encrypted(encrypting: Any, ear: Any, member: str) -> None:
    """
    A notification with a list of payloads, or with none, is encrypted as a whole, and our receiver reads it.
    """
    encrypting.turn(payload_member=member)
    one = heard(encrypting, ear)
    told = verified(encrypting, one)

    assert list(one.content) == ["encData"]
    assert (told.event_type, told.payload) == (EVENT, None)
    assert [item.data for item in told.items] == ([PAYLOAD["data"]] if member == "payloads" else [])


def test_products_differ(encrypting: Any, ear: Any, listen: Any) -> None:
    """
    Where the ciphertext stands, and what is in it, can differ from product to product.
    """
    checkout = "uc.orders.transactionresults"
    listen(products=[{"productId": "unifiedCheckout", "eventTypes": [checkout]}])
    encrypting.turn(mle_position="unifiedCheckout=encryptedRequest", mle_content="unifiedCheckout=payload")
    first = heard(encrypting, ear)
    encrypting.emit(checkout)
    encrypting.settle()

    assert list(first.content) == ["encData"]
    assert {"eventType", "encryptedRequest"} <= ear.heard[-1].content.keys()


@pytest.mark.parametrize("days", [None, 400])
def test_missing_certificate_is_said(encrypting: Any, ear: Any, days: int | None) -> None:
    """
    Without a certificate on file, or with one that has ended, nothing is sent, and the attempt says why.
    """
    if days is None:
        ids = [key.key_id for key in encrypting.keys if key.certificate]
        encrypting.keys.clear()
        assert ids
    else:
        encrypting.move(days=days)
    encrypting.add_signature_key("acme_eu")

    encrypting.emit(EVENT)
    encrypting.settle()

    attempt = encrypting.deliveries[-1].attempts[0]
    assert attempt.error == "no encryption certificate exists for organization acme_eu (keys-asym)"
    assert ear.heard == []


def test_plain_without_a_certificate(encrypting: Any, ear: Any) -> None:
    """
    The knob lets such notifications come in the clear instead.
    """
    encrypting.keys.clear()
    encrypting.add_signature_key("acme_eu")
    encrypting.turn(without_certificate="plain")

    assert heard(encrypting, ear).content["payload"] == PAYLOAD


@pytest.mark.parametrize("way", ["knob", "catalogue"])
def test_catalogue_decides_what_is_encrypted(ask: Any, encrypting: Any, ear: Any, way: str) -> None:
    """
    An organization whose catalogue says so gets the event in the clear, and the products call says the same.
    """
    if way == "knob":
        encrypting.turn(encrypted_products="unifiedCheckout")
    else:
        encrypting.offer("acme_eu", {"payments": [{"eventName": EVENT, "payloadEncryption": False}]})

    listed = ask("GET", "/notification-subscriptions/v2/products/acme_eu").content
    events = next(one["eventTypes"] for one in listed if one["productId"] == "payments")
    assert {"eventName": EVENT, "payloadEncryption": False} in events
    assert heard(encrypting, ear).content["payload"] == PAYLOAD


@pytest.mark.parametrize(("check", "error"), [(False, ""), (True, "unreachable: its certificate is not trusted")])
def test_receiver_behind_tls(simulator: Any, listen: Any, tmp_path: Any, check: bool, error: str) -> None:
    """
    A receiver on this machine may show any certificate, unless the knob wants it to be trusted.
    """
    file = tmp_path / "receiver.pem"
    file.write_bytes(pem() + made_certificate().public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    ear = Ear(context)
    simulator.turn(check_tls=check)
    listen(webhookUrl=f"{ear.url}/hook")
    simulator.emit("tms.networktoken.updated")
    simulator.settle()
    ear.close()

    assert (simulator.deliveries[0].attempts[0].error, len(ear.heard)) == (error, 0 if check else 1)
