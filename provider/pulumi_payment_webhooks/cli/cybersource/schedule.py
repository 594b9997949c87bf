"""`payment-webhooks cybersource schedule`: the retry timeline of a policy, in the terminal or as a picture."""

from __future__ import annotations

import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ...cybersource.rules.retry_schedule import RetryRules
from ..options import AsJson
from ..outcomes import usage_error
from ..sources import STDIN

if TYPE_CHECKING:
    from ...cybersource.rules.retry_timeline import Timeline

NARROWEST, WIDEST = 40, 120


class Algorithm(StrEnum):
    """How the time between retries grows."""

    ARITHMETIC = "ARITHMETIC"
    GEOMETRIC = "GEOMETRIC"


def schedule(
    *,
    algorithm: Annotated[
        Algorithm,
        typer.Option(case_sensitive=False, help="ARITHMETIC adds the interval, GEOMETRIC multiplies by it."),
    ] = Algorithm.ARITHMETIC,
    first_retry: Annotated[
        int, typer.Option(metavar="MINUTES", min=0, help="From the first failed attempt to the first retry.")
    ] = RetryRules.first_retry,
    interval: Annotated[
        int, typer.Option(metavar="NUMBER", min=0, help="Minutes between retries, or the factor when geometric.")
    ] = RetryRules.interval,
    number_of_retries: Annotated[
        int, typer.Option(metavar="NUMBER", min=0, help="Retries in one sequence.")
    ] = RetryRules.number_of_retries,
    repeat_sequence_count: Annotated[
        int, typer.Option(metavar="NUMBER", min=0, help="How often the whole sequence is repeated.")
    ] = RetryRules.repeat_sequence_count,
    repeat_sequence_wait_time: Annotated[
        int, typer.Option(metavar="MINUTES", min=0, help="Between two sequences.")
    ] = RetryRules.repeat_sequence_wait_time,
    deactivate_flag: Annotated[
        bool, typer.Option("--deactivate-flag", help="In the end, suspend the subscription and queue.")
    ] = False,
    svg: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write a picture for a document instead; - prints it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """
    Draw when the platform retries a failed delivery.

    The options are the fields of a retry policy, with the platform's defaults. The line is to scale. --json prints a
    list instead: the minute of each retry, counted from the first failed attempt.
    """
    if svg is not None and as_json:
        raise usage_error("--svg and --json exclude each other")
    drawn = _timeline(
        RetryRules(
            algorithm.value, first_retry, interval, number_of_retries, repeat_sequence_count, repeat_sequence_wait_time
        )
    )
    if svg is not None:
        _write_svg(svg, drawn, deactivates=deactivate_flag)
    elif as_json:
        from ..printing import print_json

        print_json([retry.minute for retry in drawn.retries])
    else:
        _print(drawn, deactivates=deactivate_flag)


def _timeline(rules: RetryRules) -> Timeline:
    from ...cybersource.rules.retry_timeline import timeline

    try:
        return timeline(rules)
    except ValueError as problem:
        raise usage_error(f"{problem}: lower --number-of-retries, --repeat-sequence-count or --interval") from None


def _write_svg(file: str, drawn: Timeline, *, deactivates: bool) -> None:
    from ...cybersource.rules.retry_drawing import svg

    text = svg(drawn.rules, deactivates=deactivates)
    if file == STDIN:
        typer.echo(text, nl=False)
        return
    try:
        Path(file).write_text(text, encoding="utf-8")
    except OSError as problem:
        raise usage_error(f"cannot write {file}: {problem.strerror}") from None


def _print(drawn: Timeline, *, deactivates: bool) -> None:
    from ..printing import heading
    from .timelines import ascii_only, listing, picture

    width = min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST)
    ending = drawn.ending(deactivates=deactivates)
    if not drawn.sequences:
        heading(f"no retry; {ending}")
        return
    lines = [f"{drawn.amount}; {ending}", "", *picture(drawn, width), "", *listing(drawn)]
    heading(f"{drawn.rules.algorithm.title()}: {drawn.pace}")
    for line in lines:
        typer.echo(line if _has_more_than_ascii() else ascii_only(line))


def _has_more_than_ascii() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
