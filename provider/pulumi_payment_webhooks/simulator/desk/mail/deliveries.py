"""
The deliveries of a simulated platform: messages, their attempts, and the attempts that are planned.

No I/O here.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock
from typing import Any, Generic, TypeVar

from ..journal.feed import Feed
from ..json_values import JsonObject

WAITING = "WAITING"
RETRY = "RETRY"
DELIVERED = "DELIVERED"
FAILED = "FAILED"
SUSPENDED = "SUSPENDED"
STATUSES = (WAITING, RETRY, DELIVERED, FAILED, SUSPENDED)
FINISHED = frozenset({DELIVERED, FAILED})

KEPT = 5_000
SHOWN = 100
CHANGED = "delivery"

Headers = dict[str, str]
Facts = tuple[tuple[str, str], ...]
"""Labels and values that a platform shows on the page, in their order."""


@dataclass(kw_only=True)
class Attempt:
    """
    One request that delivers a message. Under way as long as `seconds` is None.

    A platform adds its own fields in a subclass, and how they are described and shown.

    Args:
        number: 1 for the first of its delivery, replays counted.
        url: Where it was sent.
        begun: When, in the platform's time.
        headers: Headers that were sent; empty if nothing was sent.
        body: Body that was sent.
        plaintext: The encrypted part of the body in the clear; None if nothing was encrypted.
        signed: Which bytes were signed, in the platform's words: `body`, `payload` or `plaintext`.
        key_id: Id of the key that signed.
        seconds: How long it took.
        status: Status of the answer; None if there was none.
        error: Why it failed; empty if it did not.
        answer: The beginning of the answer's body.
    """

    number: int
    url: str
    begun: datetime
    headers: Headers = field(default_factory=dict, repr=False)
    body: str = field(default="", repr=False)
    plaintext: str | None = field(default=None, repr=False)
    signed: str | None = None
    key_id: str | None = None
    seconds: float | None = None
    status: int | None = None
    error: str = ""
    answer: str = field(default="", repr=False)

    @property
    def outcome(self) -> str:
        """`sending`, `delivered` or `failed`."""
        if self.seconds is None:
            return "sending"
        return "failed" if self.error else "delivered"

    @property
    def tag(self) -> str:
        """The platform's word for this kind of attempt; empty if it has none."""
        return ""

    @property
    def kind(self) -> str:
        """The platform's word for the kind of request; empty if it has none."""
        return ""

    @property
    def facts(self) -> Facts:
        """What the page shows of it besides."""
        return ()

    def particulars(self) -> JsonObject:
        """What the platform adds to the description."""
        return {}

    def describe(self) -> JsonObject:
        """Everything about it as JSON values; a token that was sent is masked."""
        headers = {name: "***" if name.lower() == "authorization" else one for name, one in self.headers.items()}
        return {
            "number": self.number,
            **self.particulars(),
            "url": self.url,
            "begunAt": self.begun.isoformat(),
            "headers": headers,
            "body": self.body,
            "plaintext": self.plaintext,
            "signed": self.signed,
            "keyId": self.key_id,
            "seconds": self.seconds,
            "status": self.status,
            "error": self.error,
            "answer": self.answer,
            "outcome": self.outcome,
        }


One = TypeVar("One", bound=Attempt)


@dataclass(kw_only=True)
class Delivery(Generic[One]):
    """
    One event on its way to one subscription; a platform adds what it knows in a subclass.

    Args:
        event_type: What happened.
        webhook_id: The subscription.
        url: Where it goes; a changed subscription changes it.
        raised: When it happened.
        payload: The payload in the clear; attempts may send it encrypted.
        is_test: Whether it is a test notification.
        status: `WAITING` for its first attempt, `RETRY`, `DELIVERED`, `FAILED`, or `SUSPENDED` while it
            is withheld.
        planned: When the next attempts are due if each of them fails, the first `SHOWN` of them.
        more_planned: How many follow beyond those.
        attempts: The attempts, oldest first.
        why: The reason for the status, unless it is obvious.
        round_began: Start of the attempt from which the current retries are counted.
        retries: How many retries were made since then.
        id: The desk's own id of it.
    """

    event_type: str
    webhook_id: str
    url: str
    raised: datetime
    payload: Any = field(default=None, repr=False)
    is_test: bool = False
    status: str = WAITING
    planned: list[datetime] = field(default_factory=list)
    more_planned: int = 0
    attempts: list[One] = field(default_factory=list)
    why: str = ""
    round_began: datetime | None = None
    retries: int = 0
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def is_finished(self) -> bool:
        """Whether no further attempt is made by itself."""
        return self.status in FINISHED

    @property
    def is_under_way(self) -> bool:
        """Whether an attempt has started and not ended."""
        return any(one.seconds is None for one in self.attempts)

    @property
    def facts(self) -> Facts:
        """What the page shows of it besides."""
        return ()

    def particulars(self) -> JsonObject:
        """What the platform adds to the description."""
        return {}

    def describe(self, *, attempts: bool = True) -> JsonObject:
        """
        Everything about it as JSON values.

        Args:
            attempts: With each attempt whole; otherwise only how many there were, as `attemptCount`.
        """
        made = list(self.attempts)
        return {
            "id": self.id,
            "eventType": self.event_type,
            **self.particulars(),
            "webhookId": self.webhook_id,
            "url": self.url,
            "raisedAt": self.raised.isoformat(),
            "isTest": self.is_test,
            "payload": self.payload,
            "status": self.status,
            "why": self.why,
            "planned": [one.isoformat() for one in self.planned],
            "morePlanned": self.more_planned,
            "attemptCount": len(made),
            **({"attempts": [one.describe() for one in made]} if attempts else {}),
        }


class Full(ValueError):
    """There are too many unfinished deliveries."""


Kind = TypeVar("Kind", bound=Delivery[Any])


class Deliveries(Generic[Kind]):
    """
    All deliveries, oldest first; behaves like a list, and like a mapping by id. Thread-safe.

    Args:
        feed: Gets every change, under the kind `delivery`.
        kept: How many are kept; beyond that, the oldest finished ones are dropped.
    """

    def __init__(self, feed: Feed, *, kept: int = KEPT) -> None:
        self.feed = feed
        self._kept = kept
        self._held: dict[str, Kind] = {}
        self._lock = RLock()

    def __iter__(self) -> Iterator[Kind]:
        with self._lock:
            return iter(list(self._held.values()))

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, id: object) -> bool:
        return id in self._held

    def __getitem__(self, which: str | int) -> Kind:
        """
        The delivery with that id, or at that position.

        Raises:
            KeyError: There is no such id.
            IndexError: There is no such position.
        """
        with self._lock:
            if isinstance(which, int):
                return list(self._held.values())[which]
            try:
                return self._held[which]
            except KeyError:
                raise KeyError(f"delivery {which}") from None

    def of(self, webhook_id: str) -> list[Kind]:
        """The deliveries of one subscription."""
        return [one for one in self if one.webhook_id == webhook_id]

    def add(self, delivery: Kind) -> Kind:
        """
        Add a delivery.

        Raises:
            Full: Too many are unfinished.
        """
        with self._lock:
            if len(self._held) >= self._kept:
                self._forget_oldest()
            self._held[delivery.id] = delivery
        self.publish(delivery)
        return delivery

    def publish(self, delivery: Kind) -> None:
        """Publish that *delivery* has changed."""
        self.feed.publish(CHANGED, delivery.id)

    def clear(self) -> None:
        """Remove all."""
        with self._lock:
            self._held.clear()

    def _forget_oldest(self) -> None:
        for id, one in self._held.items():
            if one.is_finished:
                del self._held[id]
                return
        raise Full(
            f"{len(self._held)} deliveries are waiting already; wait until they are delivered, or reset the simulator"
        )
