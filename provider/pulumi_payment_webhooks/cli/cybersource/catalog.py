"""`payment-webhooks cybersource catalog`: the products and events that an organization is offered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..accounts.account import AccountOptions
from ..options import AsJson, Endpoint, Environment, Folder, Stack
from .accounts import cybersource_account

if TYPE_CHECKING:
    from ...cybersource.api.products import Catalogue

ENCRYPTED = "*"
ORGANIZATION = typer.Argument(metavar="ORGANIZATION", help="The organization. Default: the account's own.")


def catalog(
    organization: Annotated[str | None, ORGANIZATION] = None,
    *,
    environment: Environment = None,
    endpoint: Endpoint = None,
    stack: Stack = None,
    cwd: Folder = None,
    as_json: AsJson = False,
) -> None:
    """
    List the products and events that an organization is offered.

    A mark shows events whose payload the platform encrypts; they need a certificate. The command reads the account
    from the environment (CYBERSOURCE_KEY_ID and so on), or from a stack's config.
    """
    from ..printing import progress

    with cybersource_account(AccountOptions(environment, endpoint, stack, cwd)) as own:
        whose = organization or own.settings.organization_id
        with progress(f"asking for the products of {whose}"):
            found = own.catalogue(whose)
    _print_json(found) if as_json else _print(found, whose)


def _print_json(found: Catalogue) -> None:
    from ..printing import print_json

    print_json(
        [
            {
                "productId": product.id,
                "productName": product.name,
                "eventTypes": [
                    {
                        "eventName": event.name,
                        "displayName": event.display_name,
                        "payloadEncryption": event.is_encrypted,
                    }
                    for event in product.events.values()
                ],
            }
            for product in found.values()
        ]
    )


def _print(found: Catalogue, whose: str) -> None:
    """One line for each event, with its product, so that a line found by `grep` is complete."""
    from ..printing import columns, harmless, heading

    rows = [
        (product.id, event.name, ENCRYPTED if event.is_encrypted else "")
        for product in found.values()
        for event in product.events.values()
    ]
    head, *lines = columns([("PRODUCT", "EVENT", ""), *rows])
    heading(head)
    for line in lines:
        typer.echo(line)
    if any(row[-1] for row in rows):
        typer.echo(f"{ENCRYPTED} payload encrypted; nothing is delivered without a certificate", err=True)
    silent = [harmless(product.id) for product in found.values() if not product.events]
    if silent:
        typer.echo(f"without events: {', '.join(silent)}", err=True)
    if not found:
        typer.echo(f"'{whose}' is offered nothing", err=True)
