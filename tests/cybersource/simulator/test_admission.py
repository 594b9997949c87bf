"""
What the simulated platform lets pass of the odd but legal ways in which clients sign, and how it refuses broken ones.

The client knows the documentation and nothing of this package.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from tests.contract.plain_client import ORGANIZATION, PRODUCTS, PlainClient, b64u
from tests.contract.test_certificate import Client

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
