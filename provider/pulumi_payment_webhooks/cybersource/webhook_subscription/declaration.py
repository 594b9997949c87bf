"""
What a program declares of a webhook subscription. Pure: no Pulumi, no I/O.

Source: reference §5, §8 and §9; the vendor's pages "Create a Webhook Subscription" and "Configure the Retry Policy".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from ...reconcile.declaration import (
    Declaration,
    Derived,
    Fragment,
    FromAccount,
    Local,
    Problem,
    Replaces,
    Rule,
    Same,
    View,
)
from ...reconcile.declaration import (
    Outputs as Added,
)
from ...reconcile.values import AnyText, Flag, HttpsUrl, Text, WholeNumber, one_of, same_url
from ..rules.retry_schedule import RetryRules, describe
from ..rules.status import ACTIVE, INACTIVE

ALGORITHMS = ("ARITHMETIC", "GEOMETRIC")
SCOPES = ("SELF", "DESCENDANTS", "CUSTOM")
SECURITY_TYPES = ("KEY", "oAuth")


def schedule_of(policy: Mapping[str, Any]) -> str:
    """The schedule line of a retry policy in normal form."""
    rules = RetryRules(
        algorithm=policy["algorithm"],
        first_retry=policy["firstRetry"],
        interval=policy["interval"],
        number_of_retries=policy["numberOfRetries"],
        repeat_sequence_count=policy["repeatSequenceCount"],
        repeat_sequence_wait_time=policy["repeatSequenceWaitTime"],
    )
    return describe(rules, deactivates=policy["deactivateFlag"])


class RetryPolicy(Fragment):
    """When the platform tries a failed delivery again. Absent members take the platform's defaults."""

    algorithm: Annotated[Literal["ARITHMETIC", "GEOMETRIC"], BeforeValidator(one_of(*ALGORITHMS))] = Field(
        default="ARITHMETIC",
        description="How the time between retries grows: `ARITHMETIC` adds `interval`, `GEOMETRIC` multiplies by it.",
    )
    first_retry: WholeNumber = Field(
        default=1, alias="firstRetry", description="Minutes from the first failed attempt to the first retry."
    )
    interval: WholeNumber = Field(
        default=1,
        description="Minutes between retries when arithmetic; the factor between them when geometric.",
    )
    number_of_retries: WholeNumber = Field(default=3, alias="numberOfRetries", description="Retries in one sequence.")
    deactivate_flag: Flag = Field(
        default=False,
        alias="deactivateFlag",
        description="Whether an unreachable URL suspends the subscription and queues its notifications. With a "
        "health check URL it must be given, and True activates the subscription after a successful ping.",
    )
    repeat_sequence_count: WholeNumber = Field(
        default=0, alias="repeatSequenceCount", description="How often the whole sequence is repeated."
    )
    repeat_sequence_wait_time: WholeNumber = Field(
        default=0, alias="repeatSequenceWaitTime", description="Minutes between two sequences."
    )
    schedule: Annotated[str, Derived(schedule_of)] = Field(
        default="",
        description="Computed: the minutes after the first failure at which each retry happens, and when it gives up.",
    )


class OAuthConfig(Fragment):
    """Where and how the platform fetches the bearer token that it sends with each notification."""

    oauth_url: HttpsUrl = Field(alias="oAuthURL", description="Token endpoint; https.")
    oauth_token_expiry: WholeNumber | None = Field(
        default=None,
        alias="oAuthTokenExpiry",
        description="Validity of a token. The vendor gives no unit: its requests show 365, a response 300.",
    )
    oauth_token_type: Annotated[Literal["Bearer"], BeforeValidator(one_of("Bearer"))] = Field(
        default="Bearer",
        alias="oAuthTokenType",
        description="Type of the token; the platform knows `Bearer` only.",
    )


class SecurityPolicy(Fragment):
    """How the platform authenticates itself to the receiver. Every type also carries the digital signature."""

    security_type: Annotated[Literal["KEY", "oAuth"], BeforeValidator(one_of(*SECURITY_TYPES))] = Field(
        default="KEY",
        alias="securityType",
        description="`KEY`: mutual trust and the digital signature; `oAuth`: a bearer token as well.",
    )
    proxy_type: Annotated[Literal["external", "internal"], BeforeValidator(one_of("external", "internal"))] | None = (
        Field(default=None, alias="proxyType", description="Route of the delivery; unmanaged unless given.")
    )
    config: OAuthConfig | None = Field(default=None, description="Where the token comes from; only with `oAuth`.")


def custom_scope_names_organizations(view: View) -> Iterator[Problem]:
    """`CUSTOM` needs organizations, and organizations need `CUSTOM`."""
    custom = view.get("notificationScope") == "CUSTOM"
    if custom and not view.declares("scopeData"):
        yield Problem(("scopeData",), "is required with `notificationScope` CUSTOM: list the organizations")
    if view.declares("scopeData") and not custom:
        yield Problem(("scopeData",), "is only possible with `notificationScope` CUSTOM: set that, or remove this")


def health_check_decides_deactivation(view: View) -> Iterator[Problem]:
    """With a health check URL an inline retry policy must say whether the subscription is deactivated."""
    given = view.declares("retryPolicy") and view.declares("healthCheckUrl")
    if given and not view.declares("retryPolicy.deactivateFlag"):
        yield Problem(
            ("retryPolicy", "deactivateFlag"),
            "is required beside `healthCheckUrl`: True activates the subscription after a successful ping and "
            "suspends it while the URL is down; False leaves both to you",
        )


def oauth_has_config(view: View) -> Iterator[Problem]:
    """`oAuth` needs to know where the token comes from; `KEY` has no such thing."""
    oauth = view.get("securityPolicy.securityType") == "oAuth"
    if oauth and not view.declares("securityPolicy.config"):
        yield Problem(
            ("securityPolicy", "config"),
            "is required with `securityType` oAuth: give its `oAuthURL` at least",
        )
    if view.declares("securityPolicy.config") and not oauth:
        yield Problem(("securityPolicy", "config"), "is only possible with `securityType` oAuth")


class WebhookSubscription(Declaration):
    """
    A webhook subscription of an organization: the platform sends the events of its products to a URL.

    What is not declared is not managed. One subscription covers a product of an organization; the platform refuses
    a second one. A digital signature key must be on file for the organization before the first subscription.
    """

    organization_id: Annotated[Text, Replaces(), FromAccount()] = Field(
        alias="organizationId",
        description="Organization or merchant id that owns the subscription. "
        "Default: the setting `cybersourceOrganizationId`. Another one replaces the subscription.",
    )
    name: Text = Field(description="Name of the subscription, for people.")
    description: AnyText | None = Field(default=None, description="What it is for; may be empty.")
    products: Annotated[dict[str, Annotated[frozenset[str], Field(min_length=1)]], Field(min_length=1)] = Field(
        description='Event types by product id, e.g. `{"payments": ["payments.refund.status.updated"]}`, in any order.'
    )
    webhook_url: Annotated[HttpsUrl, Same(same_url)] = Field(
        alias="webhookUrl",
        description="Where notifications are sent; https. The platform reviews a new URL, which takes 1 to 2 "
        "business days and interrupts delivery.",
    )
    health_check_url: Annotated[HttpsUrl, Same(same_url)] | None = Field(
        default=None,
        alias="healthCheckUrl",
        description="Pinged by the platform to activate the subscription and to notice when it is down; https.",
    )
    notification_scope: Annotated[Literal["SELF", "DESCENDANTS", "CUSTOM"], BeforeValidator(one_of(*SCOPES))] | None = (
        Field(
            default=None,
            alias="notificationScope",
            description="Whose events are sent: of the organization itself, of its descendants too (the platform's "
            "default), or of those in `scope_data` too.",
        )
    )
    scope_data: Annotated[frozenset[str], Field(min_length=1)] | None = Field(
        default=None, alias="scopeData", description="Organizations of the scope `CUSTOM`, in any order."
    )
    status: Annotated[Literal["ACTIVE", "INACTIVE"], BeforeValidator(one_of(ACTIVE, INACTIVE))] | None = Field(
        default=None,
        description="Wanted status; unmanaged unless given. A status that belongs to the platform, such as "
        "`PENDING_REVIEW`, is shown in `current_status` and never fought.",
    )
    retry_policy: RetryPolicy | None = Field(
        default=None,
        alias="retryPolicy",
        description="When a failed delivery is tried again; unmanaged unless given.",
    )
    security_policy: SecurityPolicy | None = Field(
        default=None,
        alias="securityPolicy",
        description="How the platform authenticates itself to the receiver. The platform's default is `KEY`.",
    )
    signature_key: Annotated[Text | None, Local()] = Field(
        default=None,
        alias="signatureKey",
        description="The organization's `DigitalSignatureKey`, so that it exists first. Not sent.",
    )

    class Outputs(Added):
        """What the platform adds."""

        current_status: str = Field(
            alias="currentStatus",
            description="Status at the platform: `ACTIVE`, `INACTIVE`, or one that it owns (`PENDING_REVIEW`, "
            "`BLOCKED`, `SUSPENDED`).",
        )
        created_on: str = Field(alias="createdOn", description="When the platform created it, ISO 8601, UTC.")

    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("custom-scope", ("notificationScope",), custom_scope_names_organizations),
        Rule("health-check-flag", ("retryPolicy.deactivateFlag",), health_check_decides_deactivation),
        Rule("oauth-config", ("securityPolicy.securityType",), oauth_has_config),
    )
