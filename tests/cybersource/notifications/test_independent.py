"""
Deliveries that we make and deliveries that others make, each read by both: others are plain `hmac` and `jwcrypto`.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from hypothesis import given
from hypothesis import strategies as st
from jwcrypto import jwe, jwk
from jwcrypto.common import JWException
from tests.cybersource.notifications.sender import KEY_ID, NOON, PEM, envelope, headers, written

from pulumi_payment_webhooks.crypto.encryption import rsa_private_key, seal
from pulumi_payment_webhooks.cybersource.notifications import Receiver, Unverified
from pulumi_payment_webhooks.cybersource.rules.notification_signature import signature_header

POSITIONS = [None, "payload", "encryptedPayload", "encData", "encryptedRequest", "encryptedResponse"]
THEIR_KEY = jwk.JWK.from_pem(PEM)
OUR_KEY = rsa_private_key(PEM)
EACH_MAKER = pytest.mark.parametrize("maker", ["ours", "theirs"])

PAYLOADS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


@dataclass(frozen=True)
class Chosen:
    """How one delivery is made."""

    payload: object
    secret: bytes
    algorithm: str
    position: str | None
    is_envelope_inside: bool
    is_body_signed: bool

    @property
    def plaintext(self):
        """What is encrypted."""
        return written({**envelope(), "payload": self.payload} if self.is_envelope_inside else self.payload)

    def body(self, message):
        """The body with the encrypted *message* in its position."""
        if self.position is None:
            return message.encode()
        around = {} if self.is_envelope_inside else envelope(payload=None)
        return written({**around, self.position: message})


CHOICES = st.builds(
    Chosen,
    payload=PAYLOADS,
    secret=st.binary(min_size=32, max_size=32),
    algorithm=st.sampled_from(["RSA-OAEP-256", "RSA-OAEP"]),
    position=st.sampled_from(POSITIONS),
    is_envelope_inside=st.booleans(),
    is_body_signed=st.booleans(),
)


def sealed_by(maker, chosen):
    """The encrypted message as one of the two makes it."""
    if maker == "ours":
        return seal(
            chosen.plaintext, OUR_KEY.public_key(), algorithm=chosen.algorithm, header={"kid": "cert-1", "iat": 1}
        )
    header = {"alg": chosen.algorithm, "enc": "A256GCM", "kid": "cert-1", "iat": 1}
    token = jwe.JWE(chosen.plaintext, json.dumps(header))
    token.add_recipient(THEIR_KEY)
    text: str = token.serialize(compact=True)
    return text


def signed_by(maker, chosen, content):
    """The header with the signature of *content* as one of the two makes it."""
    if maker == "ours":
        return {"v-c-signature": signature_header(KEY_ID, chosen.secret, content, at=NOON)}
    return headers(content, secret=base64.b64encode(chosen.secret).decode())


def read_here(chosen, body, header):
    """What our receiver says the payload is."""
    keys = {KEY_ID: base64.b64encode(chosen.secret).decode()}
    return Receiver(keys=keys, decryption_keys=[PEM]).verify(body, header, at=NOON).payload


def read_there(chosen, body, header):
    """The same, with the vendor's recipe and nothing of ours."""
    text = body.decode() if chosen.position is None else json.loads(body)[chosen.position]
    token = jwe.JWE(algs=["RSA-OAEP", "RSA-OAEP-256", "A256GCM"])
    token.deserialize(text, THEIR_KEY)
    parts = dict(part.split("=", 1) for part in header["v-c-signature"].split(";"))
    content = body if chosen.is_body_signed else token.payload
    mac = hmac.new(chosen.secret, parts["t"].encode() + b"." + content, hashlib.sha256).digest()
    if not hmac.compare_digest(mac, base64.b64decode(parts["sig"])):
        raise ValueError("the signature does not fit")
    value = json.loads(token.payload)
    return value["payload"] if chosen.is_envelope_inside else value


def delivery(maker, chosen):
    """Body and headers as one of the two makes them."""
    body = chosen.body(sealed_by(maker, chosen))
    return body, signed_by(maker, chosen, body if chosen.is_body_signed else chosen.plaintext)


@EACH_MAKER
@given(chosen=CHOICES)
def test_encrypted_delivery_is_read_alike(maker, chosen):
    """
    Whoever makes an encrypted delivery, of any payload in any position, both verify it and read the same payload.
    """
    body, header = delivery(maker, chosen)

    assert read_here(chosen, body, header) == read_there(chosen, body, header) == chosen.payload


@EACH_MAKER
@given(payload=PAYLOADS, secret=st.binary(min_size=32, max_size=32), is_body_signed=st.booleans())
def test_plain_delivery_is_verified_alike(maker, payload, secret, is_body_signed):
    """
    Whoever signs a delivery in the clear, over its body or the text of its payload, both find the signature to fit.
    """
    chosen = Chosen(payload, secret, "RSA-OAEP", None, is_envelope_inside=True, is_body_signed=is_body_signed)
    body = chosen.plaintext
    content = body if is_body_signed else written(payload)
    header = signed_by(maker, chosen, content)
    ours, theirs = (signed_by(one, chosen, content) for one in ("ours", "theirs"))

    assert read_here(chosen, body, header) == payload
    assert ours == theirs


@EACH_MAKER
@given(chosen=CHOICES, data=st.data())
def test_altered_message_is_refused_alike(maker, chosen, data):
    """
    With any one character of the encrypted message altered, and the plaintext's own signature, neither reads it.
    """
    message = sealed_by(maker, chosen)
    at = data.draw(st.integers(0, len(message) - 2).filter(lambda one: "." not in message[one : one + 2]))
    other = data.draw(st.sampled_from("AQgw").filter(lambda one: one != message[at]))
    body = chosen.body(message[:at] + other + message[at + 1 :])
    header = signed_by(maker, chosen, chosen.plaintext)

    with pytest.raises(Unverified):
        read_here(chosen, body, header)
    with pytest.raises((JWException, ValueError)):
        read_there(chosen, body, header)


def test_both_hold_the_same_key():
    """
    The key that both read with is one and the same, of 2048 bits.
    """
    theirs = load_pem_private_key(THEIR_KEY.export_to_pem(private_key=True, password=None), None)

    assert isinstance(theirs, RSAPrivateKey)
    assert OUR_KEY.private_numbers() == theirs.private_numbers()
    assert OUR_KEY.key_size == 2048
