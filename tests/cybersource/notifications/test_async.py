"""Keys and memories that have to be awaited, and other ways of holding a receiver wrong."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import pytest
from tests.cybersource.notifications.sender import KEY_ID, KEYS, NOON, PEM, envelope, headers, written

from pulumi_payment_webhooks.cybersource.notifications import Receiver, Unverified, verify
from pulumi_payment_webhooks.errors import SettingsProblem

BODY = written(envelope())
SIGNED = headers(BODY)


@dataclass
class Request:
    """A request whose body arrives in pieces, as Starlette has it."""

    body: bytes = BODY
    headers: dict[str, str] = field(default_factory=lambda: SIGNED)

    async def stream(self):
        """The pieces."""
        yield self.body[:9]
        yield self.body[9:]


async def key_of(id):
    """The key, looked up in another thread, as in a database."""
    return await asyncio.get_running_loop().run_in_executor(None, KEYS.get, id)


class Vault:
    """An object that is called, and has to be awaited."""

    async def __call__(self, id):
        """The key."""
        return await key_of(id)


ASYNC = {"function": key_of, "object": Vault(), "partial": partial(key_of), "lambda": lambda id_: key_of(id_)}


@pytest.mark.parametrize("keys", [*ASYNC.values(), KEYS, KEYS.get], ids=[*ASYNC, "mapping", "plain function"])
def test_request_is_verified_with_keys_of_either_kind(keys):
    """
    A request is verified whether its key has to be awaited or not.
    """
    receiver = Receiver(keys=keys)

    assert asyncio.run(receiver.receive(Request(), at=NOON)).proof.key_id == KEY_ID
    assert asyncio.run(receiver.verify_async(BODY, SIGNED, at=NOON)).proof.key_id == KEY_ID


@pytest.mark.parametrize(
    "request_", [Request(BODY + b" "), Request(headers={}), Request(headers=headers(BODY, key_id="unknown"))]
)
def test_forgery_is_refused_with_keys_that_are_awaited(request_):
    """
    What is not genuine is refused as ever.
    """
    with pytest.raises(Unverified) as refused:
        asyncio.run(Receiver(keys=key_of).receive(request_, at=NOON))

    assert refused.value.__context__ is None


@pytest.mark.parametrize("keys", ASYNC.values(), ids=ASYNC)
@pytest.mark.parametrize(
    "call",
    [
        lambda keys: verify(BODY, SIGNED, keys=keys, at=NOON),
        lambda keys: Receiver(keys=keys).verify(BODY, SIGNED, at=NOON),
    ],
)
def test_async_keys_need_the_async_call(keys, call):
    """
    The plain call says which one to use, and leaves no coroutine behind that nobody awaits.
    """
    with pytest.raises(SettingsProblem, match=r"async function: use `await receiver\.receive\(request\)`"):
        call(keys)


def test_async_keys_are_refused_for_any_delivery():
    """
    The mistake shows with the first delivery, forged or not: nothing is looked at before.
    """
    with pytest.raises(SettingsProblem, match=r"^`keys` is an async function"):
        Receiver(keys=key_of).verify(b"", {}, at=NOON)


def test_failure_of_an_async_vault_is_passed_on():
    """
    What the function raises is no forgery.
    """

    async def broken(id):
        raise ConnectionError

    with pytest.raises(ConnectionError):
        asyncio.run(Receiver(keys=broken).receive(Request(), at=NOON))


class Memory:
    """A memory of deliveries that has to be awaited."""

    def __init__(self):
        self.ids = []

    async def has_seen(self, delivery_id):
        """Whether it got the same id before."""
        self.ids.append(delivery_id)
        return self.ids.count(delivery_id) > 1


def test_memory_may_be_async():
    """
    The first of two equal deliveries passes, and the second does not.
    """
    receiver = Receiver(keys=KEYS, seen=Memory().has_seen)

    assert asyncio.run(receiver.receive(Request(), at=NOON)).proof.key_id == KEY_ID
    with pytest.raises(Unverified):
        asyncio.run(receiver.receive(Request(), at=NOON))


def test_async_memory_needs_the_async_call():
    """
    A coroutine would count as "seen before", and every delivery would be refused.
    """
    with pytest.raises(SettingsProblem, match=r"^`seen` is an async function"):
        Receiver(keys=KEYS, seen=Memory().has_seen).verify(BODY, SIGNED, at=NOON)


async def cipher(content):
    """A legacy cipher that nobody could await."""
    return content


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"legacy_cipher": cipher}, "`legacy_cipher` is an async function"),
        ({"tolerance": 300}, "`tolerance` must be a timedelta of 0 or more"),
        ({"tolerance": timedelta(seconds=-1)}, "`tolerance` must be a timedelta of 0 or more"),
        ({"readings": "body"}, "`readings` must be a tuple with one or more of 'body', 'plaintext', 'payload'"),
        ({"readings": ()}, "`readings` must be a tuple"),
        ({"readings": ("raw",)}, "`readings` must be a tuple"),
        ({"decryption_keys": None}, "`decryption_keys` is None"),
        ({"decryption_keys": {"[secret]": PEM}}, "the id of decryption key number 1 is '[secret]'"),
    ],
)
def test_receiver_that_could_verify_nothing_is_refused_when_it_is_created(given, reason):
    """
    What would refuse every delivery, or fail with the first, is said at the start.
    """
    with pytest.raises(SettingsProblem) as problem:
        Receiver(keys=KEYS, **given)

    assert str(problem.value).startswith(reason)


@pytest.mark.parametrize(
    "call",
    [
        lambda at: verify(BODY, SIGNED, keys=KEYS, at=at),
        lambda at: asyncio.run(Receiver(keys=KEYS).receive(Request(), at=at)),
    ],
)
def test_time_without_a_zone_is_refused(call):
    """
    A time without a zone is a mistake in the receiver, and is told as one, also for a forgery.
    """
    with pytest.raises(ValueError, match=r"^`at` has no time zone"):
        call(NOON.replace(tzinfo=None))


@pytest.mark.parametrize("given", [SIGNED, {}])
def test_empty_body_is_a_reason_of_its_own(given, caplog):
    """
    The debug log says of an empty body what mostly causes it, before anything else.
    """
    caplog.set_level(logging.DEBUG)
    with pytest.raises(Unverified):
        verify(b"", given, keys=KEYS, at=NOON)

    assert caplog.messages == ["refused a notification: empty body: was it consumed by middleware?"]
