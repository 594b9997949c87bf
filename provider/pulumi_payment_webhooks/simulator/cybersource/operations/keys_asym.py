"""
The operation for asymmetric keys: stores encryption certificates. No I/O here.

A certificate is parsed, so that the simulator refuses what the platform would refuse.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import timedelta

from ....crypto.certificates import Certificate, read_stored_certificate
from ...desk.wire.calls import Call, Operation, Reply
from ..egress_keys import CERTIFICATE, EgressKey
from ..platform import SimulatedCybersource
from ..refusals import INVALID_DATA
from .key_requests import RequestedKey, Wrong, answer

PATH = "/kms/egress/v2/keys-asym"
ACTIONS = {CERTIFICATE: "STORE"}
PUB = "keyInformation.pub"
UNFIT = "Key invalid or validity too long"
"""The platform's message for any certificate that it refuses."""


class AsymmetricKeys:
    """The encryption certificates of a *platform*."""

    def __init__(self, platform: SimulatedCybersource) -> None:
        self._platform = platform

    def operations(self) -> list[Operation]:
        """Its operations."""
        return [Operation("POST", PATH, "store an encryption certificate", self.post)]

    def post(self, call: Call) -> Reply:
        """Store a certificate."""
        return answer(call, self._platform, ACTIONS, self._put)

    def _put(self, request: RequestedKey) -> tuple[EgressKey, Mapping[str, object]]:
        pub, _ = request.text("pub"), request.days
        certificate = _read(pub)
        if self._is_unfit(certificate):
            raise Wrong(PUB, INVALID_DATA, UNFIT)
        key = self._platform.keys.add_certificate(
            request.organization_id, base64.b64decode(certificate.der), expires_on=certificate.expires_at
        )
        return key, {"pub": pub}

    def _is_unfit(self, certificate: Certificate) -> bool:
        longest = self._platform.knobs.longest_certificate_days
        is_over = certificate.expires_at <= self._platform.clock.now()
        return is_over or certificate.expires_at - certificate.valid_from > timedelta(days=longest)


def _read(pub: str) -> Certificate:
    """The certificate; the vendor's own sample lacks the padding of base64."""
    pub += "=" * (-len(pub) % 4)
    try:
        base64.b64decode(pub, validate=True)
    except (binascii.Error, ValueError):
        raise Wrong(PUB) from None
    try:
        return read_stored_certificate(pub)
    except ValueError:
        raise Wrong(PUB, INVALID_DATA, UNFIT) from None
