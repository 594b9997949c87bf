"""
The REST API of a code host, such as GitHub: a token, JSON, and lists in pages. Decides nothing.

Requests are retried like those to a platform. The token is sent to the host's own address only: of a link to the next
page, only the query is used.

Source: RFC 8288 for the header `Link`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlsplit

from ..errors import PlatformError
from ..net import origin_of
from ..settings.transport import Transport
from ..withheld import withholding
from ..wording import one_line
from .answer import Answer
from .redaction import remove_secrets
from .retry import Patience
from .schemes import SignedRequests
from .session import Dialect, Session

PAGE = 100
MOST_PAGES = 100
_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_NEXT = re.compile(r"""\brel\s*=\s*(?:next\b|"[^"]*\bnext\b[^"]*")""")


@dataclass(frozen=True)
class Access:
    """
    How the API is reached.

    Args:
        url: Its base URL.
        authentication: Adds the token to each request.
        token: The token, which no message shows.
        headers: Headers of every request.
    """

    url: str
    authentication: SignedRequests = field(repr=False)
    token: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)


class CodeHost:
    """
    One API, for one token; close it after use.

    Args:
        access: How it is reached.
        dialect: What the host calls things.
        patience: How often and how long to try.

    Raises:
        ValueError: The base URL is not an absolute http or https URL.
    """

    def __init__(self, access: Access, dialect: Dialect, patience: Patience | None = None) -> None:
        origin_of(access.url)
        self._access = access
        # Without the token before anything is cut: a part of it would not be recognised.
        self._dialect = replace(dialect, explain=lambda body: self._hidden(dialect.explain(body)))
        self._session = Session(Transport(endpoint=access.url), access.authentication, self._dialect, patience=patience)

    def __repr__(self) -> str:
        return f"CodeHost({self.place!r})"

    @property
    def place(self) -> str:
        """Host and port, for messages."""
        return self._session.place

    def ask(self, method: str, path: str, *, body: object = None, query: Mapping[str, str] | None = None) -> Answer:
        """
        Send a request and return the definite answer, whatever it says. It may be sent twice.

        Raises:
            Unavailable: No definite answer after every try.
        """
        try:
            with withholding([self._access.token]):  # in logs, which show the answers
                return self._session.send(
                    method, path, query=query, body=body, safe_to_repeat=True, headers=self._access.headers
                )
        except PlatformError as problem:
            text = str(problem)
            text = text if self.place in text else f"{self.place} answered {text}"
            raise type(problem)(self._hidden(text), status=problem.status) from None

    def pages(self, path: str, query: Mapping[str, str]) -> Iterator[Answer]:
        """The answers of a list, page after page; the first that is not a success is the last."""
        more: Mapping[str, str] | None = {**query, "per_page": str(PAGE)}
        for _ in range(MOST_PAGES):
            if more is None:
                return
            answer = self.ask("GET", path, query=more)
            yield answer
            more = next_query(answer.headers.get("link", "")) if answer.status < 300 else None

    def reason(self, answer: Answer) -> str:
        """Why a request was refused, in the host's words: one line without the token."""
        return one_line(self._dialect.explain(answer.body), 200)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _hidden(self, text: str) -> str:
        return remove_secrets(text, [self._access.token])


def next_query(link: str) -> dict[str, str] | None:
    """The query of the next page that a header `Link` names; None for the last page."""
    for target, parameters in _LINK.findall(link):
        if _NEXT.search(parameters):
            with suppress(ValueError):
                return dict(parse_qsl(urlsplit(target).query))
    return None
