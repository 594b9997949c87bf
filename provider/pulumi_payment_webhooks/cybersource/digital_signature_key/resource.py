"""What a program writes for cybersource:DigitalSignatureKey. Generated from the declaration by `make schema`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi

from ...program import REFERENCE, Each, Members, Named, Resource

_PREVIOUS_KEY: dict[str, Named] = {
    "key": Named("key"),
    "expiration_date": Named("expirationDate"),
}
_INPUTS: dict[str, Named] = {
    "organization_id": Named("organizationId"),
    "tenant": Named("tenant"),
    "expiry_duration": Named("expiryDuration"),
    "rotation": Named("rotation", REFERENCE),
    "max_age": Named("maxAge"),
    "existing_key_id": Named("existingKeyId", REFERENCE),
    "existing_key": Named("existingKey", REFERENCE),
}
_OUTPUTS: dict[str, Named] = {
    "key_id": Named("keyId"),
    "key": Named("key"),
    "created_on": Named("createdOn"),
    "expiration_date": Named("expirationDate"),
    "previous_keys": Named("previousKeys", Each(Members(_PREVIOUS_KEY))),
}

class DigitalSignatureKey(Resource):
    """
    The shared secret with which the platform signs the notifications of an organization.

    An organization has one active key for all its subscriptions: a new one supersedes the last. The platform shows
    the secret once, when it creates the key; it is kept, encrypted, in the stack's state. Another `rotation`,
    `tenant` or `expiry_duration` creates a new current key and keeps the old key in `previous_keys`. Keys cannot be
    read or deleted at the platform: destroying the resource forgets the key.

    Args:
        resource_name: Name of the resource in the program; part of its URN.
        organization_id: Organization or merchant id that owns the subscriptions. Default: the setting
            `cybersourceOrganizationId`. Another organization replaces the key.
        tenant: Tenant in the platform's key store. Default: the organization; one vendor page wants `nrtd`.
        expiry_duration: Days until a key expires. Another number creates a new key. Default: 365.
        rotation: Any text, such as a date; a change of it creates a new key, the first one is only recorded. Not
            sent.
        max_age: Days after which the next `pulumi up` creates a new key. Default: never. Not sent.
        existing_key_id: Id of an existing key, to use it without a call. Blanks and line breaks around it are
            removed.
        existing_key: Its secret: base64 of 32 bytes. Blanks and line breaks around it are removed.
        opts: Pulumi's resource options.

    Source: the vendor's page "Create a Digital Signature Key".
    """

    _kind = "cybersource:DigitalSignatureKey"
    _inputs = _INPUTS
    _outputs = _OUTPUTS
    _filled = ("organization_id", "expiry_duration",)
    _secrets = ("existingKey", "key", "previousKeys",)
    _adopted_by = ("existing_key_id", "existing_key",)

    def __init__(
        self,
        resource_name: str,
        *,
        organization_id: pulumi.Input[str] | None = None,
        tenant: pulumi.Input[str] | None = None,
        expiry_duration: pulumi.Input[int] | None = None,
        rotation: pulumi.Input[str] | pulumi.CustomResource | None = None,
        max_age: pulumi.Input[int] | None = None,
        existing_key_id: pulumi.Input[str] | pulumi.CustomResource | None = None,
        existing_key: pulumi.Input[str] | pulumi.CustomResource | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        inputs = {
            "organization_id": organization_id,
            "tenant": tenant,
            "expiry_duration": expiry_duration,
            "rotation": rotation,
            "max_age": max_age,
            "existing_key_id": existing_key_id,
            "existing_key": existing_key,
        }
        self._register(resource_name, inputs, opts)

    @property
    def organization_id(self) -> pulumi.Output[str]:
        """
        Organization or merchant id that owns the subscriptions. Default: the setting `cybersourceOrganizationId`.
        Another organization replaces the key.
        """
        return self._output("organization_id")

    @property
    def tenant(self) -> pulumi.Output[str | None]:
        """Tenant in the platform's key store. Default: the organization; one vendor page wants `nrtd`."""
        return self._output("tenant")

    @property
    def expiry_duration(self) -> pulumi.Output[int]:
        """Days until a key expires. Another number creates a new key."""
        return self._output("expiry_duration")

    @property
    def rotation(self) -> pulumi.Output[str | None]:
        """Any text, such as a date; a change of it creates a new key, the first one is only recorded. Not sent."""
        return self._output("rotation")

    @property
    def max_age(self) -> pulumi.Output[int | None]:
        """Days after which the next `pulumi up` creates a new key. Default: never. Not sent."""
        return self._output("max_age")

    @property
    def existing_key_id(self) -> pulumi.Output[str | None]:
        """Id of an existing key, to use it without a call. Blanks and line breaks around it are removed."""
        return self._output("existing_key_id")

    @property
    def existing_key(self) -> pulumi.Output[str | None]:
        """Its secret: base64 of 32 bytes. Blanks and line breaks around it are removed."""
        return self._output("existing_key")

    @property
    def key_id(self) -> pulumi.Output[str]:
        """Id of the current key, as notifications name it in `v-c-signature`."""
        return self._output("key_id")

    @property
    def key(self) -> pulumi.Output[str]:
        """The current secret: base64 of 32 bytes. The platform shows it once."""
        return self._output("key")

    @property
    def created_on(self) -> pulumi.Output[str | None]:
        """When it was created, ISO 8601, UTC."""
        return self._output("created_on")

    @property
    def expiration_date(self) -> pulumi.Output[str | None]:
        """When it expires, ISO 8601, UTC."""
        return self._output("expiration_date")

    @property
    def previous_keys(self) -> pulumi.Output[dict[str, Mapping[str, Any]]]:
        """Keys that were current before and are still valid, by id; may be empty."""
        return self._output("previous_keys")
