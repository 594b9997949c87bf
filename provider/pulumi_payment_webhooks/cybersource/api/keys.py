"""
Egress keys as the platform spells them. No I/O here.

Source: reference §10. Keys can be created and stored; there is no request that reads, lists or deletes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...crypto.certificates import read_certificate
from ..digital_signature_key.declaration import KEY_STORE, DigitalSignatureKey
from ..message_encryption_certificate.declaration import MessageEncryptionCertificate
from ..oauth_credentials.declaration import OAuthCredentials
from .ids import flaw_of
from .media import HAL, JSON
from .moments import moment

SYMMETRIC = "/kms/egress/v2/keys-sym"
ASYMMETRIC = "/kms/egress/v2/keys-asym"
ACCEPT = {SYMMETRIC: HAL, ASYMMETRIC: JSON}
"""Media type of the answer, by path."""


def signature_key(declared: DigitalSignatureKey) -> dict[str, Any]:
    """The body that makes the platform create a digital signature key."""
    return {
        "clientRequestAction": "CREATE",
        "keyInformation": {
            "provider": KEY_STORE,
            "tenant": declared.tenant or declared.organization_id,
            "keyType": "sharedSecret",
            "organizationId": declared.organization_id,
            "expiryDuration": str(declared.expiry_duration),
        },
    }


def oauth_credentials(declared: OAuthCredentials) -> dict[str, Any]:
    """
    The body that stores OAuth client credentials. The organization is the provider here, and the key store the
    tenant: the other way round than for a signature key (reference §16, row 22).
    """
    return {
        "clientRequestAction": "STORE",
        "keyInformation": {
            "provider": declared.organization_id,
            "tenant": KEY_STORE,
            "keyType": "oAuthClientCredentials",
            "organizationId": declared.organization_id,
            "clientKeyId": declared.client_id,
            "key": declared.client_secret.get_secret_value(),
            "expiryDuration": str(declared.expiry_duration),
        },
    }


def encryption_certificate(declared: MessageEncryptionCertificate) -> dict[str, Any]:
    """
    The body that stores a certificate. Provider and tenant are as for OAuth credentials, unless the program names the
    organization as the tenant; then the key store is the provider.
    """
    tenant = declared.tenant or KEY_STORE
    return {
        "clientRequestAction": "STORE",
        "keyInformation": {
            "provider": declared.organization_id if tenant == KEY_STORE else KEY_STORE,
            "tenant": tenant,
            "keyType": "publickey",
            "organizationId": declared.organization_id,
            "pub": read_certificate(declared.certificate).der,
            "expiryDuration": str(declared.expiry_duration),
        },
    }


def information(answer: Any) -> Mapping[str, Any]:
    """What an answer tells about the key; empty where it tells nothing."""
    told = answer.get("keyInformation") if isinstance(answer, Mapping) else None
    return told if isinstance(told, Mapping) else {}


def failure(told: Mapping[str, Any]) -> str | None:
    """Why the platform did not make the key, where an answer that looks like success says so."""
    error = told.get("errorInformation")
    reason = error.get("reason") if isinstance(error, Mapping) else None
    failed = str(told.get("status", "")).upper() == "FAILED"
    return str(told.get("message") or reason or "FAILED") if failed or reason else None


def flaw_of_id(told: Mapping[str, Any]) -> str | None:
    """Why the key in an answer has no usable id; None where it has."""
    flaw = flaw_of(told.get("keyId"))
    return f"keyId {flaw}" if flaw else None


def added_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """The outputs of a key: id, secret and expiry. An id that is not usable is left out."""
    added = {
        "keyId": None if flaw_of_id(told) else told.get("keyId"),
        "key": told.get("key"),
        "expirationDate": moment(told.get("expirationDate")),
    }
    return {name: value for name, value in added.items() if isinstance(value, str) and value}
