"""What a program writes for cybersource:OAuthCredentials. Generated from the declaration by `make schema`."""

from __future__ import annotations

import pulumi

from ...program import REFERENCE, Named, Resource

_INPUTS: dict[str, Named] = {
    "organization_id": Named("organizationId"),
    "client_id": Named("clientId"),
    "client_secret": Named("clientSecret"),
    "expiry_duration": Named("expiryDuration"),
    "rotation": Named("rotation", REFERENCE),
    "max_age": Named("maxAge"),
}
_OUTPUTS: dict[str, Named] = {
    "key_id": Named("keyId"),
    "created_on": Named("createdOn"),
    "expiration_date": Named("expirationDate"),
}

class OAuthCredentials(Resource):
    """
    The client credentials with which the platform fetches tokens from your identity provider.

    They are stored at the platform, which cannot read them back or delete them: destroying the resource forgets
    them. Any change stores them again under a new key id; the resource keeps its id.

    Args:
        resource_name: Name of the resource in the program; part of its URN.
        organization_id: Organization that owns the subscriptions; with another one nothing is delivered. Default:
            the setting `cybersourceOrganizationId`.
        client_id: User name or client id at the identity provider. Blanks and line breaks around it are removed.
        client_secret: Password or client secret, encrypted in state. Blanks and line breaks around it are removed.
        expiry_duration: Days until the platform forgets them. Default: 365.
        rotation: Any text, such as a date; a change of it stores the credentials again, the first one is only
            recorded. Not sent.
        max_age: Days after which the next `pulumi up` stores them again. Default: never. Not sent.
        opts: Pulumi's resource options.

    Source: the vendor's page "Provide Your OAuth Credentials".
    """

    _kind = "cybersource:OAuthCredentials"
    _inputs = _INPUTS
    _outputs = _OUTPUTS
    _filled = ("organization_id", "expiry_duration",)
    _secrets = ("clientSecret",)

    def __init__(
        self,
        resource_name: str,
        *,
        client_id: pulumi.Input[str],
        client_secret: pulumi.Input[str],
        organization_id: pulumi.Input[str] | None = None,
        expiry_duration: pulumi.Input[int] | None = None,
        rotation: pulumi.Input[str] | pulumi.CustomResource | None = None,
        max_age: pulumi.Input[int] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        inputs = {
            "organization_id": organization_id,
            "client_id": client_id,
            "client_secret": client_secret,
            "expiry_duration": expiry_duration,
            "rotation": rotation,
            "max_age": max_age,
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
    def client_id(self) -> pulumi.Output[str]:
        """User name or client id at the identity provider. Blanks and line breaks around it are removed."""
        return self._output("client_id")

    @property
    def client_secret(self) -> pulumi.Output[str]:
        """Password or client secret, encrypted in state. Blanks and line breaks around it are removed."""
        return self._output("client_secret")

    @property
    def expiry_duration(self) -> pulumi.Output[int]:
        """Days until the platform forgets them."""
        return self._output("expiry_duration")

    @property
    def rotation(self) -> pulumi.Output[str | None]:
        """
        Any text, such as a date; a change of it stores the credentials again, the first one is only recorded. Not
        sent.
        """
        return self._output("rotation")

    @property
    def max_age(self) -> pulumi.Output[int | None]:
        """Days after which the next `pulumi up` stores them again. Default: never. Not sent."""
        return self._output("max_age")

    @property
    def key_id(self) -> pulumi.Output[str]:
        """Id under which the platform keeps them now."""
        return self._output("key_id")

    @property
    def created_on(self) -> pulumi.Output[str | None]:
        """When they were stored, ISO 8601."""
        return self._output("created_on")

    @property
    def expiration_date(self) -> pulumi.Output[str | None]:
        """When they expire, ISO 8601, UTC."""
        return self._output("expiration_date")
