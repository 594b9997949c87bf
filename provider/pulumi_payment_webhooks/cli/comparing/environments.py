"""
An environment as it is typed: a stack, the export of a stack, or what exists at a platform. No platform is named here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ...registry import PLATFORMS, typed_name
from ..accounts.account import AccountOptions
from ..accounts.estates import NO_PROVIDERS, OpenEstate, open_estates
from ..accounts.stacks import read_stack, read_stack_whole
from ..outcomes import Exit, exit_with, usage_error
from ..printing import harmless_line
from ..sources import STDIN, read_bytes

if TYPE_CHECKING:
    from ...comparing.sides import Side
    from ...reconcile.ports import ExistingObject
    from ...stacks.state import Managed

FILE, OWNER = "file", "organization"
LARGEST = 256 * 1024 * 1024
"""Bytes of an exported state: one with 10,000 resources has about 25 MB."""


@dataclass(frozen=True)
class Environment:
    """
    An environment of a command.

    Args:
        typed: How it is typed.
        options: The account of an environment at a platform; of a stack, only its folder counts.
    """

    typed: str
    options: AccountOptions

    def read(self) -> Side:
        """Read it; an environment with nothing in it ends the command, like every error, with one line."""
        kind, colon, rest = self.typed.partition(":")
        if not colon:
            return self._stack(read_stack(self.typed, self.options.folder))
        if kind == FILE:
            return self._stack(_exported(rest))
        platforms = [typed_name(name) for name in PLATFORMS]
        if kind not in (OWNER, *platforms):
            forms = f"{FILE}:PATH, {OWNER}:ID, {' or '.join(f'{name}:ID' for name in platforms)}"
            raise usage_error(f"{harmless_line(self.typed)}: unknown prefix; write the name of a stack, {forms}")
        return self._platform(kind, rest)

    @property
    def title(self) -> str:
        """What the report calls it."""
        kind, _, rest = self.typed.partition(":")
        if kind == FILE:
            return "standard input" if rest == STDIN else Path(rest).name
        return self.typed.removesuffix(":")

    def _stack(self, resources: Sequence[Managed]) -> Side:
        from ...comparing.sides import stack_side

        if not resources:
            raise self._nothing(f"{self.title} has no resource of this package")
        return stack_side(self.title, resources)

    def _nothing(self, why: str) -> typer.Exit:
        """Print *why* this environment cannot be compared; raise the exit that is returned."""
        return exit_with(Exit.NO, f"{harmless_line(why)}, so there is nothing to compare")

    def _platform(self, kind: str, owner: str) -> Side:
        from ...comparing.sides import platform_side

        stack, folder = self.options.stack, self.options.folder
        managed, providers = read_stack_whole(stack, folder) if self.options.has_stack else ((), NO_PROVIDERS)
        with open_estates(self.options, () if kind == OWNER else (kind,), providers=providers) as estates:
            chosen = [one for one in estates if one.has_owners] if kind == OWNER else estates
            if not chosen or (owner and not chosen[0].has_owners):
                instead = f"write {estates[0].title}: without an id"
                raise usage_error(f"{harmless_line(self.typed)}: this platform has no organizations: {instead}")
            asked = list(_where_to_ask(chosen, managed, owner))
            objects = [found for estate, owners in asked for found in self._objects(estate, owners)]
        if not objects:
            raise self._nothing(f"{self.title}: nothing exists there")
        owners = [one for _, several in asked for one in several]
        return platform_side(self.title, objects, [one.platform.name for one in chosen], owners)

    def _objects(self, estate: OpenEstate, owners: Sequence[str]) -> Sequence[ExistingObject]:
        objects = [found for one in owners for found in estate.read(one)]
        for clause in estate.estate.unlisted(estate.account, objects):
            typer.echo(harmless_line(f"{self.typed}: {clause}"), err=True)
        return objects


def _where_to_ask(
    estates: Sequence[OpenEstate], managed: Sequence[Managed], owner: str
) -> Iterator[tuple[OpenEstate, Sequence[str]]]:
    """The accounts that are asked, with the owners: the account that has *owner*; without it, that of the settings."""
    from ...survey.accounts import by_title, owners_to_ask, share_out

    for several in by_title(estates).values():
        if owner:
            ours = [one for one in managed if one.type.platform == several[0].platform.name]
            yield from zip(several, owners_to_ask(several, share_out(several, ours), [owner]), strict=True)
        else:
            yield several[0], several[0].owners()


def stack_named(typed: str) -> str | None:
    """The stack that *typed* names; None if it is no stack."""
    return None if ":" in typed else typed


def _exported(path: str) -> Sequence[Managed]:
    from ...stacks.state import NotAState, read_state

    if not path:
        raise usage_error(f"{FILE}: needs the path of a file, as in {FILE}:state.json")
    try:
        return read_state(read_bytes(path, largest=LARGEST))
    except NotAState as problem:
        raise exit_with(Exit.UNREADABLE, f"{path}: {problem}") from None
