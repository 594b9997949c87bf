"""
What is asked of the platform once and used by many: the list of all webhooks, and what this process has created.

Two readers share the answers. Operations, such as a refresh, wait as long as the settings allow, and after this process
has written, their next reading is fresh. Comparisons of a preview use the first answer of the process, which is asked
for once, in the background, and is waited for within a common limit; what this process wrote since is masked.

A list shows at most 100 webhooks; what it lacks is asked for by its id.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from ...client.shared_answers import BoundedWait, SharedAnswers, hasten
from ...errors import PlatformError
from ..api.webhooks import WebhookRow
from .settings import DigitalRiverSettings

if TYPE_CHECKING:  # Loading it takes longer than a request: in a preview, the thread that asks does it.
    from .connection import DigitalRiverConnection

Rows = Mapping[str, WebhookRow]

_ALL = "all"


class Lookups:
    """
    The shared answers of one account.

    Args:
        settings: Where to ask, and with which key.
    """

    def __init__(self, settings: DigitalRiverSettings) -> None:
        self._settings = settings
        self._listed: SharedAnswers[str, Rows] = SharedAnswers(self._list_patiently)
        self._first_list: SharedAnswers[str, Rows] = SharedAnswers(lambda _: _list(self._quick))
        self._first_rows: SharedAnswers[str, WebhookRow] = SharedAnswers(self._ask_quickly)
        self._waits = BoundedWait(settings.host)
        self._written: set[str] = set()
        self._claimed: set[str] = set()
        self._lock = Lock()

    def webhook(self, id: str, *, doing: str) -> WebhookRow:
        """
        One webhook for an operation: out of the list of all, else by its id.

        Raises:
            Missing: The platform was asked for that very id, and has no such webhook.
            PlatformError: There is no definite answer, or a no.
        """
        try:
            row = self._listed.get(_ALL).get(id)
        except PlatformError:
            row = None
        return self._ask(id, doing) if row is None or row.is_short else row

    def record_write(self, id: str = "") -> None:
        """A request of ours may change the webhook *id*: the next reading is fresh, and comparisons leave it out."""
        with self._lock:
            self._written.add(id)
        self._listed.forget()

    def begin(self) -> None:
        """Have all webhooks listed in the background, unless a thread has begun or the time is used up."""
        self._waits.begin(self._first_list, _ALL)

    def first(self) -> Rows:
        """
        All webhooks as a preview sees them.

        Raises:
            PlatformError: There is no definite answer in time, or a no.
        """
        return self._waits.get(self._first_list, _ALL)

    def row(self, id: str) -> WebhookRow | None:
        """
        One webhook as a comparison sees it: out of the first list, else by its id; None if this process wrote to it.

        Raises:
            Missing: The platform was asked for that very id, and has no such webhook.
            PlatformError: There is no definite answer in time, or a no.
        """
        with self._lock:
            if id in self._written:
                return None
        return self.first().get(id) or self._by_id(id)

    def before(self) -> Collection[str]:
        """The ids of the first list, if there is one: what existed before this process created anything."""
        return (self._first_list.settled(_ALL) or {}).keys()

    def claim(self, id: str) -> bool:
        """Note that a resource of this process manages *id*; False if another one does already."""
        with self._lock:
            is_free = id not in self._claimed
            self._claimed.add(id)
        return is_free

    def claimed(self) -> Collection[str]:
        """The ids that resources of this process manage, as far as it created or adopted them."""
        with self._lock:
            return frozenset(self._claimed)

    def _by_id(self, id: str) -> WebhookRow:
        return self._waits.get_one(self._first_rows, id)

    def _list_patiently(self, _: str) -> Rows:
        rows = None if self._written else self._first_list.settled(_ALL)
        if rows is None:
            rows = _list(self._patient)
            self._first_list.keep(_ALL, rows)
        return rows

    def _ask(self, id: str, doing: str) -> WebhookRow:
        from .listings import read_webhook

        return read_webhook(self._patient, id, doing=doing)

    def _ask_quickly(self, id: str) -> WebhookRow:
        from .listings import read_webhook

        return read_webhook(self._quick, id, doing=f"read webhook {id}")

    @property
    def _patient(self) -> DigitalRiverConnection:
        from .connection import connect

        return connect(self._settings)

    @property
    def _quick(self) -> DigitalRiverConnection:
        from .connection import connect

        return connect(hasten(self._settings))


def _list(connection: DigitalRiverConnection) -> Rows:
    from .listings import list_webhooks

    return {row.id: row for row in list_webhooks(connection)}


@cache
def lookups_of(settings: DigitalRiverSettings) -> Lookups:
    """The shared answers of the account that *settings* describe, for as long as the process lives."""
    return Lookups(settings)
