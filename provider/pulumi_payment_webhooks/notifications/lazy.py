"""
A property that is computed when it is first read. No I/O here.

`functools.cached_property` does the same, but up to Python 3.11 a lock lets only one thread compute the property, for
all objects: the threads of a receiver would wait for each other, and for a slow cipher of the caller.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class lazy(Generic[T]):  # noqa: N801 - it is used as a decorator
    """Calls a method once, and stores what it returns."""

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
        value = owner.__dict__[self._name] = self._method(owner)  # hides this descriptor from now on
        return value
