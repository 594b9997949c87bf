"""
The secrets of an exported program in the config of its stack. Their values go to `pulumi` alone: nothing shows them.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from ..accounts.account import AccountOptions
from ..accounts.stacks import read_config, run_pulumi
from ..printing import progress

Secrets = Mapping[str, str | None]
"""Values by their names in the config; None where the platform does not show the value."""


@dataclass(frozen=True)
class Again:
    """
    How the export was typed, to be typed again.

    Args:
        options: The options about the account.
        owners: The owners.
        platforms: The platforms.
        stack: The stack of the program.
    """

    options: AccountOptions
    owners: Sequence[str]
    platforms: Sequence[str]
    stack: str

    def __str__(self) -> str:
        return shlex.join(
            ["payment-webhooks", "export", *self.owners, *self._options(), "--into", ".", "--set-secrets"]
        )

    def _options(self) -> Iterator[str]:
        folder = self.options.folder and str(Path(self.options.folder).resolve())
        typed = {
            "--for-stack": self.stack if self.stack != "dev" else None,
            "--environment": self.options.environment,
            "--endpoint": self.options.endpoint,
            "--stack": self.options.stack,
            "--cwd": folder,
        }
        for platform in self.platforms:
            yield from ("--platform", platform)
        for option, value in typed.items():
            if value is not None:
                yield from (option, value)


def secret_steps(secrets: Secrets, again: Again | None) -> Iterator[str]:
    """The commands that set *secrets*: *again* those that the platform shows, where that is possible."""
    shown = [name for name, value in secrets.items() if value is not None and again]
    if shown:
        yield str(again)
    yield from (f"pulumi config set --secret {name}" for name in secrets if name not in shown)


def set_in_stack(secrets: Secrets, stack: str, folder: Path, *, project: str) -> None:
    """
    Set in the config of *stack* what the platform shows of *secrets*; what is set there stays.

    Args:
        secrets: The secrets of the program.
        stack: Its stack.
        folder: The folder of its project.
        project: The name of that project; empty if it is not known, so that a key of any namespace counts as set.
    """
    if not secrets:
        typer.echo("the program has no secrets", err=True)
        return
    with progress(f"setting secrets of stack {stack}"):
        keys = (key.partition(":") for key in read_config(stack, str(folder)))
        present = {name for namespace, _, name in keys if namespace == (project or namespace)}
        missing = {name: value for name, value in secrets.items() if name not in present}
        for name, value in missing.items():
            if value is not None:
                _set(name, value, stack, folder)
    _report(f"set in the config of stack {stack}", [name for name, value in missing.items() if value is not None])
    _report("kept as it is", [name for name in secrets if name in present])
    _report("not shown by the platform", [name for name, value in missing.items() if value is None])


def _set(name: str, value: str, stack: str, folder: Path) -> None:
    given = f"{value}\n"  # Pulumi drops a line break at the end of what it reads.
    command = ("config", "set", "--secret", name)
    run_pulumi(*command, stack=stack, folder=str(folder), given=given, doing=f"set {name}")


def _report(what: str, names: Sequence[str]) -> None:
    if names:
        typer.echo(f"{what}: {', '.join(names)}", err=True)
