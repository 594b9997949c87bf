"""
The signature keys of a receiver: checked when the receiver is created, and looked up by the id in a delivery.

No I/O here but the caller's own function.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from ..crypto.given import credentials
from ..crypto.given.lookalikes import text_of
from ..errors import SettingsProblem
from ..wording import kind_of
from .verification import Doubt, log

Keys = Mapping[str, str] | Callable[[str], str | Awaitable[str | None] | None]
"""Signature keys, base64, by their id: a mapping, or a function (perhaps async) that returns None for an unknown id."""


class SigningKeys:
    """
    Signature keys by id. A mapping may change while the receiver runs.

    Args:
        given: The mapping, or the function.
        read: Turns a key into its bytes; raises ValueError with the words that follow its name.

    Raises:
        SettingsProblem: It is neither, or a key or an id in it cannot be used. No message shows a key.
    """

    def __init__(self, given: Keys, read: Callable[[object], bytes]) -> None:
        self._ask: Callable[[str], object]
        self._read = read
        if isinstance(given, Mapping):
            _check(given, read)
            written = {id.strip(): id for id in given if id != id.strip()}
            self._ask = partial(_look_up, given, written) if written else given.get
        elif callable(given):
            self._ask = given
        elif callable(look_up := getattr(given, "get", None)) and not isinstance(given, str | bytes):
            self._ask = look_up  # the client of a store, for example
        else:
            raise SettingsProblem(_no_keys(given))

    @property
    def is_async(self) -> bool:
        """Whether they come from an async function."""
        return is_async(self._ask)

    def ask(self, id: str) -> object:
        """The key that the caller has under *id*; it may be awaitable."""
        return self._ask(id)

    def secret(self, id: str, found: object) -> bytes:
        """
        The decoded key that was *found* under *id*.

        Raises:
            Doubt: There is none.
            SettingsProblem: It cannot be used.
        """
        if found is None:
            raise Doubt(f"no signature key has the id {id}")
        try:
            return self._read(found)
        except ValueError as wrong:
            raise SettingsProblem(f"signature key {credentials.shown_id(id, 1)} {wrong}") from None


def read_keys(text: str | bytes, read: Callable[[object], str]) -> dict[str, str]:
    """
    Signature keys by id, from a JSON object such as ``{"<key id>": "<key>"}``, as a variable or a file has it.

    Args:
        text: The JSON.
        read: Checks one key and returns it; raises ValueError with the words that follow its name.

    Raises:
        SettingsProblem: It is something else, or one of the keys cannot be used. The text shows no key.
    """
    try:
        return credentials.keys_in_json(text, read)
    except ValueError as wrong:
        raise SettingsProblem(f"the text with the signature keys {wrong}") from None


def is_async(function: object) -> bool:
    """Whether *function* is visibly async, before it is called."""
    while isinstance(function, partial):
        function = function.func
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(type(function).__call__)


def _look_up(given: Mapping[str, str], written: Mapping[str, str], id: str) -> str | None:
    """The key with that id, which may be *written* with blanks around it."""
    return given.get(written.get(id, id))


def _check(given: Mapping[str, str], read: Callable[[object], bytes]) -> None:
    if not given:
        log.warning("the receiver has no signature key, and rejects every notification until it gets one")
    try:
        credentials.keys_by_id(given, read)
    except ValueError as wrong:
        raise SettingsProblem(str(wrong)) from None


def _no_keys(given: object) -> str:
    """Why *given* does not contain keys; for text, the reason in the text."""
    wanted = "give a mapping from key id to key, or a function"
    if given is None or isinstance(given, str | bytes):
        try:
            text = text_of(given)
        except ValueError as wrong:
            return f"`keys` {wrong}"
        what = "JSON text: read it with notifications.read_keys()" if text.startswith(("{", '"')) else f"text: {wanted}"
        return f"`keys` is {what}"
    return f"`keys` is {kind_of(given)}: {wanted}"
