"""HTTP Signatures against known values, and against what forgers try."""

import base64
import json
from pathlib import Path

import pytest

from pulumi_payment_webhooks.crypto.digest import digest
from pulumi_payment_webhooks.cybersource.rules.http_signature import (
    is_signed_with,
    parse_request_signature,
    request_signature_header,
    string_to_sign,
)

KNOWN = json.loads((Path(__file__).parents[2] / "vectors" / "http_signature.json").read_text())
SECRET = base64.b64decode(KNOWN["sharedSecret"])
NAMES = ["host", "date"]
VALUES = {"host": "example.com", "date": "Thu, 18 Jul 2019 00:18:03 GMT"}


def signed(vector):
    """Names and values that a vector signs."""
    values = {
        "host": KNOWN["host"],
        vector["dateHeader"]: KNOWN["date"],
        "request-target": f"{vector['method'].lower()} {vector['target']}",
    }
    if vector["body"] is not None:
        values["digest"] = f"SHA-256={digest(vector['body'].encode())}"
    return values | {"v-c-merchant-id": KNOWN["merchantId"]}


@pytest.mark.parametrize("vector", KNOWN["vectors"], ids=lambda vector: vector["id"])
def test_signature_is_that_of_the_vector(vector):
    """
    Key id, algorithm, header list and MAC are written exactly as the platform expects.
    """
    values = signed(vector)

    header = request_signature_header(KNOWN["keyId"], SECRET, list(values), values)

    assert header == (
        f'keyid="{KNOWN["keyId"]}", algorithm="HmacSHA256", headers="{" ".join(values)}", '
        f'signature="{vector["signature"]}"'
    )


def test_string_to_sign_ends_without_newline():
    """
    The text has one line for each name, in the order given, and no newline after the last.
    """
    assert string_to_sign(NAMES, VALUES) == f"host: example.com\ndate: {VALUES['date']}"


def test_header_is_taken_apart_as_it_was_made():
    """
    Parsing a header gives the names and the key id it was made with.
    """
    parsed = parse_request_signature(request_signature_header("key-1", SECRET, NAMES, VALUES))

    assert (parsed.key_id, parsed.names) == ("key-1", ("host", "date"))


def test_header_without_signature_is_refused():
    """
    A header that lacks a part says which one.
    """
    with pytest.raises(ValueError, match="has no signature"):
        parse_request_signature('keyid="a", algorithm="HmacSHA256", headers="host"')


def test_genuine_signature_verifies():
    """
    A signature verifies under the key and the values it was made with.
    """
    header = parse_request_signature(request_signature_header("key-1", SECRET, NAMES, VALUES))

    assert is_signed_with(SECRET, header, VALUES)


@pytest.mark.parametrize(("secret", "host"), [(b"another", "example.com"), (SECRET, "example.org")])
def test_signature_does_not_verify_under_another_key_or_value(secret, host):
    """
    Neither another key nor another signed value passes.
    """
    header = parse_request_signature(request_signature_header("key-1", SECRET, NAMES, VALUES))

    assert not is_signed_with(secret, header, VALUES | {"host": host})
