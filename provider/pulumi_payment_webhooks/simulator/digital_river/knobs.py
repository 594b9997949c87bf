"""The one list of knobs: what each does, its position at the start, and its source. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field
from pydantic.dataclasses import dataclass

from ...digital_river.rules import retry_schedule, signing_secrets
from ...digital_river.rules.profiles import LIVE, TEST
from ...digital_river.rules.rate_limits import REQUESTS_PER_SECOND
from ..desk.knobs import Count, Pairs, Seconds, knob, read_names, turn
from ..desk.time.dispatcher import MOST_AT_ONCE
from ..desk.wire.rate_limit import RetryAfter

SIMULATOR = "simulator"
SOURCES = (
    "Sources are named as follows: spec (the vendor's OpenAPI file of version 2021-12-13), sdk (its PHP SDK), docs (a "
    "page of its documentation), dashboard and commerce (its two consoles, as their pages and screenshots show them), "
    "field (published code that uses it) and assumed (no source says it); simulator means that the knob is about the "
    "simulator itself."
)

DR_API = "dr-api"
GC = "gc"

Profile = Literal["dr-api", "gc"]
Offered = Literal["by_profile", "offered", "404"]
Minutes = Annotated[
    tuple[Annotated[float, Field(gt=0, le=100_000)], ...], Field(max_length=50), BeforeValidator(read_names)
]


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Knobs:
    """
    How the simulated platform behaves where sources disagree or are silent; immutable, change it with `replace`.
    """

    # What is offered

    profile: Profile = knob(
        DR_API,
        "`dr-api` is the published API; `gc` adds what only the console of Global Commerce offers, at paths that the "
        "vendor never published, with and without `/gc` before them.",
        'spec; commerce: "Webhook service"; its paths: assumed',
    )
    secrets_api: Offered = knob(
        "by_profile",
        "Whether `/webhooks/{id}/secrets` lists, reveals and rotates secrets; only `gc` does.",
        "dashboard, commerce: dialogs only; paths and shapes: assumed",
    )
    event_types_api: Offered = knob(
        "by_profile",
        "Whether `/event-types` lists the event types; only `gc` does.",
        "dashboard: a list in the console; path and shape: assumed",
    )
    catalogue: Literal["by_profile", "dr-api", "gc", "both"] = knob(
        "by_profile",
        "Which event types exist.",
        'docs: "All event types"; commerce: a screenshot of 2022 and two pages of the Commerce API',
    )
    unknown_events: Literal["refuse", "accept"] = knob(
        "refuse", "What a create or update does with event types that do not exist.", "assumed"
    )
    wildcard_in_types: Literal["refuse", "accept"] = knob(
        "refuse",
        "Whether `types` may hold a `*`.",
        "docs: only filters of lists take one; field: a draft of a third party used it in a create",
    )
    audience: Literal["refuse", "accept"] = knob(
        "refuse", "Whether `oauth.audience` exists.", "dashboard: an optional field; its name in the API: assumed"
    )
    grant_types: Literal["both", "password"] = knob(
        "both",
        "Whether `oauth.grantType` may also be `client_credentials`.",
        "spec, sdk: `password` only; dashboard, commerce: both; the literal: assumed",
    )
    api_versions: Literal["published", "any_date"] = knob(
        "published",
        "Which dates `apiVersion` may be, besides `default` and `latest`.",
        "docs: six versions; spec: a date or `default`; older docs: `latest`",
    )

    # Requests

    enabled_by_default: Literal["by_profile", "true", "false"] = knob(
        "by_profile",
        "Whether a webhook that is created without `enabled` is enabled: true in `dr-api`, false in `gc`.",
        "spec, docs: true; dashboard, commerce: disabled",
    )
    required_fields: Literal["docs", "spec"] = knob(
        "docs", "Whether a create needs `types`.", "docs: yes; spec, sdk: only `address`"
    )
    password_grant: Literal["complete", "any"] = knob(
        "complete",
        "Whether the grant `password` needs `userName` and `password`.",
        "dashboard, commerce: yes; spec: both are optional",
    )
    oauth_urls: Literal["by_profile", "https", "any"] = knob(
        "by_profile",
        "Whether address and token endpoint must be https under OAUTH: yes in `dr-api`, no in `gc`.",
        "dashboard: https; commerce: http or https",
    )
    unknown_fields: Literal["refuse", "ignore"] = knob(
        "refuse",
        "What happens to members and query parameters that the API does not have.",
        "spec: the code `unknown_parameter`; whether webhooks use it: assumed",
    )
    content_type: Literal["json", "any"] = knob(
        "json", "Whether a body must be sent as `application/json`.", "docs: JSON only; the refusal: assumed"
    )
    patch_defaults: Literal["keep", "apply"] = knob(
        "keep",
        "What an update does to `enabled`, `apiVersion` and `transportType` that it leaves out.",
        "spec, sdk: the schema of the update declares defaults; assumed",
    )
    patch_types: Literal["replace", "merge"] = knob(
        "replace", "What an update does with `types`.", "dashboard: the form replaces; the API: assumed"
    )
    patch_null: Literal["clears", "ignored", "refused"] = knob(
        "clears", "What `authentication: null` and `oauth: null` do in an update.", "assumed"
    )
    state_conflict: Literal["409", "400"] = knob(
        "409",
        "Status of an update that is valid and does not go with what the webhook has, as `oauth` without "
        "`transportType` for a webhook of the transport HTTP.",
        "spec: 409 is declared; its cause: assumed",
    )
    other_transport: Literal["dropped", "kept"] = knob(
        "dropped",
        "What a change of `transportType` does to the credentials of the other transport; kept ones are not shown.",
        "docs: each is shown with its own transport only; assumed",
    )
    types_filter: Literal["both", "commas", "repeated"] = knob(
        "both", "How the parameter `types` of lists holds several names.", "spec: a plain string; assumed"
    )
    most_types_in_filter: int = knob(
        20, "How many names the parameter `types` may hold.", "spec: 20 for webhooks, fewer than 20 for events", ge=1
    )
    most_webhooks: Count = knob(
        None,
        "How many webhooks each mode can have, `none` for any number; one more is answered 409 `plan_limit_reached`.",
        "assumed; the code: spec, for other objects",
    )
    most_in_list: int = knob(100, "How many webhooks the list shows, the newest.", "spec: the schema of the list", ge=1)

    # Answers

    create_status: Literal["201", "200"] = knob("201", "Status of a create.", "spec, docs: 201; field: 200")
    list_answer: Literal["array", "object"] = knob(
        "array",
        "Shape of the list of webhooks.",
        "spec: the schema is an array, the description says an object with `data`; sdk: an array",
    )
    types_order: Literal["sorted", "as_sent", "reversed"] = knob(
        "sorted", "Order of `types` in answers.", "docs: an example answers in another order than the request"
    )
    credentials_in_answers: Literal["shown", "masked", "absent"] = knob(
        "shown",
        "How answers show `password` and `clientSecret`.",
        "docs: an example shows the password, and a note says that secrets are decrypted for answers",
    )
    user_name_in_answers: Literal["username", "userName"] = knob(
        "username",
        "How answers spell `authentication.username`.",
        "spec, sdk: `username`; docs: one example: `userName`",
    )
    live_mode_in_answers: bool = knob(
        True, "Whether a webhook shows `liveMode`.", "docs: an example does; spec, sdk: no such field"
    )
    repeated_delete: Literal["404", "204"] = knob("404", "Answer to a second delete.", "assumed")

    # Rate limit

    requests_per_second_test: Count = knob(
        REQUESTS_PER_SECOND[DR_API, TEST],
        "Requests per second that each key of test mode may send; `none` for any number.",
        'docs: "Rate limits"',
    )
    requests_per_second_live: Count = knob(
        REQUESTS_PER_SECOND[DR_API, LIVE],
        "Requests per second that each key of live mode may send; `none` for any number.",
        'docs: "Rate limits"',
    )
    retry_after: RetryAfter = knob(
        "seconds", "Form of `Retry-After` in a 429.", "spec: whole seconds; RFC 9110: also a date"
    )
    retry_after_seconds: int = knob(
        1, "How long a key is blocked that sends too many requests.", "docs: calls meanwhile are blocked; assumed", ge=1
    )

    # Secrets

    sixth_secret: Literal["refuse", "drop_oldest"] = knob(
        "refuse",
        f"What a rotation does that would leave more than {signing_secrets.MOST_SECRETS} valid secrets: 409 "
        "`secret_limit_reached`, or the oldest one ends.",
        "dashboard, commerce: at most five; what happens then: assumed",
    )
    secret_in_rotation: Literal["shown", "absent"] = knob(
        "shown",
        "Whether the answer to a rotation shows the new secret.",
        "commerce: a further click reveals it; assumed",
    )

    # Deliveries

    resolve: Pairs = knob((), "Pairs as for `--resolve`, with commas: where on this machine a host is.", SIMULATOR)
    clock_scale: float = knob(
        1.0, "How many times faster the minutes between retries pass.", SIMULATOR, ge=0.001, le=1_000_000
    )
    delivery_seconds: float = knob(
        retry_schedule.SECONDS_TO_ANSWER,
        "How many seconds a receiver may take.",
        'docs: "Webhook basics"',
        gt=0,
        le=600,
    )
    deliveries_at_once: int = knob(
        8, "How many deliveries are sent concurrently; 1 keeps their order.", "docs: several", ge=1, le=MOST_AT_ONCE
    )
    check_tls: bool = knob(False, "Whether certificates of receivers must be trusted.", SIMULATOR)
    retry_minutes_live: Minutes = knob(
        retry_schedule.LIVE_MINUTES,
        "Minutes of the retries in live mode, counted from the first attempt.",
        'docs: "Webhook basics": up to 72 hours with exponential backoff; the minutes: assumed',
    )
    retry_minutes_test: Minutes = knob(
        retry_schedule.TEST_MINUTES,
        "Minutes of the retries in test mode, counted from the first attempt.",
        "docs: three over a few hours (2024), four over a couple of hours (2020); the minutes: assumed",
    )
    disabled_after_hours: Seconds = knob(
        retry_schedule.HOURS_UNTIL_DISABLED,
        "After how many hours of nothing but failures a webhook is disabled; `none` for never.",
        "docs, commerce: over several days; assumed",
        gt=0,
    )
    disabled_meanwhile: Literal["dropped", "kept"] = knob(
        "dropped",
        "What happens to notifications that are in retry when their webhook is disabled.",
        "commerce: nothing is sent when events occur; about those in retry: assumed",
    )

    # Notifications

    event_fields: Literal["samples", "spec"] = knob(
        "samples",
        "Names of two members of an event: `digitalriverVersion` and `webhookIds`, or `digitalRiverVersion` and "
        "`pendingWebhooks`.",
        "docs: 30 samples; spec: the schema of the event",
    )
    signature_time: Literal["wall", "platform"] = knob(
        "wall", "Whether signatures show real time or the clock that tests move.", SIMULATOR
    )
    signature_unit: Literal["seconds", "milliseconds", "iso"] = knob(
        "seconds", "How the time of a signature is written.", "assumed"
    )
    signature_order: Literal["newest_first", "oldest_first"] = knob(
        "newest_first", "Order of the signatures while several secrets are valid.", "assumed"
    )

    # The token call

    oauth_client: Literal["form", "basic"] = knob(
        "form",
        "How the token call shows client id and secret.",
        "assumed, after Salesforce's flow for user name and password, which takes a form",
    )
    token_reuse: Literal["until_expiry", "never"] = knob(
        "until_expiry", "How long a token is used that says when it expires.", "assumed"
    )

    @property
    def is_gc(self) -> bool:
        """Whether the profile is `gc`."""
        return self.profile == GC

    @property
    def are_new_ones_enabled(self) -> bool:
        """Whether a webhook is enabled that is created without `enabled`."""
        return not self.is_gc if self.enabled_by_default == "by_profile" else self.enabled_by_default == "true"

    @property
    def needs_https_under_oauth(self) -> bool:
        """Whether address and token endpoint must be https under OAUTH."""
        return not self.is_gc if self.oauth_urls == "by_profile" else self.oauth_urls == "https"

    def offers(self, api: Offered) -> bool:
        """Whether something is offered whose knob has the position *api*."""
        return self.is_gc if api == "by_profile" else api == "offered"

    def replace(self, changes: Mapping[str, object]) -> Self:
        """
        The same knobs but for *changes*; texts are read as the knob's type (`true`, `120`, `1,5,30`).

        Raises:
            ValueError: There is no such knob or position; the message names the knob and its positions.
        """
        return turn(self, changes)
