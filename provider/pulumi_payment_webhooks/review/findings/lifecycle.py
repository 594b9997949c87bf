"""
Resources that are created, imported, deleted, replaced, or no longer managed. Pure: no I/O.

What becomes of their events is reported with the events; here is what else a reviewer must know.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...reconcile.declare.meaning import Role
from ...wording import Sentence, Shown, Words
from ..categories import (
    ACCESS,
    ADOPTIONS,
    DELETES,
    ERRORS,
    INTERRUPTIONS,
    KEYS,
    OTHER,
    RELEASES,
    REPLACES,
    UNPROTECTED,
    Category,
)
from .changes import FieldChange, interrupting
from .events import Traffic
from .finding import Finding, make_finding
from .phrases import begin, sentences
from .retries import describe_schedule, retries_of
from .subject import End, Subject

_OF_PULUMI = {
    "id": "`--replace`, `--target-replace` or `pulumi state taint` requests it",
    "provider": "its provider changes",
    "replaceWith": "what `replace_with` names is replaced",
}
"""Why Pulumi itself replaces a resource, by the name that it gives as the reason."""


def report_creation(subject: Subject, changes: Sequence[FieldChange]) -> Iterator[Finding]:
    """What the creation of *subject* means; of a resource with events, the events say it."""
    if subject.field(Role.EVENTS):
        return
    if subject.adopts:
        adopts = Sentence("{} adopts an object that exists already, and the platform creates nothing", subject.title())
        headline = Sentence("adopts {}", subject.title(begins=False))
        yield make_finding(subject, (ADOPTIONS,), sentences(adopts), headline, ["is adopted"])
        return
    note = begin(subject.meaning.creation)
    stops = interrupting(subject, changes)
    notes = dict.fromkeys(begin(one.role_mark.change) for one in stops)
    text = sentences(Sentence("{} {} new", subject.title(), subject.are), note, *notes, describe_schedule(subject))
    categories = _more_categories(subject) or (OTHER,)
    if stops:
        categories = (INTERRUPTIONS, *categories)
    headline = Sentence("creates {}, which interrupts delivery" if stops else "creates {}", subject.title(begins=False))
    yield make_finding(subject, categories, text, headline, ["is new"])


def report_import(subject: Subject) -> Iterator[Finding]:
    """That *subject* exists already."""
    text = sentences(Sentence("{} exists already; this program manages it from now on", subject.title()))
    headline = Sentence("adopts {}", subject.title(begins=False))
    yield make_finding(subject, (ADOPTIONS,), text, headline, ["is imported"])


def report_release(subject: Subject) -> Iterator[Finding]:
    """That the platform keeps *subject*, which the program no longer declares."""
    fate = "and the platform keeps it as it is"
    why = "Pulumi sends nothing to delete it, because `deleted_with` names what is deleted as well"
    text = sentences(
        Sentence(f"{{}} {subject.are} no longer managed by this program, {fate}", subject.title()),
        why if subject.is_deleted_with else "",
    )
    headline = Sentence("no longer manages {}", subject.title(begins=False))
    yield make_finding(subject, (RELEASES,), text, headline, ["is no longer managed"])


def report_protection(subject: Subject) -> Iterator[Finding]:
    """That Pulumi refuses to delete *subject* from now on, or no longer."""
    title, start = subject.title(begins=False), subject.title()
    if subject.is_unprotected:
        text = sentences(
            Sentence("{} {} no longer protected from deletion", start, subject.are),
            "A later deployment can delete it"
            if not subject.meaning.is_plural
            else "A later deployment can delete them",
        )
        headline = Sentence("no longer protects {} from deletion", title)
        yield make_finding(subject, (UNPROTECTED,), text, headline, ["is no longer protected from deletion"])
    if subject.is_protected:
        text = sentences(Sentence("{} {} protected from deletion from now on", start, subject.are))
        headline = Sentence("protects {} from deletion", title)
        yield make_finding(subject, (OTHER,), text, headline, ["is protected from deletion"])


def report_deletion(subject: Subject, traffic: Traffic | None) -> Iterator[Finding]:
    """What the deletion of *subject* means, unless its events say it."""
    if traffic and (traffic.lost or traffic.moved or traffic.is_hidden):
        return
    if subject.end is not End.RESET:
        yield _end_of_part(subject)
        return
    reduced = [found for one in retries_of(subject) for found in one.report([]) if DELETES in found.categories]
    meaning = "" if subject.is_drift else begin(subject.meaning.deletion)
    text = sentences(Sentence("{} {}", subject.title(), subject.is_deleted), meaning)
    verb = "forgets" if subject.meaning.is_only_forgotten else subject.say("deletes", "has lost")
    headline = Sentence(f"{verb} {{}}", subject.title(begins=False))
    more = _more_categories(subject)
    categories: tuple[Category, ...] = (KEYS, DELETES) if subject.meaning.is_only_forgotten else (DELETES, *more)
    if reduced:
        categories = (*categories, *(one for one in reduced[0].categories if one not in categories))
        text = Sentence("{} {}", text, reduced[0].text)
    yield make_finding(subject, categories, text, headline, ["is deleted"])


def _end_of_part(subject: Subject) -> Finding:
    whole = Sentence("{} {}", subject.part_of.wire if subject.part_of else "", Shown(subject.whole))
    if subject.end is End.WITH_WHOLE:
        gone = subject.say(f"{subject.are} deleted with it", "no longer exists at the platform either")
        text = sentences(Sentence("{} {}", subject.title(), gone))
        return make_finding(
            subject, (DELETES,), text, Sentence("deletes {}", subject.title(begins=False)), ["is deleted"]
        )
    text = sentences(Sentence("{} is no longer a resource of its own: {} declares it", subject.title(), whole))
    headline = Sentence("declares {} in another place", subject.title(begins=False))
    return make_finding(subject, (OTHER,), text, headline, ["is declared in another place"])


def report_replacement(subject: Subject, changes: list[FieldChange]) -> Iterator[Finding]:
    """That *subject* is deleted and created again, and why."""
    reasons = _reasons(subject, changes)
    because = Sentence(f", because {' and '.join('{}' for _ in reasons)}", *reasons) if reasons else ""
    title = subject.title(subject.before, begins=False)
    fate, headline, *notes = _replacement(subject, changes)
    categories: tuple[Category, ...] = (REPLACES, *_more_categories(subject))
    if subject.is_retained and subject.needs_place_of(subject):
        noun = subject.meaning.noun
        categories = (ERRORS, *categories)
        headline = f"cannot be deployed: {{}} is created again, and the current {noun} stays"
        notes = [f"The deployment fails, because the platform accepts only one {noun} in this place"]
    elif subject.is_retained_later:
        notes.append("`retain_on_delete` is new: it does not keep the current object")
    text = sentences(Sentence(f"{{}} {fate}{{}}", subject.title(subject.before), because), *notes)
    yield make_finding(subject, categories, text, Sentence(headline, title), ["is deleted and created again"])


def _reasons(subject: Subject, changes: Sequence[FieldChange]) -> list[Words]:
    """Why *subject* is replaced, as clauses."""
    reasons = [one.describe(subject) for one in changes if one.field.replaces and not one.field.part_of]
    fixed = {one.wire for one in subject.shape.fields if one.replaces}
    declared = {one.wire for one in subject.shape.fields} - fixed
    reasons += [
        Sentence("{} changes and `replace_on_changes` names it", Shown(subject.spell((key,))))
        for key in subject.replacing
        if key in declared
    ]
    return [*reasons, *(_OF_PULUMI[key] for key in subject.replacing if key in _OF_PULUMI)]


def _replacement(subject: Subject, changes: Sequence[FieldChange]) -> tuple[str, str, *tuple[Words, ...]]:
    """What becomes of the current object, as a predicate and as a headline, and what that means."""
    meaning, headline = subject.meaning, "deletes {} and creates it again"
    if subject.is_retained:
        fate = f"stays at the platform, no longer managed, and another {meaning.noun} is created"
        return fate, f"no longer manages {{}}, and creates another {meaning.noun}", begin(meaning.creation)
    whole = subject.part_of.wire if subject.part_of else "object"
    if subject.end is End.WITH_WHOLE:
        return f"{subject.are} deleted and created again with the {whole}", headline
    if subject.end is End.FOR_SAME:
        return f"{subject.are} declared again, for the same {whole} under its new name", "declares {} again"
    if subject.part_of and any(one.path == (subject.part_of.wire,) for one in changes):
        if meaning.is_only_forgotten:
            fate = f"{subject.are} now that of another {whole}"
            return fate, "replaces {}", begin(meaning.creation), f"As for the previous {whole}, {meaning.deletion}"
        note = f"For the previous {whole}, this is a deletion: {meaning.deletion}"
        return f"{subject.are} moved to another {whole}", "moves {}", note
    if meaning.is_only_forgotten:
        successor = Sentence("{} {} new", subject.title(), subject.are)
        fate = f"{subject.are} no longer declared"
        return fate, "replaces {}", begin(meaning.deletion), successor, begin(meaning.creation)
    note = meaning.replacement if subject.field(Role.EVENTS) else meaning.deletion
    return f"{subject.are} deleted and created again", headline, begin(note)


def _more_categories(subject: Subject) -> tuple[Category, ...]:
    """What else the creation or the deletion of *subject* is, by what the whole of it is for."""
    if subject.resource.declaration.renewed:
        return (KEYS,)
    return (ACCESS,) if subject.meaning.role is Role.ACCESS else ()


def report_takeover(subject: Subject) -> Iterator[Finding]:
    """That another resource of the program manages the object, or the part of an object, from now on."""
    if subject.is_taken_out:
        whole = Sentence("{} {}", subject.part_of.wire if subject.part_of else "", Shown(subject.whole))
        text = sentences(Sentence("{} is a resource of its own: {} declared it before", subject.title(), whole))
        headline = Sentence("declares {} in another place", subject.title(begins=False))
        yield make_finding(subject, (OTHER,), text, headline, ["is declared in another place"])
        return
    fate = "takes the place of {} in the program: it adopts the same object, and nothing is deleted at the platform"
    text = sentences(Sentence(f"{{}} {fate}", subject.title(), Shown(subject.former_name)))
    former = Sentence("{} {}", subject.meaning.noun, Shown(subject.former_name))
    headline = Sentence("manages {} under the name {}", former, Shown(subject.name))
    if subject.name == subject.former_name:
        moves = "moves in the program: it manages the same object, and nothing is deleted at the platform"
        text = sentences(Sentence(f"{{}} {moves}", subject.title()))
        headline = Sentence("moves {} in the program", subject.title(begins=False))
    aspect = Sentence("takes the place of {}", Shown(subject.former_name))
    yield make_finding(subject, (OTHER,), text, headline, [aspect])
