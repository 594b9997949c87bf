"""Everything a simulated platform holds at one moment, shared by its operations. No I/O here."""

from __future__ import annotations

from functools import partial

from ...digital_river.rules.signing_secrets import Expiration
from ..desk.mail.broken import BrokenEndpoints
from ..desk.platform import SimulatedPlatform
from ..desk.time.clock import Clock
from .access.keys import ApiKeys
from .delivery import DigitalRiverDelivery
from .events import EventLog
from .knobs import Knobs
from .webhooks.signing_secrets import SigningSecret
from .webhooks.store import CHANGED, HeldWebhook, WebhookStore


class SimulatedDigitalRiver(SimulatedPlatform[Knobs, DigitalRiverDelivery]):
    """
    The platform's memory.

    Args:
        clock: Its time.
        knobs: How it behaves at the start.
        keys: The keys of the account.
    """

    def __init__(self, *, clock: Clock, knobs: Knobs, keys: ApiKeys) -> None:
        super().__init__(clock=clock, knobs=knobs)
        self.keys = keys
        self.events = EventLog()
        self.webhooks = WebhookStore(clock, self.feed)
        self.broken = BrokenEndpoints(check=self.webhooks.__getitem__, changed=partial(self.feed.publish, CHANGED))

    def rotate_secret(self, webhook: HeldWebhook, expiration: Expiration) -> SigningSecret:
        """
        Make a new secret for *webhook* and return it; the current one expires as *expiration* says.

        The webhook's time of the last update stays: screenshots of the Dashboard show the same before and after.

        Raises:
            SecretLimitReached: It has too many valid secrets, and no knob drops the oldest.
        """
        made = webhook.secrets.rotate(expiration, self.clock.now(), when_full=self.knobs.sixth_secret)
        self.webhooks.changed(webhook)
        return made

    def _clear(self) -> None:
        self.events.clear()
        self.webhooks.clear()
