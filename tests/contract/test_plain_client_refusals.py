"""The simulated platform refuses a client that uses the standard library alone when what it signed does not fit."""

from __future__ import annotations

import base64
import json
import time
from email.utils import formatdate
from typing import Any

import pytest
from tests.contract.plain_client import KEYS, ORGANIZATION, PRODUCTS, SIGNATURE_KEY, V2, PlainClient, sha256, subscribe

NOW = int(time.time())
FORGED_CLAIMS = {
    "expired": {"iat": NOW - 200, "exp": NOW - 80},
    "from the future": {"iat": NOW + 86_400, "exp": NOW + 86_500},
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


@pytest.mark.parametrize("forged", FORGED_CLAIMS.values(), ids=FORGED_CLAIMS.keys())
def test_forged_token_is_refused(token_client: PlainClient, forged: dict[str, Any]) -> None:
    """
    A genuine signature does not help a token whose claims do not fit the request.
    """
    status, answer = token_client.ask("POST", KEYS, SIGNATURE_KEY, **forged)

    assert (status, answer) == (401, {"response": {"rmsg": "Authentication Failed"}})


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
