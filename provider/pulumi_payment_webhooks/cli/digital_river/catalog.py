"""`payment-webhooks digital-river catalog`: the event types that the vendor's pages name."""

from __future__ import annotations

from typing import Annotated

import typer

from ...digital_river.rules.event_types import EXPANDABLE, LIVE_ONLY, is_in_group, offered
from ...digital_river.rules.profiles import DR_API, LIVE, MODES, PROFILES, TEST
from ..options import AsJson
from ..outcomes import Exit, exit_with, usage_error

LIVE_MARK, EXPANDABLE_MARK = "*", "+"

Group = Annotated[
    str,
    typer.Argument(
        metavar="GROUP", show_default=False, help="Only these, such as 'order.charge.*'; quote the *. Default: all."
    ),
]
Profile = Annotated[
    str, typer.Option("--profile", metavar="NAME", help="dr-api, or gc for the console of Global Commerce.")
]
Mode = Annotated[
    str | None, typer.Option("--mode", metavar="NAME", help="Only what webhooks of that mode can subscribe to.")
]


def catalog(group: Group = "*", *, profile: Profile = DR_API, mode: Mode = None, as_json: AsJson = False) -> None:
    """
    List the event types that the vendor's pages name.

    Sends no request: the published API cannot list event types. The platform may offer more than its pages name.
    """
    _check("--profile", profile, PROFILES)
    _check("--mode", mode or TEST, MODES)
    found = [one for one in offered(profile) if is_in_group(one, group) and (mode != TEST or one not in LIVE_ONLY)]
    if not found:
        raise exit_with(Exit.NO, f"no page of the vendor names an event type '{group}' for {profile}")
    _print_json(found) if as_json else _print(found)


def _check(option: str, given: str, choices: tuple[str, ...]) -> None:
    if given not in choices:
        raise usage_error(f"{option} {given}: choose one of {', '.join(choices)}")


def _print_json(found: list[str]) -> None:
    from ..printing import print_json

    print_json(
        [
            {
                "type": one,
                "expandable": one in EXPANDABLE,
                "modes": [LIVE] if one in LIVE_ONLY else [TEST, LIVE],
            }
            for one in found
        ]
    )


def _print(found: list[str]) -> None:
    from ..printing import columns

    rows = [(one, LIVE_MARK if one in LIVE_ONLY else EXPANDABLE_MARK if one in EXPANDABLE else "") for one in found]
    for line in columns(rows):
        typer.echo(line)
    if any(mark == LIVE_MARK for _, mark in rows):
        typer.echo(f"{LIVE_MARK} only for live webhooks", err=True)
    if any(mark == EXPANDABLE_MARK for _, mark in rows):
        typer.echo(f"{EXPANDABLE_MARK} the Dashboard can add details of products", err=True)
