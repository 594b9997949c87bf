"""
From settings to a client: one connection per account and process, and the platform's refusals as our errors.

Knows no endpoint and no object of the platform; `api/` does.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from ...client import Answer, Dialect, OnWait, Session
from ...client.redaction import remove_secrets, secrets_in
from ...client.schemes import Authentication, Sign
from ...crypto.jwt import HS256, TokenKey, shared_secret_key
from ...errors import PlatformError, Unavailable, Unclear
from ..api.media import JSON
from .certificate import certificate_of
from .refusals import explain_error, is_error, refusal
from .settings import HTTP_SIGNATURE, JWT_P12, CybersourceSettings
from .signing import HttpSigner, JwtSigner, Sender

_connections: dict[CybersourceSettings, Connection] = {}
_lock = Lock()

_DIALECT = Dialect(
    "v-c-correlation-id",
    explain_error,
    frozenset({"pvt", "encryptedrequest", "encryptedresponse", "vcpermissions"}),
)


@dataclass(frozen=True)
class Connection:
    """One account at the platform; safe to share between threads."""

    settings: CybersourceSettings
    session: Session = field(repr=False)

    def ask(
        self,
        method: str,
        path: str,
        *,
        doing: str,
        query: Mapping[str, str] | None = None,
        body: Any = None,
        safe_to_repeat: bool | None = None,
        accept: str = JSON,
    ) -> Any:
        """
        Send a request, and return the JSON of a 2xx answer; None when it has no JSON.

        Args:
            method: HTTP method.
            path: Absolute path, already encoded.
            doing: What is being done, to follow "cannot", e.g. ``create subscription 'orders'``.
            query: Query parameters.
            body: JSON value to send.
            safe_to_repeat: Whether it may be sent twice; by default everything but POST may.
            accept: Media type to ask for.

        Raises:
            Missing: The platform itself says so, with 404 or 410.
            AlreadyExists: Another object occupies the natural key.
            Refused: Any other definite no.
            Unavailable: No definite answer, and nothing changed, or asking again is harmless.
            Unclear: No definite answer, and the request may have been stored.
        """
        repeatable = method.upper() != "POST" if safe_to_repeat is None else safe_to_repeat
        headers = {"accept": accept}
        try:
            answer = self.session.send(method, path, query=query, body=body, safe_to_repeat=repeatable, headers=headers)
        except PlatformError as problem:
            raise self._without_secrets(problem, f"cannot {doing}: {problem.message}", body) from problem
        if 200 <= answer.status < 300 and not (odd := self._oddity(answer, is_repeatable=repeatable)):
            return answer.body
        if 200 <= answer.status < 300:
            kind = Unavailable if repeatable else Unclear
            raise self._without_secrets(kind(odd, status=answer.status, reason=odd), f"cannot {doing}: {odd}", body)
        refused = refusal(answer, doing=doing, path=path, settings=self.settings, accept=accept)
        raise self._without_secrets(refused, str(refused), body)

    def _oddity(self, answer: Answer, *, is_repeatable: bool) -> str:
        """
        Why an answer of 2xx is not a success; empty where it is a success.

        A key that was not created is reported in an answer of 201, which its reader understands.
        """
        host = self.settings.host
        if answer.is_foreign:
            return f"{host} answered {answer.status} without JSON: is there a gateway or a wrong endpoint?"
        if is_repeatable and is_error(answer.body):
            return f"{host} answered {answer.status} with an error: {explain_error(answer.body)}"
        return ""

    def _without_secrets(self, problem: PlatformError, message: str, body: Any) -> PlatformError:
        """*problem* with *message*, from which every secret that was sent is removed."""
        secrets = [self.settings.shared_secret.get_secret_value(), *secrets_in(body, _DIALECT.secret_names)]
        if problem.reference and problem.reference not in message:
            message += f" (platform reference {problem.reference})"
        return type(problem)(
            remove_secrets(message, secrets),
            status=problem.status,
            reference=problem.reference,
            fields=tuple((name, remove_secrets(reason, secrets)) for name, reason in problem.fields),
            reason=remove_secrets(problem.reason, secrets),
        )


def connect(settings: CybersourceSettings, *, on_wait: OnWait | None = None) -> Connection:
    """
    The connection for *settings*: the same one for equal settings, for as long as the process lives.

    Args:
        settings: Where requests go, and as which merchant.
        on_wait: Called for each wait from now on, unless a thread announces to a listener of its own.

    Raises:
        SettingsProblem: The P12 file that should sign cannot be used.
    """
    with _lock:
        connection = _connections.get(settings)
        if connection is None:
            connection = _connections[settings] = Connection(
                settings, Session(settings, Authentication(_signer(settings)), _DIALECT)
            )
    if on_wait:
        connection.session.on_wait = on_wait
    return connection


def disconnect() -> None:
    """Close every connection of this process; `connect` opens new ones."""
    with _lock:
        closing = list(_connections.values())
        _connections.clear()
    for connection in closing:
        connection.session.close()


def _signer(settings: CybersourceSettings) -> Sign:
    sender = Sender(settings.merchant_id, settings.portfolio_id)
    if settings.authentication == JWT_P12:
        return JwtSigner(sender, certificate_of(settings, at=datetime.now(UTC)).signing)
    secret = base64.b64decode(settings.shared_secret.get_secret_value())
    if settings.authentication == HTTP_SIGNATURE:
        return HttpSigner(sender, settings.key_id, secret)
    return JwtSigner(sender, TokenKey(settings.key_id, HS256, shared_secret_key(secret)))
