"""
What a program writes for cybersource:MessageEncryptionCertificate. Generated from the declaration by `make schema`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi

from ...program import REFERENCE, Each, Members, Named, Resource

_PREVIOUS_KEY: dict[str, Named] = {
    "fingerprint": Named("fingerprint"),
    "expiration_date": Named("expirationDate"),
}
_INPUTS: dict[str, Named] = {
    "organization_id": Named("organizationId"),
    "certificate": Named("certificate"),
    "tenant": Named("tenant"),
    "expiry_duration": Named("expiryDuration"),
    "rotation": Named("rotation", REFERENCE),
}
_OUTPUTS: dict[str, Named] = {
    "expires_at": Named("expiresAt", computed=True),
    "fingerprint": Named("fingerprint", computed=True),
    "key_id": Named("keyId"),
    "created_on": Named("createdOn"),
    "expiration_date": Named("expirationDate"),
    "previous_keys": Named("previousKeys", Each(Members(_PREVIOUS_KEY))),
}

class MessageEncryptionCertificate(Resource):
    """
    The certificate with which the platform encrypts the notifications of an organization.

    The receiver has its private key, which never comes here. The certificate is stored at the platform,
    which cannot read it back or delete it: destroying the resource forgets it. Another certificate is stored under a
    new key id, and the resource keeps its id; the old one is among `previous_keys` for as long as it is valid.

    Args:
        resource_name: Name of the resource in the program; part of its URN.
        organization_id: Organization that owns the subscriptions; with another one nothing is delivered. Default:
            the setting `cybersourceOrganizationId`.
        certificate: The certificate in PEM, of an RSA key of 2048 bits or more; without its chain or private key.
        tenant: Tenant in the platform's key store. Default: `nrtd`; the vendor's guide wants the organization.
        expiry_duration: Days for which the platform is asked to keep it; it ends with the certificate in any case.
            Default: 365.
        rotation: Any text, such as a date; a change of it stores the certificate again, the first one is only
            recorded. Not sent.
        opts: Pulumi's resource options.

    Source: the vendor's webhook guide, and the specification of its key service.
    """

    _kind = "cybersource:MessageEncryptionCertificate"
    _inputs = _INPUTS
    _outputs = _OUTPUTS
    _filled = ("organization_id", "expiry_duration",)

    def __init__(
        self,
        resource_name: str,
        *,
        certificate: pulumi.Input[str],
        organization_id: pulumi.Input[str] | None = None,
        tenant: pulumi.Input[str] | None = None,
        expiry_duration: pulumi.Input[int] | None = None,
        rotation: pulumi.Input[str] | pulumi.CustomResource | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        inputs = {
            "organization_id": organization_id,
            "certificate": certificate,
            "tenant": tenant,
            "expiry_duration": expiry_duration,
            "rotation": rotation,
        }
        self._register(resource_name, inputs, opts)

    @property
    def organization_id(self) -> pulumi.Output[str]:
        """
        Organization that owns the subscriptions; with another one nothing is delivered. Default: the setting
        `cybersourceOrganizationId`.
        """
        return self._output("organization_id")

    @property
    def certificate(self) -> pulumi.Output[str]:
        """The certificate in PEM, of an RSA key of 2048 bits or more; without its chain or private key."""
        return self._output("certificate")

    @property
    def tenant(self) -> pulumi.Output[str | None]:
        """Tenant in the platform's key store. Default: `nrtd`; the vendor's guide wants the organization."""
        return self._output("tenant")

    @property
    def expiry_duration(self) -> pulumi.Output[int]:
        """Days for which the platform is asked to keep it; it ends with the certificate in any case."""
        return self._output("expiry_duration")

    @property
    def rotation(self) -> pulumi.Output[str | None]:
        """
        Any text, such as a date; a change of it stores the certificate again, the first one is only recorded. Not
        sent.
        """
        return self._output("rotation")

    @property
    def expires_at(self) -> pulumi.Output[str]:
        """When the certificate ends, ISO 8601, UTC."""
        return self._output("expires_at")

    @property
    def fingerprint(self) -> pulumi.Output[str]:
        """SHA-256 of it, hexadecimal; `openssl x509 -fingerprint -sha256` writes it with colons."""
        return self._output("fingerprint")

    @property
    def key_id(self) -> pulumi.Output[str]:
        """Id under which the platform keeps it now."""
        return self._output("key_id")

    @property
    def created_on(self) -> pulumi.Output[str | None]:
        """When it was stored, ISO 8601."""
        return self._output("created_on")

    @property
    def expiration_date(self) -> pulumi.Output[str | None]:
        """When the platform forgets it, ISO 8601, UTC."""
        return self._output("expiration_date")

    @property
    def previous_keys(self) -> pulumi.Output[dict[str, Mapping[str, Any]]]:
        """Certificates that were current before and are still valid, by key id; may be empty."""
        return self._output("previous_keys")
