"""Secrets and memories that have to be awaited."""

import asyncio
from dataclasses import dataclass, field

import pytest
from tests.digital_river.notifications.sender import BODY, NEW, NOON, OLD, OTHER, headers

from pulumi_payment_webhooks.digital_river.notifications import Receiver, Unverified, verify
from pulumi_payment_webhooks.errors import SettingsProblem


@dataclass
class Request:
    """A request whose body arrives in pieces, as Starlette has it."""

    body: bytes = BODY
    headers: dict[str, str] = field(default_factory=lambda: headers(BODY))

    async def stream(self):
        """The pieces."""
        yield self.body[:9]
        yield self.body[9:]


async def secrets():
    """The secrets, looked up in another thread, as in a vault."""
    return await asyncio.get_running_loop().run_in_executor(None, lambda: [OLD, NEW])


@pytest.mark.parametrize("given", [secrets, lambda: secrets(), lambda: [NEW], [NEW], NEW])
def test_request_is_verified_with_secrets_of_either_kind(given):
    """
    A request is verified whether the secrets have to be awaited or not.
    """
    receiver = Receiver(secrets=given)

    assert asyncio.run(receiver.receive(Request(), at=NOON)).type == "order.accepted"
    assert asyncio.run(receiver.verify_async(BODY, headers(BODY), at=NOON)).type == "order.accepted"


@pytest.mark.parametrize("request_", [Request(BODY + b" "), Request(headers={}), Request(headers=headers(BODY, OTHER))])
def test_forgery_is_refused_with_secrets_that_are_awaited(request_):
    """
    What is not genuine is refused as ever.
    """
    with pytest.raises(Unverified) as refused:
        asyncio.run(Receiver(secrets=secrets).receive(request_, at=NOON))

    assert refused.value.__context__ is None


def test_no_more_of_a_request_is_read_than_is_allowed():
    """
    A stranger cannot fill the memory.
    """
    pieces = []

    class Endless(Request):
        async def stream(self):
            """Pieces without end."""
            while True:
                pieces.append(1)
                yield bytes(100)

    with pytest.raises(Unverified):
        asyncio.run(Receiver(secrets=[NEW], largest_body=1000).receive(Endless(), at=NOON))

    assert len(pieces) == 11


@pytest.mark.parametrize("given", [secrets, lambda: secrets()], ids=["function", "lambda"])
@pytest.mark.parametrize(
    "call",
    [
        lambda given: verify(BODY, headers(BODY), secrets=given, at=NOON),
        lambda given: Receiver(secrets=given).verify(BODY, headers(BODY), at=NOON),
    ],
)
def test_async_secrets_need_the_async_call(given, call):
    """
    The plain call says which one to use, and leaves no coroutine behind that nobody awaits.
    """
    with pytest.raises(SettingsProblem, match=r"`secrets`.* is an async function: use `await receiver\.receive"):
        call(given)


def test_async_secrets_are_refused_for_any_delivery():
    """
    The mistake shows with the first delivery, forged or not: nothing is looked at before.
    """
    with pytest.raises(SettingsProblem, match=r"^`secrets` is an async function"):
        Receiver(secrets=secrets).verify(b"", {}, at=NOON)


def test_failure_of_an_async_vault_is_passed_on():
    """
    What the function raises is no forgery.
    """

    async def broken():
        raise ConnectionError

    with pytest.raises(ConnectionError):
        asyncio.run(Receiver(secrets=broken).receive(Request(), at=NOON))


def test_secret_of_a_function_is_checked_when_it_is_asked():
    """
    A secret that cannot be used is a problem of the receiver, not of the delivery.
    """
    with pytest.raises(SettingsProblem, match="signing secret number 1 is empty"):
        Receiver(secrets=lambda: [""]).verify(BODY, headers(BODY), at=NOON)


def test_memory_may_be_async():
    """
    The first of two equal deliveries passes, and the second does not; the plain call refuses such a memory.
    """
    seen = []

    async def has_seen(id):
        seen.append(id)
        return seen.count(id) > 1

    receiver = Receiver(secrets=[NEW], seen=has_seen)

    assert asyncio.run(receiver.receive(Request(), at=NOON)).proof.delivery_id == seen[0]
    with pytest.raises(Unverified):
        asyncio.run(receiver.receive(Request(), at=NOON))
    with pytest.raises(SettingsProblem, match=r"^`seen` is an async function"):
        receiver.verify(BODY, headers(BODY), at=NOON)
