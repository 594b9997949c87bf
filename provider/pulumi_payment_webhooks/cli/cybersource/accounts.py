"""
Whose account a command uses: options first, then a stack's config where one is named, then the environment.

The stack is read by the `pulumi` command itself, which knows where stacks and their secrets are kept.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from ...errors import SettingsProblem
from ..outcomes import plain_errors, wrong

if TYPE_CHECKING:
    from ...cybersource.account.account import CybersourceAccount
    from ...settings.mechanism import Settings

Environment = Annotated[
    str | None, typer.Option("--environment", metavar="NAME", help="Which host is used, e.g. test or production.")
]
Endpoint = Annotated[
    str | None, typer.Option("--endpoint", metavar="URL", help="Base URL used instead, e.g. of a simulator.")
]
Stack = Annotated[
    str | None, typer.Option("--stack", "-s", metavar="NAME", help="Read the settings of this Pulumi stack, too.")
]
Folder = Annotated[
    str | None, typer.Option("--cwd", "-C", metavar="DIR", help="Folder of the Pulumi project; its selected stack.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

_NO_STACK = "(no stack was read: --stack reads one, and --environment or --endpoint names the host)"


@dataclass(frozen=True)
class Where:
    """
    What the options say about the account.

    Args:
        environment: ``--environment``.
        endpoint: ``--endpoint``.
        stack: ``--stack``.
        folder: ``--cwd``.
    """

    environment: str | None = None
    endpoint: str | None = None
    stack: str | None = None
    folder: str | None = None

    @property
    def has_stack(self) -> bool:
        """Whether a stack's config is read."""
        return self.stack is not None or self.folder is not None


@contextmanager
def account(where: Where) -> Iterator[CybersourceAccount]:
    """The account; errors of it and of what is done with it end the command plainly."""
    from ...cybersource.account.account import account_of
    from ...cybersource.account.connection import disconnect

    settings = settings_of(where)
    try:
        with chdir(where.folder or "."):  # a stack's config names files as its program sees them
            found = account_of(settings)
    except SettingsProblem as problem:
        raise wrong(str(problem) if where.has_stack else f"{problem}\n{_NO_STACK}") from None
    try:
        with plain_errors():
            yield found
    finally:
        disconnect()


def settings_of(where: Where) -> Settings:
    """An option about the host replaces whatever else is said about it, and is as explicit as a stack's config."""
    from ...cybersource.account.settings import TRANSPORT
    from ...settings.mechanism import Settings

    config = stack_config(where) if where.has_stack else {}
    environ = dict(os.environ)
    typed = {TRANSPORT.environment: where.environment, TRANSPORT.endpoint: where.endpoint}
    if any(typed.values()):
        for setting in typed:
            config.pop(setting.key, None)
            environ.pop(setting.variable, None)
    for setting, value in typed.items():
        if value is None:
            continue
        try:
            setting.parse(value)
        except ValueError as problem:
            raise wrong(f"--{setting.name.removeprefix('cybersource').lower()} {problem}") from None
        config[setting.key] = value
    return Settings(config.get, environ)


def stack_config(where: Where) -> dict[str, object]:
    """The config of a stack, secrets in clear; they stay in this process."""
    command = ["pulumi", "config", "--json", "--show-secrets", "--non-interactive"]
    command += ["--stack", where.stack] if where.stack else []
    command += ["--cwd", where.folder] if where.folder else []
    try:
        ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no shell
    except FileNotFoundError:
        raise wrong("the command pulumi, which reads the stack, is not on PATH") from None
    if ran.returncode:
        raise wrong(f"pulumi cannot read the stack: {_last_line(ran.stderr)}")
    return {key: entry.get("value") for key, entry in json.loads(ran.stdout).items()}


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1].removeprefix("error: ") if lines else "it does not say why"
