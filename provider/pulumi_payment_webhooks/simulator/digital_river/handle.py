"""The simulator as a program holds it: start it, ask it, turn its knobs, stop it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ...digital_river.rules.signing_secrets import Expiration
from ..desk.data_file import DataFile, read
from ..desk.running import Address, RunningSimulator, dispatcher_of, outbound_of
from ..desk.time.clock import Clock
from ..desk.wire.desk import Desk
from ..desk.wire.rate_limit import RateLimit
from ..page.app import pages
from .access.admission import Admission
from .access.keys import ApiKeys, Right
from .controls.controls import Controls, edit
from .controls.events import EventControls
from .data_file import Snapshot, content, restore
from .deliveries.courier import DigitalRiverCourier
from .deliveries.messages import USER_AGENT
from .deliveries.occurrences import Occurrence, Raised, emit
from .delivery import DigitalRiverDelivery
from .events import EventLog
from .inbox import DigitalRiverInbox
from .knobs import Knobs
from .platform import SimulatedDigitalRiver
from .refusals import too_many_requests
from .service import DigitalRiverService
from .webhooks.store import HeldWebhook, WebhookStore


class DigitalRiverSimulator(RunningSimulator[Knobs, DigitalRiverDelivery, DigitalRiverCourier]):
    """
    A simulator; `with DigitalRiverSimulator() as simulator:` starts and stops it.

    Args:
        host: A loopback address.
        port: 0 chooses a free port.
        knobs: How it behaves; `turn` changes them later.
        latency: Seconds before each request is carried out.
        latency_after: Seconds before each answer is sent; a client that disconnects meanwhile gets none.
        api_key: The secret key of test mode; unless given, that of *data* or a new one.
        live_api_key: The secret key of live mode; unless given, that of *data* or a new one.
        data: File that keeps webhooks, secrets, events, deliveries and the clock when the simulator restarts.
        tls: Serve https, with its own certificate authority; clients have to trust `trusted_file`.

    Raises:
        ValueError: The address is not on loopback, a key does not have the prefix of its mode, or the file is damaged.
        OSError: The port is in use, or the file cannot be read.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        knobs: Knobs | None = None,
        latency: float = 0.0,
        latency_after: float = 0.0,
        api_key: str | None = None,
        live_api_key: str | None = None,
        data: Path | None = None,
        tls: bool = False,
    ) -> None:
        kept, clock = read(data, Snapshot) if data else None, Clock()
        stored = (kept.api_key, kept.live_api_key) if kept else (None, None)
        keys = ApiKeys(api_key or stored[0], live_api_key or stored[1])
        platform = SimulatedDigitalRiver(clock=clock, knobs=knobs or Knobs(), keys=keys)
        self._platform = platform
        dispatcher, outbound = dispatcher_of(platform), outbound_of(platform, user_agent=USER_AGENT)
        rate_limit = RateLimit(too_many_requests, clock=clock)
        admission = Admission(platform.keys, rate_limit, knobs=lambda: platform.knobs)
        courier = DigitalRiverCourier(platform, outbound)
        controls = Controls(platform, EventControls(platform, courier, dispatcher.settle))
        service = DigitalRiverService(platform, admission, courier, controls)
        desk = Desk(service, clock=clock, latency=latency, latency_after=latency_after, lock=platform.lock)
        desk.pages.update(pages(DigitalRiverInbox(platform)))
        super().__init__(
            platform, courier, desk=desk, dispatcher=dispatcher, outbound=outbound, address=Address(host, port, tls)
        )
        self._data_file = DataFile(data, content=lambda: content(platform), feed=platform.feed) if data else None
        if kept:
            restore(kept, platform, courier)

    @property
    def api_key(self) -> str:
        """The secret key of test mode."""
        return self._platform.keys.test

    @property
    def live_api_key(self) -> str:
        """The secret key of live mode, which sees other webhooks."""
        return self._platform.keys.live

    @property
    def public_api_key(self) -> str:
        """The public key of test mode, which may do nothing with webhooks."""
        return self._platform.keys.public_test

    @property
    def webhooks(self) -> WebhookStore:
        """Every webhook of both modes, oldest first, and what can happen to it at the platform."""
        return self._platform.webhooks

    @property
    def events(self) -> EventLog:
        """Every event of both modes, oldest first."""
        return self._platform.events

    def emit(
        self,
        event_type: str,
        object: Mapping[str, object] | None = None,
        *,
        previous: Mapping[str, object] | None = None,
        live: bool = False,
        count: int = 1,
    ) -> Raised:
        """
        Raise an event: it is sent to every enabled webhook of its mode that names its type, in the background.

        Args:
            event_type: What happens.
            object: The resource afterwards; that of a template unless given.
            previous: The changed fields with their old values.
            live: Whether it happens in live mode.
            count: How often it happens.

        Raises:
            ValueError: There is no such event type.
        """
        said = None if object is None else dict(object)
        before = None if previous is None else dict(previous)
        with self._desk.lock:
            return emit(Occurrence(event_type, said, before, live, count), self._platform, self._courier)

    def secret_of(self, webhook_id: str) -> str:
        """The current signing secret of a webhook, as the console reveals it."""
        return self._platform.webhooks[webhook_id].secrets.current.token

    def rotate_secret(self, webhook_id: str, expiration: Expiration = "immediately") -> str:
        """
        Rotate a webhook's signing secret as the console does, and return the new one.

        Args:
            webhook_id: The webhook.
            expiration: When the current one expires: `immediately`, `1_hour`, `3_hours`, `6_hours`, `12_hours` or
                `24_hours`.

        Raises:
            SecretLimitReached: It has five valid secrets, and no knob drops the oldest.
        """
        with self._desk.lock:
            return self._platform.rotate_secret(self._platform.webhooks[webhook_id], expiration).token

    def restrict_key(self, right: Right, *, live: bool = False) -> str:
        """Make a restricted key that may `read`, `write` or `read_write` webhooks, or `none` of it, and return it."""
        with self._desk.lock:
            return self._platform.keys.restrict(right, is_live=live)

    def rotate_key(self, *, live: bool = False) -> str:
        """Make a new secret key in place of the present one, and return it; webhooks stay as they are."""
        with self._desk.lock:
            return self._platform.keys.rotate(is_live=live)

    def edit(self, webhook_id: str, changes: Mapping[str, object]) -> HeldWebhook:
        """Change a webhook behind the client's back, with the names of the API."""
        with self._desk.lock:
            return edit(self._platform, webhook_id, dict(changes))

    def disable(self, webhook_id: str) -> HeldWebhook:
        """Disable a webhook, as the platform does with one whose deliveries keep failing."""
        with self._desk.lock:
            return self._platform.webhooks.set_enabled(webhook_id, False)
