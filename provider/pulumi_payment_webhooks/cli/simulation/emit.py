"""Raises an event in a running simulator, and prints the deliveries."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import ssl
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from ...net import is_loopback
from ..outcomes import Exit, exit_with
from ..printing import harmless, print_json

VARIABLE = "PAYMENT_WEBHOOKS_SIMULATOR"
LONGEST_SETTLING = 60
SHOWN = 20
SCHEMES = ("http", "https")

Payload = Annotated[
    Path | None, typer.Option(metavar="FILE", help="JSON to send instead of the template; - is standard input.")
]
Count = Annotated[int, typer.Option(metavar="NUMBER", help="How often the event is raised.", min=1, max=10_000)]
Wait = Annotated[bool, typer.Option(help="Wait until the first attempts have ended.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print deliveries as JSON.")]
UNTRUSTED = "the certificate of {endpoint} is not trusted; export SSL_CERT_FILE as `{command} --tls` prints it"


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


@dataclass(frozen=True)
class EmitRequest:
    """
    What is asked of which simulator.

    Args:
        endpoint: Its address; None takes that of *variables*.
        variables: Environment variables that may name it, the first of them first.
        command: The command that starts one, for messages.
        wait: Whether the first attempts are waited for.
        as_json: Whether deliveries are printed as JSON.
    """

    endpoint: str | None
    variables: Sequence[str]
    command: str
    wait: bool
    as_json: bool


def raise_event(event: str, members: Callable[[], dict[str, Any]], wanted: EmitRequest) -> None:
    """
    Raise *event* and print what becomes of it.

    Args:
        event: The event type.
        members: Returns what the control is asked besides; raises `NotRaised`.
        wanted: Which simulator, and how the deliveries are printed.

    Raises:
        Exit: It was not delivered everywhere.
    """
    try:
        controls = SimulatorControls(_address(wanted), wanted.command)
        raised = controls.raise_event({"eventType": event, **members()})
        deliveries = raised["deliveries"]
        if wanted.wait and deliveries:
            controls.settle()
        if wanted.wait or wanted.as_json:
            deliveries = [controls.ask("GET", f"deliveries/{one['id']}") for one in deliveries]
    except NotRaised as no:
        raise exit_with(no.code, str(no)) from None
    if wanted.as_json:
        print_json({"deliveries": deliveries, "passedOver": raised["passedOver"]})
    else:
        for line in _lines(event, deliveries, raised["passedOver"]):
            typer.echo(harmless(line))
    if not deliveries or any(_has_failed(one) for one in deliveries):
        raise typer.Exit(Exit.NO)


class SimulatorControls:
    """The controls of a running simulator."""

    def __init__(self, endpoint: str, command: str) -> None:
        self._endpoint = endpoint
        self._command = command
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

    def ask(self, method: str, control: str, body: Any = None) -> object:
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
                raise NotRaised(
                    UNTRUSTED.format(endpoint=self._endpoint, command=self._command), Exit.UNREACHABLE
                ) from None
            raise NotRaised(
                f"no simulator answers at {self._endpoint}; start one with `{self._command} --port 8080`, "
                "or give its address with --endpoint",
                Exit.UNREACHABLE,
            ) from None


def _address(wanted: EmitRequest) -> str:
    given = (os.environ[name] for name in wanted.variables if os.environ.get(name))
    named = wanted.endpoint or next(given, None)
    if not named:
        raise NotRaised(
            "no simulator is named; give its address with --endpoint http://127.0.0.1:8080, "
            f"or set {VARIABLE} to it (`{wanted.command}` prints it)"
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


def read_payload(file: Path) -> object:
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
