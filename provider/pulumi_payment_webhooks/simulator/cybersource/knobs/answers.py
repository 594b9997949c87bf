"""Knobs of what the API takes and answers. Pure."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict
from pydantic.dataclasses import dataclass

from ...desk.wire.patterns import check_pattern
from .declared import knob, listed, never

Numbers = Literal["strings", "numbers"]
Flags = Literal["string", "boolean"]
Names = Annotated[tuple[str, ...], BeforeValidator(listed)]
Pattern = Annotated[str, AfterValidator(check_pattern)]
Seconds = Annotated[float | None, BeforeValidator(never)]


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class AnswerKnobs:
    """What answers look like."""

    response_shape: Literal["both", "products", "flat"] = knob(
        "both",
        "A subscription shows `products`, the flat `productId` and `eventTypes`, or both (guide and OpenAPI file).",
    )
    numbers_on_create: Numbers = knob("strings", "Numbers in the answer to a create (examples of the guide).")
    numbers_on_get: Numbers = knob("numbers", "Numbers in every other answer (examples of the guide).")
    flags_on_create: Flags = knob("string", "`deactivateFlag` in the answer to a create (examples of the guide).")
    flags_on_get: Flags = knob("boolean", "`deactivateFlag` in every other answer (OpenAPI file).")
    scope_in_answers: Literal["string", "object"] = knob(
        "string", "`notificationScope` in answers (field reports: a string; OpenAPI file of 2024: an object)."
    )
    security_policy_in_answers: Literal["object", "list"] = knob(
        "object", "`securityPolicy` in answers; an older page of the vendor shows a list."
    )
    names_in_answers: bool = knob(True, "Whether answers show name and description; some examples of the guide do not.")
    url_case: Literal["kept", "lower"] = knob("kept", "Case of URLs in answers; one example of the guide lowers it.")
    default_port: Literal["as_sent", "in_lists", "everywhere"] = knob(
        "as_sent", "Where a URL shows its default port, as `https://host:443/path` (field report, unproved)."
    )
    created_on_drift_ms: int = knob(3, "How far creation dates of two answers differ (examples of the guide).", ge=0)
    empty_list: Literal["404", "empty"] = knob(
        "404", "A list without a match (field reports: 404; OpenAPI file: `[]`)."
    )
    list_answer: Literal["array", "object"] = knob(
        "array", "A list of one subscription; a vendor plug-in also takes the bare object (field report)."
    )
    products_answer: Literal["array", "wrapped"] = knob(
        "array", "The list of products; a vendor plug-in also takes it wrapped in `products` (field report)."
    )
    delete_answer: Literal["body", "204"] = knob(
        "body", "The answer to a delete (guide: 200 with a body; field report: 204)."
    )
    error_shape: Literal["flat", "errorInformation", "errors"] = knob(
        "flat", "Where an error says what is wrong (REST guide: flat or `errorInformation`; field report: `errors`)."
    )
    hal_json: Literal["refused_by_subscriptions", "refused", "accepted"] = knob(
        "refused_by_subscriptions",
        "Operations that answer 406 to `Accept: application/hal+json` (field reports: issues 173 of the vendor's Node "
        "SDK and 233 of its .NET SDK).",
    )
    plain_json: Literal["accepted", "refused_where_hal_is_sent"] = knob(
        "accepted",
        "Whether the product list and keys-sym answer 406 to `application/json` (vendor SDKs send hal+json there).",
    )


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class RequestKnobs:
    """What requests must be."""

    review: Literal["timed", "auto", "manual", "block"] = knob(
        "timed",
        "What becomes of a URL never seen before: approved after `review_seconds`, at once, by hand, or blocked "
        "(release notes of August to November 2026).",
    )
    review_seconds: float = knob(
        0.5, "How long a timed review takes; with the vendor 1 to 2 business days (guide).", ge=0
    )
    blocked_urls: Annotated[Pattern | None, BeforeValidator(never)] = knob(
        None, "A pattern of URLs whose review ends badly; `*` stands for any characters."
    )
    activation_seconds: Seconds = knob(
        None, "The first ping counts as answered after so long, without being sent (guide: 5 to 10 minutes).", ge=0
    )
    require_signature_key: bool = knob(
        True, "Whether a subscription needs a signature key on file (OpenAPI file of 2024)."
    )
    require_oauth_credentials: bool = knob(False, "Whether a subscription under OAuth needs credentials on file.")
    one_per_product: bool = knob(True, "Whether an organization has one subscription for a product (field report).")
    required_fields: Literal["spec", "docs"] = knob("spec", "Which fields are required (OpenAPI file, or guide).")
    unknown_events: Literal["in_known_products", "refuse", "accept"] = knob(
        "in_known_products", "Where an event type must be one that is known."
    )
    unknown_members: Literal["ignore", "refuse"] = knob(
        "ignore", "Members that the API does not have; the journal names them."
    )
    organizations: Names = knob((), "The only organizations that exist; any does unless given.")
    patch: Literal["merge", "replace"] = knob("replace", "What an update does to nested objects.")
    patch_retry_policy: Literal["accept", "ignore"] = knob(
        "accept", "Whether an update takes `retryPolicy` (guide: yes; not in the OpenAPI file)."
    )
    test_call: Literal["offered", "404", "410"] = knob(
        "offered", "What the test call is answered once v1 has ended (release notes; vendor SDKs know it on v1 only)."
    )
    v1: Literal["offered", "404", "410"] = knob("offered", "The same for all other operations of v1 (release notes).")
    v1_products_in_answers: bool = knob(False, "Whether answers of v1 show `products` too.")
    v1_several_products: Literal["accept", "refuse"] = knob(
        "accept", "A request of v1 with several products (field report: accepted)."
    )
    v1_patch_answer: Literal["empty", "object"] = knob("empty", "The answer of v1 to an update (vendor SDK: empty).")
    v1_default_scope: Literal["DESCENDANTS", "SELF"] = knob("DESCENDANTS", "The scope of v1 where none is named.")

    kms_order: Literal["both", "spec", "guide"] = knob(
        "both", "Which of provider and tenant is the platform in key requests."
    )
    kms_status: Literal["SUCCESS", "ACCEPTED"] = knob(
        "SUCCESS", "Status of a key that was stored (guide, or OpenAPI file)."
    )
    kms_refusal: Literal["400", "201"] = knob("400", "Status of the answer that refuses a key.")
    repeat_signature_key: Literal["new", "same"] = knob(
        "new", "What a second signature key is (guide: a new one; an older page: the same)."
    )
    oauth_secret_in_answers: Literal["shown", "masked"] = knob(
        "shown", "Whether the stored client secret is echoed (guide)."
    )
    longest_certificate_days: int = knob(365, "How long a certificate may be valid (guide).", ge=1)

    jwt: bool = knob(True, "Whether tokens are taken.")
    http_signature: bool = knob(
        True, "Whether HTTP Signatures are taken; their end is announced for September 2026 (REST guide)."
    )
    jwt_lifetime_seconds: int = knob(120, "How long a token may live (REST guide).", ge=1)
    jwt_skew_seconds: int = knob(10, "How far the clock of a client may be ahead.", ge=0)
    jwt_security_needs_p12: bool = knob(
        True, "Whether `oAuth_JWT` needs a request signed with a P12 certificate (guide)."
    )
    date_skew_seconds: int = knob(900, "How far the date of an HTTP Signature may be off.", ge=0)
    request_target: Literal["plain", "both"] = knob(
        "plain", "Whether an HTTP Signature may list `(request-target)` in parentheses (field reports: still sent)."
    )
    date_format: Literal["http", "any"] = knob(
        "http", "Whether the date of an HTTP Signature must be an HTTP date (field reports: others are still sent)."
    )
