"""The subscriptions a platform holds, and how their status moves with reviews, pings and time. No I/O here."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ...simulator.clock import Clock
from ..rules import status as statuses
from .bodies import Document, urls
from .knobs import Knobs

UNDER_REVIEW = frozenset({statuses.PENDING_REVIEW, statuses.BLOCKED})


@dataclass
class Subscription:
    """
    One subscription.

    Args:
        webhook_id: The platform's id of it.
        document: What was declared, in the normal form of `bodies`.
        status: One of the statuses of `rules.status`.
        created_on: When it was created.
        updated_on: When it was last changed, None before that.
        review_ends: When its URLs are approved by themselves.
        ping_due: When its health URL answers a first ping.
    """

    webhook_id: str
    document: Document
    status: str
    created_on: datetime
    updated_on: datetime | None = None
    review_ends: datetime | None = None
    ping_due: datetime | None = None

    @property
    def organization_id(self) -> str:
        """The organization that owns it."""
        return str(self.document["organizationId"])

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.document["name"])

    @property
    def products(self) -> dict[str, list[str]]:
        """Event types by product."""
        return {one["productId"]: list(one["eventTypes"]) for one in self.document["products"]}

    @property
    def activates_itself(self) -> bool:
        """Whether a ping of its health URL activates it."""
        return bool(self.document["healthCheckUrl"]) and bool(self.document["retryPolicy"]["deactivateFlag"])

    def described(self) -> dict[str, Any]:
        """Everything about it as JSON values, in normal form."""
        return {
            "webhookId": self.webhook_id,
            **self.document,
            "status": self.status,
            "createdOn": self.created_on.isoformat(),
            "updatedOn": self.updated_on and self.updated_on.isoformat(),
        }


class Subscriptions:
    """
    All of them, oldest first; reads like a mapping by id.

    Args:
        clock: The platform's time.
        knobs: The positions of today.
    """

    def __init__(self, *, clock: Clock, knobs: Callable[[], Knobs]) -> None:
        self._clock = clock
        self._knobs = knobs
        self._held: dict[str, Subscription] = {}
        self._approved: set[str] = set()

    def __iter__(self) -> Iterator[Subscription]:
        self._settle()
        return iter(list(self._held.values()))

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, webhook_id: object) -> bool:
        return webhook_id in self._held

    def __getitem__(self, webhook_id: str) -> Subscription:
        self._settle()
        try:
            return self._held[webhook_id]
        except KeyError:
            raise KeyError(f"subscription {webhook_id}") from None

    def add(self, document: Document) -> Subscription:
        """Hold a new subscription and begin its review."""
        new = Subscription(_new_id(), document, statuses.INACTIVE, self._clock.now())
        self._held[new.webhook_id] = new
        self._review(new, urls(document))
        self._schedule_ping(new)
        return new

    def change(self, webhook_id: str, document: Document) -> Subscription:
        """Put *document* in place of what was declared; other URLs are reviewed."""
        held = self[webhook_id]
        other = [one for one in urls(document) if one not in urls(held.document)]
        dropped = [one for one in urls(held.document) if one not in urls(document)]
        held.document, held.updated_on = document, self._clock.now()
        if other or dropped:
            self._review(held, urls(document) if held.status in UNDER_REVIEW else other)
        self._schedule_ping(held)
        return held

    def remove(self, webhook_id: str) -> None:
        """Hold it no longer."""
        self[webhook_id]
        del self._held[webhook_id]

    def set_status(self, webhook_id: str, status: str) -> Subscription:
        """Give it any status, by hand."""
        held = self[webhook_id]
        held.status, held.review_ends, held.ping_due = status, None, None
        return held

    def approve(self, webhook_id: str) -> Subscription:
        """End the review well: its URLs are known from now on."""
        held = self[webhook_id]
        self._approve(held)
        return held

    def block(self, webhook_id: str) -> Subscription:
        """End the review badly."""
        return self.set_status(webhook_id, statuses.BLOCKED)

    def activate(self, webhook_id: str) -> Subscription:
        """
        Let its health URL answer a ping.

        Raises:
            ValueError: It has none, or its status does not depend on pings.
        """
        held = self[webhook_id]
        if not held.activates_itself:
            raise ValueError("without healthCheckUrl and deactivateFlag true no ping activates it")
        if held.status in statuses.REFUSING_CHANGE:
            raise ValueError(f"no ping changes {held.status}")
        return self.set_status(webhook_id, statuses.ACTIVE)

    def suspend(self, webhook_id: str) -> Subscription:
        """Let its URL be unreachable."""
        return self.set_status(webhook_id, statuses.SUSPENDED)

    def clear(self) -> None:
        """Hold none, and know no URL."""
        self._held.clear()
        self._approved.clear()

    def _settle(self) -> None:
        """Let happen what was due since anyone last looked."""
        now = self._clock.now()
        for held in list(self._held.values()):
            if held.review_ends is not None and held.review_ends <= now:
                self._approve(held)
            if held.ping_due is not None and held.ping_due <= now:
                held.ping_due = None
                held.status = statuses.ACTIVE

    def _review(self, held: Subscription, unseen: list[str]) -> None:
        knobs = self._knobs()
        held.review_ends = None
        if any(self._is_blocked(one, knobs) for one in unseen):
            held.status = statuses.BLOCKED
        elif knobs.review == "manual" and any(one not in self._approved for one in unseen):
            held.status = statuses.PENDING_REVIEW
            if knobs.review_seconds is not None:
                held.review_ends = self._clock.now() + timedelta(seconds=knobs.review_seconds)
        elif held.status in UNDER_REVIEW:
            held.status = statuses.INACTIVE

    def _is_blocked(self, url: str, knobs: Knobs) -> bool:
        if knobs.blocked_urls is not None:
            return re.search(knobs.blocked_urls, url) is not None
        return knobs.review == "block"

    def _approve(self, held: Subscription) -> None:
        began = held.review_ends
        held.review_ends = None
        self._approved.update(urls(held.document))
        if held.status in UNDER_REVIEW:
            held.status = statuses.INACTIVE
            self._schedule_ping(held, since=began)

    def _schedule_ping(self, held: Subscription, *, since: datetime | None = None) -> None:
        seconds = self._knobs().activation_seconds
        held.ping_due = None
        if seconds is not None and held.activates_itself and held.status == statuses.INACTIVE:
            held.ping_due = (since or self._clock.now()) + timedelta(seconds=seconds)


def _new_id() -> str:
    """A GUID of the database's making, which is no version 4."""
    raw = secrets.token_hex(14)
    return f"{raw[:8]}-{raw[8:12]}-{raw[12:16]}-e063-{raw[16:]}"
