"""
Events that are lost, gained or moved, over all resources of a preview. Pure: no I/O.

An event is delivered for an organization by a subscription; if another subscription of the same organization and
account takes it over in the same preview, it is moved, and not lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from ...reconcile.declare.meaning import Role
from ...reconcile.declare.shapes import Field
from ...wording import Sentence, Shown, Words, count
from ..categories import (
    ADOPTIONS,
    DELETES,
    ERRORS,
    GAINS,
    INTERRUPTIONS,
    LOST,
    MOVES,
    OTHER,
    REPLACES,
    UNCLEAR,
    Category,
)
from .changes import split_path
from .finding import Finding, make_finding
from .phrases import begin, enumerate_names, sentences, spell_value
from .subject import Fate, Subject, Values, is_plain

Key = tuple[str, str, str, str, str]
"""Platform, account, organization, event, and the group of events that it belongs to, such as a product."""


@dataclass
class Traffic:
    """
    What a resource delivers before and after.

    Args:
        subject: The resource.
        lost: Events that it no longer delivers, and that no resource of the preview delivers instead.
        gained: Events that are delivered now, and were not before.
        moved: Events that another resource delivers from now on, by that resource.
        takes: Whether it delivers events that another resource delivered before.
        is_hidden: Whether its events cannot be read, because they are secret or not known yet.
    """

    subject: Subject
    lost: list[str] = field(default_factory=list)
    gained: list[str] = field(default_factory=list)
    moved: list[tuple[Subject, list[str]]] = field(default_factory=list)
    takes: bool = False
    is_hidden: bool = False


def traffic_of(subjects: Iterable[Subject]) -> list[Traffic]:
    """What the resources with events lose, gain and hand over to each other."""
    kept = (Fate.FORGOTTEN, Fate.IMPORTED)
    delivering = [one for one in subjects if one.field(Role.EVENTS) and one.fate not in kept]
    gone = {id(one): _keys(one, one.before) - _keys(one, one.after) for one in delivering if not one.is_retained}
    come = {id(one): _keys(one, one.after) - _keys(one, one.before) for one in delivering}
    able = [one for one in delivering if not one.halt(one.after)]
    takers: dict[Key, Subject] = {key: one for one in able for key in sorted(come[id(one)])}
    given = takers.keys() & {key for one in delivering for key in gone.get(id(one), frozenset())}
    return [_traffic(one, gone.get(id(one), frozenset()), come[id(one)], takers, given) for one in delivering]


def _traffic(
    subject: Subject, gone: frozenset[Key], come: frozenset[Key], takers: Mapping[Key, Subject], given: Set[Key]
) -> Traffic:
    traffic = Traffic(subject, is_hidden=_is_hidden(subject))
    if traffic.is_hidden:
        return traffic
    names = _names_of(_keys(subject, subject.before) | _keys(subject, subject.after))
    moved: dict[int, tuple[Subject, list[str]]] = {}
    for key in sorted(gone):
        if taker := takers.get(key):
            moved.setdefault(id(taker), (taker, []))[1].append(names[key])
        else:
            traffic.lost.append(names[key])
    traffic.moved = list(moved.values())
    traffic.takes = bool(come & given)
    traffic.gained = [names[key] for key in sorted(come) if key not in given]
    return traffic


def _keys(subject: Subject, values: Values) -> frozenset[Key]:
    owner = subject.owner(values).casefold() or _hidden_owner(subject, values)
    platform, account = subject.resource.platform, subject.account
    return frozenset((platform, account, owner, event, group) for group, event in _events(subject, values))


def _names_of(keys: Iterable[Key]) -> Mapping[Key, str]:
    """What events are called: by their names, and where two products have an event of the same name, by both."""
    groups: dict[str, set[str]] = {}
    for *_, event, group in keys:
        groups.setdefault(event, set()).add(group)
    return {one: one[3] if len(groups[one[3]]) == 1 else f"{one[4]}: {one[3]}" for one in keys}


def _hidden_owner(subject: Subject, values: Values) -> str:
    """A name for an organization that is secret: another name after a change than before."""
    field = subject.field(Role.OWNER)
    changes = field and any(path[:1] == (field.wire,) for path in map(split_path, subject.changed))
    return "before" if changes and values is subject.before else ""


def events_in(subject: Subject, values: Values) -> list[str]:
    """The events that *values* name, sorted."""
    return sorted({event for _, event in _events(subject, values)})


def _events(subject: Subject, values: Values) -> Iterator[tuple[str, str]]:
    """Each event that *values* name, after the group that it belongs to."""
    declared = subject.field(Role.EVENTS)
    return _grouped(values.get(declared.wire) if declared else None)


def _grouped(value: object, group: str = "") -> Iterator[tuple[str, str]]:
    if not isinstance(value, Mapping):
        return
    for name, item in value.items():
        if isinstance(item, Mapping):
            yield from _grouped(item, str(name))
        elif item is True:
            yield group, str(name)


def _is_hidden(subject: Subject) -> bool:
    """Whether the events before or after cannot be read, and may differ."""
    declared = subject.field(Role.EVENTS)
    if declared is None:
        return False
    bags = [one.get(declared.wire, {}) for one in (subject.before, subject.after) if one]
    if all(map(_is_readable, bags)):
        return False
    tops = {path[0] for path in map(split_path, subject.changed) if path}
    is_named = not tops or declared.wire in tops
    return subject.fate is not Fate.CHANGED or is_named or bags[0] != bags[-1]


def _is_readable(value: object) -> bool:
    if isinstance(value, Mapping):
        return all(map(_is_readable, value.values()))
    return is_plain(value)


def report_traffic(traffic: Traffic) -> Iterator[Finding]:
    """What a reviewer must know of the events of one resource."""
    if traffic.is_hidden:
        yield _hidden(traffic.subject)
        return
    if traffic.lost:
        halt = traffic.subject.halt(traffic.subject.before)
        yield _unlisted(traffic, halt) if halt else _lost(traffic)
    for taker, events in traffic.moved:
        yield _moved(traffic.subject, taker, events)
    if traffic.gained:
        yield _gained(traffic)


def _lost(traffic: Traffic) -> Finding:
    subject, events = traffic.subject, traffic.lost
    url, listed = subject.url(subject.before), enumerate_names(events)
    categories: tuple[Category, ...] = (LOST,)
    to = Sentence(" to {}", Shown(url)) if url else ""
    if subject.fate is Fate.DELETED:
        verb = "is" if len(events) == 1 else "are"
        fate = Sentence("{} {}", subject.title(subject.before), subject.is_deleted)
        text = sentences(fate, Sentence(f"{{}} {verb} no longer delivered{{}}", listed, to))
        categories = (LOST, DELETES)
    else:
        title = subject.title(subject.before)
        text = sentences(Sentence("{} no longer delivers {}{}", title, listed, to))
        categories = (LOST, REPLACES) if subject.fate is Fate.REPLACED else categories
    headline = _headline(subject.say("stops receiving", "no longer receives"), subject, subject.before, events)
    aspects = [Sentence("{} is no longer delivered", Shown(one)) for one in events]
    return make_finding(subject, categories, text, headline, aspects, facts={"events": events}, values=subject.before)


def _unlisted(traffic: Traffic, halt: Field) -> Finding:
    """That events go that were not delivered either, because *halt* stopped every delivery."""
    subject, events = traffic.subject, traffic.lost
    name, value = _stopped_by(subject, subject.before, halt)
    idle = Sentence("Nothing was delivered, because {} was {}", name, value)
    title, category, verb = subject.title(subject.before), OTHER, subject.say("changes", "has other values in")
    what = Sentence("{} no longer lists {}", title, enumerate_names(events))
    if subject.fate is Fate.DELETED:
        what, category, verb = Sentence("{} {}", title, subject.is_deleted), DELETES, subject.say("deletes", "has lost")
    headline = Sentence(f"{verb} {{}}", subject.title(subject.before, begins=False))
    aspects = [Sentence("{} is no longer listed", Shown(one)) for one in events]
    return make_finding(subject, (category,), sentences(what, idle), headline, aspects, values=subject.before)


def _gained(traffic: Traffic) -> Finding:
    subject, events = traffic.subject, traffic.gained
    url, listed = subject.url(subject.after), enumerate_names(events)
    to = Sentence(" to {}", Shown(url)) if url else ""
    headline = _headline(subject.say("starts to receive", "now receives"), subject, subject.after, events)
    delivers, note, category = _beginning_of(subject)
    if category is not GAINS:
        verb = "adopts" if category is ADOPTIONS else "declares"
        headline = Sentence(f"{verb} {{}}", subject.title(begins=False))
    text = sentences(Sentence(f"{{}} {delivers} {{}}{{}}", subject.title(subject.after), listed, to), note)
    aspects = [Sentence("{} is delivered", Shown(one)) for one in events]
    return make_finding(subject, (category,), text, headline, aspects, facts={"events": events})


def _beginning_of(subject: Subject) -> tuple[str, Words, Category]:
    """How *subject* delivers what it did not deliver before, when it begins, and the category of that."""
    is_new = subject.fate is Fate.CREATED
    if is_new and subject.adopts:
        return f"adopts an existing {subject.meaning.noun}, and delivers", "", ADOPTIONS
    if halt := subject.halt(subject.after):
        note = Sentence("{} is {}, so nothing is delivered yet", *_stopped_by(subject, subject.after, halt))
        return "is new and will deliver" if is_new else "will deliver", note, OTHER
    return ("is new and delivers", begin(subject.meaning.creation), GAINS) if is_new else ("delivers", "", GAINS)


def _stopped_by(subject: Subject, values: Values, halt: Field) -> tuple[Shown, Shown]:
    """The name and the value of the field *halt*, with which *values* stop every delivery."""
    return Shown(subject.spell((halt.wire,))), Shown(spell_value(values[halt.wire]))


def _moved(giver: Subject, taker: Subject, events: Sequence[str]) -> Finding:
    old, new = giver.url(giver.before), taker.url(taker.after)
    current = "the current " if giver.name == taker.name else ""
    listed, former = enumerate_names(events), giver.title(begins=False)
    delivers = Sentence(f"{{}} delivers {{}} instead of {current}{{}}", taker.title(taker.after), listed, former)
    begins, rejected = _beginning(taker), _rejection(giver, taker)
    categories: tuple[Category, ...] = (MOVES,) if old == new and not begins else (INTERRUPTIONS, MOVES)
    if giver.fate is Fate.DELETED:
        categories = (*categories, DELETES)
    headline = Sentence(f"receives {count(len(events), 'event')} through another {giver.meaning.noun}")
    if rejected:
        categories = (ERRORS, *categories)
        place = f"cannot be deployed: {{}} takes the place of {current}{{}}"
        headline = Sentence(place, taker.title(begins=False), former)
    aspects = [Sentence("{} moves to {}", Shown(one), Shown(taker.name)) for one in events]
    facts = {"events": list(events), "newUrl": new, "newResource": taker.name}
    then = rejected or (begins, _ending(giver))
    text = sentences(delivers, _destination(old, new, events), *then)
    return make_finding(giver, categories, text, headline, aspects, facts=facts, values=giver.before)


def _destination(old: str, new: str, events: Sequence[str]) -> Words:
    go = "They go" if len(events) > 1 else "It goes"
    return f"{go} to the same URL" if old == new else Sentence(f"{go} to {{}} instead of {{}}", _url(new), _url(old))


def _beginning(taker: Subject) -> Words:
    """When a new object delivers the events that move to it, if that is not at once."""
    meaning = taker.meaning
    if taker.fate is not Fate.CREATED or taker.adopts or not meaning.creation:
        return ""
    return Sentence(f"{begin(meaning.noun)} {{}} {taker.are} new: {meaning.creation}", Shown(taker.name))


def _ending(giver: Subject) -> Words:
    return Sentence("{} {}", giver.title(), giver.is_deleted) if giver.fate is Fate.DELETED else ""


def _rejection(giver: Subject, taker: Subject) -> tuple[Words, ...]:
    """That the platform has no room for *taker*, because Pulumi deletes *giver* after everything else."""
    if giver.is_drift or giver.fate is not Fate.DELETED or taker.adopts or not taker.needs_place_of(giver):
        return ()
    adopts = next((Shown(taker.spell((one.wire,))) for one in taker.shape.fields if one.adopts), "adoption")
    fails = "The deployment fails, because Pulumi deletes last and the platform accepts only one of the two at a time"
    return fails, Sentence(
        "If both are the same {}, give the new resource an alias, or set {}", giver.meaning.noun, adopts
    )


def _hidden(subject: Subject) -> Finding:
    reason = "because the program keeps them secret, or computes them during the deployment"
    text = sentences(Sentence("The events of {} cannot be shown, {}", subject.title(begins=False), reason))
    categories: tuple[Category, ...] = (UNCLEAR,)
    if subject.fate is Fate.DELETED:
        text = sentences(Sentence("{} {}, and its events cannot be shown", subject.title(), subject.is_deleted))
        categories = (LOST, DELETES)
    elif subject.fate is not Fate.CREATED:
        text = Sentence("{} Some of the current events may be lost.", text)
        categories = (UNCLEAR, LOST)
    headline = Sentence("changes {}, whose events cannot be shown", subject.title(begins=False))
    return make_finding(subject, categories, text, headline, ["its events cannot be shown"])


def _headline(verb: str, subject: Subject, values: Values, events: Sequence[str]) -> Words:
    listed = enumerate_names(events) if len(events) < 3 else count(len(events), "event")
    url, owner = subject.url(values), subject.owner(values)
    at = Sentence(" at {}", Shown(url)) if url else ""
    of = Sentence(" (organization {})", Shown(owner)) if owner else ""
    return Sentence(f"{verb} {{}}{{}}{{}}", listed, at, of)


def _url(url: str) -> Words | Shown:
    return Shown(url) if url else "a URL that is not shown"
