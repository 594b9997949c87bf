"""Who may call: a secret or restricted key as a bearer token, which also decides the mode. No I/O here."""

from __future__ import annotations

from collections.abc import Callable

from ...desk.wire.calls import Call
from ...desk.wire.rate_limit import Limit, RateLimit
from ..knobs import Knobs
from ..refusals import RequestError, declined, unauthorized
from .keys import ApiKey, ApiKeys

FORBIDDEN = "The key does not permit this operation."


class Admission:
    """
    Lets calls pass.

    Args:
        keys: The keys of the account.
        rate_limit: How often each may call.
        knobs: Returns the current knobs.
    """

    def __init__(self, keys: ApiKeys, rate_limit: RateLimit, *, knobs: Callable[[], Knobs]) -> None:
        self._keys = keys
        self._knobs = knobs
        self._rate_limit = rate_limit

    def admit(self, call: Call) -> None:
        """
        Let *call* pass if its key permits it.

        Raises:
            Declined: 401 without a valid key, 403 if it lacks the right, 406 or 429.
        """
        key = self.key_of(call)
        self._rate_limit.count(key.token, self._limit(key))
        if not key.may(call.method):
            raise declined(403, RequestError(FORBIDDEN, "forbidden"))
        if not _takes_json(call.headers.get("accept", "")):
            raise declined(406, RequestError("Answers are application/json.", "not_acceptable"))

    def key_of(self, call: Call) -> ApiKey:
        """
        The key that *call* carries.

        Raises:
            Declined: 401: it carries no valid key.
        """
        scheme, _, token = call.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise unauthorized("the request has no bearer token")
        key = self._keys.find(token.strip())
        if key is None:
            raise unauthorized("unknown API key")
        return key

    def forget(self) -> None:
        """Forget restricted keys, and count from zero."""
        self._keys.clear()
        self._rate_limit.forget()

    def _limit(self, key: ApiKey) -> Limit:
        knobs = self._knobs()
        most = knobs.requests_per_second_live if key.is_live else knobs.requests_per_second_test
        return Limit(most, knobs.retry_after_seconds, knobs.retry_after)


def _takes_json(accept: str) -> bool:
    kinds = [one.partition(";")[0].strip().lower() for one in accept.split(",")]
    return not accept.strip() or any(one in ("*/*", "application/*", "application/json") for one in kinds)
