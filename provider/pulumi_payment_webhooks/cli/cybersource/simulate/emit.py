"""`payment-webhooks cybersource simulate emit`: raises an event in a running simulator, and prints the deliveries."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import ssl
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from ....net import is_loopback
from ...outcomes import Exit, exit_with
from ...printing import harmless, print_json

VARIABLES = ("PAYMENT_WEBHOOKS_SIMULATOR", "CYBERSOURCE_ENDPOINT")
LONGEST_SETTLING = 60
SHOWN = 20
SCHEMES = ("http", "https")
UNTRUSTED = "the certificate of {endpoint} is not trusted; export SSL_CERT_FILE as `simulate --tls` prints it"


class NotRaised(Exception):
    """
    The event was not raised.

    Args:
        reason: Why, with the remedy.
        code: How the command ends.
    """

    def __init__(self, reason: str, code: Exit = Exit.WRONG) -> None:
        super().__init__(reason)
        self.code = code


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
    payload: Annotated[
        Path | None, typer.Option(metavar="FILE", help="JSON to send instead of the template; - is standard input.")
    ] = None,
    count: Annotated[int, typer.Option(metavar="NUMBER", help="How often the event is raised.", min=1, max=10_000)] = 1,
    wait: Annotated[bool, typer.Option(help="Wait until the first attempts have ended.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print deliveries as JSON.")] = False,
) -> None:
    """
    Raise an event in a running simulator, which sends it to every subscription to that event.

    Exit code 1 means that it was not delivered everywhere: no subscription has the event, or a first attempt failed,
    which the simulator retries.
    """
    try:
        controls = SimulatorControls(_address(endpoint))
        asked = _asked(event, product, organization, payload, count)
        raised = controls.raise_event(asked)
        deliveries = raised["deliveries"]
        if wait and deliveries:
            controls.settle()
        if wait or as_json:
            deliveries = [controls.ask("GET", f"deliveries/{one['id']}") for one in deliveries]
    except NotRaised as no:
        raise exit_with(no.code, str(no)) from None
    if as_json:
        print_json({"deliveries": deliveries, "passedOver": raised["passedOver"]})
    else:
        for line in _lines(event, deliveries, raised["passedOver"]):
            typer.echo(harmless(line))
    if not deliveries or any(_has_failed(one) for one in deliveries):
        raise typer.Exit(Exit.NO)


class SimulatorControls:
    """The controls of a running simulator."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def raise_event(self, asked: dict[str, Any]) -> dict[str, Any]:
        """
        Raise an event; return its deliveries, and the subscriptions that do not get it.

        Raises:
            NotRaised: It was not raised; the text says why.
        """
        raised = self.ask("POST", "emit", asked)
        if not isinstance(raised, dict) or not {"deliveries", "passedOver"} <= raised.keys():
            raise NotRaised(f"{self._endpoint} answers, but is not a simulator; give its address with --endpoint")
        return raised

    def settle(self) -> None:
        """Wait until the first attempts have ended, within a limit."""
        with contextlib.suppress(NotRaised):
            self.ask("POST", "settle", {"seconds": LONGEST_SETTLING})

    def ask(self, method: str, control: str, body: Any = None) -> Any:
        """
        Send a request to a control and return its JSON.

        Raises:
            NotRaised: No answer, or the control refuses; the text says why.
        """
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310 - http to this machine, checked in `_address`
            f"{self._endpoint}/_simulator/{control}", content, {"Content-Type": "application/json"}, method=method
        )
        try:
            with self._opener.open(request, timeout=LONGEST_SETTLING + 10) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            with refused:
                raise NotRaised(_message(refused.read(), f"{self._endpoint} answered {refused.code}")) from None
        except (OSError, ValueError, http.client.HTTPException) as failure:
            if isinstance(getattr(failure, "reason", None), ssl.SSLCertVerificationError):
                raise NotRaised(UNTRUSTED.format(endpoint=self._endpoint), Exit.UNREACHABLE) from None
            raise NotRaised(
                f"no simulator answers at {self._endpoint}; start one with `payment-webhooks simulate --port 8080`, "
                "or give its address with --endpoint",
                Exit.UNREACHABLE,
            ) from None


def _address(endpoint: str | None) -> str:
    named = endpoint or next((os.environ[name] for name in VARIABLES if os.environ.get(name)), None)
    if not named:
        raise NotRaised(
            "no simulator is named; give its address with --endpoint http://127.0.0.1:8080, "
            f"or set {VARIABLES[0]} to it (`payment-webhooks simulate` prints it)"
        )
    try:
        parts = urlsplit(named)
        is_simulator = parts.scheme in SCHEMES and is_loopback(parts.hostname or "") and (parts.port or 80) > 0
    except ValueError:
        is_simulator = False
    if not is_simulator:
        raise NotRaised(
            f"{named} is not the address of a simulator, "
            "which begins with http:// or https:// and 127.0.0.1 or localhost"
        )
    return named.rstrip("/")


def _asked(
    event: str, product: str | None, organization: str | None, payload: Path | None, count: int
) -> dict[str, Any]:
    asked: dict[str, Any] = {"eventType": event, "count": count}
    if product:
        asked["productId"] = product
    if organization:
        asked["organizationId"] = organization
    if payload:
        asked["payload"] = _read(payload)
    return asked


def _read(file: Path) -> Any:
    try:
        return json.loads(sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes())
    except OSError as wrong:
        raise NotRaised(f"cannot read {file}: {wrong.strerror}") from None
    except (ValueError, RecursionError) as wrong:
        raise NotRaised(f"{file} is not JSON: {wrong}") from None


def _message(raw: bytes, otherwise: str) -> str:
    try:
        message = json.loads(raw)["message"]
    except (ValueError, TypeError, KeyError):
        return otherwise
    return str(message)


def _has_failed(delivery: dict[str, Any]) -> bool:
    return any(one["outcome"] == "failed" for one in delivery.get("attempts", ()))


def _lines(event: str, deliveries: list[dict[str, Any]], passed_over: list[dict[str, str]]) -> Iterator[str]:
    for delivery in deliveries[:SHOWN]:
        yield f"{event} -> {delivery['url']}: {_outcome(delivery)}"
    if len(deliveries) > SHOWN:
        failed = sum(map(_has_failed, deliveries))
        yield f"and {len(deliveries) - SHOWN} more; {failed} of {len(deliveries)} failed"
    for one in passed_over:
        yield f"{event} does not go to {one['webhookId']}: {one['why']}"
    if not deliveries and not passed_over:
        yield f"no subscription wants {event}"


def _outcome(delivery: dict[str, Any]) -> str:
    if delivery["status"] == "SUSPENDED":
        return f"withheld, {delivery['why']}"
    if not delivery.get("attempts"):
        return "on its way"
    last = delivery["attempts"][-1]
    if last["outcome"] == "sending":
        return "on its way"
    if last["outcome"] == "delivered":
        return f"delivered in {last['seconds'] * 1000:.0f} ms"
    if not delivery["planned"]:
        return f"{last['error']}; will not retry"
    return f"{last['error']}; will retry at {_to_the_second(delivery['planned'][0])}"


def _to_the_second(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
