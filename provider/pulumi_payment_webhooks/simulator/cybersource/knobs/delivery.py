"""Knobs of what is delivered, and how. Pure."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, ConfigDict
from pydantic.dataclasses import dataclass

from ....cybersource.rules import catalogue
from ...desk.mail.reach import Reach
from ...desk.time.dispatcher import MOST_AT_ONCE
from .answers import Names, Seconds
from .declared import EVERY, knob, knob_per_product, spread

Signed = Literal["body", "payload", "plaintext"]
Position = Literal["encData", "encryptedRequest", "encryptedPayload", "encryptedResponse", "payload", "body"]
PayloadShape = Literal["object", "array", "flat", "details"]
PayloadMember = Literal["payload", "payloads", "none"]
One = TypeVar("One")
PerProduct = Annotated[dict[str, One], BeforeValidator(spread)]


def _leads_here(pairs: tuple[str, ...]) -> tuple[str, ...]:
    Reach(pairs)
    return pairs


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class DeliveryKnobs:
    """When and where notifications are sent."""

    ping_seconds: float = knob(1.0, "Seconds until the first ping of a health URL (guide: 5 to 10 minutes).", ge=0)
    ping_method: Literal["POST", "GET", "both"] = knob(
        "POST", "How a health URL is pinged (OpenAPI file: POST; guide: both)."
    )
    ping_webhook_url: bool = knob(False, "Whether the webhook URL is pinged where there is no health URL (guide).")
    test_call_activates: Literal["suspended", "inactive_too"] = knob(
        "suspended", "What a test call activates where there is no health URL (OpenAPI file)."
    )
    ping_active_seconds: Seconds = knob(60.0, "Seconds between pings of an active subscription; `none` for none.", ge=1)
    ping_suspended_seconds: Seconds = knob(10.0, "The same while it is suspended.", ge=1)

    resolve: Annotated[Names, AfterValidator(_leads_here)] = knob(
        (), "Pairs as for `--resolve`, with commas between them: where on this machine a host is found."
    )
    clock_scale: float = knob(1.0, "How many times faster the minutes of retry policies pass.", ge=0.001, le=1_000_000)
    delivery_seconds: float = knob(10.0, "How long a receiver may take.", gt=0, le=600)
    deliveries_at_once: int = knob(8, "How many deliveries run at once; 1 keeps their order.", ge=1, le=MOST_AT_ONCE)
    success: Literal["200", "2xx"] = knob("200", "Which answers of a receiver count as success (OpenAPI file: 200).")
    check_tls: bool = knob(False, "Whether certificates of receivers must be trusted.")
    retry_numbers: Literal["offsets", "delays"] = knob(
        "offsets", "Whether retry times count from the first failure, or from the attempt before (guide)."
    )
    sequence_anchor: Literal["last_attempt_plus_wait", "wait_only"] = knob(
        "last_attempt_plus_wait", "When a repeated sequence begins."
    )
    exhausted: Literal["active", "suspended"] = knob(
        "active", "Status after the last retry without `deactivateFlag` (OpenAPI file, or an older guide)."
    )
    retry_key: Literal["first", "current"] = knob(
        "first", "Which signature key signs a retry (field report: that of the first)."
    )


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class MessageKnobs:
    """What a notification looks like."""

    payload_shape: PerProduct[PayloadShape] = knob_per_product(
        {
            "tokenManagement": "array",
            "payments": "flat",
            "cardProcessing": "flat",
            "unifiedCheckout": "flat",
            "alternativePaymentMethods": "flat",
            EVERY: "object",
        },
        "For each product: a template's payload as `{data, organizationId}`, as an array of these, flat, or as "
        "`transactionResult.details` (field reports: two plug-ins of the vendor, receivers in public).",
    )
    payload_member: PerProduct[PayloadMember] = knob_per_product(
        {EVERY: "payload"},
        "For each product: `payload`, a list `payloads` beside `notificationId`, or neither (field report).",
    )
    signed_bytes: PerProduct[Signed] = knob_per_product(
        {"tokenManagement": "payload", EVERY: "body"},
        "For each product: what is signed of a notification in the clear (field reports: two plug-ins of the vendor "
        "sign the payload of tokens, and the raw body of others).",
    )
    signed_bytes_encrypted: PerProduct[Signed] = knob_per_product(
        {EVERY: "body"},
        "For each product: what is signed of an encrypted notification (field report: the vendor's newest cartridge "
        "for Salesforce checks the raw body; guide: the decrypted text).",
    )
    retry_request_type: str = knob("RETRY", "`v-c-request-type` of a retry.", min_length=1)
    replay_request_type: str = knob("REPLAY", "`v-c-request-type` of a replay.", min_length=1)
    signature_time: Literal["wall", "platform"] = knob(
        "wall", "Whether signatures show real time or the clock that is moved."
    )

    encrypted_products: Names = knob(
        tuple(sorted(catalogue.ENCRYPTED)),
        "Products that are encrypted unless a catalogue says otherwise for an event (guide).",
    )
    mle_position: PerProduct[Position] = knob_per_product(
        {EVERY: "encData"},
        "For each product: the member that holds the ciphertext, or `body` for a bare one (field report: the vendor's "
        "newest cartridge for Salesforce reads `encData`, `encryptedRequest` or a bare one).",
    )
    mle_content: PerProduct[Literal["envelope", "payload"]] = knob_per_product(
        {EVERY: "envelope"},
        "For each product: whether the whole notification is encrypted, or its payload alone in a readable one (field "
        "report: the vendor's newest cartridge for Salesforce takes the decrypted text for the whole body).",
    )
    mle_algorithm: Literal["RSA-OAEP-256", "RSA-OAEP"] = knob(
        "RSA-OAEP-256", "How the content key is encrypted (field report: that; guide: RSA-OAEP)."
    )
    without_certificate: Literal["fail", "plain"] = knob(
        "fail", "An event to be encrypted, without a certificate on file."
    )

    oauth_client: Literal["form", "basic"] = knob("form", "How the token call shows client id and secret (guide).")
    oauth_assertion: Literal["client", "grant"] = knob(
        "client", "How the token call of `oAuth_JWT` sends its assertion (RFC 7523; the vendor does not say)."
    )
