"""The header `v-c-signature`, written and taken apart."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pulumi_payment_webhooks.crypto.stamp import is_stamped
from pulumi_payment_webhooks.cybersource.rules.notification_signature import (
    parse_signature_header,
    signature_header,
)

KNOWN = json.loads((Path(__file__).parents[2] / "vectors" / "notification_signature.json").read_text())
MAC = base64.b64encode(b"m" * 32).decode()
EACH_VECTOR = pytest.mark.parametrize("vector", KNOWN["vectors"], ids=lambda vector: vector["id"])


@EACH_VECTOR
def test_known_header_verifies(vector):
    """
    The known header, taken apart, fits the known content and key.
    """
    parts = parse_signature_header(vector["header"])

    assert is_stamped(base64.b64decode(vector["key"]), parts.sent, vector["content"].encode(), parts.mac)


@EACH_VECTOR
def test_header_is_written_as_known(vector):
    """
    The same key, time and content give the known header.
    """
    parts = parse_signature_header(vector["header"])
    key = base64.b64decode(vector["key"])

    assert signature_header(parts.key_id, key, vector["content"].encode(), at=parts.sent_at) == vector["header"]


def test_plug_in_header_is_taken_apart():
    """
    The header in the vendor's plug-in, whose key is not published, has its time in milliseconds.
    """
    parts = parse_signature_header(KNOWN["onlyParsed"]["header"])

    assert parts.key_id == "1877d6c7-07f2-73f9-e063-5c588e0a2509"
    assert parts.sent_at == datetime(2024, 8, 14, 9, 42, 8, 708000, tzinfo=UTC)


@pytest.mark.parametrize(
    "header",
    [
        f't=1;keyId=a;sig={MAC}";',
        f'"t=1;keyId=a;sig={MAC}"',
        f" t=1 ; keyId=a ; sig={MAC} ; ",
        f"sig={MAC};keyid=a;T=1",
        f"t=1;keyId=a;sig={MAC};v=2",
    ],
)
def test_forms_that_were_seen_are_tolerated(header):
    """
    Blanks, quotes, a last semicolon, another order and a part that nobody knows do not matter.
    """
    parts = parse_signature_header(header)

    assert (parts.sent, parts.key_id, parts.mac) == ("1", "a", b"m" * 32)


@pytest.mark.parametrize(
    "header",
    [
        "",
        ";;;",
        f"keyId=a;sig={MAC}",
        f"t=1;sig={MAC}",
        "t=1;keyId=a",
        f"t=;keyId=a;sig={MAC}",
        f"t=-1;keyId=a;sig={MAC}",
        f"t=1.5;keyId=a;sig={MAC}",
        f"t=١;keyId=a;sig={MAC}",
        f"t={'9' * 15};keyId=a;sig={MAC}",
        f"t=1;keyId=a b;sig={MAC}",
        f"t=1;keyId={'a' * 101};sig={MAC}",
        f"t=1;t=2;keyId=a;sig={MAC}",
        f"t=1;keyId=a;sig={MAC[:-4]}",
        f"t=1;keyId=a;sig={MAC}AAAA",
        "t=1;keyId=a;sig=ü",
        f"t=1,keyId=a,sig={MAC}",
        f"t=1;keyId=a;sig={MAC};" + "x=1;" * 300,
    ],
)
def test_malformed_header_is_refused(header):
    """
    A header with a part missing, doubled or of a wrong form raises ValueError and nothing else.
    """
    with pytest.raises(ValueError, match="the signature header"):
        parse_signature_header(header)


def test_every_time_that_is_taken_can_be_counted_with():
    """
    The latest time that the form allows is a time.
    """
    assert parse_signature_header(f"t={'9' * 14};keyId=a;sig={MAC}").sent_at.year == 5138


def test_signature_is_not_shown():
    """
    The repr of a header names its key and not its code.
    """
    assert "mac" not in repr(parse_signature_header(f"t=1;keyId=a;sig={MAC}"))
