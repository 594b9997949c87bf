"""
Runs Pulumi for a preview, and keeps what it printed in a folder, from which a later command can read it.

What is kept says by itself whether the preview failed. No platform here.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import typer

from ...errors import NotAPreview
from ..accounts.stacks import start_pulumi
from ..outcomes import Exit, exit_with
from ..printing import harmless, progress

COMMANDS: Mapping[bool, Sequence[str]] = {
    False: ("preview", "--json"),
    True: ("refresh", "--preview-only", "--json"),
}
"""What Pulumi is asked for a preview, and for drift."""
PACK_CONFIG = "--policy-pack-config"
_EVENT_LOG = "PULUMI_DEBUG_COMMANDS"
_OF_DRIFT = "@drift"
"""Ends the name of a file that is about drift; the quoted name of a stack has no such character."""


@dataclass(frozen=True)
class PulumiRun:
    """
    How Pulumi is run.

    Args:
        folder: The folder of the project; the working directory if there is none.
        packs: Folders of policy packs, which a preview checks, and a refresh does not.
        pack_configs: Their configurations: files, in the same order.
    """

    folder: str | None
    packs: Sequence[str]
    pack_configs: Sequence[str]

    def words(self, stack: str, *, drift: bool) -> list[str]:
        """The command."""
        words = ["pulumi", *COMMANDS[drift], "--non-interactive", "--stack", stack]
        words += ["--cwd", self.folder] if self.folder else []
        if not drift:
            words += [word for pack in self.packs for word in ("--policy-pack", str(Path(pack).absolute()))]
            words += [word for file in self.pack_configs for word in (PACK_CONFIG, str(Path(file).absolute()))]
        return words


def print_preview(stack: str, how: PulumiRun, *, drift: bool) -> str:
    """What Pulumi prints for *stack*: a preview and the log of its events, or errors where that fails."""
    name = COMMANDS[drift][0]
    with tempfile.TemporaryDirectory() as folder, progress(f"running pulumi {name} for {harmless(stack)}"):
        log = Path(folder) / "events"
        ran = _pulumi([*how.words(stack, drift=drift), "--event-log", str(log)])
        events = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    if ran.returncode and ran.stderr.strip():
        typer.echo(harmless(ran.stderr.rstrip()), err=True)
    if ran.returncode == 0:
        return f"{ran.stdout}\n{'' if ran.stdout.strip() else ran.stderr}\n{events}"
    return _failed(f"{ran.stdout}\n{ran.stderr}", events, ran.returncode)


def _failed(printed: str, events: str, code: int) -> str:
    """The same of a run that failed: with its exit code, and only its errors if the rest is not a preview."""
    from ...review.printed_preview import ended_with, errors_of, read_printed

    text = f"{printed}\n{ended_with(code)}\n{events}"
    try:
        read_printed(text)
    except NotAPreview:
        return "\n".join(errors_of(text))
    return text


def _pulumi(words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run Pulumi; the log of its events, which has the violations of policies, is an option for developers of it."""
    return start_pulumi(words, purpose="previews the stack", environment={**os.environ, _EVENT_LOG: "true"})


def keep_preview(text: str, folder: str, stack: str, *, drift: bool) -> None:
    """
    Write what Pulumi printed for *stack* to its file in *folder*.

    Raises:
        Exit: It cannot be written; the line is printed.
    """
    file = _file(folder, stack, drift=drift)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as problem:
        raise exit_with(Exit.UNWRITTEN, f"cannot write {harmless(str(file))}: {problem.strerror}") from None


def kept_preview(folder: str, stack: str, *, drift: bool) -> Path | None:
    """
    The file of *stack* in *folder*; None if there is none.

    A link is not followed: the folder may be an artifact that a fork has made, and a comment must not show other files.
    """
    file = _file(folder, stack, drift=drift)
    return file if file.is_file() and not file.is_symlink() else None


def _file(folder: str, stack: str, *, drift: bool) -> Path:
    return Path(folder) / f"{quote(os.fsencode(stack), safe='')}{_OF_DRIFT if drift else ''}.json"
