"""
`payment-webhooks list` and `status`: two views of what exists at the platforms. What they need is loaded when called.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ..accounts.account import AccountOptions
from ..choices import read_choices
from ..options import AsJson, Endpoint, Environment, Folder, Stack
from ..outcomes import Exit, exit_code_of, exit_with, print_error, usage_error
from ..printing import harmless_line, print_json, print_text, progress, terminal_width

if TYPE_CHECKING:
    from datetime import datetime

    from ...reconcile.ports import Status
    from ...survey.conditions import StatusLine
    from ...survey.found import Survey

Organizations = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="ORGANIZATION",
        help="Organizations to look at. Default: that of the settings, and those of the stack.",
        show_default=False,
    ),
]
Platforms = Annotated[
    list[str] | None,
    typer.Option("--platform", metavar="NAME", help="Only this platform. May be repeated. Default: all configured."),
]
EveryEvent = Annotated[bool, typer.Option("--events", help="Print each event type on a line of its own.")]
FailOn = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-on",
        metavar="WHAT",
        help="Exit with code 10 on one of these: statuses such as SUSPENDED or DISABLED; with a stack also expiring, "
        "missing, unmanaged; with commas.",
    ),
]
Within = Annotated[
    int | None,
    typer.Option(
        min=0,
        metavar="DAYS",
        help="Days before its end from which a key counts as expiring. Default: 30, as in previews.",
    ),
]


def list_all(
    organizations: Organizations = None,
    *,
    platform: Platforms = None,
    stack: Stack = None,
    cwd: Folder = None,
    environment: Environment = None,
    endpoint: Endpoint = None,
    events: EveryEvent = False,
    as_json: AsJson = False,
) -> None:
    """
    List the subscriptions and webhooks that exist, and the keys that can be seen.

    With a stack, the list says which of them the stack manages, and shows its keys. Nothing is changed. The query of a
    URL is never printed, and neither is what the stack keeps secret.
    """
    from .json_output import to_data
    from .tables import empty_notes, full_table, key_notes

    options = AccountOptions(environment, endpoint, stack, cwd)
    survey, _ = _look(options, organizations or (), platform or (), lists_keys=True)
    if as_json:
        print_json(to_data(survey, at=_now(), notes=empty_notes(survey, organizations or ())))
    else:
        _print(full_table(survey, every_event=events, room=terminal_width()))
        _print_notes([*survey.notes, *key_notes(survey)])
    _end(survey)


def status(
    organizations: Organizations = None,
    *,
    platform: Platforms = None,
    stack: Stack = None,
    cwd: Folder = None,
    environment: Environment = None,
    endpoint: Endpoint = None,
    fail_on: FailOn = None,
    within: Within = None,
    as_json: AsJson = False,
) -> None:
    """
    Show what needs attention: one line for each subscription, the most urgent first.

    Keys that expire soon have a line too, and so has what the stack manages and the platform no longer has. For a
    nightly job, --fail-on sets the exit code.
    """
    from ...reconcile.decide.ageing import NOTICE
    from ...survey.conditions import lines, met
    from .json_output import found_to_data, to_data
    from .tables import empty_notes, status_table, summary

    options = AccountOptions(environment, endpoint, stack, cwd)
    conditions = _conditions(fail_on or (), options)
    survey, at = _look(options, organizations or (), platform or (), lists_keys=False)
    days = NOTICE.days if within is None else within
    found = met(survey, conditions, at=at, within=days)
    empty = empty_notes(survey, organizations or ())
    if as_json:
        print_json(to_data(survey, at=at, notes=empty) | found_to_data(conditions, found))
    else:
        every = lines(survey, at=at, within=days)
        _print([*status_table(every, room=terminal_width()), summary(survey, every)])
        _print_notes([*survey.notes, *empty])
    _end(survey, found)


def _look(
    options: AccountOptions, organizations: Sequence[str], platforms: Sequence[str], *, lists_keys: bool
) -> tuple[Survey, datetime]:
    """What exists, and the time."""
    from ...survey.looking import look
    from ..accounts.estates import NO_PROVIDERS, check_owners, open_estates
    from ..accounts.stacks import read_stack_whole

    managed, providers = read_stack_whole(options.stack, options.folder) if options.has_stack else (None, NO_PROVIDERS)
    with open_estates(options, platforms, providers=providers) as opened:
        check_owners(opened, organizations, platforms)
        chosen = [one for one in opened if one.has_owners or not organizations]
        if managed and (organizations or platforms):
            managed = [one for one in managed if one.type.platform in {each.platform.name for each in chosen}]
        with progress(f"asking {' and '.join(dict.fromkeys(one.title for one in chosen))}"):
            return look(chosen, organizations, managed, lists_keys=lists_keys), _now()


def _conditions(words: Sequence[str], options: AccountOptions) -> list[str]:
    from ...survey.conditions import OF_A_STACK

    choices = [*(one.word for one in _statuses()), *OF_A_STACK]
    found = read_choices(words, choices, option="--fail-on")
    if needing := [one for one in found if one in OF_A_STACK and not options.has_stack]:
        raise usage_error(f"--fail-on {needing[0]} needs --stack: only the state of a stack shows it")
    return found


def _statuses() -> list[Status]:
    """The statuses that the platforms document."""
    from ...registry import PLATFORMS, platform

    return [one for name in PLATFORMS for one in platform(name).estate().statuses]


def _now() -> datetime:
    from datetime import UTC, datetime

    return datetime.now(UTC)


def _print(lines: Sequence[str]) -> None:
    if lines:
        print_text("\n".join(map(harmless_line, lines)))


def _print_notes(notes: Sequence[str]) -> None:
    for note in notes:
        typer.echo(harmless_line(f"note: {note}"), err=True)


def _end(survey: Survey, found: Sequence[StatusLine] = ()) -> None:
    """Report what could not be read and what was found, and end with the code of the more important of them."""
    from .tables import found_line

    codes = {exit_code_of(one.error) for one in survey.failures}
    for one in survey.failures:
        print_error(harmless_line(f"{one.place}: {one.error}"))
    if found:
        raise exit_with(Exit.FOUND, harmless_line(found_line(found)))
    if codes:
        raise typer.Exit(min(codes))
