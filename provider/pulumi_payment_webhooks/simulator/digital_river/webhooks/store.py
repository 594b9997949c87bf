"""The webhooks that a simulated platform holds, of both modes. No I/O here."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ...desk.journal.feed import Feed
from ...desk.json_values import JsonObject
from ...desk.time.clock import Clock
from .signing_secrets import SigningSecret, SigningSecrets

HTTP = "HTTP"
OAUTH = "OAUTH"
TRANSPORTS = (HTTP, OAUTH)
CREDENTIALS = {HTTP: "authentication", OAUTH: "oauth"}
"""The member with the credentials of each transport."""

CHANGED = "subscription"
"""What the feed calls a webhook that has changed: the word of the page."""


@dataclass
class HeldWebhook:
    """
    One webhook.

    Args:
        document: Members by the names of the API, as they were sent: `types`, `address`, `apiVersion`, `enabled`,
            `transportType`, and `authentication` or `oauth` where there is one.
        is_live: Whether it is of live mode.
        created: When it was created.
        secrets: Its signing secrets.
        updated: When it was changed last.
        failing_since: When the first attempt failed after which none has succeeded; None while deliveries succeed.
        id: The platform's id of it.
    """

    document: JsonObject = field(repr=False)
    is_live: bool
    created: datetime
    secrets: SigningSecrets = field(repr=False)
    updated: datetime
    failing_since: datetime | None = None
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def address(self) -> str:
        """Where notifications go."""
        address: str = self.document["address"]
        return address

    @property
    def types(self) -> list[str]:
        """Its event types, as they were sent."""
        types: list[str] = self.document["types"]
        return types

    @property
    def is_enabled(self) -> bool:
        """Whether notifications are sent."""
        return bool(self.document["enabled"])

    @property
    def transport(self) -> str:
        """`HTTP` or `OAUTH`."""
        transport: str = self.document["transportType"]
        return transport

    @property
    def credentials(self) -> dict[str, str] | None:
        """The credentials of its transport; None where there are none."""
        return self.document.get(CREDENTIALS[self.transport])


class WebhookStore:
    """
    All webhooks, oldest first; reads like a mapping by id, and iterates over webhooks.

    Args:
        clock: The platform's time.
        feed: Where changes are published.
    """

    def __init__(self, clock: Clock, feed: Feed) -> None:
        self._clock = clock
        self._feed = feed
        self._held: dict[str, HeldWebhook] = {}
        self._removed: dict[str, bool] = {}
        self._unlisted: dict[str, tuple[datetime, int]] = {}
        self._watchers: list[Callable[[HeldWebhook], None]] = []

    def __iter__(self) -> Iterator[HeldWebhook]:
        return iter(list(self._held.values()))

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, id: object) -> bool:
        return id in self._held

    def __getitem__(self, id: str) -> HeldWebhook:
        """
        The webhook with that id.

        Raises:
            KeyError: There is none.
        """
        try:
            return self._held[id]
        except KeyError:
            raise KeyError(f"webhook {id}") from None

    def get(self, id: str) -> HeldWebhook | None:
        """The webhook with that id; None when there is none."""
        return self._held.get(id)

    def of_mode(self, *, is_live: bool) -> list[HeldWebhook]:
        """Those of one mode, oldest first."""
        return [one for one in self if one.is_live == is_live]

    def listed(self, *, is_live: bool) -> list[HeldWebhook]:
        """Those of one mode that a list shows now, newest first; this counts as a request for the list."""
        found = [one for one in self.of_mode(is_live=is_live) if not self._is_unlisted(one)]
        return found[::-1]

    def watch(self, watcher: Callable[[HeldWebhook], None]) -> None:
        """Call *watcher* with every webhook that was created, changed or removed."""
        self._watchers.append(watcher)

    def add(self, document: dict[str, object], *, is_live: bool) -> HeldWebhook:
        """Create a webhook; it has a signing secret from the start."""
        now = self._clock.now()
        secrets = SigningSecrets([SigningSecret(created=now)])
        webhook = HeldWebhook(document, is_live, created=now, secrets=secrets, updated=now)
        self._held[webhook.id] = webhook
        return self.changed(webhook)

    def restore(self, webhook: HeldWebhook) -> None:
        """Hold a webhook that was held before a restart."""
        self._held[webhook.id] = webhook

    def update(self, webhook: HeldWebhook, document: dict[str, object]) -> HeldWebhook:
        """Give a webhook another content."""
        if document["enabled"] and not webhook.is_enabled:
            webhook.failing_since = None
        webhook.document, webhook.updated = document, self._clock.now()
        return self.changed(webhook)

    def set_enabled(self, id: str, is_enabled: bool) -> HeldWebhook:
        """
        Enable or disable a webhook as the platform itself does, or a person in a console.

        Raises:
            KeyError: There is no such webhook.
        """
        webhook = self[id]
        return self.update(webhook, {**webhook.document, "enabled": is_enabled})

    def remove(self, id: str) -> HeldWebhook:
        """
        Delete a webhook with its secrets.

        Raises:
            KeyError: There is no such webhook.
        """
        webhook = self[id]
        del self._held[id]
        self._unlisted.pop(id, None)
        self._removed[id] = webhook.is_live
        return self.changed(webhook)

    def was_removed(self, id: str, *, is_live: bool) -> bool:
        """Whether a webhook of the mode had that id."""
        return self._removed.get(id) == is_live

    def changed(self, webhook: HeldWebhook) -> HeldWebhook:
        """Publish that *webhook* has changed."""
        for watcher in self._watchers:
            watcher(webhook)
        self._feed.publish(CHANGED, webhook.id)
        return webhook

    def unlist(self, id: str, *, seconds: float, requests: int) -> None:
        """Leave a webhook out of lists for so many seconds, and for so many lists."""
        self._unlisted[id] = (self._clock.now() + timedelta(seconds=seconds), requests)

    def clear(self) -> None:
        """Hold none."""
        self._held.clear()
        self._removed.clear()
        self._unlisted.clear()

    def _is_unlisted(self, webhook: HeldWebhook) -> bool:
        until, requests = self._unlisted.get(webhook.id, (webhook.created, 0))
        if requests > 0:
            self._unlisted[webhook.id] = (until, requests - 1)
        return requests > 0 or self._clock.now() < until
