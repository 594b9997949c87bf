"""What the page shows: everything at once, single changes, and a whole delivery. No I/O here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from ..desk.journal.feed import Change
from ..desk.json_values import JsonObject
from ..desk.mail.deliveries import Attempt, Delivery
from .source import Source

LISTED = 300
"""How many deliveries and how many subscriptions the page lists, the newest of each."""

ATTEMPTS = 100
"""How many attempts of a delivery are shown, the newest."""

LONGEST_BODY = 100_000
"""How many characters of a body are shown."""

BODIES = ("body", "plaintext")

PageEvent = tuple[str, JsonObject]


class PageView:
    """
    A platform as the page shows it.

    Args:
        source: The platform.
    """

    def __init__(self, source: Source) -> None:
        self.source = source

    @property
    def latest(self) -> int:
        """The number of the last change."""
        return self.source.deliveries.feed.latest

    def whole(self) -> PageEvent:
        """Everything, under the name `start`."""
        deliveries = list(self.source.deliveries)
        return "start", {
            **self._about(),
            "subscriptions": list(self.source.subscriptions(LISTED)),
            "subscriptionsHeld": self.source.subscription_count(),
            "deliveries": [summary(one) for one in deliveries[-LISTED:]],
            "listed": LISTED,
            "held": len(deliveries),
        }

    def events(self, changes: Iterable[Change] | None) -> Iterator[PageEvent]:
        """
        Each changed thing in its current state, once.

        Args:
            changes: Changes of the feed; None if the feed no longer knows what the page has missed.
        """
        if changes is None:
            yield self.whole()
            return
        concerned = dict.fromkeys((change.kind, change.id) for change in changes)
        if any(kind == "reset" for kind, _ in concerned):
            yield self.whole()
            return
        for kind, id in concerned:
            yield from self._one(kind, id)

    def delivery(self, id: str) -> JsonObject:
        """
        A delivery with its newest `ATTEMPTS` attempts, each with its `verdict`.

        Raises:
            KeyError: There is no such delivery.
        """
        held = self.source.deliveries[id]
        attempts = held.attempts[-ATTEMPTS:]
        return {
            **held.describe(attempts=False),
            "facts": held.facts,
            "attempts": [self._attempt(one) for one in attempts],
        }

    def _attempt(self, attempt: Attempt) -> JsonObject:
        verdict, content = self.source.verdict(attempt).describe(), attempt.describe()
        is_cut = any(len(content[name] or "") > LONGEST_BODY for name in BODIES)
        shown = {"tag": attempt.tag, "facts": attempt.facts, "isCut": is_cut, "verdict": verdict}
        return {**content, **{name: _beginning(content[name]) for name in BODIES}, **shown}

    def _about(self) -> JsonObject:
        return {**self.source.about(), "now": self.source.clock.now().isoformat()}

    def _one(self, kind: str, id: str) -> Iterator[PageEvent]:
        """A changed thing in its current state, if the page shows it."""
        if kind == "subscription":
            content = self.source.subscription(id) or {"id": id, "gone": True}
            yield kind, {**content, "held": self.source.subscription_count()}
        elif kind in ("clock", "knobs"):
            yield "clock", self._about()
        elif kind == "delivery":
            with suppress(KeyError):  # dropped meanwhile
                yield kind, {**summary(self.source.deliveries[id]), "held": len(self.source.deliveries)}


def _beginning(text: str | None) -> str | None:
    return text if text is None else text[:LONGEST_BODY]


def summary(delivery: Delivery[Any]) -> JsonObject:
    """*delivery* as lists show it."""
    last = delivery.attempts[-1] if delivery.attempts else None
    planned = list(delivery.planned)
    return {
        "id": delivery.id,
        "eventType": delivery.event_type,
        "webhookId": delivery.webhook_id,
        "raisedAt": delivery.raised.isoformat(),
        "isTest": delivery.is_test,
        "status": delivery.status,
        "why": delivery.why,
        "attemptCount": len(delivery.attempts),
        "lastOutcome": last and last.outcome,
        "lastStatus": last and last.status,
        "nextAt": planned[0].isoformat() if planned else None,
    }
