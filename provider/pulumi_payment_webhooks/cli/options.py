"""Options that several commands share: which account, and how results are printed."""

from __future__ import annotations

from typing import Annotated

import typer

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
PrivateKeys = Annotated[
    list[str] | None,
    typer.Option(
        "--private-key",
        metavar="FILE",
        help="Private key of your certificate, PEM: a file, or env:NAME for a variable. May be repeated.",
    ),
]
