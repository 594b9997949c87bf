"""The options that the `simulate` commands of all platforms have, and their values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

Host = Annotated[str, typer.Option(metavar="ADDRESS", help="Loopback address to listen on.")]
Port = Annotated[int, typer.Option(metavar="PORT", help="Port to listen on; 0 selects a free port.", min=0, max=65535)]
Tls = Annotated[
    bool, typer.Option("--tls", help="Serve https, with its own certificate authority, which clients can trust.")
]
Trusted = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="With --tls: write the certificates that clients must trust."),
]
Latency = Annotated[
    float, typer.Option(metavar="SECONDS", help="Delay before every request is processed, e.g. 0.2.", min=0, max=600)
]
LatencyAfter = Annotated[
    float,
    typer.Option(metavar="SECONDS", help="Delay of every answer after the request was processed.", min=0, max=600),
]
Fault = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KIND[,NAME=VALUE…]",
        help="Inject a fault, e.g. slow-after,method=POST,seconds=9,count=3. May be repeated.",
    ),
]
Knob = Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help="Turn any other knob. May be repeated.")]
Resolve = Annotated[
    list[str] | None,
    typer.Option(
        metavar="URL=URL",
        help="Deliver the notifications for the first URL to the second, a server on this machine, "
        "e.g. https://hooks.example.net=http://127.0.0.1:9000. May be repeated.",
    ),
]
ClockScale = Annotated[
    float,
    typer.Option(
        metavar="FACTOR", help="How much faster the minutes of retry policies pass.", min=0.001, max=1_000_000
    ),
]
Data = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Store all data, including keys, for the next start."),
]
ListKnobs = Annotated[bool, typer.Option("--knobs", help="List every knob with its default, and exit.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one line of JSON when it is ready.")]


@dataclass(frozen=True, kw_only=True)
class Shared:
    """The value of every shared option, by its name."""

    host: str
    port: int
    tls: bool
    trusted: Path | None
    latency: float
    latency_after: float
    fault: list[str] | None
    knob: list[str] | None
    resolve: list[str] | None
    clock_scale: float
    data: Path | None
    knobs: bool
    as_json: bool

    @property
    def positions(self) -> dict[str, object]:
        """
        The knobs that have their own option.

        Raises:
            ValueError: One has another form.
        """
        from ...simulator.desk.mail.reach import Reach

        pairs = tuple(self.resolve or ())
        try:
            Reach(pairs)
        except ValueError as wrong:
            raise ValueError(f"--resolve {wrong}") from None
        return {"resolve": pairs, "clock_scale": self.clock_scale}

    @property
    def turns(self) -> dict[str, object]:
        """Every knob that is turned.

        Raises:
            ValueError: One has another form.
        """
        return {**self.positions, **dict(split(self.knob or [], option="--knob", form="NAME=VALUE"))}

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments that every simulator has."""
        return {
            "host": self.host,
            "port": self.port,
            "latency": self.latency,
            "latency_after": self.latency_after,
            "data": self.data,
            "tls": self.tls,
        }

    def faults(self) -> list[tuple[str, dict[str, str]]]:
        """
        Return the kind of each fault with its details.

        Raises:
            ValueError: One has another form.
        """
        kinds = [text.split(",") for text in self.fault or []]
        form = "KIND,NAME=VALUE,NAME=VALUE"
        return [(kind.strip(), dict(split(details, option="--fault", form=form))) for kind, *details in kinds]


def split(settings: list[str], *, option: str, form: str) -> list[tuple[str, str]]:
    """
    Return names and values of *settings*, each written with an equals sign between them.

    Raises:
        ValueError: One is not; the text names *option* and its *form*.
    """
    pairs = []
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name.strip():
            raise ValueError(f"{option} {setting}: write it as {form}")
        pairs.append((name.strip(), value.strip()))
    return pairs
