"""
How a request proves who sends it: an API key, basic, a bearer token, or a signature over the bytes that are sent.

A platform that signs passes a function of plain data; nothing outside this room sees an httpx request. No ``repr`` and
no error shows a credential.

Source: RFC 6750 for bearer tokens, RFC 7617 for basic, RFC 9110 section 5.5 for the characters of a header.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field

from ..net import bracketed
from .light_httpx import httpx

AUTHORIZATION = "authorization"

_HEADER_TEXT = re.compile(r"[!-~](?:[ -~]*[!-~])?")
_BEARER_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Outgoing:
    """
    What is about to be sent.

    Args:
        method: HTTP method, in capitals.
        host: Host of the URL, an IPv6 address in brackets, without the port.
        authority: The ``Host`` header: the host, and the port unless it is the usual port.
        target: Path and query, exactly as they are sent.
        content: The body.
    """

    method: str
    host: str
    authority: str
    target: str
    content: bytes = field(repr=False)


Sign = Callable[[Outgoing], Mapping[str, str]]
"""Returns the headers that prove who sends the request."""


class SignedRequests(httpx.Auth):
    """
    Adds the headers that prove who sends a request; a retry is signed again.

    Args:
        sign: Returns those headers.
    """

    requires_request_body = True

    def __init__(self, sign: Sign) -> None:
        self._sign = sign

    def __repr__(self) -> str:
        return "Authentication(…)"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers.update(self._sign(_outgoing(request)))
        yield request


def api_key(key: str, *, header: str) -> SignedRequests:
    """
    The same key in every request.

    Args:
        key: The key.
        header: Header that carries it, such as ``x-api-key``.

    Raises:
        ValueError: A header cannot carry the key. The text does not show it.
    """
    if not _HEADER_TEXT.fullmatch(key):
        raise ValueError("the API key is empty, or contains a character that a header cannot carry")
    return _constant(header, key)


def bearer(token: str) -> SignedRequests:
    """
    The same bearer token in every request (RFC 6750, section 2.1).

    Raises:
        ValueError: *token* is not a bearer token. The text does not show it.
    """
    if not _BEARER_TOKEN.fullmatch(token):
        raise ValueError("the token is empty, or contains a character that no bearer token has")
    return _constant(AUTHORIZATION, f"Bearer {token}")


def basic(user: str, password: str) -> SignedRequests:
    """
    User and password in every request, in UTF-8 (RFC 7617).

    Raises:
        ValueError: The scheme cannot express one of them. The text shows neither.
    """
    if ":" in user:
        raise ValueError("the user name contains a colon, which basic authentication cannot express")
    if _CONTROLS.search(user + password):
        raise ValueError("the user name or the password contains a control character, such as a line break")
    return _constant(AUTHORIZATION, f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}")


def _constant(header: str, value: str) -> SignedRequests:
    return SignedRequests(lambda _: {header: value})


def _outgoing(request: httpx.Request) -> Outgoing:
    return Outgoing(
        method=request.method,
        host=bracketed(request.url.host),
        authority=request.headers["host"],
        target=request.url.raw_path.decode("ascii"),
        content=request.content,
    )
