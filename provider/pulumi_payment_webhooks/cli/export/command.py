"""`payment-webhooks export`: a Python program that declares what exists, and adopts it without a change."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ...wording import join_words
from ..accounts.account import AccountOptions
from ..options import Endpoint, Environment, Folder, Stack
from ..outcomes import Exit, exit_with, usage_error
from ..printing import harmless

if TYPE_CHECKING:
    from ...export.program import Program, ProgramSource
    from ...settings.mechanism import AnySetting, Settings
    from ..accounts.estates import OpenEstate

    Account = tuple[Sequence[AnySetting], Settings]
    """What the platform of an account asks for, and where the values are."""

OWNERS = typer.Argument(
    metavar="ORGANIZATION", help="Whose objects, where a platform has organizations. Default: the account's own."
)
INTO = typer.Option("--into", metavar="DIR", help="Write a whole Pulumi project there; otherwise, print the program.")
FORCE = typer.Option("--force", help="Overwrite files that exist in that folder.")
PROJECT = typer.Option(
    "--project", metavar="NAME", help="Name of the project. Default: that of the folder, or of the project there."
)
FOR_STACK = typer.Option("--for-stack", metavar="NAME", help="Name of its stack, whose settings are written.")
SET_SECRETS = typer.Option(
    "--set-secrets",
    help="Write no file; set the secrets that the platform shows, in the config of the stack of --for-stack.",
)
PLATFORM = typer.Option("--platform", metavar="NAME", help="Only this platform. May be repeated.")


def export(
    owners: Annotated[list[str] | None, OWNERS] = None,
    *,
    into: Annotated[Path | None, INTO] = None,
    force: Annotated[bool, FORCE] = False,
    project: Annotated[str | None, PROJECT] = None,
    for_stack: Annotated[str, FOR_STACK] = "dev",
    set_secrets: Annotated[bool, SET_SECRETS] = False,
    platform: Annotated[list[str] | None, PLATFORM] = None,
    environment: Environment = None,
    endpoint: Endpoint = None,
    stack: Stack = None,
    cwd: Folder = None,
) -> None:
    """
    Write what exists as a Python program, which adopts it without a change.

    The command reads the platforms, and changes nothing there. It never writes a password or a key to a file: the
    program reads them from the config of its stack, where --set-secrets sets what the platform shows. The accounts are
    those of the environment (CYBERSOURCE_KEY_ID and so on), or of a stack's config.
    """
    from ...export.program import write_program
    from ...export.project import find_secrets
    from ..accounts.estates import check_owners, open_estates
    from ..accounts.stacks import read_stack
    from .files import write_files
    from .reading import read_source
    from .secrets import Again, secret_steps, set_in_stack

    for_stack = _stack_name(for_stack)
    _check_folder(into, for_stack, overwrite=force, has_project=set_secrets)
    options = AccountOptions(environment, endpoint, stack, cwd)
    managed = read_stack(stack, cwd) if options.has_stack else ()
    with open_estates(options, platform or ()) as estates:
        check_owners(estates, owners or (), platform or ())
        source = read_source(estates, owners or (), managed)
    if not source.selected and not source.refused:
        raise exit_with(Exit.NO, "there is nothing to export")
    program = write_program(source)
    if into and set_secrets:
        set_in_stack(program.secrets, for_stack, into, project=_project_in(into))
        return
    again = Again(options, owners or (), platform or (), for_stack) if into else None
    steps = [*secret_steps(program.secrets, again)]
    secrets: list[AnySetting] = []
    if into:
        accounts = list(_accounts(options, estates))
        secrets = [one for account in accounts for one in find_secrets(*account)]
        name = project or _project_in(into) or into.resolve().name  # Its stacks belong to the name that it has.
        write_files(into, _project(program, name, for_stack, accounts), overwrite=force)
        steps = [
            *_entering(into),
            f"pulumi stack init {for_stack}",
            *(one.command for one in secrets),
            *steps,
            "pulumi up",
        ]
    else:
        typer.echo(_readable(program.text), nl=False)
    typer.echo("\n".join(_report(source, into, steps, secrets)), err=True)


def _readable(source: str) -> str:
    """*source* as Python reads it back, which takes UTF-8: an output of another encoding gets escapes."""
    if sys.stdout.encoding.lower().replace("-", "") == "utf8":
        return source
    return source.encode("ascii", "backslashreplace").decode()


def _stack_name(text: str) -> str:
    from ...export.project import is_stack_name

    if not is_stack_name(text):
        raise usage_error(f"--for-stack {text!r}: must consist of letters, digits, hyphens, dots and underscores")
    return text


def _check_folder(folder: Path | None, stack: str, *, overwrite: bool, has_project: bool) -> None:
    """End the command where *folder* has no project, or else no room for a project, or secrets that would be lost."""
    from ...export.project import PROJECT as FILE
    from ...export.project import file_names, holds_secrets, stack_file
    from ..sources import read_bytes
    from .files import insist_on_room

    if has_project and not (folder and (folder / FILE).is_file()):
        raise usage_error(f"--set-secrets needs --into with the folder of a project, which an export wrote: no {FILE}")
    if has_project or not folder:
        return
    insist_on_room(folder, file_names(stack), overwrite=overwrite)
    config = folder / stack_file(stack)
    if config.exists() and holds_secrets(read_bytes(str(config)).decode(errors="replace")):
        raise usage_error(
            f"{harmless(str(config))} has secrets, which --force does not overwrite: move the file away, "
            "or write only the program: payment-webhooks export > __main__.py"
        )


def _project_in(folder: Path) -> str:
    """The name of the project in *folder*; empty if there is none."""
    from ...export.project import PROJECT as FILE
    from ...export.project import name_of
    from ..sources import read_bytes

    file = folder / FILE
    return name_of(read_bytes(str(file)).decode(errors="replace")) if file.exists() else ""


def _accounts(options: AccountOptions, estates: Sequence[OpenEstate]) -> Iterator[Account]:
    from ..accounts.account import settings_of, stack_config

    config = stack_config(options)
    for one in estates:
        yield one.platform.settings, settings_of(options, one.platform.transport, config)


def _project(program: Program, name: str, stack: str, accounts: Sequence[Account]) -> Mapping[str, str]:
    from ...export.project import find_open_settings, project_name, write_project

    settings = {key: value for one in accounts for key, value in find_open_settings(*one).items()}
    return write_project(program.text, name=project_name(name), stack=stack, settings=settings)


def _entering(folder: Path) -> Iterator[str]:
    """The command that enters *folder*, where that is not the working directory."""
    if folder.resolve() != Path.cwd():
        yield f"cd {shlex.quote(str(folder))}"


def _report(
    source: ProgramSource, folder: Path | None, steps: Sequence[str], secrets: Sequence[AnySetting]
) -> Iterator[str]:
    """What was exported, what was not, and what to do next."""
    where = f" to {harmless(str(folder))}" if folder else ""
    yield f"exported{where}: {source.count() or 'nothing'}"
    for line in source.left_out():
        yield f"not exported: {harmless(line)}"
    for line in source.unread():
        yield f"not shown by the platform: {harmless(line)}"
    if steps:
        yield "next:"
        yield from (f"  {harmless(one)}" for one in steps)
    if secrets:
        yield f"{join_words(one.variable for one in secrets)} may stay in the environment instead"
