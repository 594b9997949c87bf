"""
What messages are made of: texts that keep the fields they name as data, suggestions, and ways to stay short. No I/O.

The core names a field by its wire name; each face spells it in its own language, `retryPolicy` or `retry_policy`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

_UNSEEN = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u2800\u3164\ud800-\udfff\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_KINDS = {
    bool: "a flag",
    int: "a number",
    float: "a number",
    str: "text",
    dict: "a mapping",
    list: "a list",
    type(None): "null",
}

SECRET_TEXT = "[secret]"
"""What Pulumi prints in place of a secret, and so do reports."""

Spell = Callable[[str], str]
"""Gives the name of a field in the language of a face, from its wire name."""


@dataclass(frozen=True)
class FieldName:
    """
    A field that a message names. In logs it is its wire path in backquotes.

    Args:
        path: Dotted wire path.
    """

    path: str

    def render(self, spell: Spell) -> str:
        """The path in the language of a face."""
        return ".".join(map(spell, self.path.split(".")))

    def __str__(self) -> str:
        return f"`{self.path}`"


@dataclass(frozen=True)
class Shown:
    """
    A value that a message shows, because no program keeps such a value secret; a face may still withhold it.

    Args:
        value: The value.
    """

    value: str

    def __str__(self) -> str:
        return repr(self.value)


@dataclass(frozen=True, init=False)
class Sentence:
    """
    A message, with what it names and shows as data.

    Args:
        template: The words, with ``{}`` for each part.
        parts: Field names, values that may be shown, other texts.
    """

    template: str
    parts: tuple[Words | FieldName | Shown, ...]

    def __init__(self, template: str, *parts: Words | FieldName | Shown) -> None:
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "parts", parts)

    def render(self, spell: Spell) -> str:
        """The text in the language of a face."""
        return self.template.format(*(render(part, spell) for part in self.parts))

    def __str__(self) -> str:
        return self.template.format(*self.parts)


Words = str | Sentence
"""A message: plain words, or a text that names fields."""


def render(part: Words | FieldName | Shown, spell: Spell) -> str:
    """A message, or a part of one, in the language of a face."""
    return part.render(spell) if isinstance(part, Sentence | FieldName) else str(part)


def rewrite(words: Words, change: Callable[[str], str]) -> Words:
    """*words* with *change* made to each text in it; the fields that it names stay."""
    if isinstance(words, str):
        return change(words)
    return Sentence(change(words.template), *(_rewrite_part(part, change) for part in words.parts))


def _rewrite_part(part: Words | FieldName | Shown, change: Callable[[str], str]) -> Words | FieldName | Shown:
    if isinstance(part, Shown):
        return Shown(change(part.value))
    return part if isinstance(part, FieldName) else rewrite(part, change)


def kind_of(value: object) -> str:
    """What sort of value this is, for a message that must not show the value itself."""
    return _KINDS.get(type(value), "something else")


def closest(word: str, words: Iterable[str]) -> str | None:
    """The one of *words* that is closest to *word*, whatever its case; None where none is close."""
    folded = {one.casefold(): one for one in words}
    close = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """`` (did you mean 'X'?)`` where *word* is close to one of *words*, else nothing."""
    close = closest(word, words)
    return f" (did you mean {close!r}?)" if close else ""


def is_unicode(text: str) -> bool:
    """Whether *text* can be sent; text of an unknown encoding, and JSON, may hold halves of characters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def harmless(text: str) -> str:
    """
    *text* from outside with an escape in place of each character that nobody sees or that does something; lines stay.

    These are control characters, what has no width or changes the direction of text, and lone surrogates.
    """
    return _UNSEEN.sub(lambda found: _escape(ord(found[0])), text)


def _escape(number: int) -> str:
    """A character by its number, as programs write it."""
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def one_line(text: str, longest: int = 300) -> str:
    """*text* from outside as one harmless line, whose end is cut where it is too long."""
    return cut(harmless(" ".join(text.split())), longest)


def cut(text: str, room: int) -> str:
    """*text*, with its end left out where it is longer than *room*."""
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"


def count(number: int, noun: str, plural: str = "") -> str:
    """A number of things: ``1 event``, ``2 events``."""
    return f"{number:,} {noun if number == 1 else plural or _plural(noun)}"


def _plural(noun: str) -> str:
    """The plural of *noun*, which may be a plural already: ``policies``, ``keys``, ``credentials``."""
    if noun.endswith("s"):
        return noun
    return f"{noun[:-1]}ies" if re.search(r"[^aeiou]y\Z", noun) else f"{noun}s"


def join_words(parts: Iterable[str]) -> str:
    """*parts* as a list in a sentence: ``a, b and c``; empty if there are none."""
    listed = list(parts)
    return " and ".join((", ".join(listed[:-1]), listed[-1])) if len(listed) > 1 else "".join(listed)


def count_each(counts: Mapping[str, int]) -> str:
    """How many things there are of each noun: ``2 subscriptions and 1 webhook``; empty if there are none."""
    return join_words(count(number, noun) for noun, number in counts.items())


def duration(minutes: int) -> str:
    """*minutes* in days, hours and minutes, exactly: ``1 h 10 min``."""
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    parts = [f"{value:,} {unit}" for value, unit in ((days, "d"), (hours, "h"), (left, "min")) if value]
    return " ".join(parts) or "0 min"


def few(names: Sequence[str | FieldName], *, room: int = 50) -> Sentence:
    """As many of *names* as fit into *room* characters, one at least, and how many more there are."""
    shown = list(names)
    while len(shown) > 1 and len(str(_listed(shown, len(names)))) > room:
        shown.pop()
    return _listed(shown, len(names))


def group(names: Iterable[FieldName], *, room: int) -> list[Sentence]:
    """All of *names*, in lists of at most *room* characters; a longer name stands alone."""
    groups: list[list[FieldName]] = []
    for name in names:
        if groups and len(str(join([*groups[-1], name]))) <= room:
            groups[-1].append(name)
        else:
            groups.append([name])
    return [join(group) for group in groups]


def join(names: Sequence[str | FieldName]) -> Sentence:
    """All of *names*, with commas between them."""
    return Sentence(", ".join("{}" for _ in names), *names)


def fitting(*texts: Words, room: int) -> Words:
    """The first of *texts* that has at most *room* characters, or else the last, which is cut."""
    return next((text for text in texts if len(str(text)) <= room), cut(str(texts[-1]), room))


def _listed(shown: Sequence[str | FieldName], count: int) -> Sentence:
    more = count - len(shown)
    return Sentence(f"{{}} and {more} more" if more else "{}", join(shown))
