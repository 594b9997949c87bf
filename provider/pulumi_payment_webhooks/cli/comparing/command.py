"""`payment-webhooks compare`: how two environments differ. No platform is named here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from ..accounts.account import AccountOptions
from ..choices import read_choices, report_met
from ..options import AsJson, Endpoint, Format, read_format
from ..options import Environment as HostName
from ..outcomes import Exit, exit_with, print_error, usage_error
from ..posting import post_report, read_destination
from ..printing import harmless_line, print_json, print_text, progress
from ..sources import check_stdin
from .environments import FILE, Environment, stack_named

if TYPE_CHECKING:
    from ...comparing.aspects import Aspect
    from ...comparing.comparison import ComparisonReport


First = Annotated[str, typer.Argument(metavar="A", show_default=False, help="The first environment.")]
Second = Annotated[str, typer.Argument(metavar="B", show_default=False, help="The second environment.")]
Include = Annotated[
    list[str] | None,
    typer.Option(
        "--include", metavar="WHAT", help="Also compare: ids, hosts, organizations, names, keys; with commas."
    ),
]
FailOn = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-on",
        metavar="WHAT",
        help="Exit with code 10 if this differs: difference (anything), events (received in total), resources "
        "(without a counterpart), address, status, retries, scope, access, format; with commas.",
    ),
]
Form = Annotated[Format | None, typer.Option("--format", help="How the report is written. Default: text.")]
Summary = Annotated[bool, typer.Option("--summary", help="Append the report to the summary of the job on GitHub.")]
Folder = Annotated[str | None, typer.Option("--cwd", "-C", metavar="DIR", help="Folder of the Pulumi project.")]
FolderOfB = Annotated[
    str | None, typer.Option("--cwd-b", metavar="DIR", help="The same for B, if it is in another project.")
]
Stack = Annotated[
    str | None,
    typer.Option(
        "--stack",
        "-s",
        metavar="NAME",
        help="Stack with the settings of a platform. Default: the stack on the other side, else the environment.",
    ),
]
StackOfB = Annotated[
    str | None, typer.Option("--stack-b", metavar="NAME", help="The same for B, if it has other settings.")
]


def compare(
    a: First,
    b: Second,
    include: Include = None,
    fail_on: FailOn = None,
    form: Form = None,
    json: AsJson = False,
    summary: Summary = False,
    folder: Folder = None,
    folder_b: FolderOfB = None,
    stack: Stack = None,
    stack_b: StackOfB = None,
    environment: HostName = None,
    endpoint: Endpoint = None,
) -> None:
    """
    Compare two environments: events, retries, URL paths, scope, status and authentication.

    Nothing is changed, and nothing is decrypted. A and B are each written as

    \b
      NAME, ORG/PROJECT/NAME   a stack: what its state declares
      file:PATH                the same, as `pulumi stack export` printed it
      organization:ID          what exists in an organization at the platform
      PLATFORM:ID, PLATFORM:   the same at this platform only
    """
    aspects, conditions = _aspects(include or []), _conditions(fail_on or [])
    form = read_format(form, json=json)
    check_stdin({name: [typed.removeprefix(f"{FILE}:")] for name, typed in (("A", a), ("B", b))})
    destination = read_destination(None, None, None, summary)
    settings = stack or stack_named(b), stack_b or stack or stack_named(a)
    folders = folder, folder_b or folder
    sides = [
        Environment(typed, AccountOptions(environment, endpoint, *places))
        for typed, *places in zip((a, b), settings, folders, strict=True)
    ]
    if sides[0] == sides[1]:
        raise usage_error(f"A and B are the same: {harmless_line(a)}")
    found = _compared(sides, aspects)
    markdown = _print(found, form)
    code = post_report(markdown, destination)
    if met := _met(found, conditions):
        print_error(report_met(met))
        code = Exit.FOUND
    raise typer.Exit(code)


def _compared(sides: Sequence[Environment], aspects: Collection[Aspect]) -> ComparisonReport:
    from ...comparing.comparison import compare as compare_sides

    with progress("reading both environments"):
        one, other = (side.read() for side in sides)
    if one.title == other.title:
        one, other = replace(one, title=f"{one.title} (A)"), replace(other, title=f"{other.title} (B)")
    found = compare_sides(one, other, aspects)
    if found.is_empty:
        titles = harmless_line(f"{one.title} and {other.title}")
        raise exit_with(Exit.NO, f"{titles} have nothing in common that could be compared, such as a platform")
    return found


def _print(found: ComparisonReport, form: Format | None) -> str:
    """Print the report; return it as Markdown."""
    from ...comparing.data import to_data
    from ...comparing.markdown import to_markdown
    from ...comparing.text import to_text

    markdown = to_markdown(found)
    if form is Format.json:
        print_json(to_data(found))
    elif form is Format.markdown:
        typer.echo(markdown)
    else:
        print_text(to_text(found))
    return markdown


def _aspects(given: Sequence[str]) -> Collection[Aspect]:
    from ...comparing.aspects import Aspect

    return [Aspect(word) for word in read_choices(given, Aspect, option="--include", noun="aspect")]


def _conditions(given: Sequence[str]) -> Collection[str]:
    from ...comparing.conditions import CONDITIONS

    return read_choices(given, CONDITIONS, option="--fail-on")


def _met(found: ComparisonReport, conditions: Collection[str]) -> Sequence[str]:
    from ...comparing.conditions import conditions_met

    return [one for one in conditions_met(found) if one in conditions]
