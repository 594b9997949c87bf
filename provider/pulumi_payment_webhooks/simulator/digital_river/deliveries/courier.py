"""
Delivers notifications: each attempt and what follows from its outcome. Does I/O through `Outbound`.

Decisions hold the platform's lock; requests never do.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...desk.courier import Courier
from ...desk.mail import deliveries as standings
from ...desk.mail.broken import BROKEN
from ...desk.mail.deliveries import Attempt
from ...desk.mail.outbound import Outbound, Outcome
from ...desk.mail.tokens import TokenRequest, Tokens, Undeliverable
from ..delivery import DigitalRiverDelivery
from ..platform import SimulatedDigitalRiver
from ..webhooks.store import HeldWebhook
from . import retries
from .bearer import token_request
from .messages import Message, message

DELETED = "the webhook was deleted"
DISABLED = "the webhook is disabled"
NO_RETRIES = "no retries are left"


@dataclass(frozen=True)
class Errand:
    """An attempt that has started."""

    delivery: DigitalRiverDelivery
    attempt: Attempt
    webhook: HeldWebhook
    token_request: TokenRequest | None
    is_replay: bool
    obstacle: str = ""


class DigitalRiverCourier(Courier[SimulatedDigitalRiver, DigitalRiverDelivery, Errand]):
    """
    Delivers the notifications of a *platform*.

    Args:
        platform: The simulated platform.
        outbound: Sends requests.
    """

    def __init__(self, platform: SimulatedDigitalRiver, outbound: Outbound) -> None:
        super().__init__(platform, outbound)
        self._tokens = Tokens(outbound, lambda: platform.clock.wall())
        platform.webhooks.watch(self._follow)

    def forget(self) -> None:
        """Drop all tokens."""
        self._tokens.forget()

    def _begin(self, id: str, *, is_replay: bool) -> Errand | None:
        platform = self._platform
        if id not in platform.deliveries:
            return None
        delivery = platform.deliveries[id]
        webhook = platform.webhooks.get(delivery.webhook_id)
        if webhook is None:
            return None
        attempt = Attempt(number=len(delivery.attempts) + 1, url=webhook.address, begun=platform.clock.now())
        delivery.url = webhook.address
        if not is_replay:
            delivery.retries += 1 if delivery.round_began is not None else 0
            delivery.round_began = delivery.round_began or attempt.begun
            delivery.planned = delivery.planned[1:]
        delivery.attempts.append(attempt)
        platform.deliveries.publish(delivery)
        obstacle = BROKEN if platform.broken.takes(webhook.id) else ""
        return Errand(delivery, attempt, webhook, token_request(webhook, platform.knobs), is_replay, obstacle)

    def _run(self, errand: Errand) -> Outcome:
        """Send the message, without the lock: requests are answered meanwhile."""
        if errand.obstacle:
            return Outcome(error=errand.obstacle)
        attempt, request = errand.attempt, errand.token_request
        try:
            token = self._tokens.token(request) if request else None
        except Undeliverable as no:
            return Outcome(error=str(no))
        written = self._write(errand)
        attempt.headers = {**written.headers, **({"Authorization": f"Bearer {token}"} if token else {})}
        attempt.body, attempt.signed = written.body.decode(), "body"
        self._platform.deliveries.publish(errand.delivery)
        outcome = self._outbound.send("POST", attempt.url, headers=attempt.headers, content=written.body)
        if token:
            outcome = outcome.without(token)
        if outcome.status == 401 and request:
            self._tokens.forget(request)
        return outcome

    def _write(self, errand: Errand) -> Message:
        """The message, with a time and signatures of this very attempt."""
        with self._platform.lock:
            knobs, clock = self._platform.knobs, self._platform.clock
            now = clock.now()
            sent = clock.wall() if knobs.signature_time == "wall" else now
            return message(errand.delivery.payload, errand.webhook, knobs, now=now, sent=sent)

    def _end(self, errand: Errand, outcome: Outcome) -> None:
        delivery, attempt = errand.delivery, errand.attempt
        attempt.status, attempt.answer, attempt.error = outcome.status, outcome.text, _judge(outcome)
        attempt.seconds = round(outcome.seconds, 6)
        if not attempt.error:
            errand.webhook.failing_since = None
            self._settle(delivery, standings.DELIVERED)
        else:
            errand.webhook.failing_since = errand.webhook.failing_since or attempt.begun
            if not errand.is_replay and not delivery.is_finished:  # a replay may have succeeded, a webhook be deleted
                self._retry(delivery, attempt)
            self._disable_after_failures(errand.webhook)
        if delivery.id in self._platform.deliveries:
            self._platform.deliveries.publish(delivery)

    def _retry(self, delivery: DigitalRiverDelivery, attempt: Attempt) -> None:
        """Plan the next retry, or give up."""
        webhook = self._platform.webhooks.get(delivery.webhook_id)
        if webhook is None:
            self._settle(delivery, standings.FAILED, DELETED)
            return
        began = delivery.round_began or attempt.begun
        planned = retries.upcoming(self._platform.knobs, is_live=delivery.is_live, began=began, made=delivery.retries)
        if not planned:
            self._settle(delivery, standings.FAILED, NO_RETRIES)
        elif not webhook.is_enabled:
            self._withdraw(delivery)
        else:
            delivery.status, delivery.why, delivery.planned = standings.RETRY, "", planned
            self._plan(delivery, planned[0])

    def _disable_after_failures(self, webhook: HeldWebhook) -> None:
        since, now = webhook.failing_since, self._platform.clock.now()
        if since is None or webhook.id not in self._platform.webhooks or not webhook.is_enabled:
            return
        if retries.is_to_be_disabled(self._platform.knobs, failing_since=since, at=now):
            self._platform.webhooks.set_enabled(webhook.id, False)

    def _withdraw(self, delivery: DigitalRiverDelivery) -> None:
        """Send no more to a disabled webhook."""
        is_kept = self._platform.knobs.disabled_meanwhile == "kept"
        self._settle(delivery, standings.SUSPENDED if is_kept else standings.FAILED, DISABLED)

    def _follow(self, webhook: HeldWebhook) -> None:
        """Stop, or continue, what is on its way to a webhook that was deleted, disabled or enabled."""
        for delivery in self._platform.deliveries.of(webhook.id):
            if delivery.is_finished or delivery.is_under_way:
                continue
            if webhook.id not in self._platform.webhooks:
                self._settle(delivery, standings.FAILED, DELETED)
            elif not webhook.is_enabled and delivery.status != standings.SUSPENDED:
                self._withdraw(delivery)
            elif webhook.is_enabled and delivery.status == standings.SUSPENDED:
                self._release(delivery)
            self._platform.deliveries.publish(delivery)

    def _release(self, delivery: DigitalRiverDelivery) -> None:
        now = self._platform.clock.now()
        delivery.status = standings.RETRY if delivery.attempts else standings.WAITING
        delivery.why, delivery.planned, delivery.round_began, delivery.retries = "", [now], None, 0
        self._plan(delivery, now)


def _judge(outcome: Outcome) -> str:
    """Why it failed; empty if it did not. Any 2xx is a success; a redirect is a failure and is not followed."""
    if outcome.status is None:
        return outcome.error
    return "" if 200 <= outcome.status < 300 else f"answered {outcome.status}"
