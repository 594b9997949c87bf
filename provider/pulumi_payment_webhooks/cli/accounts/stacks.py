"""
Stacks, read with the `pulumi` command, which knows where they and their secrets are stored. No platform here.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..outcomes import Exit, exit_with, usage_error
from ..printing import harmless

if TYPE_CHECKING:
    from ...stacks.state import Managed

_ERROR = "error: "
_OUTSIDE = ("pass the fully qualified name (organization/project/stack)", "no project file found")
_NO_PROJECT = "there is no Pulumi.yaml here or in a folder above; --cwd names the folder of the project"


def run_pulumi(
    *command: str, stack: str | None = None, folder: str | None = None, given: str = "", doing: str = "read the stack"
) -> str:
    """
    Run `pulumi` for a stack, and return what it printed; if it fails, the command ends with its reason.

    Args:
        command: What follows `pulumi`.
        stack: The stack; by default, the selected stack of the project.
        folder: The folder of the project, if that is not the working directory.
        given: What it reads from standard input, such as a secret, which no list of processes may show.
        doing: What it is for, to follow "cannot".
    """
    if stack == "" or folder == "":
        raise usage_error(f"the name of the {'stack' if stack == '' else 'folder'} is empty")
    words = ["pulumi", *command, "--non-interactive"]
    words += ["--stack", stack] if stack else []
    words += ["--cwd", folder] if folder else []
    ran = start_pulumi(words, purpose="reads the stack", given=given)
    if ran.returncode:
        raise usage_error(f"pulumi cannot {doing}: {harmless(_reason(_without(given, ran.stderr)))}")
    return ran.stdout


def start_pulumi(
    words: Sequence[str], *, purpose: str, given: str | None = None, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """
    Run the command *words*, and return how it ended, in UTF-8 as Pulumi writes it; one line if it cannot be started.

    Args:
        words: The whole command.
        purpose: What it does, to follow "the command pulumi, which".
        given: What it reads from standard input; by default, it shares that of this process.
        environment: Its environment, if that is not the environment of this process.
    """
    try:
        return subprocess.run(  # noqa: S603 - no shell
            words,
            input=given,
            capture_output=True,
            check=False,
            env=environment,
            encoding="utf-8",
            errors="backslashreplace",
        )
    except FileNotFoundError:
        raise usage_error(f"the command pulumi, which {purpose}, is not on PATH") from None
    except OSError as problem:
        raise usage_error(f"the command pulumi, which {purpose}, cannot be started: {problem.strerror}") from None


def read_config(stack: str | None, folder: str | None, *, show_secrets: bool = False) -> Mapping[str, object]:
    """
    The config of a stack by its keys, with the namespace; None stands for a secret, unless *show_secrets*.

    Args:
        stack: Its name; by default, the selected stack.
        folder: The folder of its project, if that is not the working directory.
        show_secrets: Whether secrets are in clear; they stay in this process.
    """
    options = ("--show-secrets",) if show_secrets else ()
    printed = run_pulumi("config", "--json", *options, stack=stack, folder=folder)
    try:
        return {key: entry.get("value") for key, entry in json.loads(printed).items()}
    except (ValueError, AttributeError, RecursionError):
        where = f"the config of {describe_stack(stack)}"
        raise exit_with(Exit.UNREADABLE, f"{where} cannot be read: pulumi config --json did not print it") from None


def read_stack(stack: str | None, folder: str | None = None) -> Sequence[Managed]:
    """
    The resources of this package in the state of a stack; nothing is decrypted.

    Args:
        stack: Its name, which may be `organization/project/stack`; by default, the selected stack.
        folder: The folder of its project, if that is not the working directory.
    """
    from ...stacks.state import read_state

    with _reading(stack):
        return read_state(run_pulumi("stack", "export", stack=stack, folder=folder))


def read_stack_whole(
    stack: str | None, folder: str | None = None
) -> tuple[Sequence[Managed], Mapping[str, Mapping[str, object]]]:
    """
    The same, and the settings of each `Provider` in the state, by its name.

    A stack with such resources is exported again with its secrets in clear, which stay in this process.

    Args:
        stack: Its name; by default, the selected stack.
        folder: The folder of its project, if that is not the working directory.
    """
    from ...stacks.providers import provider_settings
    from ...stacks.state import read_state

    with _reading(stack):
        text = run_pulumi("stack", "export", stack=stack, folder=folder)
        managed, providers = read_state(text), provider_settings(text)
        if providers:
            clear = run_pulumi("stack", "export", "--show-secrets", stack=stack, folder=folder)
            providers = provider_settings(clear)
    return managed, providers


@contextmanager
def _reading(stack: str | None) -> Iterator[None]:
    """End the command with one line if a state cannot be read."""
    from ...stacks.state import NotAState

    try:
        yield
    except NotAState as problem:
        raise exit_with(Exit.UNREADABLE, f"the state of {describe_stack(stack)} cannot be read: {problem}") from None


def describe_stack(stack: str | None) -> str:
    """What messages call *stack*."""
    return f"stack {stack}" if stack else "the selected stack"


def _without(given: str, text: str) -> str:
    """*text* without the lines that quote a line of what was *given*, which may be a secret."""
    secrets = [line.strip() for line in given.splitlines() if line.strip()]
    return "\n".join(line for line in text.splitlines() if not any(one in line for one in secrets))


def _reason(text: str) -> str:
    """The first error that pulumi reports, or what its advice is for; the lines after it may be hints."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line.removeprefix(_ERROR) for line in lines if line.startswith(_ERROR)]
    if any(outside in line for line in errors for outside in _OUTSIDE):
        return _NO_PROJECT
    return errors[0] if errors else lines[-1] if lines else "it does not say why"
