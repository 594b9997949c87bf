"""The subscriptions of the simulated platform, and how reviews and tests change their status. No I/O here."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from ....cybersource.rules import status as statuses
from ...desk.journal.feed import Feed
from ...desk.json_values import JsonObject
from ...desk.time.agenda import Agenda
from ...desk.time.clock import Clock
from ...desk.wire.patterns import matches
from ..knobs import Knobs
from .bodies import urls

UNDER_REVIEW = frozenset({statuses.PENDING_REVIEW, statuses.BLOCKED})
CHANGED = "subscription"


@dataclass
class Subscription:
    """
    A subscription.

    Args:
        webhook_id: The platform's id of it.
        document: What the client declared, in the normal form of `bodies`.
        status: One of the statuses of `rules.status`.
        created_on: When it was created.
        updated_on: When it was last changed; None before a change.
        review_ends: When its review ends with an approval.
        awaits_ping: Whether its health URL is pinged soon, because it is new or has changed.
        health: Result of the last ping; None before the first.
    """

    webhook_id: str
    document: JsonObject
    status: str
    created_on: datetime
    updated_on: datetime | None = None
    review_ends: datetime | None = None
    awaits_ping: bool = False
    health: JsonObject | None = field(default=None, repr=False)

    @property
    def organization_id(self) -> str:
        """The organization that owns it."""
        return str(self.document["organizationId"])

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.document["name"])

    @property
    def url(self) -> str:
        """The webhook URL."""
        return str(self.document["webhookUrl"])

    @property
    def products(self) -> dict[str, list[str]]:
        """Event types by product."""
        return {one["productId"]: list(one["eventTypes"]) for one in self.document["products"]}

    @property
    def is_withheld_when_unreachable(self) -> bool:
        """Whether messages wait while its URL is unreachable (`deactivateFlag`)."""
        return bool(self.document["retryPolicy"]["deactivateFlag"])

    @property
    def activates_itself(self) -> bool:
        """Whether a ping of its health URL activates it."""
        return bool(self.document["healthCheckUrl"]) and self.is_withheld_when_unreachable

    def describe(self) -> JsonObject:
        """Everything about it as JSON values."""
        return {
            "webhookId": self.webhook_id,
            **self.document,
            "status": self.status,
            "createdOn": self.created_on.isoformat(),
            "updatedOn": self.updated_on and self.updated_on.isoformat(),
            "reviewEnds": self.review_ends and self.review_ends.isoformat(),
            "health": self.health,
        }


Watcher = Callable[[Subscription], None]
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def _alone(
    method: Callable[Concatenate[Subscriptions, Arguments], Result],
) -> Callable[Concatenate[Subscriptions, Arguments], Result]:
    """The method under the lock: tests, requests and deliveries have their own threads."""

    @wraps(method)
    def locked(self: Subscriptions, /, *args: Arguments.args, **named: Arguments.kwargs) -> Result:
        with self._lock:
            return method(self, *args, **named)

    return locked


class Subscriptions:
    """
    All subscriptions, oldest first; behaves like a mapping by id.

    Args:
        clock: The platform's time.
        knobs: Returns the current knobs.
        agenda: Plans the ends of reviews.
        feed: Gets every change, under the kind `subscription`.
        lock: Held during changes.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        knobs: Callable[[], Knobs],
        agenda: Agenda,
        feed: Feed,
        lock: AbstractContextManager[object],
    ) -> None:
        self._lock = lock
        self._clock = clock
        self._knobs = knobs
        self._agenda = agenda
        self._feed = feed
        self._held: dict[str, Subscription] = {}
        self._watchers: list[Watcher] = []
        self._unlisted: dict[str, tuple[datetime, int]] = {}
        self.approved: set[str] = set()

    def __iter__(self) -> Iterator[Subscription]:
        return iter(list(self._held.values()))

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, webhook_id: object) -> bool:
        return webhook_id in self._held

    def __getitem__(self, webhook_id: str) -> Subscription:
        try:
            return self._held[webhook_id]
        except KeyError:
            raise KeyError(f"subscription {webhook_id}") from None

    def get(self, webhook_id: str) -> Subscription | None:
        """The subscription with that id, or None."""
        return self._held.get(webhook_id)

    @_alone
    def unlist(self, webhook_id: str, *, seconds: float, requests: int) -> None:
        """Omit a subscription from answers to lists, for *seconds* and for a number of *requests*."""
        self._unlisted[webhook_id] = (self._clock.now() + timedelta(seconds=seconds), requests)

    @_alone
    def select(self, wanted: Callable[[Subscription], bool]) -> list[Subscription]:
        """The *wanted* subscriptions that an answer to a list shows."""
        return [one for one in self._held.values() if wanted(one) and self._is_listed(one.webhook_id)]

    def watch(self, watcher: Watcher) -> None:
        """Call *watcher* with each changed subscription; a deleted one is no longer in this mapping."""
        self._watchers.append(watcher)

    @_alone
    def add(self, document: JsonObject) -> Subscription:
        """Add a new subscription and start its review."""
        new = Subscription(_new_id(), document, statuses.INACTIVE, self._clock.now(), awaits_ping=True)
        self._held[new.webhook_id] = new
        self._review(new, urls(document))
        return self.publish(new)

    @_alone
    def restore(self, held: Subscription) -> None:
        """Add a subscription of a data file."""
        self._held[held.webhook_id] = held
        self._plan_review(held)
        self.publish(held)

    @_alone
    def change(self, webhook_id: str, document: JsonObject) -> Subscription:
        """Replace what was declared; new URLs are reviewed, and its health URL is pinged."""
        held = self[webhook_id]
        other = [one for one in urls(document) if one not in urls(held.document)]
        dropped = [one for one in urls(held.document) if one not in urls(document)]
        held.document, held.updated_on, held.awaits_ping = document, self._clock.now(), True
        if other or dropped:
            self._review(held, urls(document) if held.status in UNDER_REVIEW else other)
        return self.publish(held)

    @_alone
    def remove(self, webhook_id: str) -> None:
        """Delete it."""
        held = self[webhook_id]
        del self._held[webhook_id]
        self._agenda.cancel(("review", webhook_id))
        self.publish(held)

    @_alone
    def set_status(self, webhook_id: str, status: str) -> Subscription:
        """Set any status."""
        held = self[webhook_id]
        held.status, held.review_ends, held.awaits_ping = status, None, False
        self._plan_review(held)
        return self.publish(held)

    @_alone
    def approve(self, webhook_id: str) -> Subscription:
        """End the review with an approval of its URLs."""
        held = self[webhook_id]
        held.review_ends = None
        self._plan_review(held)
        self.approved.update(urls(held.document))
        if held.status in UNDER_REVIEW:
            held.status, held.awaits_ping = statuses.INACTIVE, True
        return self.publish(held)

    def block(self, webhook_id: str) -> Subscription:
        """End the review with `BLOCKED`."""
        return self.set_status(webhook_id, statuses.BLOCKED)

    @_alone
    def activate(self, webhook_id: str) -> Subscription:
        """
        Act as if its health URL answered a ping.

        Raises:
            ValueError: Its status does not depend on pings.
        """
        held = self[webhook_id]
        if not held.activates_itself:
            raise ValueError("without healthCheckUrl and deactivateFlag true no ping activates it")
        if held.status in statuses.REFUSING_CHANGE:
            raise ValueError(f"no ping changes {held.status}")
        return self.set_status(webhook_id, statuses.ACTIVE)

    def suspend(self, webhook_id: str) -> Subscription:
        """Act as if its URL were unreachable."""
        return self.set_status(webhook_id, statuses.SUSPENDED)

    @_alone
    def publish(self, held: Subscription) -> Subscription:
        """Publish that *held* has changed."""
        for watcher in self._watchers:
            watcher(held)
        self._feed.publish(CHANGED, held.webhook_id)
        return held

    @_alone
    def clear(self) -> None:
        """Delete all, and forget approved URLs."""
        self._held.clear()
        self._unlisted.clear()
        self.approved.clear()

    def _is_listed(self, webhook_id: str) -> bool:
        """Whether this answer shows it; the answer counts."""
        until, left = self._unlisted.get(webhook_id, (None, 0))
        if until is None:
            return True
        if until <= self._clock.now() and left <= 0:
            del self._unlisted[webhook_id]
            return True
        self._unlisted[webhook_id] = (until, left - 1)
        return False

    def _review(self, held: Subscription, unseen: list[str]) -> None:
        knobs = self._knobs()
        held.review_ends = None
        if any(self._is_blocked(one, knobs) for one in unseen):
            held.status = statuses.BLOCKED
        elif knobs.review in ("timed", "manual") and any(one not in self.approved for one in unseen):
            held.status = statuses.PENDING_REVIEW
            if knobs.review == "timed":
                held.review_ends = self._clock.now() + timedelta(seconds=knobs.review_seconds)
        elif held.status in UNDER_REVIEW:
            held.status = statuses.INACTIVE
        self._plan_review(held)

    def _plan_review(self, held: Subscription) -> None:
        key = ("review", held.webhook_id)
        if held.review_ends is None:
            self._agenda.cancel(key)
        else:
            self._agenda.plan(key, held.review_ends, lambda: self._end_review(held.webhook_id))

    @_alone
    def _end_review(self, webhook_id: str) -> None:
        held = self._held.get(webhook_id)
        if held is not None and held.review_ends is not None:
            self.approve(webhook_id)

    def _is_blocked(self, url: str, knobs: Knobs) -> bool:
        if knobs.blocked_urls is not None:
            return matches(knobs.blocked_urls, url)
        return knobs.review == "block"


def _new_id() -> str:
    """An id like those of the platform, which is not a version 4 UUID."""
    raw = secrets.token_hex(14)
    return f"{raw[:8]}-{raw[8:12]}-{raw[12:16]}-e063-{raw[16:]}"
