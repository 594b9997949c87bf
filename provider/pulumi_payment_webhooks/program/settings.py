"""The keywords of Provider. Generated from the settings by `make schema`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypedDict

import pulumi

NAMES: Mapping[str, str] = {
    "cybersource_environment": "cybersourceEnvironment",
    "cybersource_endpoint": "cybersourceEndpoint",
    "cybersource_merchant_id": "cybersourceMerchantId",
    "cybersource_organization_id": "cybersourceOrganizationId",
    "cybersource_key_id": "cybersourceKeyId",
    "cybersource_shared_secret": "cybersourceSharedSecret",
    "cybersource_authentication": "cybersourceAuthentication",
    "cybersource_api_version": "cybersourceApiVersion",
    "cybersource_p12": "cybersourceP12",
    "cybersource_p12_password": "cybersourceP12Password",
    "cybersource_portfolio_id": "cybersourcePortfolioId",
    "cybersource_allowed_organizations": "cybersourceAllowedOrganizations",
    "cybersource_strict_events": "cybersourceStrictEvents",
    "cybersource_offline_preview": "cybersourceOfflinePreview",
    "cybersource_moved_from": "cybersourceMovedFrom",
    "cybersource_max_deletions": "cybersourceMaxDeletions",
    "cybersource_workers": "cybersourceWorkers",
    "cybersource_timeout": "cybersourceTimeout",
    "cybersource_retries": "cybersourceRetries",
    "cybersource_retry_wait": "cybersourceRetryWait",
    "digital_river_endpoint": "digitalRiverEndpoint",
    "digital_river_api_key": "digitalRiverApiKey",
    "digital_river_mode": "digitalRiverMode",
    "digital_river_profile": "digitalRiverProfile",
    "digital_river_offline_preview": "digitalRiverOfflinePreview",
    "digital_river_moved_from": "digitalRiverMovedFrom",
    "digital_river_max_deletions": "digitalRiverMaxDeletions",
    "digital_river_workers": "digitalRiverWorkers",
    "digital_river_timeout": "digitalRiverTimeout",
    "digital_river_retries": "digitalRiverRetries",
    "digital_river_retry_wait": "digitalRiverRetryWait",
}
"""Their names in stack config."""

SECRETS: frozenset[str] = frozenset(
    {
        "cybersource_shared_secret",
        "cybersource_p12",
        "cybersource_p12_password",
        "digital_river_api_key",
    }
)
"""Those whose values must never be shown."""

FOR_WHOLE_STACK: frozenset[str] = frozenset(
    {
        "cybersource_max_deletions",
        "digital_river_max_deletions",
    }
)
"""Those of which an account has the value of the stack, if it sets none itself."""


class ProviderSettings(TypedDict, total=False):
    """The settings of an account; what is left out is looked up in the environment."""

    cybersource_environment: pulumi.Input[str] | None
    """
    Which host is used: cybersource-test, cybersource-production, cybersource-production-india,
    visa-acceptance-test, visa-acceptance-production, cybersource-oauth-test, cybersource-oauth-production; test,
    production, production-india are short for the first three kinds.
    """

    cybersource_endpoint: pulumi.Input[str] | None
    """Base URL used instead of an environment's host, for a simulator or a gateway."""

    cybersource_merchant_id: pulumi.Input[str] | None
    """Merchant that sends the requests."""

    cybersource_organization_id: pulumi.Input[str] | None
    """Organization of resources that name none. Default: the merchant id."""

    cybersource_key_id: pulumi.Input[str] | None
    """Id of the shared secret key; not needed with jwt-p12."""

    cybersource_shared_secret: pulumi.Input[str] | None
    """The shared secret itself, base64; not needed with jwt-p12."""

    cybersource_authentication: pulumi.Input[str] | None
    """
    How requests are signed: jwt, with the shared secret; jwt-p12, with a certificate; or http-signature, which the
    platform has announced to end. Default: jwt.
    """

    cybersource_api_version: pulumi.Input[str] | None
    """
    Version of the webhook API: v2, or v1, which is deprecated, ends with 2026 and takes one product for each
    subscription. Default: v2.
    """

    cybersource_p12: pulumi.Input[str] | None
    """P12 file with the merchant's certificate and key: a path, or the file's content in base64."""

    cybersource_p12_password: pulumi.Input[str] | None
    """Password that opens the P12 file; blanks belong to it."""

    cybersource_portfolio_id: pulumi.Input[str] | None
    """Owner of the key, when it is a meta key of a portfolio. Default: the merchant id."""

    cybersource_allowed_organizations: pulumi.Input[Iterable[pulumi.Input[str]] | str] | None
    """The only organizations this stack may touch: a list, or ids with commas between them. Default: any."""

    cybersource_strict_events: pulumi.Input[bool] | None
    """
    Whether an event or product that the platform's catalogue does not offer stops a preview instead of a warning.
    Default: False.
    """

    cybersource_offline_preview: pulumi.Input[bool] | None
    """
    Whether previews ask the platform nothing and need no credentials, e.g. for pull requests from forks. Nothing is
    compared with the platform then, and strict events are checked by the deployment. Default: False.
    """

    cybersource_moved_from: pulumi.Input[str] | None
    """
    The account in which the stack's resources were created, as host/merchant, after an intended move to another.
    """

    cybersource_max_deletions: pulumi.Input[int] | None
    """
    Maximum number of subscriptions that one run may delete or replace; 0 refuses every deletion. Default: no limit.
    An account that sets none has the value of the stack's config.
    """

    cybersource_workers: pulumi.Input[int] | None
    """Requests to the platform at the same time, at most. Default: 32."""

    cybersource_timeout: pulumi.Input[float] | None
    """Seconds to wait for a connection, and for an answer. Default: 30.0."""

    cybersource_retries: pulumi.Input[int] | None
    """How often a request that is safe to repeat is tried, in all; answers 429 do not count. Default: 4."""

    cybersource_retry_wait: pulumi.Input[float] | None
    """
    Seconds before the second try; each further wait is twice as long. 0 turns every waiting off. Default: 0.5.
    """

    digital_river_endpoint: pulumi.Input[str] | None
    """Base URL of the platform, such as https://api.digitalriver.com, or of a simulator."""

    digital_river_api_key: pulumi.Input[str] | None
    """The secret key that sends the requests; its prefix says whether it is for test or live webhooks."""

    digital_river_mode: pulumi.Input[str] | None
    """Which webhooks the key manages: test, or live, which only the stack's own config can say. Default: test."""

    digital_river_profile: pulumi.Input[str] | None
    """
    What is asked of the endpoint: dr-api, the published API; or gc, the features of the console of Global Commerce,
    whose requests are not published. Default: dr-api.
    """

    digital_river_offline_preview: pulumi.Input[bool] | None
    """
    Whether previews ask the platform nothing and need no credentials, e.g. for pull requests from forks. Nothing is
    compared with the platform then. Default: False.
    """

    digital_river_moved_from: pulumi.Input[str] | None
    """The account in which the stack's resources were created, as host/mode, after an intended move to another."""

    digital_river_max_deletions: pulumi.Input[int] | None
    """
    Maximum number of webhooks that one run may delete or replace; 0 refuses every deletion. Default: no limit. An
    account that sets none has the value of the stack's config.
    """

    digital_river_workers: pulumi.Input[int] | None
    """Requests to the platform at the same time, at most. Default: 32."""

    digital_river_timeout: pulumi.Input[float] | None
    """Seconds to wait for a connection, and for an answer. Default: 30.0."""

    digital_river_retries: pulumi.Input[int] | None
    """How often a request that is safe to repeat is tried, in all; answers 429 do not count. Default: 4."""

    digital_river_retry_wait: pulumi.Input[float] | None
    """
    Seconds before the second try; each further wait is twice as long. 0 turns every waiting off. Default: 0.5.
    """
