"""
`make bench`: how long the real engine takes with our provider and with a plain one, in turn, on a slow platform.

Every command is one phase (`--skip-preview`), every run has a fresh stack, and the platform is a simulator in a process
of its own. Prints a table and writes `results.json`; `bench/README.md` says how to read them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform as machine
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.figures import DEFAULT, PARALLEL, Run, Runs, rows, table
from bench.platforms import PLATFORMS, Platform
from bench.programs import SIDES, Side
from bench.stack import OPERATIONS, fresh

from sandbox import Simulator, Unexpected, engine, simulator

HERE = Path(__file__).resolve().parent
LATENCY = 0.2
WARM_UP = 2  # Subscriptions of the run that only warms up.


@dataclass(frozen=True)
class Bench:
    """
    Where it is measured, and what.

    Args:
        kind: What is measured at the platform.
        platform: The simulated platform.
        engine: The folder of the engine.
        operations: The operations of each run, in order.
    """

    kind: Platform
    platform: Simulator
    engine: Path
    operations: Sequence[str]

    def run(self, side: Side, count: int, parallel: str) -> Run:
        """Time all operations of one side on a fresh stack."""
        options = [] if parallel == DEFAULT else ["--parallel", parallel]
        with fresh(self.kind, side, count, self.platform, self.engine) as stack:
            return {operation: stack.time(operation, *options) for operation in self.operations}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write."""
    wanted = _parsed(arguments)
    load, kind = os.getloadavg()[0], PLATFORMS[wanted.platform]
    try:
        folder = engine()
        with simulator(_simulate(kind, wanted.latency)) as platform:
            print(machine_state(load, wanted.count, wanted.runs, wanted.latency), flush=True)
            runs = measure(Bench(kind, platform, folder, OPERATIONS[: OPERATIONS.index(wanted.until) + 1]), wanted)
    except Unexpected as problem:
        print(f"bench: {problem}", file=sys.stderr)
        return 1
    found = rows(runs)
    print(table(found, wanted.latency))
    print(f"\nload average at the end {os.getloadavg()[0]:.2f}")
    other = [] if kind is PLATFORMS["cybersource"] else [wanted.platform]
    name = "-".join(["results", *other, *([] if wanted.count == 100 else [str(wanted.count)])])
    results = wanted.results or HERE / f"{name}.json"
    results.write_text(json.dumps({"rows": [row.json() for row in found]}, indent=2) + "\n")
    return 0


def measure(bench: Bench, wanted: argparse.Namespace) -> Runs:
    """
    Run both sides in turn, for each degree of parallelism, after one small run of each to warm up.
    """
    if wanted.count > WARM_UP:
        for side in SIDES:
            bench.run(side, WARM_UP, DEFAULT)
    runs: dict[tuple[str, Side], list[Run]] = {(parallel, side): [] for parallel in wanted.parallel for side in SIDES}
    for parallel in wanted.parallel:
        for number in range(wanted.runs):
            for side in SIDES:
                run = bench.run(side, wanted.count, parallel)
                runs[parallel, side].append(run)
                _say(f"{parallel}, run {number + 1} of {wanted.runs}, {side:>5}", run)
    return runs


def machine_state(load: float, count: int, times: int, latency: float) -> str:
    """The conditions of the figures, in a line."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("pulumi", "httpx", "grpcio", "pydantic"))
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC: N = {count}, {times} runs of each, {latency * 1000:.0f} ms latency; "
        f"{os.cpu_count()} cores, load average {load:.2f} before; Python {machine.python_version()}, {versions}\n"
    )


def _simulate(kind: Platform, latency: float) -> list[str]:
    tool = str(Path(sys.executable).with_name("payment-webhooks"))
    return [tool, *kind.simulate, "--json", "--latency", str(latency)]


def _say(what: str, run: Run) -> None:
    figures = ", ".join(f"{operation} {timed.seconds:.2f} s" for operation, timed in run.items())
    print(f"bench: {what}: {figures}", file=sys.stderr, flush=True)


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--platform", choices=PLATFORMS, default="cybersource", help="which (cybersource)")
    parser.add_argument("--count", type=int, default=100, help="subscriptions or webhooks in the stack (100)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each side (3)")
    parser.add_argument("--parallel", nargs="+", choices=PARALLEL, default=PARALLEL, help="which (both)")
    parser.add_argument("--until", choices=OPERATIONS, default=OPERATIONS[-1], help="last operation (all of them)")
    parser.add_argument("--latency", type=float, default=LATENCY, help="seconds that every request takes (0.2)")
    parser.add_argument("--results", type=Path, help="where to write; beside this file unless given")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
