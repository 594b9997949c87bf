"""`payment-webhooks review`: what the previews of stacks mean, for people who review them. No platform here."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..choices import read_choices, report_met
from ..options import AsJson, Format, read_format
from ..outcomes import Exit, exit_with, print_error, usage_error
from ..posting import CommentKey, Destination, Post, PullRequest, Summary, post_report, read_destination
from ..printing import harmless
from .output import print_report, render
from .previews import PreviewSources, failed, read_all

if TYPE_CHECKING:
    from ...review.report import Report


_SUFFIXES = {".json": Format.json, ".txt": Format.text}


Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="STACK=FILE",
        show_default=False,
        help="A stack and what pulumi preview --json printed for it; - is standard input; or a folder of --save.",
    ),
]
Drift = Annotated[
    list[str] | None,
    typer.Option(
        "--drift", metavar="STACK=FILE", help="The same for pulumi refresh --preview-only --json. May be repeated."
    ),
]
Run = Annotated[
    list[str] | None,
    typer.Option("--run", "--stack", "-s", metavar="STACK", help="Run pulumi preview for this stack. May be repeated."),
]
Refresh = Annotated[
    list[str] | None,
    typer.Option(
        "--refresh", metavar="STACK", help="Run pulumi refresh --preview-only for this stack. May be repeated."
    ),
]
Folder = Annotated[
    str | None,
    typer.Option("--cwd", "-C", metavar="DIR", help="Folder of the Pulumi project; also a part of the comment's key."),
]
Save = Annotated[
    str | None,
    typer.Option(
        "--save",
        metavar="DIR",
        help="Keep what Pulumi prints for --run and --refresh in this folder; STACK=DIR reads it.",
    ),
]
Packs = Annotated[
    list[str] | None,
    typer.Option("--policy-pack", metavar="DIR", help="Policy pack for --run. May be repeated."),
]
PackConfigs = Annotated[
    list[str] | None,
    typer.Option("--policy-pack-config", metavar="FILE", help="Configuration of the policy pack. May be repeated."),
]
Form = Annotated[
    Format | None,
    typer.Option("--format", help="How the report is written. Default: text in a terminal, else markdown."),
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write the report to this file; the endings .json and .txt also choose the format.",
    ),
]
FailOn = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-on",
        metavar="WHAT",
        help="Exit with code 10 if the report has one of these: errors, lost-events, deletes, replaces, interruptions, "
        "keys, access, scope, retries, unprotected, unclear, moves, releases, gained-events, adoptions, other, "
        "warnings; drift, changes (any); with commas.",
    ),
]


def review(
    files: Files = None,
    drift: Drift = None,
    run: Run = None,
    refresh: Refresh = None,
    folder: Folder = None,
    packs: Packs = None,
    pack_configs: PackConfigs = None,
    save: Save = None,
    form: Form = None,
    json: AsJson = False,
    output: Output = None,
    fail_on: FailOn = None,
    post: Post = None,
    comment_key: CommentKey = None,
    pull_request: PullRequest = None,
    summary: Summary = False,
) -> None:
    """
    Write what previews of stacks mean: lost events first.

    The report is written first, then posted. A preview that failed has a report as well, and the exit code 1.
    """
    conditions = _conditions(fail_on or ())
    form = read_format(form, json=json)
    destination = read_destination(post, comment_key, pull_request, summary)
    if folder and not (run or refresh or post):
        raise usage_error("--cwd needs --run, --refresh or --post")
    wanted = PreviewSources(
        files or (), drift or (), run or (), refresh or (), folder, packs or (), pack_configs or (), save
    )
    previews = read_all(wanted)
    from ...review.reviewing import review as report_on

    report = report_on(previews, at=datetime.now(UTC))
    _write(report, _format(form, output), output)
    posted = _post(report, destination, folder)
    raise typer.Exit(_verdict(report, conditions, list(failed(previews)), posted))


def _conditions(given: Sequence[str]) -> list[str]:
    from ...review.categories import CATEGORIES

    return read_choices(given, (one.id for one in CATEGORIES), option="--fail-on")


def _format(given: Format | None, output: str | None) -> Format:
    if given or output:
        return given or _SUFFIXES.get(Path(output or "").suffix.lower(), Format.markdown)
    return Format.text if sys.stdout.isatty() else Format.markdown


def _write(report: Report, form: Format, output: str | None) -> None:
    if output is None:
        print_report(report, form)
        return
    try:
        Path(output).write_text(render(report, form), encoding="utf-8")
    except OSError as problem:
        raise exit_with(Exit.UNWRITTEN, f"cannot write {harmless(output)}: {problem.strerror}") from None


def _post(report: Report, destination: Destination, folder: str | None) -> Exit:
    if not (destination.post or destination.summary):
        return Exit.DONE
    from ...review.posting import derive_key

    project = Path(os.path.relpath(folder)).as_posix() if folder else ""
    is_drift = all(one.is_drift for one in report.stacks)
    key = derive_key((one.stack for one in report.stacks), folder=project, is_drift=is_drift)
    return post_report(render(report, Format.markdown), destination, key=key)


def _verdict(report: Report, conditions: Collection[str], broken: Sequence[str], posted: Exit) -> Exit:
    """The exit code: what was asked for first, then what failed, then what was not delivered."""
    met = [one for one in dict.fromkeys(conditions) if one in report.categories]
    if met:
        print_error(report_met(met))
        return Exit.FOUND
    if broken:
        print_error(f"the preview failed: {harmless(', '.join(broken))}")
        return Exit.NO
    return posted
