"""What a program writes for digital_river:Webhook. Generated from the declaration by `make schema`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NotRequired, TypedDict

import pulumi

from ...program import SET, Members, Named, Resource


class AuthenticationDict(TypedDict):
    """The basic credentials that the platform sends with each notification. `{}` clears them."""

    username: NotRequired[pulumi.Input[str]]
    """User name; without a colon."""

    password: NotRequired[pulumi.Input[str]]
    """Password."""


class OAuthDict(TypedDict):
    """Where and how the platform fetches the bearer token that it sends with each notification."""

    token_end_point: pulumi.Input[str]
    """Token endpoint; https with the profile `dr-api`."""

    client_id: pulumi.Input[str]
    """Client id at the token endpoint."""

    client_secret: pulumi.Input[str]
    """Client secret at the token endpoint."""

    grant_type: NotRequired[pulumi.Input[Literal["password", "client_credentials"]]]
    """
    `password` needs `user_name` and `password` as well; `client_credentials` has neither. Only the consoles offer
    the latter; that the API spells it so is an assumption. Default: `password`.
    """

    user_name: NotRequired[pulumi.Input[str]]
    """User name of the grant `password`."""

    password: NotRequired[pulumi.Input[str]]
    """Password of the grant `password`."""

_AUTHENTICATION: dict[str, Named] = {
    "username": Named("username"),
    "password": Named("password"),
}
_O_AUTH: dict[str, Named] = {
    "token_end_point": Named("tokenEndPoint"),
    "client_id": Named("clientID"),
    "client_secret": Named("clientSecret"),
    "grant_type": Named("grantType"),
    "user_name": Named("userName"),
    "password": Named("password"),
}
_INPUTS: dict[str, Named] = {
    "address": Named("address"),
    "types": Named("types", SET),
    "enabled": Named("enabled"),
    "api_version": Named("apiVersion"),
    "transport_type": Named("transportType"),
    "authentication": Named("authentication", Members(_AUTHENTICATION)),
    "oauth": Named("oauth", Members(_O_AUTH)),
    "adopt_existing": Named("adoptExisting"),
}
_OUTPUTS: dict[str, Named] = {
    "created_time": Named("createdTime"),
    "live_mode": Named("liveMode"),
}

class Webhook(Resource):
    """
    A webhook: the platform sends the events of some types to one URL.

    Several webhooks may have the same URL. Everything can be changed in place. The platform disables a webhook whose
    deliveries fail for several days, which a refresh shows as a change of `enabled`; the next `pulumi up` enables it
    again. Its signing secret can be had from `WebhookSecret`.

    Args:
        resource_name: Name of the resource in the program; part of its URN.
        address: URL that receives the notifications.
        types: Event types, such as `order.accepted`, in any order; `all_event_types()` lists all of them.
        enabled: Whether notifications are sent. Default: `True`, and `False` with the profile `gc`, as in the
            console.
        api_version: Version of the payloads: a date; `default` is that of the API key. Default: `default`.
        transport_type: `HTTP`, with basic credentials if you like, or `OAUTH`, with a bearer token. Default:
            `HTTP`.
        authentication: Basic credentials that are sent with each notification; only with `HTTP`. `{}` means none,
            and removing them clears them.
        oauth: Where the bearer token comes from; only with `OAUTH`, which needs it.
        adopt_existing: Whether to adopt the webhook that has this address and these types, if there is exactly one;
            or the id of the webhook to adopt. Not sent.
        opts: Pulumi's resource options.

    Source: the page "Webhooks" of the Digital River API, its OpenAPI file, and the page "Webhook service" of Global
    Commerce.
    """

    _kind = "digital_river:Webhook"
    _inputs = _INPUTS
    _outputs = _OUTPUTS
    _filled = ("enabled", "api_version", "transport_type",)
    _secrets = ("authentication", "oauth",)
    _adopted_by = ("adopt_existing",)

    def __init__(
        self,
        resource_name: str,
        *,
        address: pulumi.Input[str],
        types: pulumi.Input[Iterable[pulumi.Input[str]]],
        enabled: pulumi.Input[bool] | None = None,
        api_version: pulumi.Input[str] | None = None,
        transport_type: pulumi.Input[Literal["HTTP", "OAUTH"]] | None = None,
        authentication: pulumi.Input[AuthenticationDict] | None = None,
        oauth: pulumi.Input[OAuthDict] | None = None,
        adopt_existing: pulumi.Input[bool | str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        inputs = {
            "address": address,
            "types": types,
            "enabled": enabled,
            "api_version": api_version,
            "transport_type": transport_type,
            "authentication": authentication,
            "oauth": oauth,
            "adopt_existing": adopt_existing,
        }
        self._register(resource_name, inputs, opts)

    @property
    def address(self) -> pulumi.Output[str]:
        """URL that receives the notifications."""
        return self._output("address")

    @property
    def types(self) -> pulumi.Output[list[str]]:
        """Event types, such as `order.accepted`, in any order; `all_event_types()` lists all of them."""
        return self._output("types")

    @property
    def enabled(self) -> pulumi.Output[bool]:
        """Whether notifications are sent. Default: `True`, and `False` with the profile `gc`, as in the console."""
        return self._output("enabled")

    @property
    def api_version(self) -> pulumi.Output[str]:
        """Version of the payloads: a date; `default` is that of the API key."""
        return self._output("api_version")

    @property
    def transport_type(self) -> pulumi.Output[str]:
        """`HTTP`, with basic credentials if you like, or `OAUTH`, with a bearer token."""
        return self._output("transport_type")

    @property
    def authentication(self) -> pulumi.Output[Mapping[str, Any] | None]:
        """
        Basic credentials that are sent with each notification; only with `HTTP`. `{}` means none, and removing them
        clears them.
        """
        return self._output("authentication")

    @property
    def oauth(self) -> pulumi.Output[Mapping[str, Any] | None]:
        """Where the bearer token comes from; only with `OAUTH`, which needs it."""
        return self._output("oauth")

    @property
    def adopt_existing(self) -> pulumi.Output[bool | str | None]:
        """
        Whether to adopt the webhook that has this address and these types, if there is exactly one; or the id of
        the webhook to adopt. Not sent.
        """
        return self._output("adopt_existing")

    @property
    def created_time(self) -> pulumi.Output[str]:
        """When the platform created it, ISO 8601, UTC."""
        return self._output("created_time")

    @property
    def live_mode(self) -> pulumi.Output[bool]:
        """Whether it is a live webhook; otherwise, it is for tests."""
        return self._output("live_mode")
