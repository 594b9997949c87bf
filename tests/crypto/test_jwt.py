"""Signed tokens against known values, and against what forgers try."""

import base64
import hmac
import json
from pathlib import Path

import pytest
from joserfc.jwk import OctKey, RSAKey

from pulumi_payment_webhooks.crypto.jwt import RS256, claims_of, issue, peek_header, shared_secret_key
from pulumi_payment_webhooks.crypto.secret_token import HS256

KNOWN = json.loads((Path(__file__).parents[1] / "vectors" / "jwt.json").read_text())
KEYS: dict[str, OctKey | RSAKey] = {
    HS256: shared_secret_key(base64.b64decode(KNOWN["sharedSecret"])),
    RS256: RSAKey.import_key(KNOWN["rsaKey"]),
}
HEADER = {"alg": HS256, "kid": "key-1", "typ": "JWT"}
EACH_VECTOR = pytest.mark.parametrize("vector", KNOWN["vectors"], ids=lambda vector: vector["id"])


@EACH_VECTOR
def test_token_has_the_signature_of_the_vector(vector):
    """
    Header and claims are serialised compactly in the order given, so the known signature comes out.
    """
    token = issue(vector["header"], vector["claims"], KEYS[vector["header"]["alg"]])

    assert token.rpartition(".")[2] == vector["signature"]


@EACH_VECTOR
def test_genuine_token_gives_its_claims(vector):
    """
    A token verifies under the key it was made with, and says what was put into it.
    """
    algorithm = vector["header"]["alg"]
    token = issue(vector["header"], vector["claims"], KEYS[algorithm])

    assert claims_of(token, KEYS[algorithm], algorithm=algorithm) == vector["claims"]


def test_header_can_be_read_before_the_key_is_known():
    """
    The unverified header says which key to use.
    """
    assert peek_header(issue(HEADER, {}, KEYS[HS256])) == HEADER


@pytest.mark.parametrize("token", ["", "no token", "a.b.c", "e30.e30", "ü.ü.ü"])
def test_header_of_nonsense_is_refused(token):
    """
    Anything but a token raises ValueError.
    """
    with pytest.raises(ValueError, match="not a signed token"):
        peek_header(token)


def test_changed_claims_are_refused():
    """
    A payload swapped for another does not verify.
    """
    head, _, signature = issue(HEADER, {"iss": "me"}, KEYS[HS256]).split(".")
    _, payload, _ = issue(HEADER, {"iss": "you"}, KEYS[HS256]).split(".")

    with pytest.raises(ValueError, match="does not verify"):
        claims_of(f"{head}.{payload}.{signature}", KEYS[HS256], algorithm=HS256)


def test_token_of_another_key_is_refused():
    """
    A token made with another secret does not verify.
    """
    token = issue(HEADER, {"iss": "me"}, shared_secret_key(b"another secret of some length"))

    with pytest.raises(ValueError, match="does not verify"):
        claims_of(token, KEYS[HS256], algorithm=HS256)


def test_token_does_not_choose_its_algorithm():
    """
    A genuine HS256 token is refused where RS256 is expected.
    """
    token = issue(HEADER, {"iss": "me"}, KEYS[HS256])

    with pytest.raises(ValueError, match="does not verify"):
        claims_of(token, KEYS[HS256], algorithm=RS256)


def test_claims_that_are_no_object_are_refused():
    """
    A signed payload that is not a JSON object is not a set of claims.
    """
    text = issue(HEADER, {}, KEYS[HS256]).split(".")[0] + ".W10"
    mac = hmac.digest(base64.b64decode(KNOWN["sharedSecret"]), text.encode(), "sha256")
    token = f"{text}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"

    with pytest.raises(ValueError, match="does not verify"):
        claims_of(token, KEYS[HS256], algorithm=HS256)
