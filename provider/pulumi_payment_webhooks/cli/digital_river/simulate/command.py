"""`payment-webhooks digital-river simulate`: the simulated platform in its own process, until it is interrupted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from ...outcomes import usage_error
from ...simulation import options as shared
from ...simulation.serve import explain, inject_faults, list_knobs, needing_extra, serve
from . import options
from .emit import emit
from .introduction import introduction_of
from .options import Chosen, Profile

if TYPE_CHECKING:
    from ....simulator.digital_river.handle import DigitalRiverSimulator

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
    profile: options.Profiles = Profile.DR_API,
    api_key: options.ApiKey = None,
    live_api_key: options.LiveApiKey = None,
    latency: shared.Latency = 0.0,
    latency_after: shared.LatencyAfter = 0.0,
    fault: shared.Fault = None,
    no_rate_limit: options.NoRateLimit = False,
    knob: shared.Knob = None,
    resolve: shared.Resolve = None,
    clock_scale: shared.ClockScale = 60.0,
    data: shared.Data = None,
    knobs: shared.ListKnobs = False,
    as_json: shared.AsJson = False,
) -> None:
    """
    Simulate the webhooks of the Digital River API on this machine.

    It accepts the same requests with the same keys, and answers as the vendor's documentation of 2023 and 2024 says. It
    delivers signed notifications to servers on this machine, with retries; `emit` raises an event. All data is gone
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
    except ValueError as wrong:
        raise usage_error(str(wrong)) from None
    except OSError as wrong:
        raise usage_error(explain(wrong, chosen)) from None
    serve(simulator, introduction_of(simulator), chosen)


def _prepared(chosen: Chosen) -> DigitalRiverSimulator:
    with needing_extra():
        from ....simulator.digital_river.handle import DigitalRiverSimulator
    from ....simulator.digital_river.knobs import Knobs

    simulator = DigitalRiverSimulator(
        knobs=Knobs().replace(chosen.turns),
        api_key=chosen.api_key,
        live_api_key=chosen.live_api_key,
        **chosen.arguments,
    )
    inject_faults(simulator, chosen)
    return simulator


def _list_knobs(chosen: Chosen) -> None:
    from ....simulator.digital_river.knobs import SOURCES, Knobs

    list_knobs(Knobs().replace(chosen.positions), SOURCES)
