"""
The figures of the runs: medians, ratios, the floor that no provider can go below, and the table. No I/O here.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import Any

from bench.programs import SIDES, Side
from bench.stack import OPERATIONS, Timed

DEFAULT = "default"
MANY = "32"
PARALLEL = (DEFAULT, MANY)
HOST_THREADS = 4  # Pulumi's Python host; ours raises it as far as the engine asks.

Run = Mapping[str, Timed]
Runs = Mapping[tuple[str, Side], Sequence[Run]]


@dataclass(frozen=True)
class Row:
    """
    One operation at one degree of parallelism, both sides.

    Args:
        operation: Its name.
        parallel: The value of `--parallel`.
        seconds: Median wall time of each side.
        spread: Fastest and slowest of each side.
        calls: Requests of each side.
        changes: Requests of our provider that change something.
    """

    operation: str
    parallel: str
    seconds: Mapping[Side, float]
    spread: Mapping[Side, tuple[float, float]]
    calls: Mapping[Side, int]
    changes: int

    @property
    def ratio(self) -> float:
        """Seconds of our provider, divided by those of the plain one."""
        return self.seconds["ours"] / self.seconds["plain"]

    def floor(self, side: Side, latency: float) -> float:
        """Seconds that the requests of *side* take if nothing else takes time."""
        return ceil(self.calls[side] / workers(side, self.parallel)) * latency

    def json(self) -> dict[str, Any]:
        """The row as `results.json` has it."""
        return {
            "operation": self.operation,
            "parallel": self.parallel,
            "ours": round(self.seconds["ours"], 3),
            "plain": round(self.seconds["plain"], 3),
            "ratio": round(self.ratio, 3),
            "calls": self.calls["ours"],
        }


def workers(side: Side, parallel: str) -> int:
    """Concurrent requests: limited by the engine and by the provider's process."""
    engine = 4 * (os.cpu_count() or 1) if parallel == DEFAULT else int(parallel)
    return min(engine, HOST_THREADS) if side == "plain" else engine


def rows(runs: Runs) -> list[Row]:
    """One row for each operation and degree of parallelism."""
    degrees = dict.fromkeys(parallel for parallel, _ in runs)
    done = next(iter(runs.values()))[0].keys()
    return [_row(operation, parallel, runs) for parallel in degrees for operation in OPERATIONS if operation in done]


def _row(operation: str, parallel: str, runs: Runs) -> Row:
    timed = {side: [run[operation] for run in runs[parallel, side]] for side in SIDES}
    seconds = {side: [one.seconds for one in timed[side]] for side in SIDES}
    return Row(
        operation,
        parallel,
        seconds={side: median(seconds[side]) for side in SIDES},
        spread={side: (min(seconds[side]), max(seconds[side])) for side in SIDES},
        calls={side: max(one.calls for one in timed[side]) for side in SIDES},
        changes=max(one.changes for one in timed["ours"]),
    )


def table(found: Sequence[Row], latency: float) -> str:
    """The rows in Markdown."""
    head = ["operation", "parallel", "ours, s", "plain, s", "ratio", "calls, ours / plain", "floor, ours / plain, s"]
    lines = [head, ["---"] * len(head), *(_cells(row, latency) for row in found)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _cells(row: Row, latency: float) -> list[str]:
    shown = [f"{row.seconds[side]:.2f} ({row.spread[side][0]:.2f} to {row.spread[side][1]:.2f})" for side in SIDES]
    calls = " / ".join(str(row.calls[side]) for side in SIDES)
    floors = " / ".join(f"{row.floor(side, latency):.1f}" for side in SIDES)
    return [row.operation, row.parallel, *shown, f"{row.ratio:.2f}", calls, floors]
