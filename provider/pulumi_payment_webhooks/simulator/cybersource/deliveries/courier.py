"""
Delivers notifications: each attempt and what follows from its outcome. Does I/O through `Outbound`.

Decisions hold the platform's lock; requests never do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ....cybersource.rules import status as statuses
from ....cybersource.rules.retry_schedule import rules_of
from ...desk.courier import Courier
from ...desk.json_values import JsonObject
from ...desk.mail import deliveries as standings
from ...desk.mail.broken import BROKEN
from ...desk.mail.deliveries import SHOWN
from ...desk.mail.outbound import Outbound, Outcome
from ...desk.mail.tokens import TokenRequest, Undeliverable
from ..delivery import CybersourceAttempt, CybersourceDelivery
from ..egress_keys import CERTIFICATE, SIGNATURE, EgressKey
from ..platform import SimulatedCybersource
from ..subscriptions.subscriptions import Subscription
from . import messages, retries
from .bearer import Bearer
from .messages import Message, MessageKeys

NEW = "NEW"
GONE = "the subscription was deleted"


@dataclass(frozen=True)
class Errand:
    """An attempt that has started: how to write its message, or the obstacle."""

    delivery: CybersourceDelivery
    attempt: CybersourceAttempt
    is_replay: bool
    token_request: TokenRequest | None = None
    write: Callable[[], Message] | None = None
    obstacle: str = ""


class CybersourceCourier(Courier[SimulatedCybersource, CybersourceDelivery, Errand]):
    """
    Delivers the notifications of a *platform*.

    Args:
        platform: The simulated platform.
        outbound: Sends requests.
    """

    def __init__(self, platform: SimulatedCybersource, outbound: Outbound) -> None:
        super().__init__(platform, outbound)
        self._replaying: dict[str, set[str]] = {}
        self.bearer = Bearer(platform, outbound)
        platform.subscriptions.watch(self._follow)

    def test(self, subscription: Subscription) -> JsonObject:
        """Send a test notification of the first event type, and return its content."""
        product, events = next(iter(subscription.products.items()))
        delivery = CybersourceDelivery(
            event_type=events[0],
            product_id=product,
            organization_id=subscription.organization_id,
            source_id=subscription.organization_id,
            webhook_id=subscription.webhook_id,
            url=subscription.url,
            raised=self._platform.clock.now(),
            is_test=True,
        )
        content = messages.envelope(delivery, self._attempt(delivery, is_replay=False), self._platform.knobs)
        self.send(delivery)
        return content

    def replay(self, delivery: CybersourceDelivery) -> None:
        self._replaying.setdefault(delivery.webhook_id, set()).add(delivery.id)
        super().replay(delivery)

    def is_replaying(self, webhook_id: str) -> bool:
        """Whether a replay of the subscription is running."""
        return bool(self._replaying.get(webhook_id))

    def forget(self) -> None:
        """Drop all tokens and replays."""
        self.bearer.forget()
        self._replaying.clear()

    def _carry(self, delivery: CybersourceDelivery, *, is_replay: bool) -> None:
        try:
            super()._carry(delivery, is_replay=is_replay)
        finally:
            if is_replay:
                self._replaying.get(delivery.webhook_id, set()).discard(delivery.id)

    def _begin(self, id: str, *, is_replay: bool) -> Errand | None:
        platform = self._platform
        if id not in platform.deliveries:
            return None
        delivery = platform.deliveries[id]
        subscription = platform.subscriptions.get(delivery.webhook_id)
        if subscription is None:
            return None
        if not delivery.is_test and not is_replay and subscription.status != statuses.ACTIVE:
            self._withhold(delivery, f"the subscription is {subscription.status}")
            return None
        attempt = self._attempt(delivery, is_replay=is_replay)
        attempt.url = delivery.url = subscription.url
        if not is_replay:
            delivery.retries += 1 if delivery.round_began is not None else 0
            delivery.planned = delivery.planned[1:]
        delivery.attempts.append(attempt)
        platform.deliveries.publish(delivery)
        return self._prepare(delivery, attempt, subscription, is_replay=is_replay)

    def _prepare(
        self, delivery: CybersourceDelivery, attempt: CybersourceAttempt, subscription: Subscription, *, is_replay: bool
    ) -> Errand:
        platform, knobs = self._platform, self._platform.knobs
        try:
            self._check_can_be_sent_to(subscription)
            keys = MessageKeys(self._signer(delivery), self._certificate(delivery))
            token_request = self.bearer.request(subscription)
        except Undeliverable as no:
            return Errand(delivery, attempt, is_replay, obstacle=str(no))
        delivery.key_id = delivery.key_id or keys.signer.key_id
        clock = platform.clock

        def write() -> Message:
            at = clock.wall() if knobs.signature_time == "wall" else clock.now()
            return messages.message(delivery, attempt, knobs, keys, at)

        return Errand(delivery, attempt, is_replay, token_request, write)

    def _check_can_be_sent_to(self, subscription: Subscription) -> None:
        if subscription.status in statuses.REFUSING_CHANGE:
            raise Undeliverable(f"the subscription is {subscription.status}")
        if self._platform.broken.takes(subscription.webhook_id):
            raise Undeliverable(BROKEN)

    def _run(self, errand: Errand) -> Outcome:
        """Send the message, without the lock: requests are answered meanwhile."""
        if errand.write is None:
            return Outcome(error=errand.obstacle)
        attempt = errand.attempt
        try:
            token = self.bearer.token(errand.token_request) if errand.token_request else None
            message = errand.write()
        except Undeliverable as no:
            return Outcome(error=str(no))
        attempt.headers = {**message.headers, **({"Authorization": f"Bearer {token}"} if token else {})}
        attempt.body = message.body.decode()
        attempt.plaintext, attempt.signed, attempt.key_id = message.plaintext, message.signed, message.key_id
        self._platform.deliveries.publish(errand.delivery)
        outcome = self._outbound.send("POST", attempt.url, headers=attempt.headers, content=message.body)
        if token:
            outcome = outcome.without(token)
        if outcome.status == 401 and errand.token_request:
            self.bearer.forget(errand.token_request)
        return outcome

    def _end(self, errand: Errand, outcome: Outcome) -> None:
        delivery, attempt = errand.delivery, errand.attempt
        attempt.status, attempt.answer, attempt.error = outcome.status, outcome.text, self._judge(outcome)
        attempt.seconds = round(outcome.seconds, 6)
        if not attempt.error:
            self._settle(delivery, standings.DELIVERED)
        elif delivery.is_test:
            self._settle(delivery, standings.FAILED, attempt.error)
        elif not errand.is_replay and delivery.status != standings.DELIVERED:  # a replay may have succeeded before
            self._after_failure(delivery, attempt)
        if delivery.id in self._platform.deliveries:
            self._platform.deliveries.publish(delivery)

    def _judge(self, outcome: Outcome) -> str:
        """Why it failed; empty if it did not."""
        if outcome.status is None:
            return outcome.error
        good = outcome.status == 200 or (self._platform.knobs.success == "2xx" and 200 <= outcome.status < 300)
        return "" if good else f"answered {outcome.status}"

    def _after_failure(self, delivery: CybersourceDelivery, attempt: CybersourceAttempt) -> None:
        """Plan the next retry or give up, by the subscription's current policy."""
        subscription = self._platform.subscriptions.get(delivery.webhook_id)
        if subscription is None:
            self._settle(delivery, standings.FAILED, GONE)
            return
        if subscription.status != statuses.ACTIVE:
            self._withhold(delivery, f"the subscription is {subscription.status}")
            return
        rules = rules_of(subscription.document["retryPolicy"])
        if delivery.round_began is None:
            delivery.round_began, delivery.retries = attempt.begun, 0
        planned = retries.upcoming(
            rules, self._platform.knobs, began=delivery.round_began, made=delivery.retries, most=SHOWN
        )
        if not planned:
            self._give_up(delivery, subscription)
            return
        delivery.status, delivery.why, delivery.planned = standings.RETRY, "", planned
        delivery.more_planned = retries.total(rules) - delivery.retries - len(planned)
        self._plan(delivery, planned[0])

    def _give_up(self, delivery: CybersourceDelivery, subscription: Subscription) -> None:
        """Suspend the subscription and keep the message, or let the message fail."""
        if subscription.is_withheld_when_unreachable:
            self._withhold(delivery, "no retries are left")
            self._platform.subscriptions.suspend(subscription.webhook_id)
            return
        self._settle(delivery, standings.FAILED, "no retries are left")
        if self._platform.knobs.exhausted == "suspended":
            self._platform.subscriptions.suspend(subscription.webhook_id)

    def _withhold(self, delivery: CybersourceDelivery, why: str) -> None:
        """Keep a message until its subscription is active; its retries then start again."""
        self._settle(delivery, standings.SUSPENDED, why)
        delivery.round_began, delivery.retries = None, 0
        self._platform.deliveries.publish(delivery)

    def _follow(self, subscription: Subscription) -> None:
        """Release or withhold the messages of a changed subscription."""
        is_held = subscription.webhook_id in self._platform.subscriptions
        for delivery in self._platform.deliveries.of(subscription.webhook_id):
            if delivery.is_finished or delivery.is_test or delivery.is_under_way:
                continue
            if not is_held:
                self._settle(delivery, standings.FAILED, GONE)
                self._platform.deliveries.publish(delivery)
            elif subscription.status != statuses.ACTIVE:
                if delivery.status != standings.SUSPENDED:
                    self._withhold(delivery, f"the subscription is {subscription.status}")
            elif delivery.status == standings.SUSPENDED:
                self._release(delivery)

    def _release(self, delivery: CybersourceDelivery) -> None:
        delivery.status = standings.RETRY if delivery.attempts else standings.WAITING
        now = self._platform.clock.now()
        delivery.why, delivery.planned = "", [now]
        self._plan(delivery, now)
        self._platform.deliveries.publish(delivery)

    def _attempt(self, delivery: CybersourceDelivery, *, is_replay: bool) -> CybersourceAttempt:
        knobs, made = self._platform.knobs, delivery.attempts
        retried = 0 if is_replay else sum(one.request_type != knobs.replay_request_type for one in made)
        kind = knobs.replay_request_type if is_replay else knobs.retry_request_type if retried else NEW
        trace_id = self._platform.new_guid() if made else delivery.trace_id
        return CybersourceAttempt(
            number=len(made) + 1,
            trace_id=trace_id,
            request_type=kind,
            retry_number=retried,
            url=delivery.url,
            begun=self._platform.clock.now(),
        )

    def _signer(self, delivery: CybersourceDelivery) -> EgressKey:
        keys = self._platform.keys
        first = keys.find(delivery.key_id) if self._platform.knobs.retry_key == "first" else None
        key = first or keys.current(SIGNATURE, delivery.organization_id)
        if key is None:
            raise Undeliverable(f"no digital signature key exists for organization {delivery.organization_id}")
        return key

    def _certificate(self, delivery: CybersourceDelivery) -> EgressKey | None:
        platform = self._platform
        encrypted = platform.is_encrypted(delivery.organization_id, delivery.product_id, delivery.event_type)
        if delivery.is_test or not encrypted:
            return None
        certificate = platform.keys.current(CERTIFICATE, delivery.organization_id)
        if certificate is None and platform.knobs.without_certificate == "fail":
            organization = delivery.organization_id
            raise Undeliverable(f"no encryption certificate exists for organization {organization} (keys-asym)")
        return certificate
