"""
The points of a report: a finding each, or several findings that say the same of different resources. Pure: no I/O.

A change of a value that many resources share, such as a retry policy, is read once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..wording import Sentence, Words, rewrite
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
    own = {finding.name, finding.whole} - {""}

    def without_name(part: str) -> str:
        if part not in own:
            return part
        own.remove(part)  # What is named the same later on is something else, such as an event.
        return ""

    return finding.category, str(rewrite(finding.text, without_name)), finding.quote, finding.kind


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
