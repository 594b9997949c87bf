"""
What every receiver does around its platform's own steps: awaits what has to be awaited, and fails with one error.

A receiver writes its steps once, as a generator. It yields what a function of the caller has returned, which may be
awaitable, and gets the value back; so the same steps serve an ordinary and an async call. Reads the clock where no time
is given.
"""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Generic, TypeVar

from ..errors import SettingsProblem, Unverified
from .signing_keys import is_async
from .verification import Body, Doubt, Headers, StreamedRequest, body_of, check_time, log

T = TypeVar("T")
Steps = Generator[object, object, T]

_PLAIN = (str, bool, type(None))  # what is not looked at twice
_ASYNC = "an async function: use `await receiver.receive(request)` or `await receiver.verify_async(body, headers)`"


class Receiving(ABC, Generic[T]):
    """What every receiver offers. Each platform completes this class with its steps."""

    _functions: ClassVar[str]
    """The arguments that may be functions, for messages."""
    _async_argument: str | None
    largest_body: int

    @abstractmethod
    def _steps(self, body: Body, headers: Headers, at: datetime) -> Steps[T]:
        """The steps from what was received to a notification."""

    def verify(self, body: Body, headers: Headers, *, at: datetime | None = None) -> T:
        """
        The notification in *body*, once its signature is verified and what is encrypted is decrypted.

        Args:
            body: The raw bytes received; JSON that was parsed and written again has other bytes.
            headers: The headers of the request, in any case.
            at: The time to compare with. Default: now.

        Raises:
            Unverified: Always the same error, whatever was wrong.
            Unreadable: It is genuine and cannot be read with what the receiver was given.
            SettingsProblem: A key that a function returned cannot be used, or an argument has to be awaited.
            ValueError: *at* has no time zone.
        """
        refuse_async(self._async_argument)
        return run(self._steps(body, headers, _moment(body, at)), asked=self._functions)

    async def verify_async(self, body: Body, headers: Headers, *, at: datetime | None = None) -> T:
        """
        The same, where an argument is an async function.

        Raises:
            Unverified, Unreadable, SettingsProblem, ValueError: As `verify` does.
        """
        return await run_async(self._steps(body, headers, _moment(body, at)))

    async def receive(self, request: StreamedRequest, *, at: datetime | None = None) -> T:
        """
        The notification in a *request* of Starlette, FastAPI or alike, of which no more is read than is allowed.

        Raises:
            Unverified, Unreadable, SettingsProblem, ValueError: As `verify` does.
        """
        body = await body_of(request, largest=self.largest_body)
        return await self.verify_async(body, request.headers, at=at)


def run(steps: Steps[T], *, asked: str) -> T:
    """
    Perform *steps* where nothing can be awaited.

    Args:
        steps: They yield what was returned to them, and return the notification.
        asked: The arguments that may be functions, for the message.

    Raises:
        Unverified: The steps ended in doubt; the debug log says why.
        SettingsProblem: One of the arguments has to be awaited.
    """
    try:
        found = next(steps)
        while True:
            found = steps.send(_at_once(found, asked))
    except StopIteration as end:
        result: T = end.value
        return result
    except Doubt as doubt:
        _log(doubt)
    raise Unverified


async def run_async(steps: Steps[T]) -> T:
    """
    Perform *steps*, and await what has to be awaited.

    Raises:
        Unverified: The steps ended in doubt; the debug log says why.
    """
    try:
        found = next(steps)
        while True:
            found = steps.send(await found if inspect.isawaitable(found) else found)
    except StopIteration as end:
        result: T = end.value
        return result
    except Doubt as doubt:
        _log(doubt)
    raise Unverified


def _moment(body: object, at: datetime | None) -> datetime:
    """The time to compare with. A mistake in the call is raised before anything is looked at."""
    if not isinstance(body, Body):
        raise TypeError("the body must be the raw bytes received")
    return datetime.now(UTC) if at is None else check_time(at)


def check_tolerance(tolerance: object) -> None:
    """
    Check how far the time of sending may be from now.

    Raises:
        SettingsProblem: It is not a duration.
    """
    if not isinstance(tolerance, timedelta) or tolerance < timedelta(0):
        raise SettingsProblem("`tolerance` must be a timedelta of 0 or more, such as timedelta(minutes=5)")


def async_argument(**given: object) -> str | None:
    """The name of the first argument that is visibly async."""
    return next((name for name, one in given.items() if one is True or is_async(one)), None)


def refuse_async(name: str | None) -> None:
    """
    Refuse an ordinary call where an argument has to be awaited.

    Raises:
        SettingsProblem: There is such an argument.
    """
    if name:
        raise SettingsProblem(f"`{name}` is {_ASYNC}")


def _log(doubt: Doubt) -> None:
    log.debug("refused a notification: %s", doubt)


def _at_once(found: object, asked: str) -> object:
    """What a function has returned, where nothing can be awaited."""
    if type(found) in _PLAIN or not inspect.isawaitable(found):
        return found
    if inspect.iscoroutine(found):
        found.close()  # it will never be awaited, and Python would warn of that
    raise SettingsProblem(f"{asked} is {_ASYNC}")
