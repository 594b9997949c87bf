"""`payment-webhooks cybersource test` and `replay`: make the platform send something now. Neither is ever retried."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..accounts.account import AccountOptions
from ..options import AsJson, Endpoint, Environment, Folder, Stack
from ..outcomes import usage_error
from ..sources import parse_time
from .accounts import cybersource_account

if TYPE_CHECKING:
    from ...cybersource.account.account import CybersourceAccount
    from ...cybersource.api.deliveries import Window


def _given(id: str) -> str:
    from ...cybersource.api.ids import flaw_of

    if flaw := flaw_of(id.strip()):
        raise usage_error(f"the id of the subscription {flaw}")
    return id.strip()


ID = typer.Argument(metavar="ID", help="Id of the subscription.", callback=_given)


class NotificationResult(StrEnum):
    """The result of a notification."""

    FAILED = "FAILED"
    RETRY = "RETRY"


TraceIds = Annotated[
    list[str] | None,
    typer.Option("--trace-id", metavar="ID", help="Send this notification again. May be repeated."),
]
WithStatus = Annotated[
    NotificationResult | None,
    typer.Option("--status", case_sensitive=False, help="Send all again that failed, or that are being retried."),
]
HoursBack = Annotated[int | None, typer.Option("--hours-back", metavar="HOURS", help="Of the last hours. Default: 24.")]
StartTime = Annotated[str | None, typer.Option("--start-time", metavar="TIME", help="From this time, ISO 8601, UTC.")]
EndTime = Annotated[
    str | None, typer.Option("--end-time", metavar="TIME", help="Until this time, at most 24 hours later.")
]
ProductId = Annotated[str | None, typer.Option("--product-id", metavar="PRODUCT", help="Only of this product.")]
EventType = Annotated[str | None, typer.Option("--event-type", metavar="EVENT", help="Only of this event type.")]


def send_test(
    id: Annotated[str, ID],
    *,
    environment: Environment = None,
    endpoint: Endpoint = None,
    stack: Stack = None,
    cwd: Folder = None,
    as_json: AsJson = False,
) -> None:
    """
    Make the platform send a test notification of a subscription.

    It is sent to the subscription's own URL, with the first of its event types. The platform does not report what your
    server answered. A suspended subscription without a health check URL becomes active again.
    """
    from ...cybersource.account import deliveries
    from ..printing import columns, heading, print_json, progress

    with cybersource_account(AccountOptions(environment, endpoint, stack, cwd)) as own:
        _guard(own, id)
        try:
            with progress(f"asking for a test notification of {id}"):
                doing = f"send a test notification of subscription '{id}'"
                sample = deliveries.send_test(id, account=own, doing=doing)
        except deliveries.NotOffered as end:
            print_json({"sent": False, "reason": str(end)}) if as_json else typer.echo(f"{end}; nothing was sent.")
            return
    if as_json:
        print_json(sample.answer)
        return
    heading("The platform sends a test notification")
    facts = [
        ("event", sample.event_type),
        ("product", sample.product_id),
        ("organization", sample.organization_id),
        ("trace id", sample.trace_id),
    ]
    for line in columns(facts):
        typer.echo(f"  {line}")
    typer.echo("The platform does not report what your server answers.")


def replay(
    id: Annotated[str, ID],
    *,
    trace_id: TraceIds = None,
    status: WithStatus = None,
    hours_back: HoursBack = None,
    start_time: StartTime = None,
    end_time: EndTime = None,
    product_id: ProductId = None,
    event_type: EventType = None,
    environment: Environment = None,
    endpoint: Endpoint = None,
    stack: Stack = None,
    cwd: Folder = None,
    as_json: AsJson = False,
) -> None:
    """
    Make the platform send notifications of a subscription again.

    Select them by --trace-id, or by --status within a day. The platform runs one replay at a time for a subscription,
    and keeps notifications for 30 days. A receiver sees replays as duplicates.
    """
    from ...cybersource.account.deliveries import send_again
    from ...cybersource.api.deliveries import select_by_id, select_by_window
    from ..printing import heading, print_json, progress

    filters = (hours_back, start_time, end_time, product_id, event_type)
    if bool(trace_id) == (status is not None):
        raise usage_error("select notifications: either --trace-id, or --status FAILED or RETRY")
    if status is None and any(one is not None for one in filters):
        raise usage_error("times, product and event type need --status, not --trace-id")
    if status is None:
        body = select_by_id(trace_id or [])
    else:
        body = select_by_window(_window(status, hours_back, start_time, end_time, product_id, event_type))
    with cybersource_account(AccountOptions(environment, endpoint, stack, cwd)) as own:
        _guard(own, id)
        with progress(f"asking for a replay of {id}"):
            answer = send_again(id, body, account=own)
    if as_json:
        print_json({"accepted": True, "request": body, "answer": answer})
        return
    heading("The platform accepted the replay and sends again")
    typer.echo(f"  {_described(trace_id or [], body)}")


def _window(
    status: NotificationResult,
    hours_back: int | None,
    start_time: str | None,
    end_time: str | None,
    product_id: str | None,
    event_type: str | None,
) -> Window:
    from ...cybersource.api.deliveries import HOURS, Window

    if hours_back is not None and (start_time or end_time):
        raise usage_error("--hours-back and --start-time with --end-time exclude each other")
    hours = HOURS if hours_back is None else hours_back
    start = parse_time(start_time, option="--start-time") if start_time else None
    end = parse_time(end_time, option="--end-time") if end_time else None
    window = Window(status.value, start, end, hours, product_id, event_type)
    try:
        window.check(at=datetime.now(UTC))
    except ValueError as problem:
        raise usage_error(str(problem)) from None
    return window


def _described(trace_ids: list[str], body: dict[str, Any]) -> str:
    if trace_ids:
        return f"{len(trace_ids)} by trace id" if len(trace_ids) > 1 else f"trace id {trace_ids[0]}"
    return ", ".join(f"{name} {value}" for name, value in body["byDeliveryStatus"].items())


def _guard(own: CybersourceAccount, id: str) -> None:
    """Refuse a subscription of an organization that the stack may not touch; it is read first."""
    from ...cybersource.account.settings import guard_organization

    if own.settings.allowed_owners is None:
        return
    row = own.read_subscription(id, doing=f"read subscription '{id}'")
    if refusal := guard_organization(own.settings, str(row.organization)):
        raise usage_error(f"subscription '{id}': {refusal}")
