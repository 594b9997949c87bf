"""What the simulator sends, read with an independent JOSE library and `hmac`, without our code."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from jwcrypto import jwe, jwk
from tests.crypto.certificates import der_line, encryption_pem
from tests.cybersource.notifications.sender import PEM
from tests.simulator.cybersource.conftest import ORGANIZATION

EVENT = "payments.capture.status.accepted"
PAYLOAD = {"data": {"id": "é", "amount": "1.10"}, "organizationId": "child"}
POSITIONS = ["payload", "encData", "encryptedPayload", "encryptedRequest", "encryptedResponse", "body"]
CERTIFICATE = {
    "clientRequestAction": "STORE",
    "keyInformation": {
        "provider": ORGANIZATION,
        "tenant": "nrtd",
        "keyType": "publickey",
        "organizationId": ORGANIZATION,
        "pub": der_line(encryption_pem()),
    },
}


@pytest.fixture
def receive(simulator: Any, ask: Any, ear: Any, listen: Any) -> Any:
    """Raises an event of which the payload is encrypted, and gives what arrives, with some knobs turned."""
    ask("POST", "/kms/egress/v2/keys-asym", CERTIFICATE)
    listen(products=[{"productId": "payments", "eventTypes": [EVENT]}])

    def received(**knobs: Any) -> Any:
        simulator.turn(**knobs)
        simulator.emit(EVENT, payload=PAYLOAD)
        simulator.settle()
        [heard] = ear.heard
        return heard

    return received


def opened(heard: Any, position: str) -> tuple[bytes, str]:
    """The plaintext of what arrived, and the algorithm that wrapped its key."""
    text = heard.body.decode() if position == "body" else heard.content[position]
    token = jwe.JWE(algs=["RSA-OAEP", "RSA-OAEP-256", "A256GCM"])
    token.deserialize(text, jwk.JWK.from_pem(PEM))
    return token.payload, token.jose_header["alg"]


def is_signed(heard: Any, content: bytes, simulator: Any) -> bool:
    """Whether the header fits *content*, by the vendor's recipe."""
    parts = dict(part.split("=", 1) for part in heard.headers["v-c-signature"].split(";"))
    [secret] = [base64.b64decode(one.secret) for one in simulator.keys if one.key_id == parts["keyId"]]
    mac = hmac.new(secret, parts["t"].encode() + b"." + content, hashlib.sha256).digest()
    return hmac.compare_digest(mac, base64.b64decode(parts["sig"]))


@pytest.mark.parametrize("algorithm", ["RSA-OAEP-256", "RSA-OAEP"])
@pytest.mark.parametrize("position", POSITIONS)
def test_encrypted_notification_is_read(receive: Any, simulator: Any, position: str, algorithm: str) -> None:
    """
    In each position and with either algorithm, the payload comes out as it was raised, and the signature fits it.
    """
    heard = receive(mle_position=position, mle_algorithm=algorithm, signed_bytes_encrypted="plaintext")
    plaintext, used = opened(heard, position)
    told = json.loads(plaintext)

    assert (told["payload"], used) == (PAYLOAD, algorithm)
    assert is_signed(heard, plaintext, simulator)


def test_signature_may_cover_the_encrypted_body(receive: Any, simulator: Any) -> None:
    """
    By default, the signature matches the body as it is sent, and not the plaintext.
    """
    heard = receive()
    plaintext, _ = opened(heard, "encData")

    assert (is_signed(heard, heard.body, simulator), is_signed(heard, plaintext, simulator)) == (True, False)
