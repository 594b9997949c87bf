"""
What a program declares of a webhook subscription. Pure: no Pulumi, no I/O.

Source: the vendor's pages "Create a Webhook Subscription" and "Configure the Retry Policy".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from ...net import same_url, same_url_in_any_case
from ...reconcile.declare.declaration import (
    Added,
    Adopts,
    Claim,
    Clearable,
    Declaration,
    DeclaredValues,
    Echoed,
    Fragment,
    FromAccount,
    Kept,
    Local,
    Path,
    PlatformDefault,
    Problem,
    Public,
    Replaces,
    Restless,
    Rule,
    Same,
)
from ...reconcile.declare.demands import CarriesToken, Covers, EncryptsFor, HaltsAt, ReachesByDefault
from ...reconcile.declare.meaning import HasRole, Meaning, Role, Varies
from ...reconcile.declare.urls import ClearableHttpsUrl, HttpsUrl
from ...reconcile.declare.values import AnyText, Flag, Text, WholeNumber, one_of, same_text_in_any_case
from ...wording import FieldName, Sentence
from ..api.ids import Id
from ..policies.retry import RetryFields
from ..policies.security import (
    NamedCredentials,
    OAuthConfig,
    Proxy,
    assertion_fits,
    credentials_are_named,
    oauth_config_fits,
)
from ..rules.catalogue import ENCRYPTED
from ..rules.retry_schedule import count_retries, covered_minutes
from ..rules.status import ACTIVE, INACTIVE, RESEND, meaning_of
from ..rules.words import (
    CUSTOM,
    DESCENDANTS,
    EXTERNAL,
    NEW_URL,
    OAUTH_TYPES,
    ONLY_ORDERS,
    SCOPES,
    SECURITY_TYPES,
    Scope,
    SecurityType,
)

Events = Annotated[frozenset[str], Field(min_length=1)]
_REVIEWED = HasRole(Role.ADDRESS, NEW_URL)
_ORDERS = HasRole(Role.RUN, ONLY_ORDERS)
WantedStatus = Annotated[Literal["ACTIVE", "INACTIVE"], BeforeValidator(one_of(ACTIVE, INACTIVE))]
WantedScope = Annotated[Scope, BeforeValidator(one_of(*SCOPES))]


class RetryPolicy(RetryFields, Fragment):
    """When the platform tries a failed delivery again. Absent members take the platform's defaults."""


class SecurityPolicy(Fragment):
    """How the platform authenticates itself to the receiver. Every type also carries the digital signature."""

    security_type: Annotated[SecurityType, BeforeValidator(one_of(*SECURITY_TYPES)), CarriesToken(*OAUTH_TYPES)] = (
        Field(
            default="KEY",
            alias="securityType",
            description="`KEY`: mutual trust and the digital signature; `oAuth`: a bearer token as well; "
            "`oAuth_JWT`: a bearer token for a signed assertion.",
        )
    )
    proxy_type: Annotated[Proxy | None, PlatformDefault(EXTERNAL)] = Field(
        default=None, alias="proxyType", description="Route of the delivery; unmanaged unless given."
    )
    config: OAuthConfig | None = Field(
        default=None, description="Where the token comes from; only with `oAuth` and `oAuth_JWT`."
    )
    credentials: NamedCredentials = Field(
        default=None, description="The organization's `OAuthCredentials`, so that they exist first. Not sent."
    )


class WaitFor(Fragment):
    """A status to wait for, and for how long."""

    status: Annotated[Literal["ACTIVE", "INACTIVE"], BeforeValidator(one_of(ACTIVE, INACTIVE))] = Field(
        description="`ACTIVE`: it delivers; `INACTIVE`: its URLs are approved."
    )
    up_to: WholeNumber = Field(default=300, alias="upTo", description="Seconds to wait at most.")


class DeliveryTest(Fragment):
    """What came of a test delivery."""

    at: str = Field(description="When it was asked for, ISO 8601, UTC.")
    status: str = Field(
        description="`sent`: the platform says that it sends it; `failed`: it does not; `unclear`: it is not known; "
        "`not offered`: the platform has no such operation any more."
    )
    trace_id: str | None = Field(
        default=None, alias="traceId", description="The platform's id of the notification, which the receiver sees too."
    )
    error: str | None = Field(default=None, description="Why it failed.")


_SCOPE = FieldName("notificationScope")


def custom_scope_names_organizations(view: DeclaredValues) -> Iterator[Problem]:
    """`CUSTOM` needs organizations, and organizations need `CUSTOM`."""
    custom = view.get("notificationScope") == CUSTOM
    if custom and not view.declares("scopeData"):
        yield Problem(("scopeData",), Sentence("is required with {} CUSTOM: list the organizations", _SCOPE))
    if view.declares("scopeData") and not custom:
        yield Problem(("scopeData",), Sentence("is only possible with {} CUSTOM: set that, or remove this", _SCOPE))


def health_check_decides_deactivation(view: DeclaredValues) -> Iterator[Problem]:
    """With a health check URL an inline retry policy must say whether the subscription is deactivated."""
    has_url = view.declares("healthCheckUrl") and not view.clears("healthCheckUrl")
    has_policy = view.declares("retryPolicy") and not view.clears("retryPolicy")
    if has_url and has_policy and not view.declares("retryPolicy.deactivateFlag"):
        yield Problem(
            ("retryPolicy", "deactivateFlag"),
            Sentence(
                "is required beside {}: True activates the subscription after a successful ping and suspends it "
                "while the URL is down; False leaves both to you",
                FieldName("healthCheckUrl"),
            ),
        )


def waits_for_what_is_wanted(view: DeclaredValues) -> Iterator[Problem]:
    """A status other than the wanted one does not come."""
    wanted, awaited = view.get("status"), view.get("waitFor.status")
    if wanted and awaited and wanted != awaited:
        reason = "must be the wanted {}, which is another: this one would not come"
        yield Problem(("waitFor", "status"), Sentence(reason, FieldName("status")))


def claim_on(organization: str, product: str) -> Claim:
    """The natural key of a product of an organization, whose id may be written in any case."""
    return Claim(f"product {product!r}", ("product", organization.casefold(), product))


class WebhookSubscription(Declaration):
    """
    A webhook subscription of an organization: the platform sends the events of its products to a URL.

    What is not declared is not managed. One subscription covers a product of an organization; the platform refuses
    a second one. A digital signature key must be on file for the organization before the first subscription.
    """

    organization_id: Annotated[Id, Replaces(), FromAccount(), Echoed(same_text_in_any_case), HasRole(Role.OWNER)] = (
        Field(
            alias="organizationId",
            description="Organization or merchant id that owns the subscription. "
            "Default: the setting `cybersourceOrganizationId`. Another one replaces the subscription.",
        )
    )
    name: Annotated[Text, HasRole(Role.NAME)] = Field(description="Name of the subscription, for people.")
    description: Annotated[AnyText | None, Kept(), Clearable(), HasRole(Role.NAME)] = Field(
        default=None, description='What it is for; `""` clears it.'
    )
    products: Annotated[dict[str, Events], Public(), Field(min_length=1), HasRole(Role.EVENTS)] = Field(
        description='Event types by product id, e.g. `{"payments": ["payments.refund.status.updated"]}`, in any order.'
    )
    webhook_url: Annotated[
        HttpsUrl,
        Same(same_url),
        Echoed(same_url_in_any_case),
        _REVIEWED,
    ] = Field(
        alias="webhookUrl",
        description="Where notifications are sent; https. The platform reviews a new URL, which takes 1 to 2 "
        "business days and interrupts delivery.",
    )
    health_check_url: Annotated[
        ClearableHttpsUrl | None,
        Kept(),
        Same(same_url),
        Echoed(same_url_in_any_case),
        _REVIEWED,
    ] = Field(
        default=None,
        alias="healthCheckUrl",
        description="Pinged by the platform to activate the subscription and to notice when it is down; https. "
        '`""` clears it.',
    )
    notification_scope: Annotated[
        WantedScope | None,
        Kept(),
        HasRole(
            Role.SCOPE,
            change="`SELF` delivers the events of the organization itself, `DESCENDANTS` also those of all "
            "organizations below it, `CUSTOM` also those of the organizations that are listed",
        ),
        ReachesByDefault(DESCENDANTS),
    ] = Field(
        default=None,
        alias="notificationScope",
        description="Whose events are sent: of the organization itself, of its descendants too (the platform's "
        "default), or of those in `scope_data` too.",
    )
    scope_data: Annotated[frozenset[str], Field(min_length=1), HasRole(Role.SCOPE), Varies.BY_OWNER] | None = Field(
        default=None, alias="scopeData", description="Organizations of the scope `CUSTOM`, in any order."
    )
    status: Annotated[
        WantedStatus | None, Kept(), Restless(), PlatformDefault(INACTIVE), HasRole(Role.STATUS), HaltsAt(INACTIVE)
    ] = Field(
        default=None,
        description="Wanted status; unmanaged unless given. A status that belongs to the platform, such as "
        "`PENDING_REVIEW`, is shown in `current_status` and never fought.",
    )
    retry_policy: Annotated[
        RetryPolicy | None, Kept(), HasRole(Role.RETRIES), Covers(covered_minutes, count_retries)
    ] = Field(
        default=None,
        alias="retryPolicy",
        description="When a failed delivery is tried again; unmanaged unless given. `{}` resets it to the "
        "platform's defaults.",
    )
    security_policy: Annotated[SecurityPolicy | None, Kept(), HasRole(Role.ACCESS)] = Field(
        default=None,
        alias="securityPolicy",
        description="How the platform authenticates itself to the receiver; unmanaged unless given. `{}` resets it to "
        "the platform's default, `KEY`.",
    )
    signature_key: Annotated[Text | None, Local(), _ORDERS] = Field(
        default=None,
        alias="signatureKey",
        description="The organization's `DigitalSignatureKey`, so that it exists first. Not sent.",
    )
    certificate: Annotated[Text | None, Local(), _ORDERS, EncryptsFor(ENCRYPTED)] = Field(
        default=None,
        description="The organization's `MessageEncryptionCertificate`, with which the platform encrypts payloads, "
        "so that it exists first. Not sent.",
    )
    adopt_existing: Annotated[Flag | None, Local(), Adopts(once=True), HasRole(Role.RUN)] = Field(
        default=None,
        alias="adoptExisting",
        description="Whether to adopt a subscription that already covers one of the products. Not sent.",
    )
    wait_for: Annotated[WaitFor | None, Local(), HasRole(Role.RUN)] = Field(
        default=None,
        alias="waitFor",
        description="A status for which a deployment waits after it has created or changed the subscription. If it "
        "does not come in time, or the platform has to act first, that is a warning. Not sent.",
    )
    test_delivery: Annotated[Flag | None, Local(), HasRole(Role.RUN)] = Field(
        default=None,
        alias="testDelivery",
        description="Whether the platform sends a test notification, once to each webhook URL. What came of it is in "
        "`test_delivery_outcome`; a failure is a warning.",
    )

    meaning: ClassVar[Meaning] = Meaning(
        "subscription",
        deletion="its events are delivered nowhere",
        creation="delivery begins after the platform has reviewed its URLs, which takes 1 to 2 business days",
        replacement="nothing is delivered between its deletion and the review of the new subscription's URLs",
    )

    class Outputs(Added):
        """What the platform adds."""

        current_status: Annotated[str, HasRole(Role.STATUS, delivers=(ACTIVE, RESEND), explain=meaning_of)] = Field(
            alias="currentStatus",
            description="Status at the platform: `ACTIVE`, `INACTIVE`, or one that it owns (`PENDING_REVIEW`, "
            "`BLOCKED`, `SUSPENDED`).",
        )
        created_on: Annotated[str, HasRole(Role.CREATION)] = Field(
            alias="createdOn", description="When the platform created it, ISO 8601, UTC."
        )
        test_delivery_outcome: DeliveryTest | None = Field(
            default=None,
            alias="testDeliveryOutcome",
            description="What came of the test notification to the present webhook URL; nothing where none was sent.",
        )

    @classmethod
    def claims(cls, inputs: Mapping[str, object]) -> Mapping[Claim, Path]:
        """One subscription covers a product of an organization."""
        organization, products = inputs.get("organizationId"), inputs.get("products")
        if not isinstance(organization, str) or not isinstance(products, Mapping):
            return {}
        return {claim_on(organization, product): ("products", product) for product in products}

    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("custom-scope", ("notificationScope",), custom_scope_names_organizations),
        Rule("wait-for", ("status", "waitFor.status"), waits_for_what_is_wanted),
        Rule("health-check-flag", ("retryPolicy.deactivateFlag",), health_check_decides_deactivation),
        Rule("oauth-config", ("securityPolicy.securityType",), oauth_config_fits("securityPolicy.")),
        Rule(
            "oauth-jwt-config",
            ("securityPolicy.securityType", "securityPolicy.config.additionalConfig"),
            assertion_fits("securityPolicy."),
        ),
        Rule(
            "oauth-credentials", ("securityPolicy.securityType",), credentials_are_named("securityPolicy."), warns=True
        ),
    )
