"""The simulator of Cybersource / Visa Acceptance Solutions: start it, drive it, stop it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ...crypto.keys import CertifiedKey, certify
from ..desk.data_file import DataFile, read
from ..desk.running import Address, RunningSimulator, dispatcher_of, outbound_of
from ..desk.time.clock import Clock
from ..desk.wire.desk import Desk
from ..desk.wire.rate_limit import RateLimit
from ..page.app import pages
from .access import certificates
from .access.admission import Admission
from .access.credentials import Credentials
from .controls.controls import Controls, edit
from .controls.deliveries import EventControls
from .data_file import Snapshot, content, restore
from .deliveries.courier import CybersourceCourier
from .deliveries.events import EventRequest, Raised, emit
from .deliveries.health import Health
from .deliveries.messages import USER_AGENT
from .delivery import CybersourceDelivery
from .egress_keys import EgressKeys
from .inbox import CybersourceInbox
from .knobs import Knobs
from .organizations import Organizations
from .platform import SimulatedCybersource
from .refusals import too_many_requests
from .service import CybersourceService
from .subscriptions.subscriptions import Subscription, Subscriptions

PLATFORM_CERTIFICATE = "CyberSource_SJC_US"
PLATFORM_ID = "1500000000000000000001"


class CybersourceSimulator(RunningSimulator[Knobs, CybersourceDelivery, CybersourceCourier]):
    """
    A simulator; `with CybersourceSimulator() as simulator:` starts and stops it.

    Args:
        host: A loopback address.
        port: 0 chooses a free port.
        knobs: How it behaves; `turn` changes them later.
        latency: Seconds before each request is carried out.
        latency_after: Seconds before each answer is sent; a client that disconnects meanwhile gets none.
        credentials: The account; unless given, that of *data* or one with a new secret.
        account: Members of the account, by their names in `Credentials`; the others have their defaults.
        data: File that keeps subscriptions, keys, deliveries and the clock when the simulator restarts.
        tls: Serve https, with its own certificate authority; clients have to trust `trusted_file`.

    Raises:
        ValueError: The address is not on loopback, or the file is damaged.
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
        credentials: Credentials | None = None,
        account: Mapping[str, str] | None = None,
        data: Path | None = None,
        tls: bool = False,
    ) -> None:
        kept = read(data, Snapshot) if data else None
        known = kept.credentials.model_dump() if kept else {}
        self.credentials = credentials or Credentials(**{**known, **(account or {})})
        clock = Clock()
        family = {self.organization_id: {self.merchant_id} - {self.organization_id}}
        platform = SimulatedCybersource(clock=clock, knobs=knobs or Knobs(), organizations=Organizations(family))
        self._platform = platform
        dispatcher, outbound = dispatcher_of(platform), outbound_of(platform, user_agent=USER_AGENT)
        courier = CybersourceCourier(platform, outbound)
        Health(platform, outbound)
        admission = Admission(self.credentials, knobs=lambda: platform.knobs, clock=clock)
        controls = Controls(platform, EventControls(platform, courier, dispatcher.settle))
        rate_limit = RateLimit(too_many_requests, clock=clock)
        service = CybersourceService(platform, admission, rate_limit, courier, controls)
        desk = Desk(service, clock=clock, latency=latency, latency_after=latency_after, lock=platform.lock)
        desk.pages.update(pages(CybersourceInbox(platform)))
        super().__init__(
            platform, courier, desk=desk, dispatcher=dispatcher, outbound=outbound, address=Address(host, port, tls)
        )
        admission.own_host = urlsplit(self.endpoint).netloc
        self._data_file = (
            DataFile(data, content=lambda: content(platform, self.credentials), feed=platform.feed) if data else None
        )
        if kept:
            restore(kept, platform, courier)

    @property
    def merchant_id(self) -> str:
        """The merchant that owns the key."""
        return self.credentials.merchant_id

    @property
    def organization_id(self) -> str:
        """The merchant's portfolio organization."""
        return self.credentials.organization_id

    @property
    def key_id(self) -> str:
        """Id of the shared secret key."""
        return self.credentials.key_id

    @property
    def shared_secret(self) -> str:
        """The shared secret, base64."""
        return self.credentials.shared_secret

    def p12(self, password: str) -> bytes:
        """
        A P12 file as merchants get it: their certificate and key, and a certificate of the platform.

        The first call makes the key; from then on, the simulator accepts tokens that it signs.
        """
        key = certificates.platform_key()
        issuer = certify(key, name=PLATFORM_CERTIFICATE, id=PLATFORM_ID, begins=self._certified_since)
        alias = certificates.merchant_alias(self.merchant_id, self._certified.id)
        return self._certified.p12(password, issuer.certificate, alias=alias)

    @cached_property
    def _certified(self) -> CertifiedKey:
        id, begins = certificates.new_certificate_id(), self._certified_since
        key = certify(certificates.rsa_key(), name=self.merchant_id, id=id, begins=begins)
        self.credentials.register(key)
        return key

    @cached_property
    def _certified_since(self) -> datetime:
        return certificates.yesterday()

    @property
    def subscriptions(self) -> Subscriptions:
        """Every subscription, oldest first, and what the platform can do to it."""
        return self._platform.subscriptions

    @property
    def keys(self) -> EgressKeys:
        """Every key, oldest first."""
        return self._platform.keys

    def emit(
        self,
        event_type: str,
        *,
        product_id: str | None = None,
        organization_id: str | None = None,
        payload: object = None,
        count: int = 1,
    ) -> Raised:
        """
        Raise an event: it is sent to every subscription that wants it, immediately and in the background.

        Args:
            event_type: The event type.
            product_id: The product, if several have the event type.
            organization_id: Where it happens; unless given, in the organization of each subscription.
            payload: The payload; unless given, that of a template.
            count: How often it happens.

        Raises:
            ValueError: There is no such event type.
        """
        event = EventRequest(event_type, product_id, organization_id, payload, count)
        with self._desk.lock:
            return emit(event, self._platform, self._courier)

    def declare_children(self, parent: str, *children: str) -> None:
        """Make organizations children of *parent*: subscriptions with the scope `DESCENDANTS` cover them."""
        with self._desk.lock:
            self._platform.organizations.declare(parent, children)

    def edit(self, webhook_id: str, changes: Mapping[str, object]) -> Subscription:
        """Change a subscription as if in the console, with the platform's names; nested members merge."""
        with self._desk.lock:
            return edit(self._platform, webhook_id, dict(changes))

    def offer(self, organization_id: str, catalogue: Mapping[str, list[Any]]) -> None:
        """Give an organization its own catalogue: event types by product, as names or objects."""
        with self._desk.lock:
            self._platform.offer(organization_id, catalogue)

    def add_signature_key(self, organization_id: str | None = None) -> str:
        """Add a digital signature key, as if it had been created before, and return its id."""
        with self._desk.lock:
            return self.keys.add_signature(organization_id or self.organization_id).key_id
