"""
The API of a code host, and the words in which messages speak of it.

An answer that cannot be used is an error, :class:`~pulumi_payment_webhooks.errors.NotPosted`, which says what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...client.answer import Answer
from ...client.code_host import Access, CodeHost
from ...client.retry import Patience
from ...client.session import Dialect
from ...errors import NotPosted


@dataclass(frozen=True)
class HostWords:
    """
    What messages call an API.

    Args:
        name: Name of the host.
        address: The variable with the address of the API.
        token: The variable with the token.
        remedy: Returns what to do about a refusal.
    """

    name: str
    address: str
    token: str
    remedy: Callable[[Answer], str]


class HostApi:
    """
    One API, for one token; close it after use.

    Args:
        words: What messages call it.
        access: Returns how it is reached; raises `ValueError` where the token cannot be sent.
        dialect: What the host calls things.
        patience: How often and how long to try.

    Raises:
        NotPosted: The address or the token cannot be used.
    """

    def __init__(
        self, words: HostWords, access: Callable[[], Access], dialect: Dialect, patience: Patience | None
    ) -> None:
        self._words = words
        try:
            self._host = CodeHost(access(), dialect, patience)
        except ValueError as wrong:
            raise NotPosted(f"{words.token} or {words.address} cannot be used: {wrong}") from None

    def ask(self, method: str, path: str, *, body: object = None) -> Answer:
        """As :meth:`CodeHost.ask`."""
        return self._host.ask(method, path, body=body)

    def rows(self, path: str, query: Mapping[str, str], *, doing: str) -> Iterator[dict[str, Any]]:
        """The rows of a list, page after page."""
        for answer in self._host.pages(path, query):
            listed = self.content(answer, doing)
            if not (isinstance(listed, list) and all(isinstance(one, dict) for one in listed)):
                raise self.unexpected("a list")
            yield from listed

    def content(self, answer: Answer, doing: str) -> Any:
        """The content of a success; anything else is an error about *doing*."""
        if 200 <= answer.status < 300:
            if not answer.is_foreign:
                return answer.body
            remedy = f"its answer is not JSON; is {self._words.address} the address of its API?"
        else:
            remedy = self._words.remedy(answer)
        what = f"HTTP {answer.status}: {self._host.reason(answer)}".removesuffix(": ")
        raise NotPosted(f"{doing}: {remedy} ({what})")

    def unexpected(self, missing: str) -> NotPosted:
        """The error that an answer lacks something that the API always gives."""
        return NotPosted(
            f"{self._words.name} answered without {missing}: is {self._words.address} the address of its API?"
        )

    def close(self) -> None:
        """Close the connections."""
        self._host.close()
