"""`payment-webhooks cybersource simulate`: the simulated platform in its own process, until it is interrupted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from ...outcomes import usage_error
from . import options
from .emit import emit
from .options import Chosen, PatchMode, Review
from .serve import Files, removing, serve, write_p12

if TYPE_CHECKING:
    from ....simulator.cybersource.handle import CybersourceSimulator

EXTRA = "pip install 'pulumi-payment-webhooks[simulator]'"

app = typer.Typer(invoke_without_command=True, add_completion=False, rich_markup_mode=None)
app.command(short_help="Raise an event in a running simulator.")(emit)


@app.callback()
def simulate(
    context: typer.Context,
    *,
    host: options.Host = "127.0.0.1",
    port: options.Port = 0,
    tls: options.Tls = False,
    trusted: options.Trusted = None,
    merchant: options.Merchant = None,
    organization: options.Organization = None,
    key_id: options.KeyId = None,
    shared_secret: options.SharedSecret = None,
    latency: options.Latency = 0.0,
    latency_after: options.LatencyAfter = 0.0,
    fault: options.Fault = None,
    review: options.Reviews = Review.TIMED,
    review_seconds: options.ReviewSeconds = 0.5,
    patch: options.Patches = PatchMode.REPLACE,
    no_signature_key_required: options.NoSignatureKeyRequired = False,
    knob: options.Knob = None,
    resolve: options.Resolve = None,
    clock_scale: options.ClockScale = 60.0,
    child: options.Child = None,
    data: options.Data = None,
    p12: options.P12File = None,
    knobs: options.ListKnobs = False,
    as_json: options.AsJson = False,
) -> None:
    """
    Simulate the webhook API of Cybersource / Visa Acceptance Solutions on this machine.

    It accepts the same requests with the same authentication, and answers like the platform. It delivers signed
    notifications to servers on this machine, with the retries of each policy; `emit` raises an event. All data is gone
    when it ends, unless --data names a file. Tests control it under /_simulator of the printed endpoint.
    """
    if not context.invoked_subcommand:
        _run(Chosen(**context.params))


def _run(chosen: Chosen) -> None:
    try:
        if chosen.knobs:
            _list_knobs(chosen)
            return
        simulator = _prepared(chosen)
        if chosen.trusted:
            simulator.write_trusted(chosen.trusted)
        certificate = write_p12(simulator, chosen.p12) if chosen.p12 else None
    except ValueError as wrong:
        raise usage_error(str(wrong)) from None
    except OSError as wrong:
        raise usage_error(_words(wrong, chosen)) from None
    with removing(certificate):
        serve(simulator, Files(certificate, chosen.trusted, chosen.data), as_json=chosen.as_json)


def _prepared(chosen: Chosen) -> CybersourceSimulator:
    try:
        from ....simulator.cybersource.handle import CybersourceSimulator
    except ModuleNotFoundError as absent:
        if absent.name not in ("starlette", "uvicorn"):
            raise
        raise ValueError(f"the simulator is an extra that is not installed: {EXTRA}") from None
    from ....simulator.cybersource.knobs import Knobs

    besides = dict(options.split(chosen.knob or [], option="--knob", form="NAME=VALUE"))
    simulator = CybersourceSimulator(
        host=chosen.host,
        port=chosen.port,
        knobs=Knobs().replace({**chosen.positions, **besides}),
        latency=chosen.latency,
        latency_after=chosen.latency_after,
        account=chosen.account,
        data=chosen.data,
        tls=chosen.tls,
    )
    for kind, details in chosen.faults():
        simulator.fail(kind, **details)
    for parent, child in chosen.families(simulator.organization_id):
        simulator.declare_children(parent, child)
    return simulator


def _words(wrong: OSError, chosen: Chosen) -> str:
    """What is said of a file that cannot be used, or of a port."""
    if isinstance(wrong, FileExistsError):
        option = "--trusted" if chosen.trusted and wrong.filename == str(chosen.trusted) else "--p12"
        return f"{wrong.filename} exists already; remove it, or name another file for {option}"
    if wrong.filename:
        act = "read" if chosen.data and wrong.filename == str(chosen.data) else "write"
        return f"cannot {act} {wrong.filename}: {wrong.strerror}"
    return f"cannot listen on {chosen.host} port {chosen.port}: {wrong.strerror}"


def _list_knobs(chosen: Chosen) -> None:
    from ....simulator.cybersource.knobs import SOURCES, Knobs, entries, spell

    default = Knobs().replace(chosen.positions)
    typer.echo(f"# {SOURCES}\n")
    for one in entries():
        typer.echo(f"# {one.sentence} ({one.source})\n{one.name}={spell(getattr(default, one.name))}")
