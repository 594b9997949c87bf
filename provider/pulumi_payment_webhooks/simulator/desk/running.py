"""A simulated platform that runs: it answers on loopback and does in the background what becomes due."""

from __future__ import annotations

import shutil
import tempfile
from abc import ABC
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, Self, TypeVar

from .courier import Courier
from .data_file import DataFile
from .journal.feed import Feed
from .journal.journal import Journal
from .mail.deliveries import Deliveries
from .mail.outbound import Outbound
from .mail.reach import Reach
from .platform import D, K, SimulatedPlatform
from .time.clock import Clock
from .time.dispatcher import Dispatcher
from .wire.desk import Desk
from .wire.faults import Faults, fault
from .wire.server import Server
from .wire.tls import certificate_for, context_of, write_trusted

C = TypeVar("C", bound=Courier[Any, Any, Any])


@dataclass(frozen=True)
class Address:
    """
    Where a simulator answers.

    Args:
        host: A loopback address.
        port: 0 chooses a free port.
        tls: Whether it serves https.
    """

    host: str = "127.0.0.1"
    port: int = 0
    tls: bool = False


def dispatcher_of(platform: SimulatedPlatform[Any, Any]) -> Dispatcher:
    """What does the jobs of *platform* that become due."""
    return Dispatcher(platform.agenda, platform.clock, at_once=lambda: platform.knobs.deliveries_at_once)


def outbound_of(platform: SimulatedPlatform[Any, Any], *, user_agent: str) -> Outbound:
    """What sends the requests of *platform*, as its knobs say."""
    return Outbound(
        reach=lambda: Reach(platform.knobs.resolve),
        limit=lambda: platform.knobs.delivery_seconds,
        check_tls=lambda: platform.knobs.check_tls,
        user_agent=user_agent,
    )


class RunningSimulator(ABC, Generic[K, D, C]):
    """
    What every simulator offers to the program that started it.

    Args:
        platform: The simulated platform.
        courier: Delivers its notifications.
        desk: Answers requests.
        dispatcher: Does what becomes due.
        outbound: Sends requests.
        address: Where it answers.

    Raises:
        ValueError: The address is not on loopback.
        OSError: The port is in use.
    """

    def __init__(
        self,
        platform: SimulatedPlatform[K, D],
        courier: C,
        *,
        desk: Desk,
        dispatcher: Dispatcher,
        outbound: Outbound,
        address: Address,
    ) -> None:
        self._simulated = platform
        self._courier = courier
        self._desk = desk
        self._dispatcher = dispatcher
        self._outbound = outbound
        self._data_file: DataFile | None = None
        self._certificate = certificate_for(address.host) if address.tls else None
        context = context_of(self._certificate) if self._certificate else None
        self._server = Server(desk, host=address.host, port=address.port, tls=context)
        self.endpoint = self._server.endpoint

    def start(self) -> Self:
        """
        Serve; connections are accepted when this returns.

        Raises:
            OSError: The file in which its content is kept cannot be written.
        """
        if self._data_file:
            try:
                self._data_file.start()
            except OSError:
                self.stop()  # Nobody else would close the port.
                raise
        self._server.start()
        self._dispatcher.start()
        return self

    def stop(self) -> None:
        """Stop; calling it again does nothing."""
        self._dispatcher.stop()
        self._server.stop()
        self._outbound.close()
        if self._data_file:
            self._data_file.stop()
        if "trusted_file" in vars(self):
            shutil.rmtree(self.trusted_file.parent, ignore_errors=True)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def is_tls(self) -> bool:
        """Whether it serves https."""
        return self._certificate is not None

    @cached_property
    def trusted_file(self) -> Path:
        """
        A file for variables such as `SSL_CERT_FILE`: its authority, and all that this machine trusts already.

        Stopping the simulator deletes it.
        """
        file = Path(tempfile.mkdtemp(prefix="payment-webhooks-")) / "trusted.pem"
        self.write_trusted(file)
        return file

    def write_trusted(self, file: Path) -> None:
        """
        Write the content of `trusted_file` into *file*, which remains.

        Raises:
            ValueError: It serves http.
            OSError: The file was not written by a simulator, or cannot be written.
        """
        if self._certificate is None:
            raise ValueError("a simulator without tls has no certificate authority")
        write_trusted(file, self._certificate.authority)

    @property
    def feed(self) -> Feed:
        """What reports every change."""
        return self._simulated.feed

    @property
    def deliveries(self) -> Deliveries[D]:
        """Every delivery with its attempts, oldest first."""
        return self._simulated.deliveries

    @property
    def knobs(self) -> K:
        """The current knobs."""
        return self._simulated.knobs

    def turn(self, **changes: object) -> K:
        """
        Turn knobs.

        Raises:
            ValueError: There is no such knob or position.
        """
        with self._desk.lock:
            return self._simulated.turn(changes)

    def replay(self, delivery_id: str) -> None:
        """Send a delivery again, now."""
        with self._desk.lock:
            self._courier.replay(self.deliveries[delivery_id])

    def break_endpoint(self, webhook_id: str, count: int | None = None) -> None:
        """Let the next *count* attempts for a webhook fail; without a count, all until `mend_endpoint`."""
        with self._desk.lock:
            self._simulated.broken.break_(webhook_id, count)

    def mend_endpoint(self, webhook_id: str) -> None:
        """Let attempts for a webhook reach its endpoint again."""
        with self._desk.lock:
            self._simulated.broken.mend(webhook_id)

    @property
    def clock(self) -> Clock:
        """The platform's time."""
        return self._desk.clock

    @property
    def requests(self) -> Journal:
        """Every request received, oldest first."""
        return self._desk.requests

    @property
    def faults(self) -> Faults:
        """The waiting faults."""
        return self._desk.faults

    @property
    def latency(self) -> float:
        """Seconds before each request is carried out."""
        return self._desk.latency

    @latency.setter
    def latency(self, seconds: float) -> None:
        self._desk.latency = seconds

    @property
    def latency_after(self) -> float:
        """Seconds before each answer is sent."""
        return self._desk.latency_after

    @latency_after.setter
    def latency_after(self, seconds: float) -> None:
        self._desk.latency_after = seconds

    def settle(self, seconds: float = 30.0) -> None:
        """
        Wait until nothing is due or running.

        Raises:
            Unsettled: Jobs were still running after *seconds*.
        """
        self._dispatcher.settle(seconds)

    def move(self, seconds: float = 0, *, minutes: float = 0, days: float = 0) -> datetime:
        """Move the platform's time forward; what becomes due is done in order before this returns."""
        return self.clock.move(seconds, minutes=minutes, days=days)

    def fail(self, kind: str | int, **details: object) -> None:
        """
        Let the next request fail, or the next *count* that match *method* and *path*.

        Args:
            kind: A status such as 502; `slow-before`, `slow-after`, `reset-before` or `reset-after` (the change is
                stored); or `unlisted`: the answer is the usual one, and lists omit what was created.
            details: `count`, `method`, `path`, `stored`, `seconds`, `retry_after`, `unlisted_seconds`,
                `unlisted_requests`, as in `desk.wire.faults.Fault`.

        Raises:
            ValueError: There is no such fault.
        """
        self._desk.faults.add(fault(kind, **details))

    def reset(self) -> None:
        """Return to the initial state: no objects, deliveries, requests or faults, real time, first knobs."""
        self._desk.reset()


AnySimulator = RunningSimulator[Any, Any, Any]
