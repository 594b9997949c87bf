"""The egress keys a simulated platform holds: made here, or stored by the client. No I/O here."""

from __future__ import annotations

import base64
import secrets
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ..desk.time.clock import Clock

SIGNATURE = "sharedSecret"
OAUTH = "oAuthClientCredentials"
CERTIFICATE = "publickey"


@dataclass
class EgressKey:
    """
    One key.

    Args:
        key_id: The platform's id of it.
        organization_id: Whose notifications it serves.
        key_type: `sharedSecret`, `oAuthClientCredentials` or `publickey`.
        secret: The key itself; empty for a certificate.
        created_on: When it was made or stored.
        expires_on: When it ends.
        client_key_id: Client id of OAuth credentials.
        superseded: Whether a newer key of the kind took its place; notifications in retry may still carry it.
        certificate: The certificate to encrypt with, DER; only of the type `publickey`.
    """

    key_id: str
    organization_id: str
    key_type: str
    secret: str = field(repr=False)
    created_on: datetime
    expires_on: datetime
    client_key_id: str | None = None
    superseded: bool = False
    certificate: bytes | None = None

    def described(self) -> dict[str, Any]:
        """Everything about it but the secret, as JSON values."""
        return {
            "keyId": self.key_id,
            "organizationId": self.organization_id,
            "keyType": self.key_type,
            "clientKeyId": self.client_key_id,
            "createdOn": self.created_on.isoformat(),
            "expiresOn": self.expires_on.isoformat(),
            "superseded": self.superseded,
        }


class EgressKeys:
    """All keys, oldest first; no client can read or delete one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._held: list[EgressKey] = []
        self.changed: Callable[[], None] = lambda: None

    def __iter__(self) -> Iterator[EgressKey]:
        return iter(list(self._held))

    def __len__(self) -> int:
        return len(self._held)

    def current(self, key_type: str, organization_id: str) -> EgressKey | None:
        """The newest key of its kind, unless it has expired."""
        for key in reversed(self._held):
            if (key.key_type, key.organization_id) == (key_type, organization_id):
                return key if key.expires_on > self._clock.now() else None
        return None

    def find(self, key_id: str | None) -> EgressKey | None:
        """The key with that id, whether it is current or not."""
        return next((key for key in self._held if key.key_id == key_id), None)

    def has(self, key_type: str, organization_id: str) -> bool:
        """Whether a key of this kind serves the organization."""
        return self.current(key_type, organization_id) is not None

    def add(
        self, key_type: str, organization_id: str, *, secret: str, days: int, client_key_id: str | None = None
    ) -> EgressKey:
        """Hold one more, in place of the last of its kind."""
        now = self._clock.now()
        ends = now + timedelta(days=days)
        return self._hold(EgressKey(_new_id(), organization_id, key_type, secret, now, ends, client_key_id))

    def add_certificate(self, organization_id: str, certificate: bytes, *, expires_on: datetime) -> EgressKey:
        """Hold a certificate, in DER, in place of the last one."""
        now = self._clock.now()
        return self._hold(
            EgressKey(_new_id(), organization_id, CERTIFICATE, "", now, expires_on, certificate=certificate)
        )

    def add_signature(self, organization_id: str, *, days: int = 365) -> EgressKey:
        """Hold a new signature key, made here."""
        secret = base64.b64encode(secrets.token_bytes(32)).decode()
        return self.add(SIGNATURE, organization_id, secret=secret, days=days)

    def clear(self) -> None:
        """Hold none."""
        self._held.clear()
        self.changed()

    def restore(self, keys: Iterable[EgressKey]) -> None:
        """Hold keys as they were."""
        self._held.extend(keys)

    def _hold(self, new: EgressKey) -> EgressKey:
        for key in self._held:
            if (key.key_type, key.organization_id) == (new.key_type, new.organization_id):
                key.superseded = True
        self._held.append(new)
        self.changed()
        return new


def _new_id() -> str:
    return str(uuid.uuid4())
