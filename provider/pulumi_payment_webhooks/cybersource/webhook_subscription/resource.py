"""What a program writes for cybersource:WebhookSubscription. Generated from the declaration by `make schema`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NotRequired, TypedDict

import pulumi

from ...program import REFERENCE, SET, Each, Members, Named, Resource


class RetryPolicyDict(TypedDict):
    """When the platform tries a failed delivery again. Absent members take the platform's defaults."""

    algorithm: NotRequired[pulumi.Input[Literal["ARITHMETIC", "GEOMETRIC"]]]
    """
    How the time between retries grows: `ARITHMETIC` adds `interval`, `GEOMETRIC` multiplies by it. Default:
    `ARITHMETIC`.
    """

    first_retry: NotRequired[pulumi.Input[int]]
    """Minutes from the first failed attempt to the first retry. Default: 1."""

    interval: NotRequired[pulumi.Input[int]]
    """Minutes between retries when arithmetic; the factor between them when geometric. Default: 1."""

    number_of_retries: NotRequired[pulumi.Input[int]]
    """Retries in one sequence. Default: 3."""

    deactivate_flag: NotRequired[pulumi.Input[bool]]
    """
    Whether an unreachable URL suspends the subscription and queues its notifications. With a health check URL it
    must be given, and True activates the subscription after a successful ping. Default: False.
    """

    repeat_sequence_count: NotRequired[pulumi.Input[int]]
    """How often the whole sequence is repeated. Default: 0."""

    repeat_sequence_wait_time: NotRequired[pulumi.Input[int]]
    """Minutes between two sequences. Default: 0."""


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


class SecurityPolicyDict(TypedDict):
    """How the platform authenticates itself to the receiver. Every type also carries the digital signature."""

    security_type: NotRequired[pulumi.Input[Literal["KEY", "oAuth", "oAuth_JWT"]]]
    """
    `KEY`: mutual trust and the digital signature; `oAuth`: a bearer token as well; `oAuth_JWT`: a bearer token for
    a signed assertion. Default: `KEY`.
    """

    proxy_type: NotRequired[pulumi.Input[Literal["external", "internal"]]]
    """Route of the delivery; unmanaged unless given."""

    config: NotRequired[pulumi.Input[OAuthConfigDict]]
    """Where the token comes from; only with `oAuth` and `oAuth_JWT`."""

    credentials: NotRequired[pulumi.Input[str] | pulumi.CustomResource]
    """The organization's `OAuthCredentials`, so that they exist first. Not sent."""


class WaitForDict(TypedDict):
    """A status to wait for, and for how long."""

    status: pulumi.Input[Literal["ACTIVE", "INACTIVE"]]
    """`ACTIVE`: it delivers; `INACTIVE`: its URLs are approved."""

    up_to: NotRequired[pulumi.Input[int]]
    """Seconds to wait at most. Default: 300."""

_RETRY_POLICY: dict[str, Named] = {
    "algorithm": Named("algorithm"),
    "first_retry": Named("firstRetry"),
    "interval": Named("interval"),
    "number_of_retries": Named("numberOfRetries"),
    "deactivate_flag": Named("deactivateFlag"),
    "repeat_sequence_count": Named("repeatSequenceCount"),
    "repeat_sequence_wait_time": Named("repeatSequenceWaitTime"),
    "schedule": Named("schedule", computed=True),
}
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
_SECURITY_POLICY: dict[str, Named] = {
    "security_type": Named("securityType"),
    "proxy_type": Named("proxyType"),
    "config": Named("config", Members(_O_AUTH_CONFIG)),
    "credentials": Named("credentials", REFERENCE),
}
_WAIT_FOR: dict[str, Named] = {
    "status": Named("status"),
    "up_to": Named("upTo"),
}
_DELIVERY_TEST: dict[str, Named] = {
    "at": Named("at"),
    "status": Named("status"),
    "trace_id": Named("traceId"),
    "error": Named("error"),
}
_INPUTS: dict[str, Named] = {
    "organization_id": Named("organizationId"),
    "name": Named("name"),
    "description": Named("description"),
    "products": Named("products", Each(SET)),
    "webhook_url": Named("webhookUrl"),
    "health_check_url": Named("healthCheckUrl"),
    "notification_scope": Named("notificationScope"),
    "scope_data": Named("scopeData", SET),
    "status": Named("status"),
    "retry_policy": Named("retryPolicy", Members(_RETRY_POLICY)),
    "security_policy": Named("securityPolicy", Members(_SECURITY_POLICY)),
    "signature_key": Named("signatureKey", REFERENCE),
    "certificate": Named("certificate", REFERENCE),
    "adopt_existing": Named("adoptExisting"),
    "wait_for": Named("waitFor", Members(_WAIT_FOR)),
    "test_delivery": Named("testDelivery"),
}
_OUTPUTS: dict[str, Named] = {
    "current_status": Named("currentStatus"),
    "created_on": Named("createdOn"),
    "test_delivery_outcome": Named("testDeliveryOutcome", Members(_DELIVERY_TEST)),
}

class WebhookSubscription(Resource):
    """
    A webhook subscription of an organization: the platform sends the events of its products to a URL.

    What is not declared is not managed. One subscription covers a product of an organization; the platform refuses
    a second one. A digital signature key must be on file for the organization before the first subscription.

    Args:
        resource_name: Name of the resource in the program; part of its URN.
        organization_id: Organization or merchant id that owns the subscription. Default: the setting
            `cybersourceOrganizationId`. Another one replaces the subscription.
        name: Name of the subscription, for people.
        description: What it is for; `""` clears it.
        products: Event types by product id, e.g. `{"payments": ["payments.refund.status.updated"]}`, in any order.
        webhook_url: Where notifications are sent; https. The platform reviews a new URL, which takes 1 to 2
            business days and interrupts delivery.
        health_check_url: Pinged by the platform to activate the subscription and to notice when it is down; https.
            `""` clears it.
        notification_scope: Whose events are sent: of the organization itself, of its descendants too (the
            platform's default), or of those in `scope_data` too.
        scope_data: Organizations of the scope `CUSTOM`, in any order.
        status: Wanted status; unmanaged unless given. A status that belongs to the platform, such as
            `PENDING_REVIEW`, is shown in `current_status` and never fought.
        retry_policy: When a failed delivery is tried again; unmanaged unless given. `{}` resets it to the
            platform's defaults.
        security_policy: How the platform authenticates itself to the receiver; unmanaged unless given. `{}` resets
            it to the platform's default, `KEY`.
        signature_key: The organization's `DigitalSignatureKey`, so that it exists first. Not sent.
        certificate: The organization's `MessageEncryptionCertificate`, with which the platform encrypts payloads,
            so that it exists first. Not sent.
        adopt_existing: Whether to adopt a subscription that already covers one of the products. Not sent.
        wait_for: A status for which a deployment waits after it has created or changed the subscription. If it does
            not come in time, or the platform has to act first, that is a warning. Not sent.
        test_delivery: Whether the platform sends a test notification, once to each webhook URL. What came of it is
            in `test_delivery_outcome`; a failure is a warning.
        opts: Pulumi's resource options.

    Source: the vendor's pages "Create a Webhook Subscription" and "Configure the Retry Policy".
    """

    _kind = "cybersource:WebhookSubscription"
    _inputs = _INPUTS
    _outputs = _OUTPUTS
    _filled = ("organization_id",)
    _is_exclusive = True
    _adopted_by = ("adopt_existing",)

    def __init__(
        self,
        resource_name: str,
        *,
        name: pulumi.Input[str],
        products: pulumi.Input[Mapping[str, pulumi.Input[Iterable[pulumi.Input[str]]]]],
        webhook_url: pulumi.Input[str],
        organization_id: pulumi.Input[str] | None = None,
        description: pulumi.Input[str] | None = None,
        health_check_url: pulumi.Input[str] | None = None,
        notification_scope: pulumi.Input[Literal["SELF", "DESCENDANTS", "CUSTOM"]] | None = None,
        scope_data: pulumi.Input[Iterable[pulumi.Input[str]]] | None = None,
        status: pulumi.Input[Literal["ACTIVE", "INACTIVE"]] | None = None,
        retry_policy: pulumi.Input[RetryPolicyDict] | None = None,
        security_policy: pulumi.Input[SecurityPolicyDict] | None = None,
        signature_key: pulumi.Input[str] | pulumi.CustomResource | None = None,
        certificate: pulumi.Input[str] | pulumi.CustomResource | None = None,
        adopt_existing: pulumi.Input[bool] | None = None,
        wait_for: pulumi.Input[WaitForDict] | None = None,
        test_delivery: pulumi.Input[bool] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        inputs = {
            "organization_id": organization_id,
            "name": name,
            "description": description,
            "products": products,
            "webhook_url": webhook_url,
            "health_check_url": health_check_url,
            "notification_scope": notification_scope,
            "scope_data": scope_data,
            "status": status,
            "retry_policy": retry_policy,
            "security_policy": security_policy,
            "signature_key": signature_key,
            "certificate": certificate,
            "adopt_existing": adopt_existing,
            "wait_for": wait_for,
            "test_delivery": test_delivery,
        }
        self._register(resource_name, inputs, opts)

    @property
    def organization_id(self) -> pulumi.Output[str]:
        """
        Organization or merchant id that owns the subscription. Default: the setting `cybersourceOrganizationId`.
        Another one replaces the subscription.
        """
        return self._output("organization_id")

    @property
    def name(self) -> pulumi.Output[str]:
        """Name of the subscription, for people."""
        return self._output("name")

    @property
    def description(self) -> pulumi.Output[str | None]:
        """What it is for; `""` clears it."""
        return self._output("description")

    @property
    def products(self) -> pulumi.Output[dict[str, list[str]]]:
        """Event types by product id, e.g. `{"payments": ["payments.refund.status.updated"]}`, in any order."""
        return self._output("products")

    @property
    def webhook_url(self) -> pulumi.Output[str]:
        """
        Where notifications are sent; https. The platform reviews a new URL, which takes 1 to 2 business days and
        interrupts delivery.
        """
        return self._output("webhook_url")

    @property
    def health_check_url(self) -> pulumi.Output[str | None]:
        """
        Pinged by the platform to activate the subscription and to notice when it is down; https. `""` clears it.
        """
        return self._output("health_check_url")

    @property
    def notification_scope(self) -> pulumi.Output[str | None]:
        """
        Whose events are sent: of the organization itself, of its descendants too (the platform's default), or of
        those in `scope_data` too.
        """
        return self._output("notification_scope")

    @property
    def scope_data(self) -> pulumi.Output[list[str] | None]:
        """Organizations of the scope `CUSTOM`, in any order."""
        return self._output("scope_data")

    @property
    def status(self) -> pulumi.Output[str | None]:
        """
        Wanted status; unmanaged unless given. A status that belongs to the platform, such as `PENDING_REVIEW`, is
        shown in `current_status` and never fought.
        """
        return self._output("status")

    @property
    def retry_policy(self) -> pulumi.Output[Mapping[str, Any] | None]:
        """
        When a failed delivery is tried again; unmanaged unless given. `{}` resets it to the platform's defaults.
        """
        return self._output("retry_policy")

    @property
    def security_policy(self) -> pulumi.Output[Mapping[str, Any] | None]:
        """
        How the platform authenticates itself to the receiver; unmanaged unless given. `{}` resets it to the
        platform's default, `KEY`.
        """
        return self._output("security_policy")

    @property
    def signature_key(self) -> pulumi.Output[str | None]:
        """The organization's `DigitalSignatureKey`, so that it exists first. Not sent."""
        return self._output("signature_key")

    @property
    def certificate(self) -> pulumi.Output[str | None]:
        """
        The organization's `MessageEncryptionCertificate`, with which the platform encrypts payloads, so that it
        exists first. Not sent.
        """
        return self._output("certificate")

    @property
    def adopt_existing(self) -> pulumi.Output[bool | None]:
        """Whether to adopt a subscription that already covers one of the products. Not sent."""
        return self._output("adopt_existing")

    @property
    def wait_for(self) -> pulumi.Output[Mapping[str, Any] | None]:
        """
        A status for which a deployment waits after it has created or changed the subscription. If it does not come
        in time, or the platform has to act first, that is a warning. Not sent.
        """
        return self._output("wait_for")

    @property
    def test_delivery(self) -> pulumi.Output[bool | None]:
        """
        Whether the platform sends a test notification, once to each webhook URL. What came of it is in
        `test_delivery_outcome`; a failure is a warning.
        """
        return self._output("test_delivery")

    @property
    def current_status(self) -> pulumi.Output[str]:
        """
        Status at the platform: `ACTIVE`, `INACTIVE`, or one that it owns (`PENDING_REVIEW`, `BLOCKED`,
        `SUSPENDED`).
        """
        return self._output("current_status")

    @property
    def created_on(self) -> pulumi.Output[str]:
        """When the platform created it, ISO 8601, UTC."""
        return self._output("created_on")

    @property
    def test_delivery_outcome(self) -> pulumi.Output[Mapping[str, Any] | None]:
        """What came of the test notification to the present webhook URL; nothing where none was sent."""
        return self._output("test_delivery_outcome")
