"""Everything a simulated platform holds at one moment, shared by its operations. No I/O here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from threading import RLock

from ...digital_river.rules.signing_secrets import Expiration
from ..desk.journal.feed import Feed
from ..desk.mail.broken import BrokenEndpoints
from ..desk.mail.deliveries import Deliveries
from ..desk.time.agenda import Agenda
from ..desk.time.clock import Clock
from .access.keys import ApiKeys
from .delivery import DigitalRiverDeliveries
from .events import EventLog
from .knobs import Knobs
from .webhooks.signing_secrets import SigningSecret
from .webhooks.store import CHANGED, Webhook, Webhooks


class SimulatedPlatform:
    """
    The platform's memory.

    Args:
        clock: Its time.
        knobs: How it behaves at the start.
        keys: The keys of the account.
    """

    def __init__(self, *, clock: Clock, knobs: Knobs, keys: ApiKeys) -> None:
        self.clock = clock
        self.knobs = knobs
        self._first_knobs = knobs
        self.keys = keys
        self.lock = RLock()
        self.feed = Feed()
        self.agenda = Agenda()
        self.deliveries: DigitalRiverDeliveries = Deliveries(self.feed)
        self.events = EventLog()
        self.webhooks = Webhooks(clock, self.feed)
        self.broken = BrokenEndpoints(check=self.webhooks.__getitem__, changed=partial(self.feed.publish, CHANGED))
        clock.watchers.append(lambda: self._publish("clock"))

    def turn(self, changes: Mapping[str, object]) -> Knobs:
        """
        Turn knobs and return all positions.

        Raises:
            ValueError: There is no such knob or position.
        """
        self.knobs = self.knobs.replace(changes)
        self._publish("knobs")
        return self.knobs

    def rotate_secret(self, webhook: Webhook, expiration: Expiration) -> SigningSecret:
        """
        Make a new secret for *webhook* and return it; the current one expires as *expiration* says.

        The webhook's time of the last update stays: screenshots of the Dashboard show the same before and after.

        Raises:
            SecretLimitReached: It has too many valid secrets, and no knob drops the oldest.
        """
        made = webhook.secrets.rotate(expiration, self.clock.now(), when_full=self.knobs.sixth_secret)
        self.webhooks.changed(webhook)
        return made

    def reset(self) -> None:
        """As it was at the start."""
        self.knobs = self._first_knobs
        self.agenda.clear()
        self.deliveries.clear()
        self.events.clear()
        self.webhooks.clear()
        self.broken.clear()
        self._publish("reset")

    def _publish(self, kind: str) -> None:
        self.feed.publish(kind)
