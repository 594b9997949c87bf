"""The `payment-webhooks` command. It loads what a subcommand needs when that is called, and never Pulumi."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from .cybersource.catalog import catalog
from .cybersource.decrypt import decrypt
from .cybersource.deliveries import replay, send_test
from .cybersource.schedule import schedule
from .cybersource.simulate import command as simulate
from .cybersource.verify import verify
from .outcomes import table, written_or_told

DISTRIBUTION = "pulumi-payment-webhooks"

app = typer.Typer(
    name="payment-webhooks",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # they can show variables, and some of those hold secrets
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=f"\b\nExit codes:\n{table()}",
)
app.add_typer(simulate.app, name="simulate", short_help="Simulate the webhook API of a platform on this machine.")
app.command(short_help="Draw when the platform tries a failed delivery again.")(schedule)
app.command(short_help="Verify a notification, and print what it says.")(verify)
app.command(short_help="Decrypt the payload of a notification.")(decrypt)
app.command(short_help="List the products and events an organization is offered.")(catalog)
app.command("test", short_help="Have the platform send a test notification.")(send_test)
app.command(short_help="Have the platform send notifications again.")(replay)


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
    Tools beside the Pulumi provider for payment webhooks.

    The provider itself needs no command: Pulumi loads it. Here is what helps around it, such as a
    simulator of the platform's API to develop and test against, without an account.
    """


def main() -> None:
    """Run the command line."""
    with written_or_told():
        app()
