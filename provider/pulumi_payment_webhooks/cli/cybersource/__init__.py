"""The commands for Cybersource / Visa Acceptance Solutions. What a command needs is loaded when it is called."""

from __future__ import annotations

import typer

from .catalog import catalog
from .decrypt import decrypt
from .deliveries import replay, send_test
from .schedule import schedule
from .simulate import command as simulate
from .verify import verify

SHORT_FORMS = ("simulate", "schedule", "verify", "decrypt", "catalog", "test", "replay")
"""Commands that scripts use without the name of the platform, from when it was the only one."""

app = typer.Typer(
    help="Commands for Cybersource / Visa Acceptance Solutions.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
app.add_typer(simulate.app, name="simulate", short_help="Simulate the platform's webhook API on this machine.")
app.command("schedule", short_help="Draw when the platform retries a failed delivery.")(schedule)
app.command("verify", short_help="Verify a notification, and print what it says.")(verify)
app.command("decrypt", short_help="Decrypt the payload of a notification.")(decrypt)
app.command("catalog", short_help="List the products and events that an organization is offered.")(catalog)
app.command("test", short_help="Make the platform send a test notification.")(send_test)
app.command("replay", short_help="Make the platform send notifications again.")(replay)
