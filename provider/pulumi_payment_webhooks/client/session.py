"""
One HTTP session per account: connections kept alive, time limits, safe retries, no redirects. Home of httpx.

Knows no platform: what a definite answer means is decided above.
"""

from __future__ import annotations

import json
import logging
import re
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from http.cookiejar import CookieJar, DefaultCookiePolicy
from threading import Lock
from time import monotonic
from typing import Any

from ..attendance import OnWait, Unattended, insist_on_somebody, listener
from ..errors import PlatformError, Unavailable, Unclear
from ..net import DEFAULT_PORTS, bracketed, is_loopback
from ..settings.transport import Transport
from ..withheld import scrub
from ..wording import one_line
from .answer import Answer, NoAnswer
from .failures import BAD_AUTHORITIES, BAD_PROXY, abandoned, failure_of, unusable
from .light_httpx import httpx
from .pacing.gate import Gate
from .pacing.pace import Passage
from .pacing.timing import REAL_TIME, Timing
from .pacing.visit import Visit, describe_seconds
from .redaction import log_text
from .retry import Patience, requested_wait, time_there, with_retries

LARGEST_ANSWER = 16 * 1024 * 1024
JSON = "application/json;charset=utf-8"

_log = logging.getLogger(__name__)
_REFERENCE = re.compile(r"[A-Za-z0-9._:/+=-]{1,100}")
_WORTH_ANOTHER_TRY = frozenset({408, 429})


@dataclass(frozen=True)
class HttpRequest:
    """One request, the same for every try."""

    method: str
    path: str
    query: Mapping[str, str] | None = None
    body: Any = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def content(self) -> bytes | None:
        """The exact bytes that are signed and sent."""
        if self.body is None:
            return None
        return json.dumps(self.body, separators=(",", ":"), allow_nan=False).encode()


@dataclass(frozen=True)
class Dialect:
    """
    What a platform calls things in its requests and answers.

    Args:
        reference_header: Header with the platform's own reference of a request; None if there is none.
        explain: Returns the reason that an error answer's JSON gives, in a few words, or an empty text.
        secret_names: Members that carry secrets, besides those that do at every platform; in small letters only.
        limit: Returns the seconds to wait if a status, its headers and the time mean that requests are limited, for a
            platform that does not say so with 429 alone.
    """

    reference_header: str | None = None
    explain: Callable[[Any], str] = lambda _: ""
    secret_names: frozenset[str] = frozenset()
    limit: Callable[[int, Mapping[str, str], datetime], float | None] = lambda *_: None


_PLAIN = Dialect()


class Session:
    """
    Talks to one platform in the name of one account; safe to share between threads.

    Args:
        transport: Where to send requests, how many at once, and how long to wait for an answer.
        authentication: Signs each try.
        dialect: What the platform calls things.
        patience: How often and how long to try; by default as *transport* says.
        gate: The gate of the account, if it has several sessions; unless given, one for this session.
        timing: The clocks, and how it waits.

    ``on_wait`` hears of each wait, unless `announcing` names another listener for the thread.
    """

    def __init__(
        self,
        transport: Transport,
        authentication: httpx.Auth,
        dialect: Dialect = _PLAIN,
        *,
        patience: Patience | None = None,
        gate: Gate | None = None,
        timing: Timing = REAL_TIME,
    ) -> None:
        self._url = httpx.URL(transport.endpoint)
        self._authentication = authentication
        self._dialect = dialect
        self._timeout = transport.timeout
        self._patience = patience or Patience(tries=transport.retries, first_wait=transport.retry_wait)
        self._timing = timing
        self._gate = gate or Gate(transport.workers, timing=timing)
        self._client: httpx.Client | None = None
        self._lock = Lock()
        self.on_wait: OnWait | None = None

    def __repr__(self) -> str:
        return f"Session({self.place!r})"

    @property
    def place(self) -> str:
        """Host and port, for messages."""
        return f"{bracketed(self._url.host)}:{self._url.port or DEFAULT_PORTS[self._url.scheme]}"

    def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: object = None,
        safe_to_repeat: bool,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """
        Send a request and return the definite answer, whatever it says.

        Args:
            method: HTTP method.
            path: Absolute path, already encoded.
            query: Query parameters.
            body: JSON value to send; None sends no body.
            safe_to_repeat: Whether sending it twice has the same effect as sending it once.
            headers: Further headers.

        Raises:
            Unavailable: No definite answer, and the request was safe to repeat or was never processed.
            Unclear: No definite answer, and the request may have been stored.

        A redirect is not a definite answer: it may come after the request was stored.
        While the platform limits requests (HTTP 429, or 503 with Retry-After), all of this session wait.
        """
        request = HttpRequest(method.upper(), path, query, body, headers or {})
        visit = Visit(request.method, self.place, self._patience, listener() or self.on_wait)
        try:
            return with_retries(
                partial(self._get_through, request, visit, is_repeatable=safe_to_repeat),
                is_repeatable=safe_to_repeat,
                patience=self._patience,
                on_wait=self.on_wait,
            )
        except NoAnswer as failure:
            raise self._outcome(failure, safe_to_repeat) from failure

    def close(self) -> None:
        """Close every connection; the next request opens new ones."""
        with self._lock:
            client, self._client = self._client, None
        if client:
            client.close()

    def _get_through(self, request: HttpRequest, visit: Visit, *, is_repeatable: bool) -> Answer:
        """One try, repeated as often as the platform refuses it because it limits requests."""
        while True:
            try:
                return self._try(request, visit)
            except NoAnswer as failure:
                if not visit.may_wait(failure, self._timing.monotonic(), is_repeatable=is_repeatable):
                    raise

    def _try(self, request: HttpRequest, visit: Visit) -> Answer:
        started = monotonic()
        try:
            with self._gate.slot(visit) as passage:
                insist_on_somebody()
                response, content = self._exchange(request)
                parsed, is_foreign = _parsed(content)
                self._heed(passage, none := self._no_answer(response, parsed))
        except Unattended:
            raise abandoned(self.place) from None
        except NoAnswer as failure:
            _log.debug("%s %s: %s, %.0f ms", request.method, request.path, failure.text, _ms(started))
            raise
        reference = self._reference(response)
        self._note(request, response.status_code, parsed, reference, started)
        if none:
            raise none
        return Answer(response.status_code, parsed, reference, is_foreign, response.headers)

    def _heed(self, passage: Passage, failure: NoAnswer | None) -> None:
        """Have all requests wait if the platform limits them, before the next one can be sent."""
        if failure and failure.is_limit:
            self._gate.refuse(passage, failure, self._patience)

    def _exchange(self, request: HttpRequest) -> tuple[httpx.Response, bytes]:
        client = self._open()
        status: int | None = None
        try:
            response = client.send(self._build(client, request), auth=self._authentication, stream=True)
            status = response.status_code
            return response, self._read(response)
        except httpx.RequestError as error:
            raise failure_of(error, self.place, self._timeout, status=status) from error

    def _build(self, client: httpx.Client, request: HttpRequest) -> httpx.Request:
        content = request.content
        kind = {} if content is None else {"content-type": JSON}
        return client.build_request(
            request.method,
            request.path,
            params=request.query,
            content=content,
            headers={**kind, **request.headers},
        )

    def _read(self, response: httpx.Response) -> bytes:
        """The body, within the limits of size and time; the connection is released in any case."""
        until = monotonic() + self._timeout
        content = bytearray()
        try:
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > LARGEST_ANSWER:
                    raise self._unreadable(response, f"is larger than {LARGEST_ANSWER // 2**20} MB")
                if monotonic() > until:
                    raise self._unreadable(response, f"did not end within {self._timeout:g} s")
        finally:
            response.close()
        return bytes(content)

    def _unreadable(self, response: httpx.Response, why: str) -> NoAnswer:
        status = response.status_code
        text = f"the answer of {self.place} {why} (HTTP {status})"
        return NoAnswer(text, maybe_done=True, is_final=True, status=status)

    def _no_answer(self, response: httpx.Response, parsed: object) -> NoAnswer | None:
        """Why *response* is not a definite answer; None if it is."""
        status, reference = response.status_code, self._reference(response)
        if 300 <= status < 400:
            text = self._redirected(response)
            return NoAnswer(text, maybe_done=True, is_final=True, status=status, reference=reference)
        at = time_there(response.headers.get("date"), here=self._timing.clock())
        limit = self._dialect.limit(status, response.headers, at)
        if status < 500 and status not in _WORTH_ANOTHER_TRY and limit is None:
            return None
        wait = requested_wait(response.headers.get("retry-after"), at=at) if limit is None else limit
        return NoAnswer(
            f"HTTP {status}",
            reason=one_line(self._dialect.explain(parsed), 200),
            maybe_done=status != 429 and limit is None,
            wait=wait,
            status=status,
            reference=reference,
            is_limit=status == 429 or limit is not None or (status == 503 and wait is not None),
        )

    def _reference(self, response: httpx.Response) -> str | None:
        header = response.headers.get(self._dialect.reference_header or "")
        return header if header and _REFERENCE.fullmatch(header) else None

    def _redirected(self, response: httpx.Response) -> str:
        try:
            target = httpx.URL(response.headers.get("location", "")).host
        except httpx.InvalidURL:
            target = ""
        whither = f" to {one_line(target, 100)}" if target else ""
        return (
            f"{self.place} redirects{whither} (HTTP {response.status_code}), which is not followed, "
            "because the request has credentials; check the endpoint"
        )

    def _outcome(self, failure: NoAnswer, is_repeatable: bool) -> PlatformError:
        """The error that callers see after the last try."""
        text = f"{failure.text}: {failure.reason}" if failure.reason else failure.text
        if failure.tries > 1:
            text += f" ({failure.tries} tries)"
        if self._patience.is_exceeded_by(failure.wait):
            pause = describe_seconds(failure.wait or 0)
            text += f"; it asks to wait {pause} before another try, so run this again after that"
        kind = Unavailable if is_repeatable or not failure.maybe_done else Unclear
        return kind(text, status=failure.status, reference=failure.reference, reason=self._reason(failure))

    def _reason(self, failure: NoAnswer) -> str:
        text = failure.text if self.place in failure.text else f"{self.place} answered {failure.text}"
        return f"{text}: {failure.reason}" if failure.reason else text

    def _note(self, request: HttpRequest, status: int, parsed: object, reference: str | None, started: float) -> None:
        if _log.isEnabledFor(logging.DEBUG):
            _log.debug(
                "%s %s: HTTP %d, reference %s, %.0f ms; sent %s; got %s",
                request.method,
                request.path,
                status,
                reference,
                _ms(started),
                log_text(scrub(request.body), self._dialect.secret_names),
                log_text(scrub(parsed), self._dialect.secret_names),
            )

    def _open(self) -> httpx.Client:
        with self._lock:
            if self._client is None:
                self._client = self._new_client()
            return self._client

    def _new_client(self) -> httpx.Client:
        trust = self._trust()
        try:
            return httpx.Client(
                base_url=self._url,
                timeout=self._timeout,
                verify=trust,
                follow_redirects=False,
                headers={"accept": JSON, "user-agent": "pulumi-payment-webhooks"},
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
                limits=httpx.Limits(max_connections=None, max_keepalive_connections=32, keepalive_expiry=4.0),
                # Requests to this machine never use a proxy, whatever the environment says.
                trust_env=not is_loopback(self._url.host),
            )
        except (ValueError, ImportError, httpx.InvalidURL):
            # "from None": the original could quote a proxy's password.
            raise unusable(self.place, BAD_PROXY) from None

    def _trust(self) -> ssl.SSLContext:
        """The trusted authorities; none without TLS, because reading them takes 40 ms."""
        if self._url.scheme != "https":
            return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        try:
            return httpx.create_ssl_context()
        except OSError as error:
            raise unusable(self.place, BAD_AUTHORITIES) from error


def _parsed(content: bytes) -> tuple[object, bool]:
    """The JSON, and whether the content is something else."""
    if not content.strip():
        return None, False
    try:
        return json.loads(content), False
    except (ValueError, RecursionError):
        return None, True


def _ms(started: float) -> float:
    return (monotonic() - started) * 1000
