"""
The simulated platform, asked by a client that signs with the P12 file it was given.

The client knows the documentation and nothing of this package: standard library and `cryptography` alone.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import time
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from tests.waiting import PATIENCE

V2 = "/notification-subscriptions/v2/webhooks"
ORGANIZATION = "acme_eu"
POLICY = {
    "securityType": "oAuth_JWT",
    "config": {
        "oAuthURL": "https://login.example.com/token",
        "oAuthTokenType": "Bearer",
        "oAuthTokenExpiry": 365,
        "additionalConfig": {"aud": "idp", "client_id": "A", "keyId": "y", "scope": "s"},
    },
}
BODY: dict[str, Any] = {
    "name": "orders",
    "description": "order events",
    "organizationId": ORGANIZATION,
    "products": [{"productId": "tokenManagement", "eventTypes": ["tms.networktoken.updated"]}],
    "webhookUrl": "https://hooks.example.net/visa",
}
PASSWORD = "open, sesame"


def b64u(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Client:
    """Signs with the key of a P12 file, under the id that stands in the subject of the key's certificate."""

    def __init__(self, simulator: Any) -> None:
        key, certificate, self.others = pkcs12.load_key_and_certificates(simulator.p12(PASSWORD), PASSWORD.encode())
        assert isinstance(key, RSAPrivateKey)
        assert certificate is not None
        self.key, self.certificate = key, certificate
        self.merchant = simulator.merchant_id
        self.connection = http.client.HTTPConnection(simulator.endpoint.removeprefix("http://"), timeout=PATIENCE)

    @property
    def kid(self) -> str:
        return str(self.certificate.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)[0].value)

    def ask(self, method: str, target: str, body: Any = None, **header: str) -> tuple[int, Any]:
        raw = b"" if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.token(method, target, raw, header)}"}
        if raw:
            headers["Content-Type"] = "application/json"
        self.connection.request(method, target, raw or None, headers)
        response = self.connection.getresponse()
        return response.status, json.loads(response.read())

    def token(self, method: str, target: str, raw: bytes, header: dict[str, str]) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iat": now,
            "exp": now + 120,
            "request-method": method.lower(),
            "request-host": self.connection.host,
            "request-resource-path": target,
            "iss": self.merchant,
            "jti": str(uuid.uuid4()),
            "v-c-jwt-version": "2",
            "v-c-merchant-id": self.merchant,
        }
        if raw:
            claims |= {
                "digest": base64.b64encode(hashlib.sha256(raw).digest()).decode(),
                "digestAlgorithm": "SHA-256",
            }
        head = {"alg": "RS256", "kid": self.kid, "typ": "JWT", **header}
        text = f"{b64u(json.dumps(head).encode())}.{b64u(json.dumps(claims).encode())}"
        return f"{text}.{b64u(self.key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


@pytest.fixture
def client(cybersource_simulator: Any) -> Iterator[Client]:
    cybersource_simulator.add_signature_key(ORGANIZATION)
    client = Client(cybersource_simulator)
    yield client
    client.connection.close()


def test_signed_request_is_answered(client: Client) -> None:
    """
    A subscription with an assertion is created by a client that signs with the certificate.
    """
    status, answer = client.ask("POST", V2, {**BODY, "securityPolicy": POLICY})

    assert (status, answer["securityPolicy"]["securityType"]) == (201, "oAuth_JWT")


def test_file_is_like_the_platform_s(client: Client) -> None:
    """
    The file holds the merchant's certificate and, besides, the platform's own with another id.
    """
    [other] = client.others
    names = [str(one.value) for one in other.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]

    assert names == ["CyberSource_SJC_US"]
    assert client.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value == client.merchant


def ids(certificate: x509.Certificate) -> dict[str, str]:
    """What a client could take for the key's id, wrongly."""
    return {"X.509 serial": str(certificate.serial_number), "common name": "simulated_merchant", "other": "15" * 11}


@pytest.mark.parametrize("mistake", ["X.509 serial", "common name", "other"])
def test_other_id_is_refused(client: Client, mistake: str) -> None:
    """
    A genuine signature under another id is refused like any wrong credentials.
    """
    status, answer = client.ask("GET", f"{V2}?organizationId={ORGANIZATION}", kid=ids(client.certificate)[mistake])

    assert (status, answer) == (401, {"response": {"rmsg": "Authentication Failed"}})


@pytest.mark.parametrize("algorithm", ["HS256", "none"])
def test_other_algorithm_is_refused(client: Client, algorithm: str) -> None:
    """
    The key of a certificate serves RSA alone, whatever the token says.
    """
    assert client.ask("GET", f"{V2}?organizationId={ORGANIZATION}", alg=algorithm)[0] == 401
