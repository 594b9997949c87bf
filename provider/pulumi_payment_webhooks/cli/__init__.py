"""The `payment-webhooks` command. It loads what a subcommand needs when that is called, and never Pulumi."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from .comparing.command import compare
from .export.command import export
from .listing.commands import list_all, status
from .outcomes import ending_in_one_line, table
from .platforms import add_platforms, overview, platforms, short_forms
from .reviewing.command import review
from .usage import Commands

DISTRIBUTION = "pulumi-payment-webhooks"

_PLATFORMS, _KEPT = platforms(), short_forms()

app = typer.Typer(
    name="payment-webhooks",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # they can show variables, and some of those hold secrets
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=f"{overview(_PLATFORMS, _KEPT)}\n\n\b\nExit codes:\n{table()}",
)
app.command("compare", short_help="Show how two environments differ.")(compare)
app.command("export", short_help="Write what exists as a program that adopts it.")(export)
app.command("list", short_help="List what exists at the platforms.")(list_all)
app.command("review", short_help="Write what previews of stacks mean, for reviewers.")(review)
app.command("status", short_help="Show what needs attention.")(status)
add_platforms(app, _PLATFORMS, _KEPT)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"payment-webhooks {version(DISTRIBUTION)}")
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and exit.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """
    Tools that accompany the Pulumi provider for payment webhooks.

    Deployments do not need them: Pulumi loads the provider itself. They show and export what exists, compare
    environments and review previews; they simulate a platform, to develop and test without an account; and they
    verify, decrypt and request notifications.
    """


def main() -> None:
    """Run the command line."""
    with ending_in_one_line():
        app()
