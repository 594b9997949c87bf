"""
What the functions that a program calls need of its stack.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pulumi

from ..errors import PaymentWebhooksError


def stack_setting(key: str) -> str | None:
    """The value of a key in the stack's own config, secrets in clear; None where it is not set."""
    value: str | None = pulumi.runtime.get_config(key)
    return value


@contextmanager
def plain_failures() -> Iterator[None]:
    """Ours end the program in one clear text, without a traceback."""
    try:
        yield
    except PaymentWebhooksError as failure:
        raise pulumi.RunError(str(failure)) from failure
