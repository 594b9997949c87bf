"""`payment-webhooks cybersource simulate emit`: raises an event in a running simulator, and prints the deliveries."""

from __future__ import annotations

from typing import Annotated

import typer

from ...simulation.emit import VARIABLE, AsJson, Count, EmitRequest, Payload, Wait, raise_event, read_payload

VARIABLES = (VARIABLE, "CYBERSOURCE_ENDPOINT")


def emit(
    event: Annotated[str, typer.Argument(metavar="EVENT", help="Event type, e.g. tms.networktoken.updated.")],
    *,
    endpoint: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help=f"Address of the simulator. Default: {' or '.join(VARIABLES)} in the environment."
        ),
    ] = None,
    product: Annotated[
        str | None, typer.Option(metavar="PRODUCT", help="Product, if several have the event type.")
    ] = None,
    organization: Annotated[
        str | None, typer.Option(metavar="ID", help="Organization of the event. Default: that of each subscription.")
    ] = None,
    payload: Payload = None,
    count: Count = 1,
    wait: Wait = True,
    as_json: AsJson = False,
) -> None:
    """
    Raise an event in a running simulator, which sends it to every subscription to that event.

    Exit code 1 means that it was not delivered everywhere: no subscription has the event, or a first attempt failed,
    which the simulator retries.
    """
    named = {"productId": product, "organizationId": organization}

    def members() -> dict[str, object]:
        content = {"payload": read_payload(payload)} if payload else {}
        return {"count": count, **{name: value for name, value in named.items() if value}, **content}

    raise_event(event, members, EmitRequest(endpoint, VARIABLES, "payment-webhooks simulate", wait, as_json))
