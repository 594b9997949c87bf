"""
What the simulated platform lets pass of the odd but legal ways in which clients sign, and how it refuses broken ones.

The client knows the documentation and nothing of this package.
"""

from __future__ import annotations

import base64
import hmac
import json
import socket
import time
from collections.abc import Iterator
from email.utils import formatdate
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from tests.contract.plain_client import KEYS, ORGANIZATION, PRODUCTS, SIGNATURE_KEY, V2, PlainClient, b64u
from tests.contract.test_certificate import Client
from tests.waiting import PATIENCE

TARGET = f"{PRODUCTS}/{ORGANIZATION}"
FAILED = (401, {"response": {"rmsg": "Authentication Failed"}})


@pytest.fixture
def tokens(cybersource_simulator: Any) -> Iterator[PlainClient]:
    """A client that sends tokens."""
    client = PlainClient(cybersource_simulator, "jwt")
    yield client
    client.connection.close()


class OtherHash(Client):
    """Signs with RSA in another way than the ordinary one."""

    def token(self, method: str, target: str, raw: bytes, header: dict[str, str]) -> str:
        text = super().token(method, target, raw, header).rpartition(".")[0]
        length = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}[header["alg"][2:]]
        pss = padding.PSS(padding.MGF1(length), salt_length=length.digest_size)
        way = pss if header["alg"].startswith("PS") else padding.PKCS1v15()
        return f"{text}.{b64u(self.key.sign(text.encode(), way, length))}"


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_shared_secret_serves_every_documented_hash(tokens: PlainClient, algorithm: str) -> None:
    """
    A token of the shared secret is accepted with each of its three documented algorithms.
    """
    assert tokens.ask("GET", TARGET, header={"alg": algorithm})[0] == 200


@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"])
def test_certificate_serves_every_documented_algorithm(cybersource_simulator: Any, algorithm: str) -> None:
    """
    A token of a certificate is accepted with each of its six documented algorithms.
    """
    client = OtherHash(cybersource_simulator)
    status, _ = client.ask("GET", TARGET, alg=algorithm)
    client.connection.close()

    assert status == 200


def test_path_may_stand_without_its_query(tokens: PlainClient) -> None:
    """
    A token that names the path alone is accepted for a request with a query, and one that names another query is not.
    """
    target = f"{V2}?organizationId={ORGANIZATION}"
    alone, other = (tokens.ask("GET", target, request_resource_path=one)[0] for one in (V2, f"{V2}?organizationId=x"))

    assert (alone, other) == (404, 401)


def test_times_may_be_digits_in_quotes(tokens: PlainClient) -> None:
    """
    Times that the documentation's table types as numeric strings are read as the numbers they say.
    """
    now = int(time.time())
    good, late = ({"iat": str(now - age), "exp": str(now - age + 120)} for age in (0, 600))

    assert tokens.ask("GET", TARGET, **good)[0] == 200
    assert tokens.ask("GET", TARGET, **late) == FAILED


@pytest.mark.parametrize("payload", [b"[" * 20_000, b'{"a":' * 9_000 + b"1" + b"}" * 9_000], ids=["arrays", "objects"])
def test_bottomless_claims_are_refused(tokens: PlainClient, payload: bytes) -> None:
    """
    Claims that nest too deeply to be read are wrong credentials, never a crash.
    """
    head, _, _ = tokens.token("GET", TARGET, b"").split(".")
    text = f"{head}.{b64u(payload)}"
    token = f"{text}.{b64u(hmac.digest(tokens.secret, text.encode(), 'sha256'))}"

    assert tokens.send("GET", TARGET, b"", {"Authorization": f"Bearer {token}"}) == FAILED


def test_digest_that_is_no_text_is_refused(tokens: PlainClient) -> None:
    """
    A digest with half a character in it is wrong credentials, never a crash.
    """
    assert tokens.ask("POST", KEYS, SIGNATURE_KEY, digest="\ud800") == FAILED


@pytest.fixture
def signing(cybersource_simulator: Any) -> Iterator[PlainClient]:
    """A client that sends HTTP Signatures."""
    client = PlainClient(cybersource_simulator, "signature-date")
    yield client
    client.connection.close()


@pytest.mark.parametrize(
    "names", ["v-c-merchant-id request-target date host", "Host Date request-target V-C-Merchant-Id"]
)
def test_names_come_in_any_order_and_case(signing: PlainClient, names: str) -> None:
    """
    The signed names are those of the list, in its order, whatever their case.
    """
    values = {"host": signing.host, "date": formatdate(usegmt=True), "request-target": f"get {TARGET}"}
    values["v-c-merchant-id"] = signing.merchant
    text = "\n".join(f"{name.lower()}: {values[name.lower()]}" for name in names.split())
    mac = base64.b64encode(hmac.digest(signing.secret, text.encode(), "sha256")).decode()
    parts = [f'signature="{mac}"', f'headers="{names}"', 'algorithm="HmacSHA256"', f'keyid="{signing.key_id}"']
    headers = {"DATE": values["date"], "V-C-Merchant-ID": signing.merchant, "SIGNATURE": ",".join(parts)}

    assert signing.send("GET", TARGET, b"", headers)[0] == 200


@pytest.mark.parametrize("host", ["apitest.cybersource.com", "api.visaacceptance.com"])
def test_signature_for_a_name_of_the_platform_is_accepted(signing: PlainClient, host: str) -> None:
    """
    A client that signs the documented name of the host is let pass, as one that puts it into a token is.
    """
    assert signing.ask("GET", TARGET, signed={"host": host})[0] == 200


def test_case_of_a_host_does_not_matter(signing: PlainClient) -> None:
    """
    A host that was signed in lower case may be sent in capitals.
    """
    headers = signing.headers("GET", TARGET, b"", signed={"host": "apitest.cybersource.com"})

    assert signing.send("GET", TARGET, b"", {"Host": "APITEST.CYBERSOURCE.COM", **headers})[0] == 200


def test_absent_host_is_named(signing: PlainClient) -> None:
    """
    A signed HTTP/1.0 request without a host is answered that it lacks one.
    """
    headers = "".join(f"{name}: {value}\r\n" for name, value in signing.headers("GET", TARGET, b"").items())
    address, _, port = signing.host.partition(":")
    with socket.create_connection((address, int(port)), timeout=PATIENCE) as plain:
        plain.sendall(f"GET {TARGET} HTTP/1.0\r\n{headers}\r\n".encode())
        head, _, body = b"".join(iter(lambda: plain.recv(65536), b"")).partition(b"\r\n\r\n")

    assert head.split()[1] == b"400"
    assert json.loads(body)["message"] == "missing http required header : host,"
