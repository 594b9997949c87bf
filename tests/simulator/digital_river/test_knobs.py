"""The list of knobs."""

from __future__ import annotations

import re

import pytest

from pulumi_payment_webhooks.simulator.desk.knobs import KnobEntry, entries_of, spell_position
from pulumi_payment_webhooks.simulator.digital_river.knobs import Knobs

SOURCE = re.compile(r"(spec|docs|sdk|dashboard|commerce|field|assumed|simulator)\b")


@pytest.mark.parametrize("knob", list(entries_of(Knobs)), ids=lambda knob: knob.name)
def test_every_knob_has_a_sentence_and_a_source(knob: KnobEntry) -> None:
    """
    Each knob says what it decides in a sentence, and names its source with its confidence first.
    """
    assert re.fullmatch(r"[A-Z`].*\.", knob.sentence)
    assert SOURCE.match(knob.source)


@pytest.mark.parametrize("knob", list(entries_of(Knobs)), ids=lambda knob: knob.name)
def test_spelled_position_turns_the_knob(knob: KnobEntry) -> None:
    """
    The text of a position is read as that position.
    """
    start = Knobs()

    turned = start.replace({knob.name: spell_position(getattr(start, knob.name))})

    assert getattr(turned, knob.name) == getattr(start, knob.name)


@pytest.mark.parametrize(
    ("profile", "expected"), [("dr-api", (True, True, False)), ("gc", (False, False, True))], ids=str
)
def test_profile_decides_what_no_knob_does(profile: str, expected: tuple[bool, ...]) -> None:
    """
    Under `gc` new webhooks are disabled, token endpoints may be http, and secrets can be rotated.
    """
    knobs = Knobs().replace({"profile": profile})

    found = (knobs.are_new_ones_enabled, knobs.needs_https_under_oauth, knobs.offers(knobs.secrets_api))
    assert found == expected


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"profil": "gc"}, "did you mean"),
        ({"retry_minutes_test": "ten"}, "retry_minutes_test"),
        ({"profile": "x"}, "gc"),
    ],
    ids=str,
)
def test_wrong_knob_is_named(change: dict[str, str], words: str) -> None:
    """
    A knob or position that does not exist is refused with the knob's name and what it takes.
    """
    with pytest.raises(ValueError, match=words):
        Knobs().replace(change)
