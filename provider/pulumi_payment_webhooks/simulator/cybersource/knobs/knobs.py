"""The one list of knobs: what each does, its position at the start, and its source. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, Self

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from ....cybersource.rules import catalogue
from ...desk.knobs import EVERY, Count, KnobEntry, Names, OptionalPattern, Pairs, Seconds, entries_of, knob, turn
from ...desk.time.dispatcher import MOST_AT_ONCE
from ...desk.wire.rate_limit import RetryAfter
from .positions import CiphertextMember, Ended, Flags, Numbers, PayloadMember, PayloadShape, PerProduct, Signed

SIMULATOR = "simulator"
SOURCES = (
    "Sources are named as in docs/reference/cybersource.md: spec (the vendor's OpenAPI file), docs (a page of its "
    "guides), sdk, field (published code or an issue that shows what the live service did) and assumed; simulator "
    "means that the knob is about the simulator itself."
)


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Knobs:
    """
    How the simulated platform behaves where sources disagree or are silent; immutable, change it with `replace`.
    """

    # Answers

    response_shape: Literal["both", "products", "flat"] = knob(
        "both",
        "Whether a subscription shows `products`, the flat `productId` and `eventTypes`, or both.",
        "spec; docs: Guide",
    )
    numbers_on_create: Numbers = knob("strings", "Type of numbers in the answer to a create.", "docs: Guide, examples")
    numbers_on_get: Numbers = knob("numbers", "Type of numbers in every other answer.", "docs: Guide, examples")
    flags_on_create: Flags = knob("string", "Type of `deactivateFlag` in the answer to a create.", "docs: Guide")
    flags_on_get: Flags = knob("boolean", "Type of `deactivateFlag` in every other answer.", "spec")
    scope_in_answers: Literal["string", "object"] = knob(
        "string", "Type of `notificationScope` in answers.", "field: a string; spec (OpenAPI 2024): an object"
    )
    security_policy_in_answers: Literal["object", "list"] = knob(
        "object",
        "Type of `securityPolicy` in answers.",
        'spec: an object; docs: "Create Webhook Subscription" of Token Management: a list',
    )
    names_in_answers: bool = knob(
        True, "Whether answers show name and description.", "docs: Guide; some examples omit them"
    )
    url_case: Literal["kept", "lower"] = knob("kept", "Case of URLs in answers.", "docs: Guide; one example lowers it")
    default_port: Literal["as_sent", "in_lists", "everywhere"] = knob(
        "as_sent", "Where a URL shows its default port, as `https://host:443/path`.", "field, not proved"
    )
    created_on_drift_ms: int = knob(
        3,
        "By how many milliseconds the creation date differs between a create and a get.",
        "docs: Guide, examples",
        ge=0,
    )
    empty_list: Literal["404", "empty"] = knob("404", "Answer to a list without a match.", "field: 404; spec: `[]`")
    list_answer: Literal["array", "object"] = knob(
        "array", "Answer to a list with one match.", "spec: an array; field: a vendor plug-in also reads an object"
    )
    products_answer: Literal["array", "wrapped"] = knob(
        "array",
        "Answer to list products.",
        "spec: an array; field: a vendor plug-in also reads it wrapped in `products`",
    )
    delete_answer: Literal["body", "204"] = knob(
        "body", "Answer to a delete.", "docs: Guide: 200 with a body; field: 204"
    )
    error_shape: Literal["flat", "errorInformation", "errors"] = knob(
        "flat",
        "Where an error has its reason and message.",
        "docs: REST guide: at the top or in `errorInformation`; field: in `errors`",
    )
    hal_json: Literal["refused_by_subscriptions", "refused", "accepted"] = knob(
        "refused_by_subscriptions",
        "Which operations answer 406 to `Accept: application/hal+json`.",
        "field: issues 173 of the vendor's Node SDK and 233 of its .NET SDK",
    )
    plain_json: Literal["accepted", "refused_where_hal_is_sent"] = knob(
        "accepted",
        "Whether list products and keys-sym answer 406 to `application/json`.",
        "sdk: all send hal+json there; the reverse case is not proved",
    )

    # Subscriptions

    review: Literal["timed", "auto", "manual", "block"] = knob(
        "timed",
        "How the review of a new URL ends: approved after `review_seconds`, approved at once, by hand, or blocked.",
        "docs: release notes of August to November 2026",
    )
    review_seconds: float = knob(0.5, "How long a timed review takes.", "docs: Guide: 1 to 2 business days", ge=0)
    blocked_urls: OptionalPattern = knob(
        None,
        "Pattern of URLs whose review ends with `BLOCKED`; `*` stands for any characters.",
        "docs: Guide; it does not say which URLs are blocked",
    )
    activation_seconds: Seconds = knob(
        None,
        "After how many seconds the first ping counts as answered, without being sent; `none` sends it.",
        "docs: Guide: 5 to 10 minutes",
        ge=0,
    )
    require_signature_key: bool = knob(
        True, "Whether a create fails without a signature key on file.", "spec (OpenAPI 2024)"
    )
    require_oauth_credentials: bool = knob(
        False,
        "Whether a create with OAuth fails without credentials on file.",
        'docs: "Provide Your OAuth Credentials" comes before the create, and does not say what happens without',
    )
    one_per_product: bool = knob(
        True, "Whether an organization can have only one subscription for a product.", "field: Salesforce cartridge"
    )
    required_fields: Literal["spec", "docs"] = knob("spec", "Which fields are required.", "spec; docs: Guide")
    unknown_events: Literal["in_known_products", "refuse", "accept"] = knob(
        "in_known_products",
        "For which products an unknown event type is refused: known ones, all, or none.",
        "docs: Guide lists them; spec and field show others",
    )
    unknown_members: Literal["ignore", "refuse"] = knob(
        "ignore",
        "What happens to members that the API does not have; the journal names those that are ignored.",
        "sdk: the Node SDK documents `additionalConfig.clientId`, which the API does not know",
    )
    organizations: Names = knob((), "The only organizations that exist; empty for any.", SIMULATOR)
    patch: Literal["merge", "replace"] = knob(
        "replace", "What an update does to nested objects.", "docs: Guide: only what is sent changes; assumed"
    )
    patch_retry_policy: Literal["accept", "ignore"] = knob(
        "accept", "Whether an update changes `retryPolicy`.", "docs: Guide: yes; spec (OpenAPI 2026): no such member"
    )
    test_call: Ended = knob(
        "offered",
        "What the test request answers after the end of v1.",
        "docs: release notes; sdk: the test has a path in v1 only",
    )

    # Version 1

    v1: Ended = knob("offered", "What all other operations of v1 answer.", "docs: release notes: v1 ends in 2026")
    v1_products_in_answers: bool = knob(
        False, "Whether answers of v1 also show `products`.", "field: v1 accepts `products` in requests; assumed"
    )
    v1_several_products: Literal["accept", "refuse"] = knob(
        "accept", "What v1 does with several products in a request.", "field: accepts them; spec: one product"
    )
    v1_patch_answer: Literal["empty", "object"] = knob(
        "empty", "Answer of v1 to an update.", "sdk: empty; docs: Guide: the object"
    )
    v1_default_scope: Literal["DESCENDANTS", "SELF"] = knob(
        "DESCENDANTS", "Scope of a subscription of v1 that names none.", "docs: Guide; spec (OpenAPI 2024): `SELF`"
    )

    # Keys

    kms_order: Literal["both", "spec", "guide"] = knob(
        "both", "Which of provider and tenant is the platform in key requests.", "spec and docs: Guide disagree"
    )
    kms_status: Literal["SUCCESS", "ACCEPTED"] = knob(
        "SUCCESS", "Status of a key that was stored.", "docs: Guide: `SUCCESS`; spec: `ACCEPTED`"
    )
    kms_refusal: Literal["400", "201"] = knob(
        "400", "HTTP status that refuses a key.", "spec: 400, or `FAILED` in a 201"
    )
    repeat_signature_key: Literal["new", "same"] = knob(
        "new", "What a second request for a signature key answers.", "docs: Guide: a new key; older Guide: the same"
    )
    oauth_secret_in_answers: Literal["shown", "masked"] = knob(
        "shown", "How the answer shows a stored client secret.", 'docs: "Provide Your OAuth Credentials" shows it'
    )
    longest_certificate_days: int = knob(
        365, "For how many days a certificate may be valid.", 'docs: "Message-Level Encryption"', ge=1
    )

    # Authentication

    http_signature: bool = knob(
        True, "Whether HTTP Signatures are accepted.", "docs: REST guide: they end in September 2026"
    )
    jwt_lifetime_seconds: int = knob(120, "For how many seconds a token may be valid.", "docs: REST guide", ge=1)
    jwt_security_needs_p12: bool = knob(
        True, "Whether `oAuth_JWT` needs a request that a P12 certificate signed.", "docs: Guide"
    )
    request_target: Literal["plain", "both"] = knob(
        "plain",
        "Whether an HTTP Signature may list `(request-target)` in parentheses.",
        "docs: REST guide: not since April 2024; field: hyperswitch still sends it",
    )
    date_format: Literal["http", "any"] = knob(
        "http", "Which dates an HTTP Signature may have.", "docs: REST guide: HTTP dates; field: others are still sent"
    )

    # Pings

    ping_seconds: float = knob(
        1.0, "Seconds until the first ping of a health URL.", "docs: Guide: 5 to 10 minutes", ge=0
    )
    ping_method: Literal["POST", "GET", "both"] = knob(
        "POST", "Method of a ping.", "spec: POST; docs: Guide: receivers should answer both"
    )
    ping_webhook_url: bool = knob(
        False, "Whether the webhook URL is pinged if there is no health URL.", "docs: Guide contradicts itself"
    )
    test_call_activates: Literal["suspended", "inactive_too"] = knob(
        "suspended", "Which subscriptions without a health URL a test activates.", "spec: suspended ones; docs: unclear"
    )
    ping_active_seconds: Seconds = knob(
        60.0,
        "Seconds between pings of an active subscription; `none` for no pings.",
        'docs: "Webhook Health Check URL and Automatic Revalidation", without figures',
        ge=1,
    )
    ping_suspended_seconds: Seconds = knob(
        10.0, "Seconds between pings of a suspended subscription; `none` for no pings.", "docs: the same page", ge=1
    )

    # Deliveries

    resolve: Pairs = knob((), "Pairs as for `--resolve`, with commas: where on this machine a host is.", SIMULATOR)
    clock_scale: float = knob(
        1.0, "How many times faster the minutes of retry policies pass.", SIMULATOR, ge=0.001, le=1_000_000
    )
    delivery_seconds: float = knob(10.0, "How many seconds a receiver may take.", "assumed", gt=0, le=600)
    deliveries_at_once: int = knob(
        8, "How many deliveries are sent concurrently; 1 keeps their order.", SIMULATOR, ge=1, le=MOST_AT_ONCE
    )
    check_tls: bool = knob(False, "Whether certificates of receivers must be trusted.", SIMULATOR)
    success: Literal["200", "2xx"] = knob(
        "200", "Which answers of a receiver are a success.", "spec: 200; 2xx: assumed"
    )
    retry_numbers: Literal["offsets", "delays"] = knob(
        "offsets",
        "Whether retries are counted from the first failure or from the last attempt.",
        "docs: Guide; assumed",
    )
    sequence_anchor: Literal["last_attempt_plus_wait", "wait_only"] = knob(
        "last_attempt_plus_wait",
        "Whether the first interval comes on top of the wait before a repeated sequence.",
        "spec: two formulas that can be read both ways; assumed",
    )
    exhausted: Literal["active", "suspended"] = knob(
        "active",
        "Status after the last retry without `deactivateFlag`.",
        "spec: `ACTIVE`; docs: older Guide: `SUSPENDED`",
    )
    retry_key: Literal["first", "current"] = knob(
        "first", "Which signature key signs a retry.", "field: Salesforce cartridge: that of the first attempt"
    )

    # Notifications

    payload_shape: PerProduct[PayloadShape] = knob(
        {
            "tokenManagement": "array",
            "payments": "flat",
            "cardProcessing": "flat",
            "unifiedCheckout": "flat",
            "alternativePaymentMethods": "flat",
            EVERY: "object",
        },
        "For each product: a template's payload as `{data, organizationId}`, as an array of these, flat, or as "
        "`transactionResult.details`.",
        "field: commercetools plug-in, Salesforce cartridge, public receivers",
    )
    payload_member: PerProduct[PayloadMember] = knob(
        {EVERY: "payload"},
        "For each product: `payload`, a list `payloads` beside `notificationId`, or neither.",
        "docs: Guide; field",
    )
    signed_bytes: PerProduct[Signed] = knob(
        {"tokenManagement": "payload", EVERY: "body"},
        "For each product: which bytes of a notification in the clear are signed.",
        "field: two vendor plug-ins sign the payload of tokens, and the raw body of others",
    )
    signed_bytes_encrypted: PerProduct[Signed] = knob(
        {EVERY: "body"},
        "For each product: which bytes of an encrypted notification are signed.",
        "field: Salesforce cartridge: the raw body; docs: Guide: the decrypted text",
    )
    retry_request_type: str = knob(
        "RETRY", "`v-c-request-type` of a retry.", "docs: Guide shows `NEW` only; assumed", min_length=1
    )
    replay_request_type: str = knob(
        "REPLAY", "`v-c-request-type` of a replay.", "docs: Guide shows `NEW` only; assumed", min_length=1
    )
    signature_time: Literal["wall", "platform"] = knob(
        "wall", "Whether signatures show real time or the clock that tests move.", SIMULATOR
    )
    encrypted_products: Names = knob(
        tuple(sorted(catalogue.ENCRYPTED)),
        "Products whose notifications are encrypted unless the organization's catalogue differs.",
        'docs: "Message-Level Encryption"',
    )
    mle_position: PerProduct[CiphertextMember] = knob(
        {EVERY: "encData"},
        "For each product: the member with the ciphertext, or `body` for a bare one.",
        "field: Salesforce cartridge reads `encData`, `encryptedRequest` or a bare one; other receivers the others",
    )
    mle_content: PerProduct[Literal["envelope", "payload"]] = knob(
        {EVERY: "envelope"},
        "For each product: whether the whole notification is encrypted, or only its payload.",
        "field: Salesforce cartridge: the whole one; other receivers: the payload",
    )
    mle_algorithm: Literal["RSA-OAEP-256", "RSA-OAEP"] = knob(
        "RSA-OAEP-256",
        "How the content key is encrypted.",
        "field: Salesforce cartridge: RSA-OAEP-256; docs: Guide: RSA-OAEP",
    )
    without_certificate: Literal["fail", "plain"] = knob(
        "fail",
        "What happens to a notification to be encrypted if no certificate is on file.",
        'docs: "Message-Level Encryption" is silent; assumed',
    )

    # Rate limit

    requests_per_second: Count = knob(
        None, "Requests per second that the account may send; `none` for any number.", "docs: none is published"
    )
    retry_after: RetryAfter = knob("seconds", "Form of `Retry-After` in a 429.", "RFC 9110: seconds or a date")
    retry_after_seconds: int = knob(
        1, "How long an account is blocked that sends too many requests.", "assumed, after Digital River", ge=1
    )

    # The token call

    oauth_client: Literal["form", "basic"] = knob(
        "form",
        "How the token call shows client id and secret.",
        'docs: "Provide Your OAuth Credentials": a form; "Create a Webhook Subscription Using OAuth": Basic',
    )
    oauth_assertion: Literal["client", "grant"] = knob(
        "client", "How the token call of `oAuth_JWT` sends its assertion.", "RFC 7523 has both; assumed"
    )

    def replace(self, changes: Mapping[str, object]) -> Self:
        """
        The same knobs but for *changes*; texts are read as the knob's type (`true`, `120`, `a,b`, `product=position`).

        Raises:
            ValueError: There is no such knob or position; the message names the knob and its positions.
        """
        return turn(self, changes)


def entries() -> Iterator[KnobEntry]:
    """Every knob, in the order of the list."""
    return entries_of(Knobs)
