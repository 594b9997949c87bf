"""Options that several commands share: which account, and how results are printed."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from .outcomes import usage_error

Environment = Annotated[
    str | None, typer.Option("--environment", metavar="NAME", help="Which host is used, e.g. test or production.")
]
Endpoint = Annotated[
    str | None, typer.Option("--endpoint", metavar="URL", help="Base URL used instead, e.g. of a simulator.")
]
Stack = Annotated[
    str | None, typer.Option("--stack", "-s", metavar="NAME", help="Also read the settings of this Pulumi stack.")
]
Folder = Annotated[
    str | None, typer.Option("--cwd", "-C", metavar="DIR", help="Folder of the Pulumi project; its selected stack.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class Format(StrEnum):
    """How a report is written."""

    text = "text"
    markdown = "markdown"
    json = "json"


def read_format(given: Format | None, *, json: bool) -> Format | None:
    """The format that `--format` or `--json` names, if any; the two must not contradict each other."""
    if json and given not in (None, Format.json):
        raise usage_error(f"--json and --format {given} contradict each other")
    return Format.json if json else given


PrivateKeys = Annotated[
    list[str] | None,
    typer.Option(
        "--private-key",
        metavar="FILE",
        help="Private key of your certificate, PEM: a file, or env:NAME for a variable. May be repeated.",
    ),
]
