"""Options that take several words of a closed list, such as `--fail-on`: how each command reads and reports them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .outcomes import usage_error


def read_choices(given: Iterable[str], choices: Iterable[str], *, option: str, noun: str = "condition") -> list[str]:
    """
    The words in *given*, each once and as *choices* spell it; an unknown word ends the command.

    Args:
        given: The values of the option, each with commas between its words; case does not matter.
        choices: The words that are known.
        option: The option, for the message.
        noun: What such a word is called.
    """
    from ..wording import did_you_mean

    known = {one.casefold(): one for one in choices}
    given = list(given)
    words = [word.strip() for one in given for word in one.split(",") if word.strip()]
    if given and not words:
        raise usage_error(f"{option}: it is empty; choose from {', '.join(known.values())}")
    for word in words:
        if word.casefold() not in known:
            hint = did_you_mean(word, known.values()) or f"; choose from {', '.join(known.values())}"
            raise usage_error(f"{option}: unknown {noun} {word!r}{hint}")
    return list(dict.fromkeys(known[word.casefold()] for word in words))


def report_met(found: Sequence[str], *, separator: str = ", ") -> str:
    """The line about conditions of `--fail-on` that are met."""
    return f"--fail-on is met: {separator.join(found)}"
