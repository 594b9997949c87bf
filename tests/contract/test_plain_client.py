"""
The simulated platform, asked by a client that uses the standard library alone.

The client knows the documentation and nothing of this package; only the fixture, which says where the simulator
is and which key it knows, comes from here.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import time
import uuid
from collections.abc import Iterator
from email.utils import formatdate
from typing import Any

import pytest

V2 = "/notification-subscriptions/v2/webhooks"
V1 = "/notification-subscriptions/v1/webhooks"
PRODUCTS = "/notification-subscriptions/v2/products"
KEYS = "/kms/egress/v2/keys-sym"
ORGANIZATION = "acme_eu"
BODY = {
    "name": "orders",
    "description": "order events",
    "organizationId": ORGANIZATION,
    "products": [{"productId": "tokenManagement", "eventTypes": ["tms.networktoken.updated"]}],
    "webhookUrl": "https://hooks.example.net:443/visa",
    "securityPolicy": {"securityType": "KEY"},
}
SIGNATURE_KEY = {
    "clientRequestAction": "CREATE",
    "keyInformation": {
        "provider": "nrtd",
        "tenant": ORGANIZATION,
        "keyType": "sharedSecret",
        "organizationId": ORGANIZATION,
    },
}
CREDENTIALS = {
    "clientRequestAction": "STORE",
    "keyInformation": {
        "provider": ORGANIZATION,
        "tenant": "nrtd",
        "keyType": "oAuthClientCredentials",
        "organizationId": ORGANIZATION,
        "clientKeyId": "platform",
        "key": "swordfish",
        "expiryDuration": "365",
    },
}


def b64u(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def sha256(body: bytes) -> str:
    return base64.b64encode(hashlib.sha256(body).digest()).decode()


class PlainClient:
    """Signs and sends one request at a time, in the manner of *scheme*; *forged* replaces what it would send."""

    def __init__(self, simulator: Any, scheme: str) -> None:
        self.host = simulator.endpoint.removeprefix("http://")
        self.merchant, self.organization = simulator.merchant_id, simulator.organization_id
        self.key_id, self.secret = simulator.key_id, base64.b64decode(simulator.shared_secret)
        self.scheme = scheme
        self.connection = http.client.HTTPConnection(self.host, timeout=10)

    def ask(self, method: str, target: str, body: Any = None, **forged: Any) -> tuple[int, Any]:
        raw = b"" if body is None else json.dumps(body).encode()
        headers = self.headers(method, target, raw, **forged)
        if raw:
            headers["Content-Type"] = "application/json;charset=utf-8"
        return self.send(method, target, raw, headers)

    def send(self, method: str, target: str, raw: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        self.connection.request(method, target, raw or None, headers)
        response = self.connection.getresponse()
        content = response.read()
        return response.status, json.loads(content) if content else None

    def headers(self, method: str, target: str, raw: bytes, **forged: Any) -> dict[str, str]:
        if self.scheme.startswith("jwt"):
            return {"Authorization": f"Bearer {self.token(method, target, raw, **forged)}"}
        return self.signature(method, target, raw, **forged)

    def token(
        self, method: str, target: str, raw: bytes, *, secret: bytes | None = None, header: Any = None, **forged: Any
    ) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iat": now,
            "exp": now + 120,
            "request-method": method if self.scheme == "jwt-upper" else method.lower(),
            "request-host": self.host.split(":")[0],
            "request-resource-path": target,
            "iss": self.merchant,
            "jti": str(uuid.uuid4()),
            "v-c-jwt-version": "2",
            "v-c-merchant-id": self.merchant,
        }
        if raw:
            name = "digest-algorithm" if self.scheme == "jwt-dashed" else "digestAlgorithm"
            claims |= {"digest": sha256(raw), name: "SHA-256"}
        claims |= {name.replace("_", "-"): value for name, value in forged.items()}
        claims = {name: value for name, value in claims.items() if value is not None}
        head = b64u(json.dumps({"alg": "HS256", "kid": self.key_id, "typ": "JWT", **(header or {})}).encode())
        text = f"{head}.{b64u(json.dumps(claims).encode())}"
        return f"{text}.{b64u(hmac.digest(secret or self.secret, text.encode(), 'sha256'))}"

    def signature(
        self,
        method: str,
        target: str,
        raw: bytes,
        *,
        secret: bytes | None = None,
        names: str | None = None,
        without: str = "",
        key_id: str | None = None,
        signed: dict[str, str] | None = None,
        **forged: str,
    ) -> dict[str, str]:
        date_name = "v-c-date" if self.scheme == "signature-v-c-date" else "date"
        values = {
            "host": self.host,
            date_name: formatdate(usegmt=True),
            "request-target": f"{method.lower()} {target}",
            "(request-target)": f"{method.lower()} {target}",
            "digest": f"SHA-256={sha256(raw)}",
            "v-c-merchant-id": self.merchant,
        }
        values |= {name.replace("_", "-"): value for name, value in forged.items()}
        names = names or f"host {date_name} request-target {'digest ' if raw else ''}v-c-merchant-id"
        text = "\n".join(f"{name}: {(values | (signed or {}))[name]}" for name in names.split())
        mac = base64.b64encode(hmac.digest(secret or self.secret, text.encode(), "sha256")).decode()
        headers = {
            date_name: values[date_name],
            "v-c-merchant-id": values["v-c-merchant-id"],
            "signature": f'keyid="{key_id or self.key_id}", algorithm="HmacSHA256", '
            f'headers="{names}", signature="{mac}"',
        }
        if raw:
            headers["Digest"] = values["digest"]
        headers.pop(without, None)
        return headers


def client_of(simulator: Any, scheme: str) -> Iterator[PlainClient]:
    client = PlainClient(simulator, scheme)
    yield client
    client.connection.close()


@pytest.fixture(params=["jwt", "jwt-upper", "jwt-dashed", "signature-date", "signature-v-c-date"])
def client(request: pytest.FixtureRequest, cybersource_simulator: Any) -> Iterator[PlainClient]:
    yield from client_of(cybersource_simulator, request.param)


@pytest.fixture
def token_client(cybersource_simulator: Any) -> Iterator[PlainClient]:
    yield from client_of(cybersource_simulator, "jwt")


@pytest.fixture
def signing_client(cybersource_simulator: Any) -> Iterator[PlainClient]:
    yield from client_of(cybersource_simulator, "signature-date")


def subscribe(client: PlainClient) -> str:
    client.ask("POST", KEYS, SIGNATURE_KEY)
    webhook_id: str = client.ask("POST", V2, BODY)[1]["webhookId"]
    return webhook_id


def test_signature_key_is_made(client: PlainClient) -> None:
    """
    A created signature key is 32 bytes, base64.
    """
    status, answer = client.ask("POST", KEYS, SIGNATURE_KEY)

    assert status == 201
    assert len(base64.b64decode(answer["keyInformation"]["key"])) == 32


def test_credentials_are_stored(client: PlainClient) -> None:
    """
    Stored OAuth credentials come back with an id and the client's own name for them.
    """
    status, answer = client.ask("POST", KEYS, CREDENTIALS)

    assert status == 201
    assert answer["keyInformation"]["clientKeyId"] == "platform"


@pytest.mark.parametrize("prefix", ["", "/webhooks"])
def test_products_are_listed(client: PlainClient, prefix: str) -> None:
    """
    The catalogue is listed under both documented paths.
    """
    status, answer = client.ask("GET", f"{prefix}{PRODUCTS}/{ORGANIZATION}")

    assert status == 200
    assert "tokenManagement" in [product["productId"] for product in answer]


def test_subscription_is_created(client: PlainClient) -> None:
    """
    A subscription without a health URL is created inactive.
    """
    client.ask("POST", KEYS, SIGNATURE_KEY)

    status, answer = client.ask("POST", V2, BODY)

    assert (status, answer["status"]) == (201, "INACTIVE")


def test_subscription_is_read(client: PlainClient) -> None:
    """
    What was created can be read under its id.
    """
    status, answer = client.ask("GET", f"{V2}/{subscribe(client)}")

    assert (status, answer["products"]) == (200, BODY["products"])


def test_subscriptions_are_listed(client: PlainClient) -> None:
    """
    The query of a list is part of what is signed, and narrows it.
    """
    webhook_id = subscribe(client)

    query = f"organizationId={ORGANIZATION}&productId=tokenManagement&eventType=tms.networktoken.updated"
    status, answer = client.ask("GET", f"{V2}?{query}")

    assert (status, [one["webhookId"] for one in answer]) == (200, [webhook_id])


def test_subscription_is_updated(client: PlainClient) -> None:
    """
    An update changes what it names and keeps the rest.
    """
    webhook_id = subscribe(client)

    status, answer = client.ask("PATCH", f"{V2}/{webhook_id}", {"name": "parcels"})

    assert status == 200
    assert (answer["name"], answer["description"]) == ("parcels", "order events")


def test_status_is_set(client: PlainClient) -> None:
    """
    A status that was set is the one that is read.
    """
    webhook_id = subscribe(client)

    status, _ = client.ask("PUT", f"{V2}/{webhook_id}/status", {"status": "ACTIVE"})

    assert (status, client.ask("GET", f"{V2}/{webhook_id}")[1]["status"]) == (200, "ACTIVE")


@pytest.mark.parametrize("body", [None, {}])
def test_test_call_is_answered(client: PlainClient, body: Any) -> None:
    """
    The test call works with no body and with the empty object that vendor libraries send.
    """
    status, answer = client.ask("POST", f"{V1}/{subscribe(client)}", body)

    assert (status, answer["eventType"]) == (201, "tms.networktoken.updated")


def test_subscription_is_deleted(client: PlainClient) -> None:
    """
    A second delete finds nothing.
    """
    webhook_id = subscribe(client)

    answers = [client.ask("DELETE", f"{V2}/{webhook_id}")[0] for _ in range(2)]

    assert answers == [200, 404]


def test_digest_of_another_body_is_refused(client: PlainClient) -> None:
    """
    A body that was changed after signing is refused, and nothing is stored.
    """
    raw = json.dumps(SIGNATURE_KEY).encode()
    headers = client.headers("POST", KEYS, raw)

    status, answer = client.send("POST", KEYS, raw + b" ", headers)

    assert (status, answer) == (401, {"response": {"rmsg": "Authentication Failed"}})


def test_wrong_secret_is_refused(client: PlainClient) -> None:
    """
    Another secret under the right key id does not authenticate.
    """
    status, _ = client.ask("GET", f"{V2}?organizationId={ORGANIZATION}", secret=b"another secret of some length")

    assert status == 401


def test_another_target_is_refused(client: PlainClient) -> None:
    """
    What was signed for one query does not open another.
    """
    headers = client.headers("GET", f"{V2}?organizationId={ORGANIZATION}", b"")

    status, _ = client.send("GET", f"{V2}?organizationId=other", b"", headers)

    assert status == 401


def test_another_method_is_refused(client: PlainClient) -> None:
    """
    What was signed for reading does not delete.
    """
    target = f"{V2}/{subscribe(client)}"

    status, _ = client.send("DELETE", target, b"", client.headers("GET", target, b""))

    assert status == 401


def test_absent_credentials_are_named(token_client: PlainClient) -> None:
    """
    A request without credentials is told which headers it lacks.
    """
    status, answer = token_client.send("GET", f"{PRODUCTS}/{ORGANIZATION}", b"", {})

    assert status == 400
    assert answer["message"] == "missing http required header : v-c-merchant-id,signature,date,"


def test_token_serves_once(token_client: PlainClient) -> None:
    """
    The same token sent twice is refused the second time.
    """
    target = f"{PRODUCTS}/{ORGANIZATION}"
    headers = token_client.headers("GET", target, b"")

    answers = [token_client.send("GET", target, b"", headers)[0] for _ in range(2)]

    assert answers == [200, 401]


NOW = int(time.time())
FORGED_CLAIMS = {
    "expired": {"iat": NOW - 200, "exp": NOW - 80},
    "from the future": {"iat": NOW + 3600, "exp": NOW + 3700},
    "too long": {"iat": NOW, "exp": NOW + 600},
    "ends before it begins": {"iat": NOW + 5, "exp": NOW + 4},
    "date as text": {"iat": formatdate(NOW, usegmt=True)},
    "without exp": {"exp": None},
    "without jti": {"jti": None},
    "wrong host": {"request_host": "api.example.com"},
    "without host": {"request_host": None},
    "wrong path": {"request_resource_path": "/"},
    "unknown issuer": {"iss": "somebody"},
    "unknown merchant": {"v_c_merchant_id": "somebody"},
    "old version": {"v_c_jwt_version": "1"},
    "wrong digest": {"digest": sha256(b"other")},
    "digest of nothing said": {"digest": None, "digestAlgorithm": None},
    "another digest algorithm": {"digestAlgorithm": "SHA-512"},
    "unknown key for encrypted answers": {"v_c_response_mle_kid": "1700000000000000000001"},
    "unknown key": {"header": {"kid": "08c94330-f618-42a3-b09d-e1e43be5efda"}},
    "certificate": {"header": {"alg": "RS256"}},
    "unsigned": {"header": {"alg": "none"}},
    "no token": {"header": {"typ": "JWE"}},
}


@pytest.mark.parametrize("forged", FORGED_CLAIMS.values(), ids=FORGED_CLAIMS.keys())
def test_forged_token_is_refused(token_client: PlainClient, forged: dict[str, Any]) -> None:
    """
    A genuine signature does not help a token whose claims do not fit the request.
    """
    status, answer = token_client.ask("POST", KEYS, SIGNATURE_KEY, **forged)

    assert (status, answer) == (401, {"response": {"rmsg": "Authentication Failed"}})


@pytest.mark.parametrize("host", ["apitest.cybersource.com", "api.visaacceptance.com", "localhost"])
def test_token_for_a_name_of_the_platform_is_accepted(token_client: PlainClient, host: str) -> None:
    """
    A client that was told another address of the platform may still sign the one it believes in.
    """
    target = f"{PRODUCTS}/{ORGANIZATION}"
    headers = token_client.headers("GET", target, b"", request_host=host) | {"Host": host}

    assert token_client.send("GET", target, b"", headers)[0] == 200


def test_meta_key_acts_for_a_merchant(token_client: PlainClient) -> None:
    """
    The portfolio's key may call for any merchant.
    """
    forged = {"iss": token_client.organization, "v_c_merchant_id": "some_shop"}

    status, _ = token_client.ask("GET", f"{PRODUCTS}/{ORGANIZATION}", **forged)

    assert status == 200


FORGED_SIGNATURES = {
    "target in parentheses": {"names": "host date (request-target) digest v-c-merchant-id"},
    "date not signed": {"names": "host request-target digest v-c-merchant-id"},
    "digest not signed": {"names": "host date request-target v-c-merchant-id"},
    "merchant not signed": {"names": "host date request-target digest"},
    "old date": {"date": "Thu, 18 Jul 2019 00:18:03 GMT"},
    "date in another form": {"date": "2026-07-01T10:00:00Z"},
    "unknown key": {"key_id": "08c94330-f618-42a3-b09d-e1e43be5efda"},
    "unknown merchant": {"v_c_merchant_id": "somebody"},
    "wrong host": {"signed": {"host": "api.example.com"}},
    "digest of hexadecimal text": {"digest": f"SHA-256={base64.b64encode(b'6cf2').decode()}"},
}


@pytest.mark.parametrize("forged", FORGED_SIGNATURES.values(), ids=FORGED_SIGNATURES.keys())
def test_forged_signature_is_refused(signing_client: PlainClient, forged: dict[str, Any]) -> None:
    """
    A signature over too little, or over something else, is refused.
    """
    status, answer = signing_client.ask("POST", KEYS, SIGNATURE_KEY, **forged)

    assert (status, answer) == (401, {"response": {"rmsg": "Authentication Failed"}})


@pytest.mark.parametrize("name", ["date", "v-c-merchant-id", "signature"])
def test_absent_header_is_named(signing_client: PlainClient, name: str) -> None:
    """
    One absent header is named alone.
    """
    status, answer = signing_client.ask("GET", f"{PRODUCTS}/{ORGANIZATION}", without=name)

    assert (status, answer["message"]) == (400, f"missing http required header : {name},")


def test_meta_key_signs_its_own_name(signing_client: PlainClient) -> None:
    """
    With a meta key the signed name is the portfolio's, while the header carries the merchant.
    """
    signed = {"v-c-merchant-id": signing_client.organization}

    status, _ = signing_client.ask("GET", f"{PRODUCTS}/{ORGANIZATION}", v_c_merchant_id="some_shop", signed=signed)

    assert status == 200
