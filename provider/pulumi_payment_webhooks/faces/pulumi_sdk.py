"""
What we lean on in Pulumi's SDK beyond its public names: each use does nothing where the SDK is not as expected.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from typing import Any

from pulumi.runtime import rpc

import pulumi

_STACK = 9  # Frames: six from Pulumi's to the generated constructor, the program's line, and two above it.

_MARK, _IS_SECRET = "4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"
"""The mark of a secret in Pulumi's protocol, for an SDK that calls its constants otherwise."""

Correct = Callable[[pulumi.ResourceTransformArgs, pulumi.ResourceTransformResult], pulumi.ResourceTransformResult]


@contextmanager
def short_stack() -> Iterator[None]:
    """
    Have Pulumi store the program's line with a resource, and not the whole stack down to the interpreter.

    That is half of the state, and paths of one person's machine; and the engine writes the whole state in every step.
    """
    before = getattr(sys, "tracebacklimit", None)
    sys.tracebacklimit = _STACK
    try:
        yield
    finally:
        if before is None:
            del sys.tracebacklimit
        else:
            sys.tracebacklimit = before


def wait_for_id_alone(outputs: Iterable[pulumi.Output[Any]]) -> None:
    """
    Have Pulumi wait for the id and the URN of a resource, and not for each of its properties, which come with them.

    At the end of a program it looks at everything that it waits for whenever one thing is done: with a thousand
    resources that is half of a preview. What a program makes of a property is waited for as ever. An SDK without
    this way of saying so waits for all.
    """
    for one in outputs:
        if untrack := getattr(one, "_untrack", None):
            untrack()


def provider_of(resource: pulumi.Resource) -> pulumi.ProviderResource | None:
    """The provider resource that *resource* is given, for its account; None where it has none, or the SDK hides it."""
    provider = getattr(resource, "_provider", None)
    return provider if isinstance(provider, pulumi.ProviderResource) else None


def has_transforms() -> bool:
    """Whether the stack may have transforms: the SDK serves callbacks then. Where it hides that, there are none."""
    return bool(getattr(_callbacks(), "_servicers", ()))


def correct_transforms(correct: Correct) -> None:
    """
    Have *correct* look at what every transform of the program returns, before the engine gets it.

    The SDK asks no resource about the names that a transform writes: neither in the properties nor in the options.
    """
    servicer = _callbacks()
    register = inspect.unwrap(getattr(servicer, "register_transform", _absent))
    if register is _absent:
        return

    @cache
    def corrected(transform: Any) -> object:
        return _corrected(transform, correct)

    @wraps(register)
    def register_transform(self: Any, transform: Any) -> object:
        callback = register(self, corrected(transform))
        if isinstance(known := getattr(self, "_transforms", None), dict):
            known[transform] = callback.token  # The SDK looks it up by the function that the program passed.
        return callback

    servicer.register_transform = register_transform


def marked_secret(value: Any) -> dict[str, object]:
    """*value* in the form in which a secret travels: the engine encrypts what carries this mark."""
    return {getattr(rpc, "_special_sig_key", _MARK): getattr(rpc, "_special_secret_sig", _IS_SECRET), "value": value}


def _absent() -> None:
    """Stands for a method that the SDK does not have."""


def _corrected(transform: Any, correct: Correct) -> object:
    async def run(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
        result = transform(args)
        if inspect.isawaitable(result):
            result = await result
        return None if result is None else correct(args, result)

    return run


def _callbacks() -> Any:
    return getattr(sys.modules.get("pulumi.runtime._callbacks"), "_CallbackServicer", None)
