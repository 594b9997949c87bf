"""`payment-webhooks cybersource simulate`: the simulated platform in its own process, until it is interrupted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from ...outcomes import usage_error
from ...simulation import options as shared
from ...simulation.serve import explain, inject_faults, list_knobs, needing_extra, serve
from . import options
from .emit import emit
from .introduction import introduction_of, removing, write_p12
from .options import Chosen, PatchMode, Review

if TYPE_CHECKING:
    from ....simulator.cybersource.handle import CybersourceSimulator

app = typer.Typer(invoke_without_command=True, add_completion=False, rich_markup_mode=None)
app.command(short_help="Raise an event in a running simulator.")(emit)


@app.callback()
def simulate(
    context: typer.Context,
    *,
    host: shared.Host = "127.0.0.1",
    port: shared.Port = 0,
    tls: shared.Tls = False,
    trusted: shared.Trusted = None,
    merchant: options.Merchant = None,
    organization: options.Organization = None,
    key_id: options.KeyId = None,
    shared_secret: options.SharedSecret = None,
    latency: shared.Latency = 0.0,
    latency_after: shared.LatencyAfter = 0.0,
    fault: shared.Fault = None,
    review: options.Reviews = Review.TIMED,
    review_seconds: options.ReviewSeconds = 0.5,
    patch: options.Patches = PatchMode.REPLACE,
    no_signature_key_required: options.NoSignatureKeyRequired = False,
    knob: shared.Knob = None,
    resolve: shared.Resolve = None,
    clock_scale: shared.ClockScale = 60.0,
    child: options.Child = None,
    data: shared.Data = None,
    p12: options.P12File = None,
    knobs: shared.ListKnobs = False,
    as_json: shared.AsJson = False,
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
        raise usage_error(explain(wrong, chosen, fallback="--p12")) from None
    with removing(certificate):
        serve(simulator, introduction_of(simulator, certificate), chosen)


def _prepared(chosen: Chosen) -> CybersourceSimulator:
    with needing_extra():
        from ....simulator.cybersource.handle import CybersourceSimulator
    from ....simulator.cybersource.knobs import Knobs

    simulator = CybersourceSimulator(knobs=Knobs().replace(chosen.turns), account=chosen.account, **chosen.arguments)
    inject_faults(simulator, chosen)
    for parent, child in chosen.families(simulator.organization_id):
        simulator.declare_children(parent, child)
    return simulator


def _list_knobs(chosen: Chosen) -> None:
    from ....simulator.cybersource.knobs import SOURCES, Knobs

    list_knobs(Knobs().replace(chosen.positions), SOURCES)
