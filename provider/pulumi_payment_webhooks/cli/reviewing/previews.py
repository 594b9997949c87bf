"""
The previews that `review` reads from files, or has Pulumi make. No platform here.

A failed preview is read as well: its errors are what a reviewer must know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import NotAPreview
from ..outcomes import Exit, exit_with, usage_error
from ..printing import harmless
from ..sources import STDIN, check_stdin, read_bytes
from .runs import COMMANDS, PACK_CONFIG, PulumiRun, keep_preview, kept_preview, print_preview

if TYPE_CHECKING:
    from ...review.preview import Preview

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest preview: about 14 kB for each resource that changes, or that a refresh reads."""
_DRIFTS = "--drift"
_NOT_MADE = "error: the earlier job has not made a preview of this stack"


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
        save: The folder in which what Pulumi prints is kept.
    """

    files: Sequence[str] = ()
    drifts: Sequence[str] = ()
    runs: Sequence[str] = ()
    refreshes: Sequence[str] = ()
    folder: str | None = None
    packs: Sequence[str] = ()
    pack_configs: Sequence[str] = ()
    save: str | None = None

    @property
    def run(self) -> PulumiRun:
        """How Pulumi is run."""
        return PulumiRun(self.folder, self.packs, self.pack_configs)


def read_all(wanted: PreviewSources) -> list[Preview]:
    """
    Every preview, those of a stack together; what is wrong ends the command before Pulumi is run.

    Raises:
        Exit: An option is wrong, or a file is not a preview; the line is printed.
    """
    files = [_split(one, "STACK=FILE") for one in wanted.files]
    drifts = [_split(one, _DRIFTS) for one in wanted.drifts]
    _check(wanted, files, drifts)
    found = [one for stack, file in files for one in _read(stack, file, drift=False)]
    found += [_as_drift(one, file) for stack, file in drifts for one in _read(stack, file, drift=True)]
    found += [one for stack in wanted.runs for one in _run(stack, wanted, drift=False)]
    found += [_as_drift(one, "pulumi") for stack in wanted.refreshes for one in _run(stack, wanted, drift=True)]
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
    if wanted.save == "":
        raise usage_error("--save: the name of the folder is empty")
    if not (wanted.runs or wanted.refreshes):
        options = {"--save": wanted.save, "--policy-pack": wanted.packs, PACK_CONFIG: wanted.pack_configs}
        for option, value in options.items():
            if value:
                raise usage_error(f"{option} needs --run or --refresh")
    check_stdin({"STACK=FILE": [file for _, file in files], _DRIFTS: [file for _, file in drifts]})


def _read(stack: str, file: str, *, drift: bool) -> Sequence[Preview]:
    from ...review.printed_preview import decode

    found = _find(stack, file, drift=drift)
    if found is None:
        return _parse(_NOT_MADE, stack, file)
    return _parse(decode(read_bytes(found, largest=LARGEST)), stack, "standard input" if file == STDIN else found)


def _find(stack: str, file: str, *, drift: bool) -> str | None:
    """The file to read: *file*, or that of *stack* if *file* is a folder; None if it has none."""
    try:
        if file == STDIN or not Path(file).is_dir():
            return file
        kept = kept_preview(file, stack, drift=drift)
    except OSError as problem:
        raise usage_error(f"cannot read {harmless(problem.filename)}: {problem.strerror}") from None
    return str(kept) if kept else None


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


def _run(stack: str, wanted: PreviewSources, *, drift: bool) -> Sequence[Preview]:
    """What Pulumi prints for *stack*, which is also kept if that is wanted."""
    text, name = print_preview(stack, wanted.run, drift=drift), COMMANDS[drift][0]
    if wanted.save:
        keep_preview(text, wanted.save, stack, drift=drift)
    return _parse(text, stack, f"what pulumi {name} printed for {stack}")


def failed(previews: Iterable[Preview]) -> Iterator[str]:
    """The stacks of which a preview failed."""
    yield from dict.fromkeys(one.stack for one in previews if one.failed)
