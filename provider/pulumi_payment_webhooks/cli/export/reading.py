"""
What a program is written from: everything that exists in the open accounts. The platforms are read, never changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import typer

from ..printing import harmless_line, progress

if TYPE_CHECKING:
    from ...export.program import ProgramSource
    from ...export.selection import Selected, Undeclarable
    from ...reconcile.declare.declaration import Path, Problem
    from ...reconcile.ports import ExistingObject
    from ...stacks.state import Managed
    from ..accounts.estates import OpenEstate


def read_source(estates: Sequence[OpenEstate], wanted: Sequence[str], managed: Sequence[Managed] = ()) -> ProgramSource:
    """
    Everything that exists.

    Args:
        estates: The open accounts.
        wanted: The owners whose objects are meant, where a platform has owners; those of the settings if it is empty.
        managed: What the stack manages, if the command has one: what is secret there is not written.
    """
    from ...export.program import ProgramSource
    from ...export.selection import Selected, Undeclarable, refuse_shared_claims
    from ...registry import resource_type
    from ...survey.showing import SecretFilter

    notes: dict[str, None] = {}
    read = [one for estate in estates for one in _read(estate, wanted, notes)]
    known = {one.id: one for one in managed}
    # An organization that is named twice, or is listed with its parent, has the same objects.
    objects = {(one.kind, one.observed.id): (estate, owner, one) for estate, owner, one in read}
    rows = {key: (resource_type(one.kind), one, known.get(one.observed.id)) for key, (_, _, one) in objects.items()}
    secrets = SecretFilter.of(rows.values())
    candidates = [_select(*objects[key], frozenset(secrets.hidden(*row))) for key, row in rows.items()]
    found = list(refuse_shared_claims(candidates))
    return ProgramSource(
        selected=[one for one in found if isinstance(one, Selected)],
        refused=[one for one in found if isinstance(one, Undeclarable)],
        fills={one.platform.name: one.account.fills() for one in estates},
        notes=tuple(notes),
    )


def _read(
    estate: OpenEstate, wanted: Sequence[str], notes: dict[str, None]
) -> Iterator[tuple[OpenEstate, str, ExistingObject]]:
    """The objects of an account, each with its owner; what may exist besides is added to *notes*."""
    for owner in estate.owners(wanted if estate.has_owners else ()):
        whose = harmless_line(f"{estate.title}, {owner}" if owner else estate.title)
        with progress(f"reading {whose}"):
            existing = estate.read(owner)
        if not existing:
            typer.echo(f"{whose}: nothing exists", err=True)
            continue
        notes.update(dict.fromkeys([*_others(estate, existing), *estate.estate.unlisted(estate.account, existing)]))
        yield from ((estate, _owner_of(one) or owner, one) for one in existing)


def _owner_of(existing: ExistingObject) -> str:
    """Who owns *existing*, as the platform says it: the list of an organization may have objects of its children."""
    from ...reconcile.declare.meaning import Role
    from ...registry import resource_type
    from ...survey.showing import value_with

    return str(value_with(resource_type(existing.kind), Role.OWNER, existing.observed.fields) or "")


def _others(estate: OpenEstate, existing: Sequence[ExistingObject]) -> Iterator[str]:
    """That objects of other types, such as keys, are not in a program, whether or not there are any."""
    from ...reconcile.declare.shapes import shape_of

    found = {one.kind for one in existing}
    inline = {
        field.wire
        for one in estate.platform.resources
        if one.kind in found
        for field in shape_of(one.declaration).fields
    }
    others = [one for one in estate.platform.resources if one.kind not in found and one.part not in inline]
    if others:
        names = ", ".join(one.kind.replace(":", ".") for one in others)
        yield f"{names}: the platform cannot list them; what exists stays"


def _select(
    estate: OpenEstate, owner: str, existing: ExistingObject, secret: frozenset[Path]
) -> Selected | Undeclarable:
    from ...export.selection import Candidate, select
    from ...reconcile.run.lifecycle import Lifecycle
    from ...registry import resource_type

    resource = resource_type(existing.kind)
    life = Lifecycle(resource)

    def find_problems(inputs: Mapping[str, object]) -> Sequence[Problem]:
        return life.check({}, inputs, account=estate.account).failures

    return select(Candidate(resource, existing, owner, estate.estate.status(existing), secret), find_problems)
