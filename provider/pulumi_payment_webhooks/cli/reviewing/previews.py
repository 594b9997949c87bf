"""
The previews that `review` reads from files, or has Pulumi make. No platform here.

A failed preview is read as well: its errors are what a reviewer must know.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ...errors import NotAPreview
from ..outcomes import Exit, exit_with, usage_error
from ..printing import harmless, progress
from ..sources import STDIN, check_stdin, read_bytes

if TYPE_CHECKING:
    from ...review.preview import Preview

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest preview: about 14 kB for each resource that changes, or that a refresh reads."""
_PREVIEW = ("preview", "--json")
_REFRESH = ("refresh", "--preview-only", "--json")
_PACK_CONFIG = "--policy-pack-config"
_DRIFTS = "--drift"
_EVENT_LOG = "PULUMI_DEBUG_COMMANDS"


@dataclass(frozen=True)
class PreviewSources:
    """
    What is reviewed.

    Args:
        files: Previews, each as ``STACK=FILE``.
        drifts: Previews of a refresh, in the same way.
        runs: Stacks that Pulumi previews now.
        refreshes: Stacks that Pulumi compares with the platform now.
        folder: The folder of the project of those stacks; the working directory if there is none.
        packs: Folders of policy packs.
        pack_configs: Their configurations: files, in the same order.
    """

    files: Sequence[str] = ()
    drifts: Sequence[str] = ()
    runs: Sequence[str] = ()
    refreshes: Sequence[str] = ()
    folder: str | None = None
    packs: Sequence[str] = ()
    pack_configs: Sequence[str] = ()


def read_all(wanted: PreviewSources) -> list[Preview]:
    """
    Every preview, those of a stack together; what is wrong ends the command before Pulumi is run.

    Raises:
        Exit: An option is wrong, or a file is not a preview; the line is printed.
    """
    files = [_split(one, "STACK=FILE") for one in wanted.files]
    drifts = [_split(one, _DRIFTS) for one in wanted.drifts]
    _check(wanted, files, drifts)
    found = [one for stack, file in files for one in _read(stack, file)]
    found += [_as_drift(one, file) for stack, file in drifts for one in _read(stack, file)]
    found += [one for stack in wanted.runs for one in _run(stack, _PREVIEW, wanted)]
    found += [_as_drift(one, "pulumi") for stack in wanted.refreshes for one in _run(stack, _REFRESH, wanted)]
    stacks = list(dict.fromkeys(one.stack for one in found))
    return sorted(found, key=lambda one: (stacks.index(one.stack), one.drift))


def _split(given: str, option: str) -> tuple[str, str]:
    stack, separator, file = given.partition("=")
    if not (stack and separator and file):
        now = "--refresh STACK" if option == _DRIFTS else "--run STACK"
        raise usage_error(f"{harmless(given)}: write STACK=FILE, such as production=preview.json, or {now}")
    return stack, file


def _check(wanted: PreviewSources, files: Iterable[tuple[str, str]], drifts: Iterable[tuple[str, str]]) -> None:
    plans = [*(stack for stack, _ in files), *wanted.runs]
    looks = [*(stack for stack, _ in drifts), *wanted.refreshes]
    if not (plans or looks):
        raise usage_error("name a preview as STACK=FILE, or let Pulumi make it with --run STACK")
    for stacks in (plans, looks):
        if not all(stacks):
            raise usage_error("the name of a stack is empty")
        if twice := [one for one in stacks if stacks.count(one) > 1]:
            raise usage_error(f"the stack {twice[0]} is given twice")
    if not (wanted.runs or wanted.refreshes):
        options = {"--cwd": wanted.folder, "--policy-pack": wanted.packs, _PACK_CONFIG: wanted.pack_configs}
        for option, value in options.items():
            if value:
                raise usage_error(f"{option} needs --run or --refresh")
    check_stdin({"STACK=FILE": [file for _, file in files], _DRIFTS: [file for _, file in drifts]})


def _read(stack: str, file: str) -> Sequence[Preview]:
    from ...review.printed_preview import decode

    return _parse(decode(read_bytes(file, largest=LARGEST)), stack, "standard input" if file == STDIN else file)


def _parse(text: str, stack: str, source: str) -> Sequence[Preview]:
    from ...review.preview import read_previews

    try:
        return read_previews(text, name=stack)
    except NotAPreview as problem:
        raise exit_with(Exit.UNREADABLE, f"{harmless(source)} is not a preview: {problem}") from None


def _as_drift(preview: Preview, source: str) -> Preview:
    """*preview*, which must be that of a refresh; a failed preview does not show whether it is."""
    if preview.drift or not preview.steps:
        return replace(preview, drift=True)
    raise exit_with(
        Exit.UNREADABLE,
        f"{harmless(source)} is not a preview of a refresh: write it with pulumi refresh --preview-only --json",
    )


def _run(stack: str, command: Sequence[str], wanted: PreviewSources) -> Sequence[Preview]:
    """What Pulumi prints for *stack*; if that is no preview, its errors."""
    words = ["pulumi", *command, "--non-interactive", "--stack", stack]
    words += ["--cwd", wanted.folder] if wanted.folder else []
    if command == _PREVIEW:
        words += [word for pack in wanted.packs for word in ("--policy-pack", str(Path(pack).absolute()))]
        words += [word for file in wanted.pack_configs for word in (_PACK_CONFIG, str(Path(file).absolute()))]
    with tempfile.TemporaryDirectory() as folder, progress(f"running pulumi {command[0]} for {harmless(stack)}"):
        log = Path(folder) / "events"
        ran = _pulumi([*words, "--event-log", str(log)])
        events = log.read_text(encoding="utf-8") if log.exists() else ""
    if ran.returncode and ran.stderr.strip():
        typer.echo(harmless(ran.stderr.rstrip()), err=True)
    reason = ran.stderr if ran.returncode or not ran.stdout.strip() else ""
    previews = _parse(f"{ran.stdout}\n{reason}\n{events}", stack, f"what pulumi {command[0]} printed for {stack}")
    return previews if ran.returncode == 0 else [*previews[:-1], replace(previews[-1], failed=True)]


def _pulumi(words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run Pulumi; the log of its events, which has the violations of policies, is an option for developers of it."""
    environment = {**os.environ, _EVENT_LOG: "true"}
    try:
        return subprocess.run(  # noqa: S603 - no shell
            words, capture_output=True, check=False, env=environment, encoding="utf-8", errors="replace"
        )
    except FileNotFoundError:
        raise usage_error("the command pulumi, which previews the stack, is not on PATH") from None


def failed(previews: Iterable[Preview]) -> Iterator[str]:
    """The stacks of which a preview failed."""
    yield from dict.fromkeys(one.stack for one in previews if one.failed)
