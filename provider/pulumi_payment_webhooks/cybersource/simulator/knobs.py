"""What the documentation leaves open, each point with the answer the simulator gives unless told otherwise. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Literal, Self

from pydantic import ConfigDict, Field, ValidationError, field_validator
from pydantic.dataclasses import dataclass

from ...simulator.dispatcher import MOST_AT_ONCE
from ...simulator.patterns import check_pattern
from ...simulator.reach import Reach
from ..rules import catalogue

Numbers = Literal["strings", "numbers"]
Flags = Literal["string", "boolean"]
Seconds = float | None
Signed = Literal["body", "payload", "plaintext"]
Position = Literal["payload", "body", "encData", "encryptedPayload", "encryptedRequest", "encryptedResponse"]


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Knobs:
    """
    How the simulated platform behaves where sources disagree or are silent; immutable, change it with `turned`.
    """

    # answers
    response_shape: Literal["both", "products", "flat"] = "both"
    numbers_on_create: Numbers = "strings"
    numbers_on_get: Numbers = "numbers"
    flags_on_create: Flags = "string"
    flags_on_get: Flags = "boolean"
    scope_in_answers: Literal["string", "object"] = "string"
    security_policy_in_answers: Literal["object", "list"] = "object"
    names_in_answers: bool = True
    url_case: Literal["kept", "lower"] = "kept"
    created_on_drift_ms: int = Field(default=3, ge=0)
    empty_list: Literal["404", "empty"] = "404"
    list_answer: Literal["array", "object"] = "array"
    products_answer: Literal["array", "wrapped"] = "array"
    delete_answer: Literal["body", "204"] = "body"

    # URL review and activation
    review: Literal["auto", "manual", "block"] = "auto"
    review_seconds: Seconds = Field(default=None, ge=0)
    blocked_urls: str | None = None
    activation_seconds: Seconds = Field(default=None, ge=0)

    # what a subscription must be
    require_signature_key: bool = True
    require_oauth_credentials: bool = False
    one_per_product: bool = True
    required_fields: Literal["spec", "docs"] = "spec"
    unknown_events: Literal["in_known_products", "refuse", "accept"] = "in_known_products"
    unknown_members: Literal["ignore", "refuse"] = "ignore"
    organizations: tuple[str, ...] = ()

    # updates
    patch: Literal["merge", "replace"] = "replace"
    patch_retry_policy: Literal["accept", "ignore"] = "accept"

    # the first version of the API
    v1_products_in_answers: bool = False
    v1_several_products: Literal["accept", "refuse"] = "accept"
    v1_patch_answer: Literal["empty", "object"] = "empty"
    v1_default_scope: Literal["DESCENDANTS", "SELF"] = "DESCENDANTS"

    # keys
    kms_order: Literal["both", "spec", "guide"] = "both"
    kms_status: Literal["SUCCESS", "ACCEPTED"] = "SUCCESS"
    kms_refusal: Literal["400", "201"] = "400"
    repeat_signature_key: Literal["new", "same"] = "new"
    oauth_secret_in_answers: Literal["shown", "masked"] = "shown"
    longest_certificate_days: int = Field(default=365, ge=1)

    # admission
    jwt: bool = True
    http_signature: bool = True
    jwt_lifetime_seconds: int = Field(default=120, ge=1)
    jwt_skew_seconds: int = Field(default=10, ge=0)
    jwt_security_needs_p12: bool = True
    date_skew_seconds: int = Field(default=900, ge=0)

    # health pings
    ping_seconds: float = Field(default=1.0, ge=0)
    ping_method: Literal["POST", "GET", "both"] = "POST"
    ping_webhook_url: bool = False
    test_call_activates: Literal["suspended", "inactive_too"] = "suspended"
    ping_active_seconds: Seconds = Field(default=60.0, ge=1)
    ping_suspended_seconds: Seconds = Field(default=10.0, ge=1)

    # delivery
    resolve: tuple[str, ...] = ()
    clock_scale: float = Field(default=1.0, ge=0.001, le=1_000_000)
    delivery_seconds: float = Field(default=10.0, gt=0, le=600)
    deliveries_at_once: int = Field(default=8, ge=1, le=MOST_AT_ONCE)
    success: Literal["200", "2xx"] = "200"
    check_tls: bool = False
    retry_numbers: Literal["offsets", "delays"] = "offsets"
    sequence_anchor: Literal["last_attempt_plus_wait", "wait_only"] = "last_attempt_plus_wait"
    exhausted: Literal["active", "suspended"] = "active"

    # what a notification looks like
    payload_shape: Literal["object", "array"] = "object"
    retry_request_type: str = Field(default="RETRY", min_length=1)
    replay_request_type: str = Field(default="REPLAY", min_length=1)
    signed_bytes: Signed = "body"
    signed_bytes_encrypted: Signed = "plaintext"
    signature_time: Literal["wall", "platform"] = "wall"
    retry_key: Literal["first", "current"] = "first"

    # message-level encryption
    encrypted_products: tuple[str, ...] = tuple(sorted(catalogue.ENCRYPTED))
    mle_position: Position = "payload"
    mle_algorithm: Literal["RSA-OAEP-256", "RSA-OAEP"] = "RSA-OAEP-256"
    without_certificate: Literal["fail", "plain"] = "fail"

    # the token call before a delivery
    oauth_client: Literal["form", "basic"] = "form"
    oauth_assertion: Literal["client", "grant"] = "client"

    @field_validator("organizations", "resolve", "encrypted_products", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("blocked_urls")
    @classmethod
    def _is_pattern(cls, value: str | None) -> str | None:
        return None if value is None else check_pattern(value)

    @field_validator("resolve")
    @classmethod
    def _leads_here(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        Reach(value)
        return value

    @field_validator(
        "review_seconds",
        "activation_seconds",
        "blocked_urls",
        "ping_active_seconds",
        "ping_suspended_seconds",
        mode="before",
    )
    @classmethod
    def _never(cls, value: Any) -> Any:
        return None if value in ("", "none") else value

    def turned(self, changes: Mapping[str, Any]) -> Self:
        """
        The same knobs but for *changes*; texts are read as the knob's type (`true`, `120`, `a,b`).

        Raises:
            ValueError: There is no such knob, or it has no such position; the text names it and what it takes.
        """
        known = [one.name for one in fields(self)]
        for name in changes:
            if name not in known:
                close = difflib.get_close_matches(name, known, n=1)
                hint = f"; did you mean {close[0]}?" if close else ""
                raise ValueError(f"there is no knob {name!r}{hint}")
        try:
            return replace(self, **changes)
        except ValidationError as wrong:
            complaint = wrong.errors(include_url=False, include_input=False)[0]
            reason = complaint["msg"].removeprefix("Value error, ")
            raise ValueError(f"knob {complaint['loc'][0]}: {reason}") from None
