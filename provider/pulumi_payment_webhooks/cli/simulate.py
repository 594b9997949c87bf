"""`payment-webhooks simulate`: the simulated platform in a process of its own, until it is told to stop."""

from __future__ import annotations

import json
import os
import secrets
import shlex
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .outcomes import wrong as as_wrong
from .simulate_emit import emit
from .simulate_watch import watch

if TYPE_CHECKING:
    from ..cybersource.simulator.handle import CybersourceSimulator

EXTRA = "pip install 'pulumi-payment-webhooks[simulator]'"
NAMESPACE = "payment-webhooks"


class Review(StrEnum):
    """What becomes of URLs the platform does not know."""

    TIMED = "timed"
    AUTO = "auto"
    MANUAL = "manual"
    BLOCK = "block"


class Patch(StrEnum):
    """What an update does to nested objects."""

    MERGE = "merge"
    REPLACE = "replace"


app = typer.Typer(invoke_without_command=True, add_completion=False, rich_markup_mode=None)
app.command(short_help="Raise an event in a running simulator.")(emit)


@app.callback()
def simulate(
    context: typer.Context,
    *,
    host: Annotated[str, typer.Option(help="Loopback address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes any free one.", min=0, max=65535)] = 0,
    latency: Annotated[
        float, typer.Option(help="Seconds that every request waits before it is carried out, e.g. 0.2.", min=0, max=600)
    ] = 0.0,
    latency_after: Annotated[
        float, typer.Option(help="Seconds that every answer waits after the request was carried out.", min=0, max=600)
    ] = 0.0,
    fault: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND[,NAME=VALUE…]",
            help="Let something go wrong, e.g. slow-after,method=POST,seconds=9,count=3; may be repeated.",
        ),
    ] = None,
    review: Annotated[
        Review, typer.Option(help="New URLs are approved after a moment, at once, by hand, or never.")
    ] = Review.TIMED,
    review_seconds: Annotated[float, typer.Option(help="How long a timed review takes.", min=0)] = 0.5,
    patch: Annotated[Patch, typer.Option(help="An update merges or replaces nested objects.")] = Patch.REPLACE,
    no_signature_key_required: Annotated[
        bool, typer.Option("--no-signature-key-required", help="Subscriptions need no signature key on file.")
    ] = False,
    knob: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="Any other knob; may be repeated.")
    ] = None,
    resolve: Annotated[
        list[str] | None,
        typer.Option(
            metavar="URL=URL",
            help="Deliver what is meant for the first to the second, a server on this machine, "
            "e.g. https://hooks.example.net=http://127.0.0.1:9000; may be repeated.",
        ),
    ] = None,
    clock_scale: Annotated[
        float,
        typer.Option(help="How many times faster the minutes of retry policies pass.", min=0.001, max=1_000_000),
    ] = 60.0,
    child: Annotated[
        list[str] | None,
        typer.Option(metavar="PARENT=CHILD", help="An organization is a child of another; may be repeated."),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Keep there what it holds, over a restart; the file holds keys."),
    ] = None,
    p12: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the merchant's P12 certificate there, until it ends."),
    ] = None,
    knobs: Annotated[bool, typer.Option("--knobs", help="List every knob with its default, and exit.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="When ready, print one line of JSON.")] = False,
) -> None:
    """
    Simulate the webhook API of Cybersource / Visa Acceptance Solutions on this machine.

    It takes the same requests, with the same authentication, and gives the same answers, and it delivers: signed
    notifications to servers on this machine, tried again as retry policies say. `emit` raises an event. Nothing is
    kept when it ends, unless --data names a file. Tests drive it under /_simulator of the printed endpoint.
    """
    if context.invoked_subcommand:
        return
    positions: dict[str, Any] = {
        "review": review.value,
        "review_seconds": review_seconds,
        "patch": patch.value,
        "require_signature_key": not no_signature_key_required,
        "resolve": tuple(resolve or ()),
        "clock_scale": clock_scale,
    }
    try:
        if knobs:
            _list_knobs(positions)
            return
        families = _split(child or [], option="--child", form="PARENT=CHILD")
        wanted = {**positions, **dict(_split(knob or [], option="--knob", form="NAME=VALUE"))}
        simulator = _prepare(wanted, host=host, port=port, latency=latency, latency_after=latency_after, data=data)
        for kind, details in map(_fault, fault or []):
            simulator.fail(kind, **details)
        for parent, one in families:
            simulator.declare_children(parent, one)
        certificate = _write_p12(simulator, p12) if p12 else None
    except ValueError as wrong:
        raise as_wrong(str(wrong)) from None
    except FileExistsError:
        raise as_wrong(f"{p12} exists already; remove it, or name another file for --p12") from None
    except OSError as wrong:
        if wrong.filename:
            act = "read" if data and wrong.filename == str(data) else "write"
            raise as_wrong(f"cannot {act} {wrong.filename}: {wrong.strerror}") from None
        raise as_wrong(f"cannot listen on {host} port {port}: {wrong.strerror}") from None
    with _kept(certificate):
        _serve(simulator, certificate, as_json=as_json)


@dataclass(frozen=True)
class P12:
    """The merchant's certificate in a file, and what opens it."""

    file: Path
    password: str = field(repr=False)


def _prepare(positions: dict[str, Any], **options: Any) -> CybersourceSimulator:
    try:
        from ..cybersource.simulator.handle import CybersourceSimulator
    except ModuleNotFoundError as absent:
        if absent.name not in ("starlette", "uvicorn"):
            raise
        raise ValueError(f"the simulator is an extra that is not installed: {EXTRA}") from None
    from ..cybersource.simulator.knobs import Knobs

    return CybersourceSimulator(knobs=Knobs().turned(positions), **options)


def _split(settings: list[str], *, option: str, form: str) -> list[tuple[str, str]]:
    pairs = []
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name.strip():
            raise ValueError(f"{option} {setting}: write it as {form}")
        pairs.append((name.strip(), value.strip()))
    return pairs


def _fault(text: str) -> tuple[str, dict[str, str]]:
    kind, *details = text.split(",")
    return kind.strip(), dict(_split(details, option="--fault", form="KIND,NAME=VALUE,NAME=VALUE"))


def _write_p12(simulator: CybersourceSimulator, file: Path) -> P12:
    """Write a new file that only its owner reads; a file that is there may be somebody's real certificate."""
    certificate = P12(file.absolute(), secrets.token_hex(12))
    with open(certificate.file, "xb", opener=_for_its_owner) as written:
        written.write(simulator.p12(certificate.password))
    return certificate


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@contextmanager
def _kept(certificate: P12 | None) -> Iterator[None]:
    """Leave nothing behind: the simulator that accepts the certificate is gone, too."""
    try:
        yield
    finally:
        if certificate:
            certificate.file.unlink(missing_ok=True)


def _serve(simulator: CybersourceSimulator, certificate: P12 | None, *, as_json: bool) -> None:
    """Serve until Ctrl-C or SIGTERM; both are a good end."""
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, signal.default_int_handler)
    try:
        with simulator:
            if as_json:
                typer.echo(_machine_readable(simulator, certificate))
                Event().wait()
            _introduce(simulator, certificate)
            watch(simulator)
    except KeyboardInterrupt:
        return
    except OSError as wrong:
        if wrong.filename is None:
            raise
        raise as_wrong(f"cannot write {wrong.filename}: {wrong.strerror}") from None


def _machine_readable(simulator: CybersourceSimulator, certificate: P12 | None) -> str:
    return json.dumps(
        {
            "endpoint": simulator.endpoint,
            "organizationId": simulator.organization_id,
            "merchantId": simulator.merchant_id,
            "keyId": simulator.key_id,
            "sharedSecret": simulator.shared_secret,
            **({"p12": str(certificate.file), "p12Password": certificate.password} if certificate else {}),
        }
    )


def _introduce(simulator: CybersourceSimulator, certificate: P12 | None) -> None:
    from rich.console import Console

    console = Console(soft_wrap=True, highlight=False, markup=False)
    console.print(f"Simulating Cybersource / Visa Acceptance Solutions at {simulator.endpoint}", style="bold")
    console.print("To use it, paste these lines in the folder of a Pulumi project:\n")
    for line in _settings(simulator, certificate):
        console.print(line)
    console.print(f"\nWatch each delivery in a browser: {simulator.endpoint}")
    console.print(f"What tests can do to it is listed at {simulator.endpoint}/_simulator")
    console.print(f"Raise an event: payment-webhooks simulate emit EVENT --endpoint {simulator.endpoint}")
    if simulator.knobs.clock_scale != 1:
        seconds = f"{60 / simulator.knobs.clock_scale:g} s"
        console.print(f"A minute of a retry policy takes {seconds} here (--clock-scale 1 for real minutes).")
    console.print("Press Ctrl-C to stop it.")


def _settings(simulator: CybersourceSimulator, certificate: P12 | None) -> list[str]:
    """Whole lines: a terminal may show them wrapped, but copies them as they are."""
    values = {
        "cybersourceEndpoint": simulator.endpoint,
        "cybersourceMerchantId": simulator.merchant_id,
        "cybersourceOrganizationId": simulator.organization_id,
        "cybersourceKeyId": simulator.key_id,
    }
    hidden = {"cybersourceSharedSecret": simulator.shared_secret}
    if certificate:
        values["cybersourceAuthentication"] = "jwt-p12"
        hidden |= {"cybersourceP12": str(certificate.file), "cybersourceP12Password": certificate.password}
    plain = [f"pulumi config set {NAMESPACE}:{name} {value}" for name, value in values.items()]
    return [
        *plain,
        *(f"pulumi config set --secret {NAMESPACE}:{name} {shlex.quote(value)}" for name, value in hidden.items()),
    ]


def _list_knobs(positions: dict[str, Any]) -> None:
    from ..cybersource.simulator.knobs import SOURCES, Knobs, sentences, spelled

    default = Knobs().turned(positions)
    typer.echo(f"# {SOURCES}\n")
    for name, sentence in sentences().items():
        typer.echo(f"# {sentence}\n{name}={spelled(getattr(default, name))}")
