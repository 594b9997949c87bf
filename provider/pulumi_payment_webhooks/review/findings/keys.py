"""
Keys, certificates and credentials that are superseded: which receivers need what, and by when. Pure: no I/O.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...reconcile.declare.meaning import Role
from ...wording import Sentence, Shown, Words
from ..categories import KEYS, UNCLEAR
from .changes import FieldChange
from .finding import Finding, make_finding
from .phrases import begin, enumerate_names, sentences, show
from .subject import Subject, Values


def is_renewed(subject: Subject) -> bool:
    """Whether the platform gets another key, certificate or credentials in its place."""
    declaration = subject.resource.declaration
    if subject.is_drift or not subject.before or not subject.after:
        return False
    tops = {path.partition("[")[0].partition(".")[0] for path in subject.changed}
    return bool(tops & set(declaration.renewed)) or declaration.is_renewed(subject.before, subject.after)


def report_renewal(subject: Subject, changes: Sequence[FieldChange]) -> Iterator[Finding]:
    """Which receivers need what, if the platform gets another key; *changes* are those of the declaration."""
    if not is_renewed(subject):
        return
    mine = [one for one in changes if one.role is Role.KEY and not one.field.derived]
    reasons = [one for one in mine if not one.role_mark.change]
    may = bool(reasons) and all(one.is_open for one in reasons)
    old, new = (_expiry(subject, one) for one in ((subject.before, subject.added_before), (subject.after,)))
    noun, expire = subject.meaning.noun, "expire" if subject.meaning.is_plural else "expires"
    text = sentences(
        Sentence(
            "{} {} replaced, {}", subject.title(), "may be" if may else subject.are, _reason(subject, reasons, may)
        ),
        begin(subject.meaning.renewal),
        Sentence(f"The current {noun} {expire} on {{}}", Shown(old)) if old else "",
        Sentence(f"The new {noun} {expire} on {{}}", Shown(new)) if new and new != old else "",
        *(one.describe(subject) for one in mine if one.role_mark.change and one.field.wire != subject.meaning.grace),
        _grace(subject),
    )
    headline = Sentence("may replace {}" if may else "replaces {}", subject.title(begins=False))
    categories = (UNCLEAR, KEYS) if may else (KEYS,)
    aspect = "may be replaced" if may else "is replaced"
    yield make_finding(subject, categories, text, headline, [aspect], facts={"expires": old, "newExpires": new})


def _reason(subject: Subject, reasons: Sequence[FieldChange], may: bool) -> Words:
    names = [subject.spell(one.path) for one in reasons]
    if not names:
        return "because of its age"
    if may:
        known = "is" if len(names) == 1 else "are"
        return Sentence(f"because {{}} {known} known only after the deployment", enumerate_names(names))
    return Sentence(f"because {{}} {'changes' if len(names) == 1 else 'change'}", enumerate_names(names))


def _grace(subject: Subject) -> Words:
    """How long the previous key stays valid, unless it was created elsewhere."""
    name = subject.meaning.grace
    field = next((one for one in subject.shape.fields if one.wire == name), None)
    if field is None or subject.after.get(name) is None or subject.adopts:
        return ""
    valid = f"The previous {subject.meaning.noun} stays valid for as long as {{}} says: {{}}"
    return Sentence(valid, Shown(subject.spell((name,))), show(subject.after[name], field, field.role))


def _expiry(subject: Subject, bags: tuple[Values, ...]) -> str:
    fields = (*subject.shape.fields, *subject.outputs.fields)
    names = [one.wire for one in fields if one.role is Role.EXPIRY]
    dates = [bag.get(name) for bag in bags for name in names]
    return min((one[:10] for one in dates if isinstance(one, str) and one[:1].isdigit()), default="")
