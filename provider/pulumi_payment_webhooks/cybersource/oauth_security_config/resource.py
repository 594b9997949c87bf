"""What a program writes for cybersource:OAuthSecurityConfig. Generated from the declaration by `make schema`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict

import pulumi

from ...program import REFERENCE, Members, Named, Resource


class AdditionalConfigDict(TypedDict):
    """What the assertion is made of that the platform sends to the token endpoint."""

    aud: pulumi.Input[str]
    """Audience: the identity provider, as it names itself."""

    client_id: pulumi.Input[str]
    """Client id at the identity provider."""

    scope: pulumi.Input[str]
    """Scope of the token."""

    key_id: NotRequired[pulumi.Input[str]]
    """Key to sign with, where the organization has several providers."""


class OAuthConfigDict(TypedDict):
    """Where and how the platform fetches the bearer token that it sends with each notification."""

    oauth_url: pulumi.Input[str]
    """Token endpoint; https."""

    oauth_token_expiry: NotRequired[pulumi.Input[int]]
    """Validity of a token. The vendor gives no unit: its requests show 365, a response 300."""

    oauth_token_type: NotRequired[pulumi.Input[Literal["Bearer"]]]
    """Type of the token; the platform knows `Bearer` only. Default: `Bearer`."""

    additional_config: NotRequired[pulumi.Input[AdditionalConfigDict]]
    """What the assertion of `oAuth_JWT` is made of; only with that."""

_ADDITIONAL_CONFIG: dict[str, Named] = {
    "aud": Named("aud"),
    "client_id": Named("client_id"),
    "scope": Named("scope"),
    "key_id": Named("keyId"),
}
_O_AUTH_CONFIG: dict[str, Named] = {
    "oauth_url": Named("oAuthURL"),
    "oauth_token_expiry": Named("oAuthTokenExpiry"),
    "oauth_token_type": Named("oAuthTokenType"),
    "additional_config": Named("additionalConfig", Members(_ADDITIONAL_CONFIG)),
}
_INPUTS: dict[str, Named] = {
    "subscription": Named("subscription", REFERENCE),
    "security_type": Named("securityType"),
    "proxy_type": Named("proxyType"),
    "config": Named("config", Members(_O_AUTH_CONFIG)),
    "credentials": Named("credentials", REFERENCE),
}
_OUTPUTS: dict[str, Named] = {
}

class OAuthSecurityConfig(Resource):
    """
    The OAuth security policy of one subscription, owned apart from it.

    It is always sent whole. Destroying it gives the subscription `KEY` back: mutual trust and the digital signature.
    A subscription whose own `security_policy` is declared cannot have one.

    Args:
        resource_name: Name of the resource in the program; part of its URN.
        subscription: The subscription, or its id. Another one moves the policy there.
        security_type: `oAuth`: a bearer token for client credentials; `oAuth_JWT`: one for a signed assertion.
            Default: `oAuth`.
        proxy_type: Route of the delivery; unmanaged unless given.
        config: Where the token comes from.
        credentials: The organization's `OAuthCredentials`, so that they exist first. Not sent.
        opts: Pulumi's resource options.

    Source: the vendor's page "Create a Webhook Subscription Using OAuth".
    """

    _kind = "cybersource:OAuthSecurityConfig"
    _inputs = _INPUTS
    _outputs = _OUTPUTS
    _filled = ("security_type",)
    _part_of = ("subscription", "security_policy")
    _is_exclusive = True

    def __init__(
        self,
        resource_name: str,
        *,
        subscription: pulumi.Input[str] | pulumi.CustomResource,
        config: pulumi.Input[OAuthConfigDict],
        security_type: pulumi.Input[Literal["oAuth", "oAuth_JWT"]] | None = None,
        proxy_type: pulumi.Input[Literal["external", "internal"]] | None = None,
        credentials: pulumi.Input[str] | pulumi.CustomResource | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        inputs = {
            "subscription": subscription,
            "security_type": security_type,
            "proxy_type": proxy_type,
            "config": config,
            "credentials": credentials,
        }
        self._register(resource_name, inputs, opts)

    @property
    def subscription(self) -> pulumi.Output[str]:
        """The subscription, or its id. Another one moves the policy there."""
        return self._output("subscription")

    @property
    def security_type(self) -> pulumi.Output[str]:
        """`oAuth`: a bearer token for client credentials; `oAuth_JWT`: one for a signed assertion."""
        return self._output("security_type")

    @property
    def proxy_type(self) -> pulumi.Output[str | None]:
        """Route of the delivery; unmanaged unless given."""
        return self._output("proxy_type")

    @property
    def config(self) -> pulumi.Output[Mapping[str, Any]]:
        """Where the token comes from."""
        return self._output("config")

    @property
    def credentials(self) -> pulumi.Output[str | None]:
        """The organization's `OAuthCredentials`, so that they exist first. Not sent."""
        return self._output("credentials")
