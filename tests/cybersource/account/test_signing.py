"""Requests signed under each scheme, against known values; nothing is sent."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from joserfc.jwk import OctKey, RSAKey

from pulumi_payment_webhooks.client.schemes import SignedRequests
from pulumi_payment_webhooks.crypto import jwt
from pulumi_payment_webhooks.crypto.secret_token import HS256, SecretTokenKey
from pulumi_payment_webhooks.cybersource.account.signing import HttpSigner, JwtSigner, Sender, TokenSource

VECTORS = Path(__file__).parents[2] / "vectors"
TOKENS = json.loads((VECTORS / "jwt.json").read_text())
SIGNATURES = json.loads((VECTORS / "http_signature.json").read_text())

SECRET = base64.b64decode(TOKENS["sharedSecret"])
SHARED = {"key_id": TOKENS["keyId"], "secret": SECRET}
LIBRARY_KEYS: dict[str, OctKey | RSAKey] = {
    HS256: jwt.shared_secret_key(SECRET),
    jwt.RS256: RSAKey.import_key(TOKENS["rsaKey"]),
}
KEYS: dict[str, TokenSource] = {
    HS256: SecretTokenKey(TOKENS["keyId"], SECRET),
    jwt.RS256: jwt.TokenKey("1700000000000000000001", jwt.RS256, LIBRARY_KEYS[jwt.RS256]),
}
MERCHANT = Sender(TOKENS["merchantId"])
META = Sender(TOKENS["merchantId"], "portfolio")
ISSUED = datetime.fromtimestamp(1700000000, UTC)
DATE = datetime(2019, 7, 18, 0, 18, 3, tzinfo=UTC)


def request(vector):
    """The request of a vector, unsigned."""
    content = None if vector["body"] is None else vector["body"].encode()
    return httpx.Request(vector["method"], f"https://{TOKENS['host']}{vector['target']}", content=content)


def signed(signer, unsigned):
    """The request that is sent when *signer* has signed it."""
    return next(SignedRequests(signer).sync_auth_flow(unsigned))


def claims(sender, unsigned, **options):
    """The claims of the token for a request."""
    options.setdefault("clock", lambda: ISSUED)
    signer = JwtSigner(sender, KEYS[HS256], **options)
    token = signed(signer, unsigned).headers["authorization"].removeprefix("Bearer ")
    return jwt.claims_of(token, jwt.shared_secret_key(SECRET), algorithm=HS256)


@pytest.mark.parametrize("vector", TOKENS["vectors"], ids=lambda vector: vector["id"])
def test_token_is_that_of_the_vector(vector):
    """
    Claims are chosen and ordered so that the known token comes out, to the last character.
    """
    algorithm = vector["header"]["alg"]
    signer = JwtSigner(MERCHANT, KEYS[algorithm], clock=lambda: ISSUED, token_id=lambda: vector["claims"]["jti"])

    token = signed(signer, request(vector)).headers["authorization"]

    assert token == f"Bearer {jwt.issue(vector['header'], vector['claims'], LIBRARY_KEYS[algorithm])}"
    assert token.endswith(f".{vector['signature']}")


@pytest.mark.parametrize(
    "vector",
    [vector for vector in SIGNATURES["vectors"] if vector["dateHeader"] == "date"],
    ids=lambda vector: vector["id"],
)
def test_signature_is_that_of_the_vector(vector):
    """
    The right headers are signed in the right order, so the known signature comes out.
    """
    sent = signed(HttpSigner(MERCHANT, **SHARED, clock=lambda: DATE), request(vector))

    assert sent.headers["signature"].endswith(f'signature="{vector["signature"]}"')


def test_signed_headers_are_sent():
    """
    Date, digest and merchant travel with the signature that covers them.
    """
    sent = signed(HttpSigner(MERCHANT, **SHARED, clock=lambda: DATE), request(SIGNATURES["vectors"][1]))

    assert [sent.headers[name] for name in ("date", "digest", "v-c-merchant-id")] == [
        "Thu, 18 Jul 2019 00:18:03 GMT",
        "SHA-256=EJIRaqyTMGDzIjDez25dLoBSHXakE4jcTIH2Z84tMqA=",
        "testrest",
    ]


def test_each_token_has_an_id_of_its_own():
    """
    The same request signed twice by the same authentication gives two tokens.
    """
    signer = JwtSigner(MERCHANT, KEYS[HS256], clock=lambda: ISSUED)
    tokens = {
        signed(signer, request(TOKENS["vectors"][0])).headers["authorization"],
        signed(signer, request(TOKENS["vectors"][0])).headers["authorization"],
    }

    assert len(tokens) == 2


def test_token_is_issued_by_the_owner_of_a_meta_key():
    """
    With a meta key the portfolio issues the token, and the merchant transacts.
    """
    made = claims(META, request(TOKENS["vectors"][0]))

    assert (made["iss"], made["v-c-merchant-id"]) == ("portfolio", "testrest")


def test_signature_names_the_owner_of_a_meta_key_and_the_header_the_merchant():
    """
    With a meta key the signed merchant line differs from the header that is sent.
    """
    vector = SIGNATURES["vectors"][0]
    own = signed(HttpSigner(MERCHANT, **SHARED, clock=lambda: DATE), request(vector)).headers
    meta = signed(HttpSigner(META, **SHARED, clock=lambda: DATE), request(vector)).headers

    assert meta["v-c-merchant-id"] == "testrest"
    assert meta["signature"] != own["signature"]


def test_empty_body_has_no_digest_claim():
    """
    A POST without a body is signed without a digest.
    """
    assert "digest" not in claims(MERCHANT, httpx.Request("POST", "https://example.com/"))


@pytest.mark.parametrize(("endpoint", "host"), [("http://127.0.0.1:8080", "127.0.0.1"), ("http://[::1]:8080", "[::1]")])
def test_token_names_the_host_without_its_port(endpoint, host):
    """
    The claim holds the host alone, in brackets where the Host header has them.
    """
    assert claims(MERCHANT, httpx.Request("GET", f"{endpoint}/"))["request-host"] == host


def test_target_is_signed_as_it_is_sent():
    """
    Percent signs and the order of the query are those of the bytes on the wire.
    """
    made = claims(MERCHANT, httpx.Request("GET", "https://example.com/a%2Fb", params={"z": "ä b", "a": "1"}))

    assert made["request-resource-path"] == "/a%2Fb?z=%C3%A4+b&a=1"


def test_authentication_shows_no_secret():
    """
    Printing a key or what authenticates with it does not print the secret.
    """
    key = KEYS[HS256]
    token, signature = JwtSigner(META, key), HttpSigner(META, **SHARED)
    shown = f"{key!r} {token!r} {signature!r} {SignedRequests(token)!r} {SignedRequests(signature)!r}"

    assert repr(SECRET)[2:-1] not in shown
