"""The list of knobs."""

from __future__ import annotations

import re

import pytest

from pulumi_payment_webhooks.simulator.cybersource.knobs import KnobEntry, entries

SOURCE = re.compile(r"(spec|docs|sdk|field|RFC \d+|assumed|simulator)\b")


@pytest.mark.parametrize("knob", list(entries()), ids=lambda knob: knob.name)
def test_every_knob_has_a_sentence_and_a_source(knob: KnobEntry) -> None:
    """
    Each knob says what it decides in a sentence, and names its source with its confidence first.
    """
    assert re.fullmatch(r"[A-Z`].*\.", knob.sentence)
    assert SOURCE.match(knob.source)
