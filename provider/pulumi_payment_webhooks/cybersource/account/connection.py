"""
From settings to a client: one connection per account and process, and the platform's refusals as our errors.

Knows no endpoint and no object of the platform; `api/` does.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ...attendance import OnWait
from ...client import connection
from ...client.answer import Answer
from ...client.pacing.gate import Gates
from ...client.schemes import Sign, SignedRequests
from ...client.session import Dialect, Session
from ...crypto.secret_token import SecretTokenKey
from ...errors import PlatformError
from ..api.media import JSON
from .refusals import explain_error, is_error, refusal
from .settings import HTTP_SIGNATURE, JWT_P12, CybersourceSettings
from .signing import HttpSigner, JwtSigner, Sender

_DIALECT = Dialect(
    "v-c-correlation-id",
    explain_error,
    frozenset({"pvt", "encryptedrequest", "encryptedresponse", "vcpermissions"}),
)


@dataclass(frozen=True)
class CybersourceConnection(connection.Connection):
    """One account at the platform; safe to share between threads."""

    settings: CybersourceSettings
    session: Session = field(repr=False)

    dialect = _DIALECT
    media = JSON

    @property
    def host(self) -> str:
        return self.settings.host

    @property
    def secrets(self) -> Iterable[str]:
        return (self.settings.shared_secret.get_secret_value(),)

    def is_error(self, body: object) -> bool:
        return is_error(body)

    def refusal(self, answer: Answer, *, doing: str, path: str, accept: str) -> PlatformError:
        return refusal(answer, doing=doing, path=path, settings=self.settings, accept=accept)


def connect(settings: CybersourceSettings, *, on_wait: OnWait | None = None) -> CybersourceConnection:
    """
    The connection for *settings*: the same one for equal settings, for as long as the process lives.

    Args:
        settings: Where requests go, and as which merchant.
        on_wait: Called for each wait from now on, unless a thread announces to a listener of its own.

    Raises:
        SettingsProblem: The P12 file that should sign cannot be used.
    """
    connection = _connections.of(settings)
    if on_wait:
        connection.session.on_wait = on_wait
    return connection


def disconnect() -> None:
    """Close every connection of this process; `connect` opens new ones."""
    _connections.close()
    _gates.forget()


def _signer(settings: CybersourceSettings) -> Sign:
    sender = Sender(settings.merchant_id, settings.portfolio_id)
    if settings.authentication == JWT_P12:
        from .certificate import certificate_of

        return JwtSigner(sender, certificate_of(settings, at=datetime.now(UTC)).signing)
    secret = base64.b64decode(settings.shared_secret.get_secret_value())
    if settings.authentication == HTTP_SIGNATURE:
        return HttpSigner(sender, settings.key_id, secret)
    return JwtSigner(sender, SecretTokenKey(settings.key_id, secret))


def _connected(settings: CybersourceSettings) -> CybersourceConnection:
    gate = _gates.of((settings.endpoint, settings.merchant_id), settings.workers)
    return CybersourceConnection(settings, Session(settings, SignedRequests(_signer(settings)), _DIALECT, gate=gate))


_gates = Gates()
_connections = connection.Connections(_connected)
