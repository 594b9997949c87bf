"""`payment-webhooks simulate`: the simulated platform in a process of its own, until it is told to stop."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .outcomes import wrong as as_wrong
from .simulate_emit import emit
from .simulate_serve import Files, kept, serve, write_p12

if TYPE_CHECKING:
    from ..cybersource.simulator.handle import CybersourceSimulator

SECRET_VARIABLE = "PAYMENT_WEBHOOKS_SIMULATOR_SECRET"
EXTRA = "pip install 'pulumi-payment-webhooks[simulator]'"


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
    tls: Annotated[
        bool, typer.Option("--tls", help="Serve https, with a certificate authority of its own that clients can trust.")
    ] = False,
    trusted: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="With --tls: write what clients have to trust there, and leave it there."),
    ] = None,
    merchant: Annotated[str | None, typer.Option(metavar="ID", help="The merchant that owns the key.")] = None,
    organization: Annotated[str | None, typer.Option(metavar="ID", help="Its portfolio organization.")] = None,
    key_id: Annotated[str | None, typer.Option(metavar="ID", help="Id of the shared secret key.")] = None,
    shared_secret: Annotated[
        str | None,
        typer.Option(
            metavar="BASE64",
            help="The shared secret itself, in place of a new one.",
            envvar=SECRET_VARIABLE,
            show_envvar=True,
        ),
    ] = None,
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
        typer.Option(
            metavar="[PARENT=]CHILD",
            help="An organization is a child of another, or of the portfolio; may be repeated.",
        ),
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
        wanted = {**positions, **dict(_split(knob or [], option="--knob", form="NAME=VALUE"))}
        account = _account(merchant, organization, key_id, shared_secret)
        options = {"host": host, "port": port, "latency": latency, "latency_after": latency_after, "tls": tls}
        simulator = _prepare(wanted, data=data, account=account, **options)
        for kind, details in map(_fault, fault or []):
            simulator.fail(kind, **details)
        for parent, one in _families(child or [], simulator.organization_id):
            simulator.declare_children(parent, one)
        if trusted:
            simulator.write_trusted(trusted)
        certificate = write_p12(simulator, p12) if p12 else None
    except ValueError as wrong:
        raise as_wrong(str(wrong)) from None
    except FileExistsError as there:
        option = "--trusted" if trusted and there.filename == str(trusted) else "--p12"
        raise as_wrong(f"{there.filename} exists already; remove it, or name another file for {option}") from None
    except OSError as wrong:
        if wrong.filename:
            act = "read" if data and wrong.filename == str(data) else "write"
            raise as_wrong(f"cannot {act} {wrong.filename}: {wrong.strerror}") from None
        raise as_wrong(f"cannot listen on {host} port {port}: {wrong.strerror}") from None
    with kept(certificate):
        serve(simulator, Files(certificate, trusted, data), as_json=as_json)


def _account(
    merchant: str | None, organization: str | None, key_id: str | None, shared_secret: str | None
) -> dict[str, str]:
    """What is fixed of the account, by the names of its members."""
    named = {"merchant_id": merchant, "organization_id": organization, "key_id": key_id, "shared_secret": shared_secret}
    return {name: value for name, value in named.items() if value is not None}


def _families(children: list[str], organization: str) -> list[tuple[str, str]]:
    """Each parent with its child; the parent is *organization* where none is named."""
    spelled = [one if "=" in one else f"{organization}={one}" for one in children]
    return _split(spelled, option="--child", form="PARENT=CHILD or CHILD")


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


def _list_knobs(positions: dict[str, Any]) -> None:
    from ..cybersource.simulator.knobs import SOURCES, Knobs, sentences, spelled

    default = Knobs().turned(positions)
    typer.echo(f"# {SOURCES}\n")
    for name, sentence in sentences().items():
        typer.echo(f"# {sentence}\n{name}={spelled(getattr(default, name))}")
