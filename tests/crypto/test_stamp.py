"""Stamps against known values."""

import base64
import json
from pathlib import Path

import pytest

from pulumi_payment_webhooks.crypto.stamp import is_stamped, stamp

KNOWN = json.loads((Path(__file__).parents[1] / "vectors" / "notification_signature.json").read_text())["vectors"]


@pytest.mark.parametrize("vector", KNOWN, ids=lambda vector: vector["id"])
def test_stamp_is_the_one_of_the_vector(vector):
    """
    Time, dot and content under the decoded key give the known code.
    """
    sent, _, mac = vector["header"].replace("t=", "").replace(";sig=", ";").split(";")

    assert stamp(base64.b64decode(vector["key"]), sent, vector["content"].encode()) == base64.b64decode(mac)


@pytest.mark.parametrize(("sent", "content"), [("2", b"content"), ("1", b"other"), ("1.content", b"")])
def test_stamp_belongs_to_its_time_and_content(sent, content):
    """
    A stamp fits neither another time nor another content, nor both with the dot moved.
    """
    assert not is_stamped(b"key", sent, content, stamp(b"key", "1", b"content"))


def test_content_need_not_be_text():
    """
    Bytes that are no text are stamped as they are.
    """
    assert is_stamped(b"key", "1", b"\xff\x00", stamp(b"key", "1", b"\xff\x00"))
