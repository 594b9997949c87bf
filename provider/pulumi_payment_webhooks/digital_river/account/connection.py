"""
From settings to a client: one connection per account and process. Knows no endpoint; `api/` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ...client import connection
from ...client.answer import Answer
from ...client.pacing.gate import Gates
from ...client.schemes import bearer
from ...client.session import Dialect, Session
from ...errors import PlatformError
from ..rules.rate_limits import REQUESTS_PER_SECOND
from ..rules.versions import PUBLISHED
from .refusals import explain_error, is_error, refusal
from .settings import DigitalRiverSettings

_DIALECT = Dialect("x-dr-requestid", explain_error)
_VERSION = "digitalriver-version"


@dataclass(frozen=True)
class DigitalRiverConnection(connection.Connection):
    """One account at the platform; safe to share between threads."""

    settings: DigitalRiverSettings
    session: Session = field(repr=False)

    dialect = _DIALECT
    media = "application/json"

    @property
    def host(self) -> str:
        return self.settings.host

    @property
    def secrets(self) -> Iterable[str]:
        return (self.settings.api_key.get_secret_value(),)

    @property
    def headers(self) -> Mapping[str, str]:
        """The version of the API that this package knows, whichever the key is pinned to."""
        return {} if self.settings.is_gc else {_VERSION: PUBLISHED[0]}

    def is_error(self, body: object) -> bool:
        return is_error(body)

    def refusal(self, answer: Answer, *, doing: str, path: str, accept: str) -> PlatformError:
        return refusal(answer, doing=doing, settings=self.settings)


def connect(settings: DigitalRiverSettings) -> DigitalRiverConnection:
    """The connection for *settings*: the same one for equal settings, for as long as the process lives."""
    return _connections.of(settings)


def disconnect() -> None:
    """Close every connection of this process; `connect` opens new ones."""
    _connections.close()
    _gates.forget()


def _connected(settings: DigitalRiverSettings) -> DigitalRiverConnection:
    limit = REQUESTS_PER_SECOND[settings.profile, settings.mode]
    gate = _gates.of((settings.endpoint, settings.api_key), settings.workers, limit)
    session = Session(settings, bearer(settings.api_key.get_secret_value()), _DIALECT, gate=gate)
    return DigitalRiverConnection(settings, session)


_gates = Gates()
_connections = connection.Connections(_connected)
