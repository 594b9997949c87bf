"""
One account at the platform, as reconciliation sees it: what its settings say, and the connection when it is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import sleep
from typing import TYPE_CHECKING

from ...reconcile.declare.declaration import Problem
from ...settings.account_names import is_move, name_of, why_elsewhere
from ...settings.mechanism import Settings
from ..api.paths import Paths
from ..rules.profiles import GC
from .limits import refused
from .settings import TRANSPORT, DigitalRiverSettings, read_settings

if TYPE_CHECKING:
    from ..api.webhooks import WebhookRow
    from .connection import DigitalRiverConnection
    from .lookups import Lookups


@dataclass(frozen=True)
class DigitalRiverAccount:
    """
    An account. Nothing is asked of the platform before one of its methods asks.

    Args:
        settings: Where to ask, and which webhooks are meant.
    """

    settings: DigitalRiverSettings

    def fills(self) -> Mapping[str, object]:
        """Whether a new webhook is enabled, where a program does not say it: the API and the console differ."""
        return {"enabled": not self.settings.is_gc}

    @property
    def name(self) -> str:
        """
        Host, profile and mode, which a state keeps.

        No answer names the owner of a key, and keys are rotated: two owners at one host have the same name.
        """
        mode = self.settings.mode
        return name_of(self.settings.endpoint, f"{GC}-{mode}" if self.settings.is_gc else mode)

    @property
    def is_offline(self) -> bool:
        """Whether previews ask nothing."""
        return self.settings.offline_preview

    def refuses_account(self, recorded: str) -> str | None:
        """Why this account must not touch what was created in the account *recorded*; None where it may."""
        return why_elsewhere(recorded, self.name, self.settings.moved_from, setting=TRANSPORT.moved_from.name)

    def is_move(self, recorded: str) -> bool:
        """Whether the settings declare that what was created in the account *recorded* is in this one now."""
        return is_move(recorded, self.name, self.settings.moved_from)

    def refuses(self, inputs: Mapping[str, object]) -> Iterator[Problem]:
        """What its mode or its profile cannot have."""
        return refused(inputs, self.settings)

    def remarks(self) -> Iterator[str]:
        """Nothing."""
        yield from ()

    def now(self) -> datetime:
        """The time, read here and nowhere below."""
        return datetime.now(UTC)

    def wait(self, seconds: float) -> None:
        """Let time pass, unless the settings turn every wait off."""
        if self.settings.retry_wait:
            sleep(seconds)

    @property
    def host(self) -> str:
        """Host of the platform, and its port where the endpoint names one."""
        return self.settings.host

    @property
    def workers(self) -> int:
        """How many requests may be under way at once."""
        return self.settings.workers

    @property
    def paths(self) -> Paths:
        """The paths of the account's profile."""
        return Paths(self.settings.profile)

    def ask(self, method: str, path: str, *, doing: str, query: Mapping[str, str] | None = None) -> object:
        """Send a request that changes nothing; see :meth:`...client.connection.Connection.ask`."""
        return self._connection.ask(method, path, doing=doing, query=query)

    def change(self, method: str, path: str, *, doing: str, body: object = None, id: str = "") -> object:
        """Send a request that changes something, the webhook *id* if it exists; what is read afterwards is fresh."""
        self.lookups.record_write(id)
        try:
            return self._connection.ask(method, path, doing=doing, body=body)
        finally:
            self.lookups.record_write(id)

    def webhook(self, id: str, *, doing: str) -> WebhookRow:
        """One webhook, shared with every other resource that asks for one."""
        return self.lookups.webhook(id, doing=doing)

    def read_webhook(self, id: str, *, doing: str) -> WebhookRow:
        """One webhook, asked for now; see :func:`.listings.read_webhook`."""
        from .listings import read_webhook

        return read_webhook(self._connection, id, doing=doing)

    def webhooks(self) -> Sequence[WebhookRow]:
        """All webhooks, asked for now; see :func:`.listings.list_webhooks`."""
        from .listings import list_webhooks

        return list_webhooks(self._connection)

    def whole_webhooks(self, *, each: bool = False) -> Sequence[WebhookRow]:
        """The same, with what a list may leave out; see :func:`.listings.list_whole_webhooks`."""
        from .listings import list_whole_webhooks

        return list_whole_webhooks(self._connection, each=each)

    @property
    def lookups(self) -> Lookups:
        """What is asked once for all."""
        from .lookups import lookups_of

        return lookups_of(self.settings)

    @property
    def _connection(self) -> DigitalRiverConnection:
        from .connection import connect

        return connect(self.settings)


def account_of(settings: Settings, *, for_preview: bool = False) -> DigitalRiverAccount:
    """
    The account that *settings* describe.

    Args:
        settings: Where settings are looked up.
        for_preview: Whether nothing is created or changed: offline previews need no key.

    Raises:
        SettingsProblem: With every problem, one a line.
    """
    return DigitalRiverAccount(read_settings(settings, for_preview=for_preview))
