"""The commands for Digital River. What a command needs is loaded when it is called."""

from __future__ import annotations

import typer

from .catalog import catalog
from .simulate import command as simulate
from .verify import verify

app = typer.Typer(
    help="Commands for Digital River.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
app.add_typer(simulate.app, name="simulate", short_help="Simulate the platform's webhook API on this machine.")
app.command("verify", short_help="Verify a notification, and print what it says.")(verify)
app.command("catalog", short_help="List the event types that the vendor's pages name.")(catalog)
