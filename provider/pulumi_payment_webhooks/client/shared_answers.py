"""
Answers that many callers need: each is fetched once, and all callers wait for it within a common limit.

Knows no platform and no request: what is fetched, and how, is passed in. Safe between threads.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import replace
from functools import partial
from threading import Lock, Thread
from time import monotonic
from typing import Generic, TypeVar

from ..errors import PaymentWebhooksError, Unavailable
from ..settings.transport import Transport

COMPARISON_TIMEOUT = 5.0
"""Seconds that one request of a comparison may take."""

COMPARISON_BUDGET = 5.0
"""Seconds that all comparisons of a preview wait together."""

BACKGROUND = "lookup"
"""Name of the threads that fetch in the background."""

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
S = TypeVar("S", bound=Transport)


class SharedAnswers(Generic[K, T]):
    """
    Answers by key, each fetched once.

    Args:
        fetch: Returns the answer for a key; an error of this package is an answer too, and is raised for every caller.
    """

    def __init__(self, fetch: Callable[[K], T]) -> None:
        self._fetch = fetch
        self._answers: dict[K, Future[T]] = {}
        self._lock = Lock()

    def get(self, key: K) -> T:
        """The answer for *key*, fetched on this thread unless another has begun."""
        answer, is_first = self._answer(key)
        if is_first:
            self._fill(answer, key)
        return answer.result()

    def begin(self, key: K) -> Future[T]:
        """The future answer for *key*, fetched in the background unless another thread has begun."""
        answer, is_first = self._answer(key)
        if is_first:
            # A daemon: a platform that hangs must not keep the process from ending. The context holds the values that
            # no message may show.
            run = partial(copy_context().run, self._fill, answer, key)
            Thread(target=run, daemon=True, name=BACKGROUND).start()
        return answer

    def keep(self, key: K, value: T) -> None:
        """Store *value*, which was fetched elsewhere, unless a thread has begun."""
        answer, is_first = self._answer(key)
        if is_first:
            answer.set_result(value)

    def has(self, key: K) -> bool:
        """Whether a thread has begun to fetch *key*."""
        with self._lock:
            return key in self._answers

    def settled(self, key: K) -> T | None:
        """Wait for the answer for *key* if a thread has begun; None if none has, or if the answer is an error."""
        with self._lock:
            answer = self._answers.get(key)
        try:
            return answer.result() if answer else None
        except PaymentWebhooksError:
            return None

    def forget(self) -> None:
        """Fetch again from now on."""
        with self._lock:
            self._answers.clear()

    def _answer(self, key: K) -> tuple[Future[T], bool]:
        with self._lock:
            answer = self._answers.get(key)
            if answer is not None:
                return answer, False
            answer = self._answers[key] = Future()
            return answer, True

    def _fill(self, answer: Future[T], key: K) -> None:
        try:
            answer.set_result(self._fetch(key))
        except PaymentWebhooksError as failure:
            answer.set_exception(failure)
        finally:
            answer.cancel()  # No thread waits forever, even after a bug; a settled answer does not change.


class Budget:
    """
    The time limit of all waits together; concurrent waits count once.

    Args:
        seconds: The limit.
        clock: Returns seconds that only grow.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._left = seconds
        self._clock = clock
        self._waiting = 0
        self._since = 0.0
        self._lock = Lock()

    @property
    def is_spent(self) -> bool:
        """Whether the time is used up."""
        with self._lock:
            return self._left <= 0

    def wait(self, answer: Future[T]) -> T:
        """
        Wait for *answer*; an answer that is there already costs nothing.

        Raises:
            TimeoutError: The time is used up.
        """
        if answer.done():
            return answer.result()
        with self._counted() as left:
            return answer.result(timeout=max(left, 0))

    @contextmanager
    def _counted(self) -> Iterator[float]:
        with self._lock:
            if not self._waiting:
                self._since = self._clock()
            self._waiting += 1
            left = self._left - (self._clock() - self._since)
        try:
            yield left
        finally:
            with self._lock:
                self._waiting -= 1
                if not self._waiting:
                    self._left -= self._clock() - self._since


class BoundedWait:
    """
    The waits of all comparisons at one platform, within one budget.

    Args:
        host: Host of the platform, for messages.
    """

    def __init__(self, host: str) -> None:
        self._host = host
        self._budget = Budget(COMPARISON_BUDGET)
        self._given_up: Unavailable | None = None

    def begin(self, answers: SharedAnswers[K, T], key: K) -> None:
        """Have *key* fetched in the background, unless a thread has begun or the time is used up."""
        if not self._budget.is_spent:
            answers.begin(key)

    def get(self, answers: SharedAnswers[K, T], key: K) -> T:
        """
        The answer for *key*.

        Raises:
            Unavailable: The time is used up: with the same words for every key, so that they are one warning.
            PlatformError: The answer is an error.
        """
        if self._budget.is_spent and not answers.has(key):
            raise self._overdue()
        try:
            return self._budget.wait(answers.begin(key))
        except (Unavailable, TimeoutError):
            if self._budget.is_spent:
                raise self._overdue() from None
            raise

    def get_one(self, answers: SharedAnswers[K, T], key: K) -> T:
        """
        The same of a single object. After one timeout no other is requested: each would wait as long.

        Raises:
            PlatformError: As `get` does.
        """
        if self._given_up:
            raise self._given_up
        try:
            return self.get(answers, key)
        except Unavailable as failure:
            self._given_up = failure
            raise

    def _overdue(self) -> Unavailable:
        return Unavailable(f"no answer from {self._host} within the {COMPARISON_BUDGET:g} s that all comparisons share")


def hasten(settings: S) -> S:
    """*settings* for a request of a comparison: one try, and a short timeout."""
    return replace(settings, retries=1, retry_wait=0.0, timeout=min(COMPARISON_TIMEOUT, settings.timeout))
