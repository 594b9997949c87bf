"""
Authenticates calls with the scheme that their headers choose: a signed token or an HTTP Signature. No I/O here.
"""

from __future__ import annotations

from collections.abc import Callable

from ...desk.time.clock import Clock
from ...desk.wire.calls import Call
from ..knobs import Knobs
from ..refusals import headers_absent, unauthenticated
from .credentials import Credentials
from .http_signatures import SignatureCheck
from .tokens import TokenCheck


class Admission:
    """
    Authenticates calls.

    Args:
        credentials: The account.
        knobs: Returns the current knobs.
        clock: Its wall time checks dates and lifetimes.
    """

    def __init__(self, credentials: Credentials, *, knobs: Callable[[], Knobs], clock: Clock) -> None:
        self._tokens = TokenCheck(credentials, knobs=knobs, clock=clock)
        self._signatures = SignatureCheck(credentials, knobs=knobs, clock=clock)
        self.own_host = ""

    def admit(self, call: Call) -> None:
        """
        Accept *call* if its credentials are right.

        Raises:
            Declined: 400 if headers are missing, 401 if they are wrong.
        """
        authorization = call.headers.get("authorization", "")
        if authorization:
            scheme, _, token = authorization.partition(" ")
            if scheme.lower() != "bearer":
                raise unauthenticated("the Authorization header has no bearer token")
            return self._tokens.check(call, token.strip(), self.own_host)
        if absent := self._signatures.absent(call):
            raise headers_absent(absent)
        return self._signatures.check(call, self.own_host)

    def forget(self) -> None:
        """Forget all used tokens."""
        self._tokens.forget()
