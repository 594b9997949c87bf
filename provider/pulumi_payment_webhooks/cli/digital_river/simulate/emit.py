"""`payment-webhooks digital-river simulate emit`: raises an event in a running simulator, and prints the deliveries."""

from __future__ import annotations

from typing import Annotated

import typer

from ...simulation.emit import VARIABLE, AsJson, Count, EmitRequest, Payload, Wait, raise_event, read_payload

COMMAND = "payment-webhooks digital-river simulate"
VARIABLES = (VARIABLE, "DIGITAL_RIVER_ENDPOINT")


def emit(
    event: Annotated[str, typer.Argument(metavar="EVENT", help="Event type, e.g. order.accepted.")],
    *,
    endpoint: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help=f"Address of the simulator. Default: {' or '.join(VARIABLES)} in the environment."
        ),
    ] = None,
    live: Annotated[bool, typer.Option("--live", help="Raise it in live mode; in test mode without.")] = False,
    payload: Payload = None,
    count: Count = 1,
    wait: Wait = True,
    as_json: AsJson = False,
) -> None:
    """
    Raise an event in a running simulator, which sends it to every enabled webhook of the mode with that event type.

    Exit code 1 means that it was not delivered everywhere: no webhook has the event type, or a first attempt failed,
    which the simulator retries.
    """

    def members() -> dict[str, object]:
        content = {"payload": read_payload(payload)} if payload else {}
        return {"count": count, "liveMode": live, **content}

    raise_event(event, members, EmitRequest(endpoint, VARIABLES, COMMAND, wait, as_json))
