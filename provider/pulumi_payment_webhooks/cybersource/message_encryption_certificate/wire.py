"""
A message encryption certificate as a request spells it; `egress.wire` reads the answer. No I/O here.
"""

from __future__ import annotations

from ...crypto.certificates import read_certificate
from ..egress.wire import KeyRequest, asymmetric
from ..rules.words import KEY_STORE
from .declaration import MessageEncryptionCertificate


def encode(declared: MessageEncryptionCertificate) -> KeyRequest:
    """
    The request that stores the certificate.

    Provider and tenant are as for OAuth credentials, unless the program names the organization as the tenant; then the
    key store is the provider.
    """
    tenant = declared.tenant or KEY_STORE
    return asymmetric(
        "STORE",
        provider=declared.organization_id if tenant == KEY_STORE else KEY_STORE,
        tenant=tenant,
        keyType="publickey",
        organizationId=declared.organization_id,
        pub=read_certificate(declared.certificate).der,
        expiryDuration=str(declared.expiry_duration),
    )
