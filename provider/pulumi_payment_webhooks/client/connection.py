"""
Sends the requests of one account; returns JSON, or raises an error of this package.

Knows no endpoint and no object of a platform; each platform says how it reports errors.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Mapping
from threading import Lock
from typing import ClassVar, Generic, TypeVar

from ..errors import PlatformError, Unavailable, Unclear
from ..wording import Sentence, Words, rewrite
from .answer import Answer
from .redaction import remove_secrets, secrets_in
from .session import Dialect, Session

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
C = TypeVar("C", bound="Connection")


class Connection(ABC):
    """One account at a platform; safe to share between threads. Each platform completes this class."""

    dialect: ClassVar[Dialect]
    media: ClassVar[str]
    """Media type to ask for, unless a request asks for another."""
    session: Session

    @property
    @abstractmethod
    def host(self) -> str:
        """Host of the platform, for messages."""

    @property
    @abstractmethod
    def secrets(self) -> Iterable[str]:
        """The secrets of the account, which no message may show."""

    @abstractmethod
    def is_error(self, body: object) -> bool:
        """Whether *body* has one of the shapes in which the platform reports an error."""

    @abstractmethod
    def refusal(self, answer: Answer, *, doing: str, path: str, accept: str) -> PlatformError:
        """The error for *answer*, which is not a success; the arguments are those of :meth:`ask`."""

    def ask(
        self,
        method: str,
        path: str,
        *,
        doing: str,
        query: Mapping[str, str] | None = None,
        body: object = None,
        safe_to_repeat: bool | None = None,
        accept: str = "",
    ) -> object:
        """
        Send a request, and return the JSON of a 2xx answer; None if that answer has no JSON.

        Args:
            method: HTTP method.
            path: Absolute path, already encoded.
            doing: What is being done, to follow "cannot", e.g. ``create subscription 'orders'``.
            query: Query parameters.
            body: JSON value to send.
            safe_to_repeat: Whether it may be sent twice; by default everything but POST may.
            accept: Media type to ask for, if it is not the platform's usual one.

        Raises:
            Missing: The platform itself says so, with 404 or 410.
            AlreadyExists: Another object occupies the natural key.
            Refused: Any other definite no.
            Unavailable: No definite answer, and nothing changed, or a retry is harmless.
            Unclear: No definite answer, and the request may have been stored.
        """
        repeatable = method.upper() != "POST" if safe_to_repeat is None else safe_to_repeat
        accept = accept or self.media
        headers = {"accept": accept, **self.headers}
        try:
            answer = self.session.send(method, path, query=query, body=body, safe_to_repeat=repeatable, headers=headers)
        except PlatformError as problem:
            raise self._without_secrets(problem, Sentence("cannot {}: {}", doing, problem.message), body) from problem
        if 200 <= answer.status < 300 and not (odd := self._oddity(answer, is_repeatable=repeatable)):
            return answer.body
        if 200 <= answer.status < 300:
            kind = Unavailable if repeatable else Unclear
            raise self._without_secrets(kind(odd, status=answer.status, reason=odd), f"cannot {doing}: {odd}", body)
        refused = self.refusal(answer, doing=doing, path=path, accept=accept)
        raise self._without_secrets(refused, refused.message, body)

    def read(self, parse: Callable[[object], T], answer: object, *, doing: str) -> T:
        """
        What *parse* makes of *answer*.

        Raises:
            Unavailable: It is odd, so *parse* raises `ValueError`: an odd list is not an empty list, nothing is known.
        """
        try:
            return parse(answer)
        except ValueError as oddity:
            raise self.odd_answer(str(oddity), doing=doing) from None

    def odd_answer(self, oddity: str, *, doing: str) -> Unavailable:
        """The error for an answer from which nothing can be concluded; *oddity* follows "answered"."""
        reason = f"{self.host} answered {oddity}"
        return Unavailable(f"cannot {doing}: {reason}", reason=reason)

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers of every request, besides those of the authentication."""
        return {}

    def _oddity(self, answer: Answer, *, is_repeatable: bool) -> str:
        """
        Why an answer of 2xx is not a success; empty if it is.

        An answer of 201 may report that an object was not created; the reader of the answer handles that.
        """
        if answer.is_foreign:
            return f"{self.host} answered {answer.status} without JSON: is there a gateway or a wrong endpoint?"
        if is_repeatable and self.is_error(answer.body):
            return f"{self.host} answered {answer.status} with an error: {self.dialect.explain(answer.body)}"
        return ""

    def _without_secrets(self, problem: PlatformError, message: Words, body: object) -> PlatformError:
        """*problem* with *message*, from which every secret that was sent is removed."""
        secrets = [*self.secrets, *secrets_in(body, self.dialect.secret_names)]
        if problem.reference and problem.reference not in str(message):
            message = Sentence("{} (platform reference {})", message, problem.reference)
        return type(problem)(
            rewrite(message, lambda text: remove_secrets(text, secrets)),
            status=problem.status,
            reference=problem.reference,
            fields=tuple((name, remove_secrets(reason, secrets)) for name, reason in problem.fields),
            reason=remove_secrets(problem.reason, secrets),
        )


class Connections(Generic[K, C]):
    """
    One connection for each account of this process. Safe between threads.

    Args:
        make: Returns a connection for the settings of an account.
    """

    def __init__(self, make: Callable[[K], C]) -> None:
        self._make = make
        self._open: dict[K, C] = {}
        self._lock = Lock()

    def of(self, settings: K) -> C:
        """The connection for *settings*: the same for equal settings, until all are closed."""
        with self._lock:
            if settings not in self._open:
                self._open[settings] = self._make(settings)
            return self._open[settings]

    def close(self) -> None:
        """Close every connection; the next request of an account opens another."""
        with self._lock:
            closing = list(self._open.values())
            self._open.clear()
        for connection in closing:
            connection.session.close()
