"""
The secrets of a receiver whose platform names no key: every secret is tried, so that secrets can rotate.

During a rotation the platform signs with the current and the previous secret for some hours; a receiver holds both.
No I/O here but the caller's own function. No message and no ``repr`` shows a secret.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping

from ..crypto.given.lookalikes import text_of
from ..errors import SettingsProblem
from ..wording import kind_of
from .signing_keys import is_async
from .verification import log

Secrets = str | Iterable[str]
"""One secret, or several in any order."""

Ring = Secrets | Callable[[], Secrets | Awaitable[Secrets]]
"""Secrets, or a function (perhaps async) that returns the present secrets."""

MOST_SECRETS = 16


class KeyRing:
    """
    Secrets without ids. A list may get other secrets while the receiver runs.

    Args:
        given: The secrets, or the function.
        read: Turns a secret into the bytes of the key; raises ValueError with the words that follow its name.

    Raises:
        SettingsProblem: It is neither, or a secret in it cannot be used.
    """

    def __init__(self, given: Ring, read: Callable[[object], bytes]) -> None:
        self._given = given
        self._read = read
        if not callable(given) and not self.keys(given):
            log.warning("the receiver has no signing secret, and rejects every notification until it gets one")

    def __repr__(self) -> str:
        return "KeyRing(…)"

    @property
    def is_async(self) -> bool:
        """Whether the secrets come from an async function."""
        return is_async(self._given)

    def ask(self) -> object:
        """The present secrets; they may be awaitable."""
        return self._given() if callable(self._given) else self._given

    def keys(self, found: object) -> tuple[bytes, ...]:
        """
        The keys in what was *found*, each once.

        Raises:
            SettingsProblem: One of them cannot be used, or there are more than any platform keeps.
        """
        listed = [found] if isinstance(found, str | bytes) else found
        if not isinstance(listed, Iterable) or isinstance(listed, Mapping):
            kind = "None" if found is None else kind_of(found)
            raise SettingsProblem(f"`secrets` is {kind}: give one secret, a list of secrets, or a function")
        keys = tuple(dict.fromkeys(self._key(one, number) for number, one in enumerate(listed, start=1)))
        if len(keys) > MOST_SECRETS:
            raise SettingsProblem(f"`secrets` has {len(keys)} secrets, and at most {MOST_SECRETS} are tried")
        return keys

    def _key(self, secret: object, number: int) -> bytes:
        try:
            return self._read(secret)
        except ValueError as wrong:
            raise SettingsProblem(f"signing secret number {number} {wrong}") from None


def read_secrets(text: str | bytes, read: Callable[[object], str]) -> list[str]:
    """
    Secrets as a variable or a file has them: one secret, or a JSON list of secrets.

    Args:
        text: The secret, or the JSON.
        read: Checks one secret and returns it; raises ValueError with the words that follow its name.

    Raises:
        SettingsProblem: It is something else, or one of the secrets cannot be used. The text shows no secret.
    """
    try:
        listed = _listed(text_of(text))
    except ValueError as wrong:
        raise SettingsProblem(f"the text with the signing secrets {wrong}") from None
    secrets: dict[str, None] = {}
    for number, one in enumerate(listed, start=1):
        try:
            secrets[read(one)] = None
        except ValueError as wrong:
            raise SettingsProblem(f"signing secret number {number} in the text {wrong}") from None
    return list(secrets)


def _listed(text: str) -> list[object]:
    if not text.startswith(("[", '"')):
        return [text]
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("begins like JSON, and is not JSON") from None
    if not isinstance(value, list):
        return [value]
    if not value:
        raise ValueError("has no secret")
    return value
