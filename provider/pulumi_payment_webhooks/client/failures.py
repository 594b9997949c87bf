"""
Describes network failures, and whether the platform may have processed the request. No I/O here.

A request was certainly not processed if no connection to the platform was established.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator

from ..wording import one_line
from .answer import NoAnswer
from .light_httpx import httpx

_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)
BAD_PROXY = (
    "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY or NO_PROXY in the environment cannot be used: a proxy is written as "
    "http://host:port (SOCKS is not offered), and NO_PROXY takes hosts without IPv6 ranges; correct it, or unset it"
)
BAD_AUTHORITIES = (
    "the certificate authorities that SSL_CERT_FILE or SSL_CERT_DIR in the environment names cannot be read; "
    "correct it, or unset it"
)
_OURS = (httpx.UnsupportedProtocol, httpx.LocalProtocolError)


def failure_of(error: httpx.RequestError, place: str, timeout: float, *, status: int | None = None) -> NoAnswer:
    """
    What *error* means for a request to *place* (host and port).

    Args:
        error: What httpx raised.
        place: Host and port, for the message.
        timeout: The time limit, in seconds, for the message.
        status: HTTP status, when the error came in the middle of an answer.
    """
    return NoAnswer(
        _words(error, place, timeout, status),
        maybe_done=not isinstance(error, _NEVER_SENT),
        is_final=isinstance(error, _OURS) or _certificate_problem(error) is not None,
        status=status,
    )


def unusable(place: str, why: str) -> NoAnswer:
    """No connection to *place* is tried, because a variable of the environment cannot be used."""
    return NoAnswer(f"cannot connect to {place}: {why}", maybe_done=False, is_final=True)


def abandoned(place: str) -> NoAnswer:
    """Nothing was sent to *place*, because the command was interrupted."""
    return NoAnswer(f"nothing was sent to {place}: the command was interrupted", maybe_done=False, is_final=True)


def _words(error: httpx.RequestError, place: str, timeout: float, status: int | None) -> str:
    if certificate := _certificate_problem(error):
        return f"the certificate of {place} is not trusted: {one_line(certificate.verify_message, 200)}"
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        return f"cannot connect to {place}: timed out after {timeout:g} s"
    if isinstance(error, httpx.ProxyError):
        return f"the proxy does not connect to {place}: {one_line(str(error), 200)}"
    if isinstance(error, _NEVER_SENT):
        return f"cannot connect to {place}: {_reason(error)}"
    if status is not None:
        return f"the answer of {place} was cut off (HTTP {status})"
    if isinstance(error, httpx.TimeoutException):
        return f"no answer from {place}: timed out after {timeout:g} s"
    return f"{place} closed the connection without an answer"


def _reason(error: Exception) -> str:
    """The operating system's words, else the library's."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLError) and cause.reason:
            return f"TLS: {cause.reason.replace('_', ' ').lower()}"
        if isinstance(cause, OSError) and cause.strerror:
            return one_line(cause.strerror.lower(), 200)
    return one_line(str(error), 200) or type(error).__name__


def _certificate_problem(error: Exception) -> ssl.SSLCertVerificationError | None:
    return next((cause for cause in _causes(error) if isinstance(cause, ssl.SSLCertVerificationError)), None)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
