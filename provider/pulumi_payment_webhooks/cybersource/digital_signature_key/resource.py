"""What a program writes for cybersource:DigitalSignatureKey. Generated from the declaration by `make schema`."""

from __future__ import annotations

import pulumi

from ...program import Named, Resource

_INPUTS = {
    "organization_id": Named("organizationId"),
    "tenant": Named("tenant"),
    "expiry_duration": Named("expiryDuration"),
}
_OUTPUTS = {
    "key_id": Named("keyId"),
    "key": Named("key"),
    "expiration_date": Named("expirationDate"),
}

class DigitalSignatureKey(Resource):
    """
    The shared secret with which the platform signs the notifications of an organization.

    An organization has one active key for all its subscriptions: a new one supersedes the last. The platform tells
    the secret once, when the key is created; it is kept, encrypted, in the stack's state. Keys cannot be read or
    deleted at the platform: destroying the resource forgets the key.

    Args:
        resource_name: Name of the resource in the program; part of its URN.
        organization_id: Organization or merchant id that owns the subscriptions. Default: the setting
            `cybersourceOrganizationId`. Another one makes another key.
        tenant: Tenant in the platform's key store. Default: the organization; one vendor page wants `nrtd`.
        expiry_duration: Days until the key expires. Another number makes another key. Default: 365.
        opts: Pulumi's resource options.
    """

    _kind = "cybersource:DigitalSignatureKey"
    _inputs = _INPUTS
    _outputs = _OUTPUTS
    _secrets = ("key",)

    def __init__(
        self,
        resource_name: str,
        *,
        organization_id: pulumi.Input[str] | None = None,
        tenant: pulumi.Input[str] | None = None,
        expiry_duration: pulumi.Input[int] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        inputs = {
            "organization_id": organization_id,
            "tenant": tenant,
            "expiry_duration": expiry_duration,
        }
        super().__init__(resource_name, inputs, opts)

    @property
    def organization_id(self) -> pulumi.Output[str]:
        """
        Organization or merchant id that owns the subscriptions. Default: the setting `cybersourceOrganizationId`.
        Another one makes another key.
        """
        return self._output("organization_id")

    @property
    def tenant(self) -> pulumi.Output[str | None]:
        """Tenant in the platform's key store. Default: the organization; one vendor page wants `nrtd`."""
        return self._output("tenant")

    @property
    def expiry_duration(self) -> pulumi.Output[int]:
        """Days until the key expires. Another number makes another key."""
        return self._output("expiry_duration")

    @property
    def key_id(self) -> pulumi.Output[str]:
        """Id of the key, as notifications name it in `v-c-signature`."""
        return self._output("key_id")

    @property
    def key(self) -> pulumi.Output[str]:
        """The secret: base64 of 32 bytes. Told once by the platform."""
        return self._output("key")

    @property
    def expiration_date(self) -> pulumi.Output[str]:
        """When the key expires, ISO 8601, UTC."""
        return self._output("expiration_date")
