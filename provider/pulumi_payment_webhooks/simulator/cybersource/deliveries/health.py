"""
Pings health URLs, and changes the status of subscriptions accordingly. Does I/O through `Outbound`.

Only a subscription with a health URL and `deactivateFlag` depends on pings. A URL on another machine is never pinged,
so its subscription keeps its status until a test changes it.

Source: docs/reference/cybersource.md, "Health checks".
"""

from __future__ import annotations

from datetime import timedelta

from ....cybersource.rules import status as statuses
from ...desk.mail.broken import BROKEN
from ...desk.mail.outbound import Outbound, Outcome
from ...desk.mail.reach import Reach
from ..platform import SimulatedCybersource
from ..subscriptions.subscriptions import Subscription

MOST_IN_ONE_MOVE = 60
"""The most pings of a subscription while a test moves the clock once, however far."""


class Health:
    """
    Pings the subscriptions of a *platform*.

    Args:
        platform: The simulated platform.
        outbound: Sends requests.
    """

    def __init__(self, platform: SimulatedCybersource, outbound: Outbound) -> None:
        self._platform = platform
        self._outbound = outbound
        platform.subscriptions.watch(self._plan)
        platform.knob_watchers.append(self._plan_all)

    def _plan_all(self) -> None:
        with self._platform.lock:
            for subscription in self._platform.subscriptions:
                self._plan(subscription)

    def _plan(self, subscription: Subscription) -> None:
        """Plan the next ping; it replaces the planned one."""
        platform, id = self._platform, subscription.webhook_id
        seconds = self._seconds(subscription)
        if seconds is None or id not in platform.subscriptions:
            platform.agenda.cancel(("ping", id))
            return
        due = platform.clock.now() + timedelta(seconds=seconds)
        platform.agenda.plan(("ping", id), due, lambda: self._ping(id))

    def _seconds(self, subscription: Subscription) -> float | None:
        """Seconds until the next ping; None for no ping."""
        knobs = self._platform.knobs
        if self._is_pretended(subscription):
            return knobs.activation_seconds
        target = self._target(subscription)
        awaited = subscription.awaits_ping and subscription.status not in statuses.REFUSING_CHANGE
        if target is None or not Reach(knobs.resolve).reaches(target):
            return None
        if awaited:
            return knobs.ping_seconds
        cadence = {
            statuses.ACTIVE: knobs.ping_active_seconds,
            statuses.SUSPENDED: knobs.ping_suspended_seconds,
        }.get(subscription.status)
        if cadence is None:
            return None
        return max(cadence, self._platform.clock.span.total_seconds() / MOST_IN_ONE_MOVE)

    def _is_pretended(self, subscription: Subscription) -> bool:
        """Whether its first ping counts as answered without being sent."""
        waits = subscription.awaits_ping and subscription.status == statuses.INACTIVE
        return waits and subscription.activates_itself and self._platform.knobs.activation_seconds is not None

    def _target(self, subscription: Subscription) -> str | None:
        if not subscription.is_withheld_when_unreachable:
            return None
        health: str | None = subscription.document["healthCheckUrl"]
        return health or (subscription.url if self._platform.knobs.ping_webhook_url else None)

    def _ping(self, webhook_id: str) -> None:
        platform = self._platform
        with platform.lock:
            subscription = platform.subscriptions.get(webhook_id)
            if subscription is None:
                return
            if self._is_pretended(subscription):
                platform.subscriptions.activate(webhook_id)
                return
            before, at = self._standing(subscription), platform.clock.now()
            target = before[0]
            broken = platform.broken.left(webhook_id) is True
        if target is None:
            return
        method, outcome = ("", Outcome(error=BROKEN)) if broken else self._send_pings(target)
        with platform.lock:
            if platform.subscriptions.get(webhook_id) is not subscription:
                return
            if self._standing(subscription) != before:
                self._plan(subscription)
                return
            record = {"at": at.isoformat(), "url": target, "method": method, "seconds": round(outcome.seconds, 6)}
            self._conclude(subscription, outcome, record)

    def _standing(self, subscription: Subscription) -> tuple[str | None, str, bool]:
        """What must not change during a ping; otherwise its outcome does not count."""
        return self._target(subscription), subscription.status, subscription.awaits_ping

    def _send_pings(self, target: str) -> tuple[str, Outcome]:
        """Send the ping and return its method and outcome; of two, the failed one."""
        wanted = self._platform.knobs.ping_method
        methods = ("POST", "GET") if wanted == "both" else (wanted,)
        method, outcome = "", Outcome()
        for method in methods:
            outcome = self._outbound.send(method, target)
            if outcome.status != 200:
                break
        return method, outcome

    def _conclude(self, subscription: Subscription, outcome: Outcome, record: dict[str, object]) -> None:
        healthy = outcome.status == 200
        error = outcome.error or ("" if healthy else f"answered {outcome.status}")
        subscription.health = {**record, "status": outcome.status, "error": error}
        subscription.awaits_ping = False
        subscription.status = statuses.ACTIVE if healthy else statuses.SUSPENDED
        self._platform.subscriptions.publish(subscription)
