"""
What changed fields of a resource mean, by their role: URLs, status, authentication, scope, keys, and the rest.

Pure: no I/O.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...reconcile.declare.demands import CarriesToken, HaltsAt
from ...reconcile.declare.meaning import HasRole, Role
from ...reconcile.declare.shapes import ObjectOf
from ...wording import Sentence, Shown, Words
from ..categories import ACCESS, INTERRUPTIONS, OTHER, RELEASES, SCOPE, UNCLEAR, Category
from .changes import FieldChange, interrupting, leaves_of, split_path
from .finding import Finding, make_finding
from .keys import is_renewed
from .phrases import begin, enumerate_names, sentences, spell_value
from .subject import Fate, Subject, is_plain

_OF_RETRIES = (Role.RETRIES, Role.SCHEDULE)
_CATEGORIES = {Role.ACCESS: ACCESS, Role.SCOPE: SCOPE}
_WHATS = {ACCESS: "the authentication of {}", SCOPE: "the scope of {}"}


def report_changes(subject: Subject, changes: Sequence[FieldChange]) -> Iterator[Finding]:
    """What *changes* mean, but for those of events and of retries."""
    written = [one for one in changes if not one.field.derived and one.role is not Role.EVENTS]
    if subject.former_name:  # The adoption is said already.
        written = [one for one in written if not one.field.adopts]
    if released := _releases(written):
        yield _released(subject, released)
    kept = _with_their_object([one for one in written if one not in released and one.role not in _OF_RETRIES])
    yield from _addresses(subject, [one for one in kept if one.role is Role.ADDRESS])
    yield from _statuses(subject, [one for one in kept if one.role is Role.STATUS])
    for role, category in _CATEGORIES.items():
        if of_role := [one for one in kept if one.role is role]:
            yield _plain(subject, of_role, category)
    special = (
        Role.ADDRESS,
        Role.STATUS,
        *_CATEGORIES,
        *((Role.KEY,) if is_renewed(subject) or subject.fate is Fate.REPLACED else ()),
    )
    if subject.fate is Fate.REPLACED:  # It refers to objects that are replaced as well.
        kept = [one for one in kept if one.role is not Role.RUN or not one.is_open]
    if rest := [one for one in kept if one.role not in special and not one.field.replaces]:
        yield _plain(subject, rest, OTHER)


def _with_their_object(changes: Sequence[FieldChange]) -> list[FieldChange]:
    """*changes*, in which a member that only matters to a deployment belongs to what else changes in its object."""
    roles = {one.path[0]: one.role for one in changes if one.role is not Role.RUN and len(one.path) > 1}
    return [
        replace(one, role_mark=HasRole(roles[one.path[0]])) if one.role is Role.RUN and one.path[0] in roles else one
        for one in changes
    ]


def _releases(changes: Sequence[FieldChange]) -> list[FieldChange]:
    """Those of *changes* that end the management of a field, and of fields that have a meaning only beside it."""
    roles = {one.role for one in changes if one.is_released} - {Role.NAME, Role.ADDRESS}
    return [one for one in changes if one.is_released or (one.new is None and one.role in roles)]


def report_rest(subject: Subject) -> Iterator[Finding]:
    """That *subject* changes, if nothing else says it: only values that the platform computes are others."""
    if subject.fate is not Fate.CHANGED or subject.handed:
        return
    changed = Sentence(f"{{}} {subject.say('changes', 'has changed')}", subject.title())
    names = [subject.spell(path) for path in map(split_path, subject.changed) if path]
    text = sentences(changed, Sentence("What changes: {}", enumerate_names(names)) if names else "")
    headline = Sentence(f"{subject.say('changes', 'has other values in')} {{}}", subject.title(begins=False))
    yield make_finding(subject, (OTHER,), text, headline, ["changes"])


def report_status(subject: Subject) -> Iterator[Finding]:
    """That the platform itself does not deliver to *subject*, by the status that it reports and nobody declares."""
    if subject.halt(subject.before) or subject.halt(subject.after):
        return
    for field in subject.outputs.fields:
        value = subject.added_after.get(field.wire)
        role_mark = field.role_mark
        if role_mark is None or not role_mark.delivers or not is_plain(value):
            continue
        if not isinstance(value, str) or value in role_mark.delivers:
            continue
        why = role_mark.explain(value) if role_mark.explain else ""
        shown = Sentence("At the platform, its status is {}", Shown(spell_value(value)))
        text = sentences(
            Sentence("{} does not deliver", subject.title()), Sentence("{}: {}", shown, why) if why else shown
        )
        headline = Sentence("receives nothing from {}", subject.title(begins=False))
        facts = {"status": spell_value(value)}
        finding = make_finding(subject, (INTERRUPTIONS,), text, headline, ["does not deliver"], facts=facts)
        yield replace(finding, is_repairable=False, is_known=subject.added_before.get(field.wire) == value)


def _released(subject: Subject, changes: Sequence[FieldChange]) -> Finding:
    names = [Shown(subject.spell(one.path)) for one in changes]
    listed = Sentence(", ".join("{}" for _ in names), *names)
    value = "value" if len(changes) == 1 else "values"
    text = sentences(
        Sentence("{} no longer declares {}", subject.title(), listed), f"The platform keeps the current {value}"
    )
    headline = Sentence("no longer manages {} of {}", listed, subject.title(begins=False))
    return make_finding(subject, (RELEASES,), text, headline, [one.aspect(subject) for one in changes])


def _addresses(subject: Subject, changes: Sequence[FieldChange]) -> Iterator[Finding]:
    main = subject.field(Role.ADDRESS)
    for change in changes:
        described, is_main = change.describe(subject), change.field is main
        if change.is_open:
            yield _open(subject, [change], INTERRUPTIONS, "the URL of {}" if is_main else "a URL of {}")
            continue
        what: tuple[Words, ...] = (Sentence("{}: {}", subject.title(), described),)
        if is_main:
            what = (Sentence("{} delivers to another URL", subject.title()), described)
        note = begin(change.role_mark.change) if change.new and not subject.is_drift else ""
        facts = {"url": subject.url(subject.before), "newUrl": subject.url(subject.after)}
        yield make_finding(
            subject,
            (INTERRUPTIONS if change.new else OTHER,),
            sentences(*what, note),
            _moves(subject) if is_main else _changes(subject, change),
            [change.aspect(subject)],
            facts=facts if is_main else {},
        )


def _open(subject: Subject, changes: Sequence[FieldChange], category: Category, what: str) -> Finding:
    """That *what* may change: *changes* are of values that only the deployment shows."""
    notes = dict.fromkeys(f"If it changes, {one.role_mark.change}" for one in changes if one.role_mark.change)
    title = subject.title(begins=False)
    text = sentences(Sentence(f"{begin(what)} may change", title), *(one.describe(subject) for one in changes), *notes)
    headline = Sentence(f"may change {what}", title)
    return make_finding(subject, (UNCLEAR, category), text, headline, [one.aspect(subject) for one in changes])


def _moves(subject: Subject) -> Words:
    old, new = subject.url(subject.before), subject.url(subject.after)
    to = Sentence("{} instead of {}", Shown(new), Shown(old)) if old and new else "another URL"
    return Sentence(f"{subject.say('will send', 'sends')} the events of {{}} to {{}}", subject.title(begins=False), to)


def _changes(subject: Subject, change: FieldChange) -> Words:
    name, title = Shown(subject.spell(change.path)), subject.title(begins=False)
    return Sentence(f"{subject.say('changes', 'has another')} {{}} of {{}}", name, title)


def _statuses(subject: Subject, changes: Sequence[FieldChange]) -> Iterator[Finding]:
    for change in changes:
        if change.is_open:
            yield _open(subject, [change], INTERRUPTIONS, "the status of {}")
            continue
        category, says, headline = _status(subject, change)
        text = sentences(Sentence(says, subject.title(begins=says.startswith("{}"))), change.describe(subject))
        name = subject.title(begins=False)
        yield make_finding(subject, (category,), text, Sentence(headline, name), [change.aspect(subject)])


def _status(subject: Subject, change: FieldChange) -> tuple[Category, str, str]:
    """The category of a changed status, what it means, and its headline."""
    halt = next((one.value for one in change.field.markers if isinstance(one, HaltsAt)), None)
    if change.new is not None and change.new == halt:
        if subject.is_drift:
            return INTERRUPTIONS, "{} has stopped delivering", "receives nothing from {}"
        return INTERRUPTIONS, "{} stops delivering", "stops the deliveries of {}"
    if change.new is not None and not is_plain(change.new):
        return INTERRUPTIONS, "The status of {} changes", "changes the status of {}"
    if change.old is not None:
        return OTHER, "{} starts delivering", "starts the deliveries of {}"
    return OTHER, "The status of {} is declared", "declares the status of {}"


def _plain(subject: Subject, wholes: Sequence[FieldChange], category: Category) -> Finding:
    changes = [leaf for one in wholes for leaf in _expanded(one)]
    if category in _WHATS and all(one.is_open for one in changes):
        return _open(subject, changes, category, _WHATS[category])
    notes = dict.fromkeys(begin(one.role_mark.change) for one in changes if one.role_mark.change and _has_effect(one))
    verb = subject.say("changes", "has changed")
    if category is OTHER and subject.meaning.is_plural:
        verb = subject.say("change", "have changed")
    what = _WHATS.get(category, "{}")
    more = " (whose events it delivers)" if category is SCOPE else ""
    title = subject.title(begins=what == "{}")
    text = sentences(
        Sentence(f"{begin(what)}{more} {verb}", title),
        *(one.describe(subject) for one in changes),
        *(_token(one) for one in changes),
        *(() if subject.is_drift else notes),
    )
    changed = what
    categories: tuple[Category, ...] = (category,)
    if category is ACCESS and interrupting(subject, changes):
        changed, categories = f"{changed}, which interrupts delivery", (INTERRUPTIONS, ACCESS)
    headline = Sentence(f"{subject.say('changes', 'has other values in')} {changed}", subject.title(begins=False))
    return make_finding(subject, categories, text, headline, [one.aspect(subject) for one in changes])


def _has_effect(change: FieldChange) -> bool:
    """Whether *change* means what its field says of a change, which the removal of a value that is sent does not."""
    return change.new is not None or change.field.local


def _token(change: FieldChange) -> str:
    """That notifications carry a bearer token from now on, or no longer."""
    marker = next((one for one in change.field.markers if isinstance(one, CarriesToken)), None)
    if marker is None or not is_plain(change.new):
        return ""
    had, has = (isinstance(one, str) and one in marker.values for one in (change.old, change.new))
    if had == has:
        return ""
    return "Notifications carry a bearer token from now on" if has else "Notifications no longer carry a bearer token"


def _expanded(change: FieldChange) -> Iterator[FieldChange]:
    """*change*, or if it sets an object, the changes of its members."""
    if change.old is not None or not isinstance(change.field.shape, ObjectOf):
        yield change
        return
    for leaf, value in leaves_of(change, change.new):
        yield replace(leaf, new=value)
