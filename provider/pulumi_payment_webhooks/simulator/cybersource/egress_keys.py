"""The egress keys of the simulated platform: created by it, or stored by a client. No I/O here."""

from __future__ import annotations

import base64
import secrets
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ...cybersource.rules.keys import KEY_BYTES
from ..desk.json_values import JsonObject
from ..desk.time.clock import Clock

SIGNATURE = "sharedSecret"
OAUTH = "oAuthClientCredentials"
CERTIFICATE = "publickey"


@dataclass
class EgressKey:
    """
    An egress key.

    Args:
        key_id: The platform's id of it.
        organization_id: The organization of the notifications.
        key_type: `sharedSecret`, `oAuthClientCredentials` or `publickey`.
        secret: The key itself; empty for a certificate.
        created_on: When it was created or stored.
        expires_on: When it expires.
        client_key_id: Client id of OAuth credentials.
        superseded: Whether a newer key of this type has superseded it; notifications in retry may still use it.
        certificate: The encryption certificate, DER; only for the type `publickey`.
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

    def describe(self) -> JsonObject:
        """Everything but the secret, as JSON values."""
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
    """All keys, oldest first; clients cannot read or delete them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._held: list[EgressKey] = []
        self.on_change: Callable[[], None] = lambda: None

    def __iter__(self) -> Iterator[EgressKey]:
        return iter(list(self._held))

    def __len__(self) -> int:
        return len(self._held)

    def current(self, key_type: str, organization_id: str) -> EgressKey | None:
        """The newest key of a type, unless it has expired."""
        for key in reversed(self._held):
            if (key.key_type, key.organization_id) == (key_type, organization_id):
                return key if key.expires_on > self._clock.now() else None
        return None

    def find(self, key_id: str | None) -> EgressKey | None:
        """The key with that id, current or not."""
        return next((key for key in self._held if key.key_id == key_id), None)

    def has(self, key_type: str, organization_id: str) -> bool:
        """Whether the organization has a current key of this type."""
        return self.current(key_type, organization_id) is not None

    def add(
        self, key_type: str, organization_id: str, *, secret: str, days: int, client_key_id: str | None = None
    ) -> EgressKey:
        """Add a key, which supersedes the last one of its type."""
        now = self._clock.now()
        ends = now + timedelta(days=days)
        return self._add(EgressKey(_new_id(), organization_id, key_type, secret, now, ends, client_key_id))

    def add_certificate(self, organization_id: str, certificate: bytes, *, expires_on: datetime) -> EgressKey:
        """Add a certificate in DER, which supersedes the last one."""
        now = self._clock.now()
        return self._add(
            EgressKey(_new_id(), organization_id, CERTIFICATE, "", now, expires_on, certificate=certificate)
        )

    def add_signature(self, organization_id: str, *, days: int = 365) -> EgressKey:
        """Create a signature key."""
        secret = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
        return self.add(SIGNATURE, organization_id, secret=secret, days=days)

    def clear(self) -> None:
        """Remove all."""
        self._held.clear()
        self.on_change()

    def restore(self, keys: Iterable[EgressKey]) -> None:
        """Add keys of a data file."""
        self._held.extend(keys)

    def _add(self, new: EgressKey) -> EgressKey:
        for key in self._held:
            if (key.key_type, key.organization_id) == (new.key_type, new.organization_id):
                key.superseded = True
        self._held.append(new)
        self.on_change()
        return new


def _new_id() -> str:
    return str(uuid.uuid4())
