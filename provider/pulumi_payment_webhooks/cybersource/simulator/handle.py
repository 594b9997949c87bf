"""The simulator as a program holds it: start it, ask it, turn its knobs, stop it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from typing import Any, Self
from urllib.parse import urlsplit

from ...crypto.keys import CertifiedKey, PrivateKey, certified, new_rsa_key, stranger
from ...simulator.clock import Clock
from ...simulator.desk import Desk
from ...simulator.faults import Faults, fault
from ...simulator.journal import Journal
from ...simulator.server import Server
from .admission import Admission
from .controls import edit
from .credentials import Credentials
from .keys import Keys
from .knobs import Knobs
from .platform import CybersourcePlatform
from .subscriptions import Subscription, Subscriptions
from .world import World

PLATFORM_CERTIFICATE = "CyberSource_SJC_US"


class CybersourceSimulator:
    """
    A running simulator; `with CybersourceSimulator() as simulator:` starts and stops one.

    Args:
        host: A loopback address.
        port: 0 takes any free one.
        knobs: How it behaves; each can be turned later.
        latency: Seconds that every request takes.
        credentials: The account it knows; a new secret unless given.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        knobs: Knobs | None = None,
        latency: float = 0.0,
        credentials: Credentials | None = None,
    ) -> None:
        self.credentials = credentials or Credentials()
        self.clock = Clock()
        self._world = World(clock=self.clock, knobs=knobs or Knobs())
        admission = Admission(self.credentials, knobs=lambda: self._world.knobs, clock=self.clock)
        self._desk = Desk(CybersourcePlatform(self._world, admission), clock=self.clock, latency=latency)
        self._server = Server(self._desk, host=host, port=port)
        self.endpoint = self._server.endpoint
        admission.own_host = urlsplit(self.endpoint).netloc

    def start(self) -> Self:
        """Serve; connections are accepted when this returns."""
        self._server.start()
        return self

    def stop(self) -> None:
        """Serve no longer; a second time does nothing."""
        self._server.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

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
        A P12 file as the platform gives it to a merchant: its certificate and key, and a certificate of the platform.

        The key is made when it is first asked for, and tokens that it signs are accepted from then on.
        """
        platform = stranger(name=PLATFORM_CERTIFICATE, id="1500000000000000000001", begins=self._certified_since)
        return self._certified.p12(password, platform)

    @cached_property
    def _certified(self) -> CertifiedKey:
        key = certified(_rsa_key(), name=self.merchant_id, id=_new_certificate_id(), begins=self._certified_since)
        self.credentials.register(key)
        return key

    @cached_property
    def _certified_since(self) -> datetime:
        return datetime.now(UTC) - timedelta(days=1)

    @property
    def requests(self) -> Journal:
        """Every request received, oldest first."""
        return self._desk.requests

    @property
    def subscriptions(self) -> Subscriptions:
        """Every subscription, oldest first, and what can happen to it at the platform."""
        return self._world.subscriptions

    @property
    def keys(self) -> Keys:
        """Every key, oldest first."""
        return self._world.keys

    @property
    def faults(self) -> Faults:
        """The faults still to happen."""
        return self._desk.faults

    @property
    def knobs(self) -> Knobs:
        """The position of every knob."""
        return self._world.knobs

    @property
    def latency(self) -> float:
        """Seconds that every request takes."""
        return self._desk.latency

    @latency.setter
    def latency(self, seconds: float) -> None:
        self._desk.latency = seconds

    def turn(self, **changes: Any) -> Knobs:
        """
        Turn knobs.

        Raises:
            ValueError: There is no such knob or position.
        """
        with self._desk.lock:
            return self._world.turn(changes)

    def fail(self, kind: str | int, **details: Any) -> None:
        """
        Let something go wrong with the next request, or the next *count* that fit *method* and *path*.

        Args:
            kind: A status such as 502, `slow`, `reset-before` or `reset-after` the change is stored.
            details: `count`, `method`, `path`, `stored`, `seconds`, `retry_after`, as in `simulator.faults.Fault`.

        Raises:
            ValueError: There is no such fault.
        """
        self._desk.faults.add(fault(kind, **details))

    def edit(self, webhook_id: str, changes: Mapping[str, Any]) -> Subscription:
        """Change a subscription behind the client's back, with the platform's names; nested members merge."""
        with self._desk.lock:
            return edit(self._world, webhook_id, dict(changes))

    def offer(self, organization_id: str, catalogue: Mapping[str, list[str]]) -> None:
        """Offer an organization products of its own: event types by product."""
        with self._desk.lock:
            self._world.offer(organization_id, catalogue)

    def add_signature_key(self, organization_id: str | None = None) -> str:
        """Put a digital signature key on file, as if it had been created before, and tell its id."""
        with self._desk.lock:
            return self.keys.add_signature(organization_id or self.organization_id).key_id

    def reset(self) -> None:
        """As it was when it started: no subscriptions, keys, requests or faults, real time, first knobs."""
        self._desk.reset()


@cache
def _rsa_key() -> PrivateKey:
    """One key for all simulators of a process, because making one is slow; their certificates differ."""
    return new_rsa_key()


def _new_certificate_id() -> str:
    """22 digits, as the platform numbers certificates."""
    return str(17 * 10**20 + secrets.randbelow(10**20))
