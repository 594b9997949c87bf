"""What a simulated platform provides to the page. No I/O here."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from ..desk.json_values import JsonObject
from ..desk.mail.deliveries import Attempt, Deliveries
from ..desk.platform import SimulatedPlatform
from ..desk.time.clock import Clock

P = TypeVar("P", bound=SimulatedPlatform[Any, Any])
H = TypeVar("H")
Kept = TypeVar("Kept", covariant=True)


@dataclass(frozen=True)
class SignatureVerdict:
    """
    The result of verifying an attempt's signature.

    Args:
        state: `verified`, `refused` if the signature is wrong, or `unsigned`.
        words: The reason, for people.
        key_id: Id of the key in the signature.
        key_state: `current`, `superseded` or `expired`; None for an unknown key.
        content: Which bytes were signed, in the platform's words; None if none match.
        sent_at: The time in the signature, ISO 8601.
    """

    state: str
    words: str
    key_id: str | None = None
    key_state: str | None = None
    content: str | None = None
    sent_at: str | None = None

    def describe(self) -> JsonObject:
        """The verdict as JSON values."""
        return {
            "state": self.state,
            "words": self.words,
            "keyId": self.key_id,
            "keyState": self.key_state,
            "content": self.content,
            "sentAt": self.sent_at,
        }


class Source(Protocol):
    """A platform as the page sees it. Every method is thread-safe and fast."""

    @property
    def clock(self) -> Clock:
        """The platform's time."""

    @property
    def deliveries(self) -> Deliveries[Any]:
        """All deliveries, with the feed of changes."""

    def about(self) -> JsonObject:
        """
        The platform: `name`, the command `emit` that raises an event, and `clockScale`: how many times faster retries
        fall due.
        """

    def subscriptions(self, most: int) -> Sequence[JsonObject]:
        """The newest *most* subscriptions, oldest first, as `subscription` returns them."""

    def subscription_count(self) -> int:
        """The number of all subscriptions."""

    def subscription(self, id: str) -> JsonObject | None:
        """
        A subscription; None if it was deleted.

        Members: `id`, `name`, `status`, `url`, `facts` (labels and values, as the platform wants them shown), `health`
        (None, or `words` and `at`), `broken` (None, True, or for how many attempts), and

        - `topics`: the event types by group, each with a `label`, `eventTypes`, and the `members` that a request to
          raise one of them has;
        - `emit`: for the dialog that raises an event, `where` it happens, and the `members` of every request;
        - `actions`: each with `label`, `title` and `done` for the person, `method`, `path` and `body` of a control,
          and a `key` that it shares with what undoes it.
        """

    def verdict(self, attempt: Attempt) -> SignatureVerdict:
        """The result that a receiver with the platform's keys gets for *attempt*."""


def endpoint_switch(path: str, *, is_broken: bool) -> JsonObject:
    """
    The action that breaks or mends an endpoint.

    Args:
        path: The webhook's path in the control API.
        is_broken: Whether the endpoint is unreachable now.
    """
    if is_broken:
        verb, title, done = "mend", "Let its URL be reachable again", "Its endpoint is reachable again."
    else:
        verb, title, done = "break", "Let its URL be unreachable", "Its endpoint is unreachable."
    texts = {"label": verb.capitalize(), "title": title, "done": done}
    return {**texts, "key": "endpoint", "method": "POST", "path": f"{path}/{verb}", "body": {}}


class Held(Protocol[Kept]):
    """The subscriptions that a platform holds."""

    def __iter__(self) -> Iterator[Kept]:
        """The subscriptions, oldest first."""

    def __len__(self) -> int:
        """Their number."""

    def get(self, id: str, /) -> Kept | None:
        """A subscription; None if it was deleted."""


class Inbox(ABC, Generic[P, H]):
    """
    A platform as a source of the page. Each platform completes this class.

    Args:
        platform: The simulated platform.
        held: Its subscriptions.
    """

    name: ClassVar[str]
    """The platform's name for people."""
    emit: ClassVar[str]
    """The command that raises an event."""

    def __init__(self, platform: P, held: Held[H]) -> None:
        self._platform = platform
        self._held = held

    @property
    def clock(self) -> Clock:
        """The platform's time."""
        return self._platform.clock

    @property
    def deliveries(self) -> Deliveries[Any]:
        """All deliveries."""
        return self._platform.deliveries

    def about(self) -> JsonObject:
        """The platform."""
        return {"name": self.name, "clockScale": self._platform.knobs.clock_scale, "emit": self.emit}

    def subscriptions(self, most: int) -> Sequence[JsonObject]:
        """The newest subscriptions, oldest first."""
        return [self._card(one) for one in list(self._held)[-most:]]

    def subscription_count(self) -> int:
        """The number of all subscriptions."""
        return len(self._held)

    def subscription(self, id: str) -> JsonObject | None:
        """A subscription; None if it was deleted."""
        found = self._held.get(id)
        return None if found is None else self._card(found)

    @abstractmethod
    def verdict(self, attempt: Attempt) -> SignatureVerdict:
        """The result that a receiver with the platform's keys gets for *attempt*."""

    @abstractmethod
    def _card(self, held: H) -> JsonObject:
        """A subscription as the page shows it."""
