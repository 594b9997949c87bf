"""The API keys of one simulated account: each belongs to a mode and has rights. No I/O here."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Right = Literal["none", "read", "write", "read_write"]

SECRET_TEST, SECRET_LIVE = "sk_test_", "sk_"
PUBLIC_TEST, PUBLIC_LIVE = "pk_test_", "pk_"
RESTRICTED_TEST, RESTRICTED_LIVE = "rk_test_", "rk_"
"""The prefixes of restricted keys are an assumption."""

_READING = frozenset({"read", "read_write"})
_WRITING = frozenset({"write", "read_write"})
SHORTEST = 8


@dataclass(frozen=True)
class ApiKey:
    """
    One key.

    Args:
        token: What clients send.
        is_live: Its mode.
        right: What it may do with webhooks.
    """

    token: str = field(repr=False)
    is_live: bool
    right: Right = "read_write"

    def may(self, method: str) -> bool:
        """Whether it may send requests of *method*."""
        return self.right in (_READING if method == "GET" else _WRITING)


def new_token(prefix: str) -> str:
    """A new key: the prefix and 32 hexadecimal characters, as in the samples of the documentation."""
    return prefix + secrets.token_hex(16)


class ApiKeys:
    """
    The keys of the account: one secret and one public key for each mode, and restricted ones.

    Args:
        test: The secret key of test mode; a new one unless given.
        live: The secret key of live mode; a new one unless given.

    Raises:
        ValueError: A key does not have the prefix of its mode.
    """

    def __init__(self, test: str | None = None, live: str | None = None) -> None:
        self.test = test or new_token(SECRET_TEST)
        self.live = live or new_token(SECRET_LIVE)
        self.public_test, self.public_live = new_token(PUBLIC_TEST), new_token(PUBLIC_LIVE)
        if not self.test.startswith(SECRET_TEST) or not _is_token(self.test):
            raise ValueError(f"the key of test mode must begin with {SECRET_TEST} and have no blanks")
        if not self.live.startswith(SECRET_LIVE) or self.live.startswith(SECRET_TEST) or not _is_token(self.live):
            raise ValueError(f"the key of live mode must begin with {SECRET_LIVE}, not {SECRET_TEST}, without blanks")
        self._restricted: list[ApiKey] = []

    def __iter__(self) -> Iterator[ApiKey]:
        yield ApiKey(self.test, is_live=False)
        yield ApiKey(self.live, is_live=True)
        yield ApiKey(self.public_test, is_live=False, right="none")
        yield ApiKey(self.public_live, is_live=True, right="none")
        yield from self._restricted

    def find(self, token: str) -> ApiKey | None:
        """The key that *token* is."""
        found = [one for one in self if secrets.compare_digest(one.token.encode(), token.encode())]
        return found[0] if found else None

    def restrict(self, right: Right, *, is_live: bool = False) -> str:
        """Make a restricted key and return it."""
        token = new_token(RESTRICTED_LIVE if is_live else RESTRICTED_TEST)
        self._restricted.append(ApiKey(token, is_live, right))
        return token

    def rotate(self, *, is_live: bool = False) -> str:
        """Make a new secret key of a mode, in place of the present one, and return it."""
        if is_live:
            self.live = new_token(SECRET_LIVE)
        else:
            self.test = new_token(SECRET_TEST)
        return self.live if is_live else self.test

    def clear(self) -> None:
        """Forget restricted keys."""
        self._restricted.clear()


def _is_token(token: str) -> bool:
    return len(token) >= SHORTEST and token.isascii() and token.isprintable() and " " not in token
