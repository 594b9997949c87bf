"""
A property that is worked out when it is first asked for. No I/O here.

`functools.cached_property` does the same, but up to Python 3.11 it lets one thread at a time work out a property, of
whichever object: receivers with threads would wait for each other, and all of them for a slow cipher of the caller's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801 - it is written as a decorator
    """Keeps what a method returns, and so does without it the next time."""

    def __init__(self, method: Callable[[Any], T]) -> None:
        self._method = method
        self._name = method.__name__
        self.__doc__ = method.__doc__

    @overload
    def __get__(self, owner: None, kind: type) -> Self: ...

    @overload
    def __get__(self, owner: object, kind: type) -> T: ...

    def __get__(self, owner: object | None, kind: type) -> T | Self:
        if owner is None:
            return self
        value = owner.__dict__[self._name] = self._method(owner)  # stands before this descriptor from now on
        return value
