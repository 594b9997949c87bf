"""
HTTP Signatures: a MAC over the headers that a request lists. No I/O here.

Source: docs/reference/cybersource.md, "HTTP Signature".
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ....crypto.digest import digest
from ....cybersource.rules import http_signature
from ....cybersource.rules.http_signature import SignatureHeader
from ...desk.time.clock import Clock
from ...desk.wire.calls import Call
from ..knobs import Knobs
from ..refusals import unauthenticated
from .credentials import Credentials
from .hosts import addressed_hosts, host_spellings

DATES = ("date", "v-c-date")
OLD_TARGET = "(request-target)"
MOST_APART = 900
"""Seconds that the date may differ from the clock; the vendor does not publish it."""
SIGNED = ("host", "request-target", "v-c-merchant-id")


class SignatureCheck:
    """
    Verifies HTTP Signatures.

    Args:
        credentials: The account whose key signs.
        knobs: Returns the current knobs.
        clock: Its wall time checks the date.
    """

    def __init__(self, credentials: Credentials, *, knobs: Callable[[], Knobs], clock: Clock) -> None:
        self._credentials = credentials
        self._knobs = knobs
        self._clock = clock

    def absent(self, call: Call) -> list[str]:
        """The headers that this scheme needs and *call* does not have."""
        needed = [name for name in ("host", "v-c-merchant-id", "signature") if not call.headers.get(name)]
        if not any(call.headers.get(name) for name in DATES):
            needed.append("date")
        if call.body and not call.headers.get("digest"):
            needed.append("digest")
        return needed

    def check(self, call: Call, own_host: str) -> None:
        """
        Accept *call* if the key signed it, for any host name that clients may use for *own_host*.

        Raises:
            Declined: 401, the same whatever is wrong.
        """
        _require(self._knobs().http_signature, "HTTP Signature is switched off")
        try:
            signature = http_signature.parse_request_signature(call.headers["signature"])
        except ValueError as wrong:
            raise unauthenticated(str(wrong)) from None
        _require(signature.key_id == self._credentials.key_id, "keyid is not the id of the key")
        _require(signature.algorithm.lower() == "hmacsha256", "algorithm is not HmacSHA256")
        self._check_names(call, signature.names)
        self._check_date(call, signature.names)
        _check_digest(call)
        _require(self._is_genuine(call, signature, own_host), "the signature does not verify")

    def _check_names(self, call: Call, names: Sequence[str]) -> None:
        wanted = [*SIGNED, "digest"] if call.body else list(SIGNED)
        if self._knobs().request_target == "both" and OLD_TARGET in names:
            wanted.remove("request-target")
        lacking = [name for name in wanted if name not in names]
        _require(not lacking, f"headers does not list {', '.join(lacking)}")
        _require(any(name in names for name in DATES), "headers lists no date")

    def _check_date(self, call: Call, names: Sequence[str]) -> None:
        for name in DATES:
            if name in names:
                date = self._date(call.headers.get(name, ""))
                if date is None:
                    continue
                age = self._clock.wall() - date
                _require(abs(age.total_seconds()) <= MOST_APART, f"{name} is too far off")

    def _date(self, text: str) -> datetime | None:
        """The date in *text*; None for another form if the knob accepts any."""
        try:
            date = parsedate_to_datetime(text)
        except (ValueError, TypeError):
            if self._knobs().date_format == "any":
                return None
            raise unauthenticated("the date is not in the form of RFC 1123") from None
        return date if date.tzinfo else date.replace(tzinfo=UTC)

    def _is_genuine(self, call: Call, signature: SignatureHeader, own_host: str) -> bool:
        """A meta key signs the name of its owner, while the header carries the merchant it acts for."""
        host, merchant = call.headers["host"], call.headers["v-c-merchant-id"]
        signers = {self._credentials.organization_id}
        if self._credentials.may_act(self._credentials.merchant_id, merchant):
            signers.add(merchant)
        hosts = host_spellings(host) | addressed_hosts(call, own_host)
        candidates = [(name, signer) for name in hosts for signer in signers]
        secret = self._credentials.secret
        return any(_verifies(secret, signature, _values(call, host=h, merchant=m)) for h, m in candidates)


def _values(call: Call, *, host: str, merchant: str) -> Mapping[str, str]:
    target = f"{call.method.lower()} {call.target}"
    return {**call.headers, "host": host, "v-c-merchant-id": merchant, "request-target": target, OLD_TARGET: target}


def _verifies(secret: bytes, signature: SignatureHeader, values: Mapping[str, str]) -> bool:
    try:
        return http_signature.is_signed_with(secret, signature, values)
    except KeyError:
        return False


def _check_digest(call: Call) -> None:
    sent = call.headers.get("digest")
    if sent is not None:
        expected = f"SHA-256={digest(call.body)}"
        _require(hmac.compare_digest(sent.encode(), expected.encode()), "digest does not match the body")


def _require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise unauthenticated(otherwise)
