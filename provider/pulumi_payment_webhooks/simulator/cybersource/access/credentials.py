"""The account of the simulated platform. No I/O here."""

from __future__ import annotations

import base64
import binascii
import secrets
from dataclasses import dataclass, field

from ....crypto.keys import CertifiedKey
from ....cybersource.rules.keys import KEY_BYTES, LEAST_SECRET_BYTES


def _new_secret() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


@dataclass(frozen=True)
class Credentials:
    """
    An account with a shared secret key and its certificates.

    Args:
        merchant_id: The merchant that owns the key.
        organization_id: Its portfolio; as the issuer it may act for any merchant (a meta key).
        key_id: Id of the key.
        shared_secret: The secret, base64; a random one unless given.
        certificates: Certified keys of the merchant by id; they may sign tokens.
    """

    merchant_id: str = "simulated_merchant"
    organization_id: str = "simulated_organization"
    key_id: str = "5e1f0a7c-0000-4c1d-9b7e-51a1a7ed0001"
    shared_secret: str = field(default_factory=_new_secret, repr=False)
    certificates: dict[str, CertifiedKey] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name in ("merchant_id", "organization_id", "key_id"):
            value = getattr(self, name)
            if not value or not value.isprintable() or any(one.isspace() for one in value):
                raise ValueError(f"{name} must be text without blanks")
        try:
            size = len(base64.b64decode(self.shared_secret, validate=True))
        except (binascii.Error, ValueError):
            size = 0
        if size < LEAST_SECRET_BYTES:
            raise ValueError(f"the shared secret must be base64 of at least {LEAST_SECRET_BYTES} bytes")

    @property
    def secret(self) -> bytes:
        """The shared secret's bytes."""
        return base64.b64decode(self.shared_secret)

    def register(self, key: CertifiedKey) -> None:
        """Accept tokens that *key* signs, from now on."""
        self.certificates[key.id] = key

    def may_act(self, issuer: object, merchant: object) -> bool:
        """Whether the owner of the key, *issuer*, may call for *merchant*."""
        if issuer == self.organization_id:
            return isinstance(merchant, str) and bool(merchant)
        return issuer == self.merchant_id and merchant in (self.merchant_id, self.organization_id)
