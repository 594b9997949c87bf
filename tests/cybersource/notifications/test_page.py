"""The page "Verify notifications", run as it stands."""

import asyncio
import base64
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.cybersource.notifications.sender import (
    KEY_ID,
    KEYS,
    PAYLOAD,
    PEM,
    SECRET,
    envelope,
    headers,
    sealed,
    written,
)
from tests.stand_ins.asgi import status_of

from pulumi_payment_webhooks.cybersource import notifications
from pulumi_payment_webhooks.cybersource.notifications import Unverified

PAGE = (Path(__file__).parents[3] / "docs/how-to/verify-notifications.md").read_text()
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
BODY_IN_CLEAR = written(envelope())
BODY = written(envelope(payload=sealed(written(PAYLOAD))))


def block(mark):
    [found] = [one for one in BLOCKS if mark in one]
    return found


def now():
    return datetime.now(UTC)


class FakeRedis:
    """Keeps what is set, as Redis does with `nx`."""

    def __init__(self):
        self.kept = set()

    def set(self, name, _, *, nx, ex):
        """None if the name was set before."""
        assert (nx, ex) == (True, 600)
        if name in self.kept:
            return None
        self.kept.add(name)
        return True


@pytest.fixture
def app(monkeypatch, tmp_path):
    (tmp_path / "key.pem").write_bytes(PEM)
    monkeypatch.setenv("SIGNATURE_KEY_ID", KEY_ID)
    monkeypatch.setenv("SIGNATURE_KEY", SECRET)
    monkeypatch.setenv("PRIVATE_KEY_FILE", str(tmp_path / "key.pem"))
    names: dict[str, object] = {}
    exec(block("from starlette"), names)
    return names["app"]


def test_three_lines_verify_and_decrypt(capsys):
    """
    The page's first block prints the event and the decrypted payload.
    """
    given = {"body": BODY, "headers": headers(BODY, at=now()), "keys": KEYS, "private_key": PEM}
    exec(block("notification = notifications.verify"), given)

    assert capsys.readouterr().out == f"payments.capture.status.accepted {PAYLOAD}\n"
    assert len([line for line in block("notification = notifications.verify").splitlines() if line]) == 3


def test_server_answers_its_health_url(app):
    """
    The health URL answers 200 to an empty request.
    """
    assert status_of(app, "/health") == 200


def test_server_handles_an_event_once(app, capsys):
    """
    An event that is delivered twice, each time in pieces, is answered with 200 twice and handled once.
    """
    statuses = [status_of(app, "/payments", headers(BODY, at=now()), BODY[:100], BODY[100:]) for _ in range(2)]

    assert statuses == [200, 200]
    assert capsys.readouterr().out == f"payments.capture.status.accepted {[PAYLOAD['data']]}\n"


def test_server_refuses_a_forgery(app):
    """
    A body that was altered is answered with 401.
    """
    assert status_of(app, "/payments", headers(BODY, at=now()), BODY + b" ") == 401


def test_server_refuses_a_flood_before_its_end(app):
    """
    A body without end is answered with 401 after the first byte too many.
    """
    assert status_of(app, "/payments", headers(BODY, at=now()), *[b" " * 1024 * 1024] * 3) == 401


def test_server_asks_for_another_try_when_it_lacks_a_key(app):
    """
    A genuine notification that cannot be read is answered with 503.
    """
    body = written(envelope(payload="{CBC}AAAA"))

    assert status_of(app, "/payments", headers(body, at=now()), body) == 503


class FakeVault:
    """A vault that is asked over a network."""

    async def read(self, path):
        """What it keeps under *path*."""
        return KEYS.get(path.removeprefix("webhooks/"))


def test_server_may_ask_a_vault():
    """
    The page's async function gives the key of a request.
    """
    names: dict[str, object] = {"notifications": notifications}
    exec(block("vault.read"), names)
    receiver_with_vault = names["receiver_with_vault"]
    assert callable(receiver_with_vault)
    receiver: notifications.Receiver = receiver_with_vault(FakeVault())
    verified = asyncio.run(receiver.verify_async(BODY_IN_CLEAR, headers(BODY_IN_CLEAR, at=now())))

    assert verified.proof.key_id == KEY_ID


def test_keys_of_a_stack_are_the_keys_of_a_receiver(monkeypatch):
    """
    The text that the page's program exports holds the current key and those before, by id.
    """
    source = block("previous_keys")
    names: dict[str, object] = {}
    exec(source[source.index("def by_id") : source.index("keys = pulumi")], {"json": json}, names)
    by_id = names["by_id"]
    assert callable(by_id)

    new = base64.b64encode(b"n" * 32).decode()

    assert notifications.read_keys(by_id(["new", new, {KEY_ID: {"key": SECRET}}])) == {"new": new, KEY_ID: SECRET}
    assert notifications.read_keys(by_id(["new", new, None])) == {"new": new}


def test_copy_is_refused_with_the_pages_memory():
    """
    The page's function for a store makes a copy of a delivery fail.
    """
    names: dict[str, object] = {}
    exec(block("redis.set"), names)
    receiver_with = names["receiver_with"]
    assert callable(receiver_with)
    receiver: notifications.Receiver = receiver_with(FakeRedis(), KEYS)
    body, given = written(envelope()), headers(written(envelope()), at=now())
    receiver.verify(body, given)

    with pytest.raises(Unverified):
        receiver.verify(body, given)


def test_page_names_every_field():
    """
    Every field of a notification, and every way in which bytes are signed, is on the page.
    """
    named = set(re.findall(r"`(\w+)`", PAGE))

    assert {*notifications.Notification.model_fields, "body", "plaintext", "items", "is_test"} <= named
