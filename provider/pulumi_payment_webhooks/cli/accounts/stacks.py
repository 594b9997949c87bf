"""
Stacks, read with the `pulumi` command, which knows where they and their secrets are stored. No platform here.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..outcomes import Exit, exit_with, usage_error

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
    try:
        ran = subprocess.run(  # noqa: S603 - no shell
            words, input=given, capture_output=True, check=False, encoding="utf-8", errors="backslashreplace"
        )
    except FileNotFoundError:
        raise usage_error("the command pulumi, which reads the stack, is not on PATH") from None
    if ran.returncode:
        raise usage_error(f"pulumi cannot {doing}: {_reason(ran.stderr)}")
    return ran.stdout


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


def _reason(text: str) -> str:
    """The first error that pulumi reports, or what its advice is for; the lines after it may be hints."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line.removeprefix(_ERROR) for line in lines if line.startswith(_ERROR)]
    if any(outside in line for line in errors for outside in _OUTSIDE):
        return _NO_PROJECT
    return errors[0] if errors else lines[-1] if lines else "it does not say why"
