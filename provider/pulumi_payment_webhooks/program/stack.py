"""
What the functions that a program calls need of its stack.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

import pulumi

from .. import hints
from ..errors import PaymentWebhooksError


def stack_setting(key: str) -> str | None:
    """The value of a key in the stack's own config, secrets in clear; None where it is not set."""
    value: str | None = pulumi.runtime.get_config(key)
    return value


def program_hint(kind: str, account: pulumi.ProviderResource | None) -> dict[str, object] | None:
    """
    The hint that all resources of *kind* and *account* in this run of the program share, with one more counted.

    Pulumi reads it when the whole program is through, and so with all of them. None where no program runs.
    """
    stack = pulumi.runtime.get_root_resource()
    if stack is None:
        return None
    of_run = _HINTS.setdefault(stack, {})
    shared = of_run.setdefault((kind, id(account)), hints.about(is_preview=pulumi.runtime.is_dry_run()))
    hints.counted(shared)
    return shared


_HINTS: WeakKeyDictionary[pulumi.Resource, dict[tuple[str, int], dict[str, Any]]] = WeakKeyDictionary()


@contextmanager
def plain_failures() -> Iterator[None]:
    """Ours end the program in one clear text, without a traceback."""
    try:
        yield
    except PaymentWebhooksError as failure:
        raise pulumi.RunError(str(failure)) from failure
