"""
Who may call: the schemes of the platform, chosen by the headers a request carries. No I/O here.

A scheme is one class with a `check`: signed tokens, of a shared secret or a certificate, and HTTP Signatures.
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
    Lets authenticated calls pass.

    Args:
        credentials: The account that may call.
        knobs: The positions of today.
        clock: Whose wall time judges dates and lifetimes.
    """

    def __init__(self, credentials: Credentials, *, knobs: Callable[[], Knobs], clock: Clock) -> None:
        self._tokens = TokenCheck(credentials, knobs=knobs, clock=clock)
        self._signatures = SignatureCheck(credentials, knobs=knobs, clock=clock)
        self.own_host = ""

    def admit(self, call: Call) -> None:
        """
        Let *call* pass when its credentials are right.

        Raises:
            Declined: 400 when headers are absent, 401 when they are wrong.
        """
        authorization = call.headers.get("authorization", "")
        if authorization:
            scheme, _, token = authorization.partition(" ")
            if scheme.lower() != "bearer":
                raise unauthenticated("the Authorization header holds no bearer token")
            return self._tokens.check(call, token.strip(), self.own_host)
        if absent := self._signatures.absent(call):
            raise headers_absent(absent)
        return self._signatures.check(call, self.own_host)

    def forget(self) -> None:
        """Forget which tokens were used."""
        self._tokens.forget()
