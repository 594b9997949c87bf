"""
The points of a report: a finding each, or several findings that say the same of different resources. Pure: no I/O.

A change of a value that many resources share, such as a retry policy, is read once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..wording import Sentence, Shown, Words
from .findings.finding import Finding
from .findings.phrases import enumerate_names

_MOST = 50
"""How many resources a point names."""


@dataclass(frozen=True)
class Point:
    """
    Something that a reviewer must know, of one resource or of several.

    Args:
        text: What happens, in whole sentences.
        quote: What somebody else said; may have several lines.
        number: How many findings it stands for.
    """

    text: Words
    quote: str = ""
    number: int = 1


def points_of(findings: Iterable[Finding]) -> list[Point]:
    """What *findings* say, in their order; what several of them say is where the first of them is."""
    alike: dict[object, list[Finding]] = {}
    for one in findings:
        alike.setdefault(_likeness(one), []).append(one)
    return [_point(group) for group in alike.values()]


def _likeness(finding: Finding) -> object:
    """What *finding* says, whichever resource it is about."""
    places = dict.fromkeys({finding.name, finding.whole} - {""}, ("", 0))
    return finding.category, _without_names(finding.text, places), finding.quote, finding.kind


def _without_names(words: Words, places: dict[str, tuple[str, int]]) -> str:
    """
    *words* without the names of their resource. Something else may have the same name, such as an event.

    Args:
        words: What is said.
        places: The names, and where each of them was first: it is a name at the same place of the same words again.
    """
    if isinstance(words, str):
        return words
    shown = [str(part) for part in words.parts]
    for index, part in enumerate(words.parts):
        if isinstance(part, Sentence):
            shown[index] = _without_names(part, places)
        elif isinstance(part, Shown) and part.value in places:
            place = (words.template, index)
            if not places[part.value][0]:
                places[part.value] = place
            if places[part.value] == place:
                shown[index] = ""
    return words.template.format(*shown)


def _point(findings: list[Finding]) -> Point:
    first, *others = findings
    if not others:
        return Point(first.text, first.quote)
    if first.quote:
        titles = _titles(findings)
        about = Sentence("About {}:", enumerate_names(titles, most=_MOST)) if len(titles) > 1 else first.text
        return Point(about, first.quote, len(findings))
    same = enumerate_names(_titles(others), most=_MOST)
    return Point(Sentence("{} The same applies to {}.", first.text, same), number=len(findings))


def _titles(findings: Iterable[Finding]) -> list[str]:
    """What a reader knows the resources of *findings* by, each once."""
    return list(dict.fromkeys(one.title for one in findings))
