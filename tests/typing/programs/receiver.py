"""Everything a receiver may hand over: each line is valid."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.message import Message

from starlette.requests import Request

from pulumi_payment_webhooks.cybersource import notifications
from pulumi_payment_webhooks.cybersource.notifications import Item, Notification, Proof, Receiver


def key_of(key_id: str) -> str | None:
    """A key that is looked up."""
    return {"a": "b"}.get(key_id)


async def awaited_key(key_id: str) -> str | None:
    """A key that is looked up over a network."""
    return key_of(key_id)


async def awaited_memory(delivery_id: str) -> bool:
    """A memory of deliveries that is asked over a network."""
    return delivery_id == ""


def seen(delivery_id: str) -> bool:
    """Whether a delivery came before."""
    return delivery_id == ""


def receivers(text: str, raw: bytes) -> list[Receiver]:
    """One for each form of keys."""
    return [
        Receiver(keys={"a": "b"}),
        Receiver(keys=key_of, decryption_keys=[text, raw], tolerance=timedelta(minutes=1), seen=seen),
        Receiver(keys=key_of, decryption_keys={"cert": raw}, readings=("body", "plaintext"), largest_body=1024),
        Receiver(keys=key_of, decryption_keys=text, legacy_cipher=bytes.upper),
        Receiver(keys=key_of, decryption_keys=raw),
        Receiver(keys=notifications.read_keys(text), decimals=True),
        Receiver(keys=notifications.read_keys(raw)),
        Receiver(keys=awaited_key, seen=awaited_memory),
    ]


def read(receiver: Receiver, raw: bytes, view: memoryview, message: Message, env: Mapping[str, str]) -> str | None:
    """A body and headers in each form."""
    pairs: list[tuple[bytes, bytes]] = []
    receiver.verify(bytearray(raw), env)
    receiver.verify(view, pairs, at=datetime.now(UTC))
    notification: Notification = notifications.verify(raw, message, keys=key_of, decryption_keys=raw)
    items: tuple[Item, ...] = notification.items
    proof: Proof = notification.proof
    return items[0].organization_id or proof.key_id


async def receive(receiver: Receiver, request: Request) -> int:
    """A request of Starlette or FastAPI."""
    notification = await receiver.verify_async(b"", {}, at=datetime.now(UTC))
    return (await receiver.receive(request)).retry_number + notification.retry_number
