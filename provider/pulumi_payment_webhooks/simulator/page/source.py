"""What a simulated platform brings to the page. Pure: no I/O here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ..desk.mail.deliveries import Attempt, Deliveries
from ..desk.time.clock import Clock


@dataclass(frozen=True)
class Verdict:
    """
    What a receiver would make of an attempt's signature.

    Args:
        state: `verified`, `refused` when the signature does not fit, or `unsigned`.
        words: Why, for a person to read.
        key_id: The key that the signature names.
        key_state: `current`, `superseded` or `expired`; None for a key the platform does not know.
        content: Which bytes were signed, in the platform's words; None when none fit.
        sent_at: The time in the signature, ISO 8601.
    """

    state: str
    words: str
    key_id: str | None = None
    key_state: str | None = None
    content: str | None = None
    sent_at: str | None = None

    def described(self) -> dict[str, Any]:
        """It as JSON values."""
        return {
            "state": self.state,
            "words": self.words,
            "keyId": self.key_id,
            "keyState": self.key_state,
            "content": self.content,
            "sentAt": self.sent_at,
        }


class Source(Protocol):
    """A platform as the page sees it. Every method is safe in every thread and quick."""

    @property
    def clock(self) -> Clock:
        """The platform's time."""

    @property
    def deliveries(self) -> Deliveries[Any]:
        """What was delivered and is to be, with the feed that tells of changes."""

    def about(self) -> dict[str, Any]:
        """
        The platform: `name`, the command `emit` that raises an event, and `clockScale`: how many times faster retries
        fall due.
        """

    def subscriptions(self, most: int) -> Sequence[dict[str, Any]]:
        """The newest subscriptions, oldest first, as `subscription` tells them; at most so many."""

    def subscription_count(self) -> int:
        """How many there are in all."""

    def subscription(self, id: str) -> dict[str, Any] | None:
        """
        One of them; None when it is gone.

        Members: `id`, `name`, `status`, `url`, `facts` (labels and values, as the platform wants them shown), `health`
        (None, or `words` and `at`), `broken` (None, True, or for how many attempts), and

        - `topics`: the event types by group, each with a `label`, `eventTypes`, and the `members` that a request to
          raise one of them has;
        - `emit`: for the dialog that raises an event, `where` it happens, and the `members` of every request;
        - `actions`: each with `label`, `title` and `done` for the person, `method`, `path` and `body` of a control,
          and a `key` that it shares with what undoes it.
        """

    def verdict(self, attempt: Attempt) -> Verdict:
        """What a receiver that knows the platform's keys would make of *attempt*."""
