"""
What the engine, the platform and the declarations say in words: errors, warnings, and dates that are close. No I/O.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from ...reconcile.decide.states import added_part
from ...wording import Sentence, Shown, Words, render
from ..categories import ERRORS, WARNINGS
from ..preview import FAILURE, Diagnostic, Preview
from ..secrecy import shorten_urls
from .finding import Finding, make_finding
from .subject import OPERATIONS, Subject

_PREFIX = re.compile(r"\A\S+ resource '[^'\n]*' has a problem: (?:'(?P<name>[^'\n]+)': )?")
_WARNING = "warning"
_ELSEWHERE = "Violations of policies are in Pulumi's log of events only."
UNDEPLOYED = "cannot be deployed"
UNCOMPARED = "cannot be compared with the platform"


def report_diagnostics(preview: Preview) -> Iterator[Finding]:
    """The errors and warnings of *preview*, and that it failed."""
    errors = [_attributed(one) for one in preview.diagnostics if one.severity == FAILURE]
    outcome, failed = (UNCOMPARED, "the refresh failed") if preview.drift else (UNDEPLOYED, "the preview failed")
    for one in errors:
        why = Sentence("{} has an error", Shown(one.name)) if one.name else failed
        headline: Words = Sentence(f"{outcome}: {{}}", why)
        if not preview.failed:  # The program reports an error, and goes on.
            headline = Sentence("has an error about {}", Shown(one.name)) if one.name else "has an error"
        yield Finding((ERRORS,), _about(one), headline, name=one.name, quote=_quote(one))
    if preview.failed and not errors:
        text = f"{failed[0].upper()}{failed[1:]}, and its JSON gives no reason. {_ELSEWHERE}"
        yield Finding((ERRORS,), text, f"{outcome}: {failed}")
    gone = {step.urn for step in preview.steps if preview.drift and step.op == "delete"}
    for one in preview.diagnostics:
        if one.severity == _WARNING and one.urn not in gone:  # What no longer exists is reported as that.
            headline = Sentence("has a warning about {}", Shown(one.name)) if one.name else "has a warning"
            yield Finding((WARNINGS,), _about(one), headline, name=one.name, quote=_quote(one))


def report_unknown_operations(preview: Preview) -> Iterator[Finding]:
    """That Pulumi does something with a resource of which this version does not know what it means."""
    for step in preview.steps:
        if step.kind and step.op not in OPERATIONS:
            operation, name = Shown(step.op), Shown(step.name)
            text = Sentence(
                "Pulumi announces the operation {} for {}, which this version does not know.", operation, name
            )
            headline = Sentence("has an unknown operation for {}", name)
            yield Finding((WARNINGS,), text, headline, name=step.name, kind=step.kind)


def _attributed(one: Diagnostic) -> Diagnostic:
    """*one*, about the resource that it names: some problems are found while the next resource is checked."""
    found = _PREFIX.match(one.message)
    return replace(one, name=found["name"]) if found and found["name"] else one


def _about(one: Diagnostic) -> Any:
    return Sentence("About {}:", Shown(one.name)) if one.name else "About the whole program:"


def _quote(one: Diagnostic) -> str:
    text = _PREFIX.sub("", one.message, count=1)
    text = text.removeprefix(f"{one.name}: ") if one.name else text
    return shorten_urls(text)


def report_remarks(subject: Subject, *, at: datetime) -> Iterator[Finding]:
    """What a person should know of *subject* as it is stored at the time *at*, such as a key that expires soon."""
    state = {**subject.before, **added_part(subject.resource.declaration, subject.added_before)}
    try:
        remarks = list(subject.resource.declaration.remarks(state, at=at))
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        return  # The state is not one that this version wrote.
    for remark in remarks:
        text = Sentence("About {}:", subject.title(begins=False))
        headline = Sentence("has a warning about {}", subject.title(begins=False))
        quote = shorten_urls(render(remark, lambda path: subject.spell(path.split("."))))
        found = make_finding(subject, (WARNINGS,), text, headline, ["has a remark"])
        yield Finding(found.categories, text, headline, found.name, found.kind, found.aspects, found.facts, quote)
