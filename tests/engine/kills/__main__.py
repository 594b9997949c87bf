"""
`make kill-matrix`: interrupts every operation at every point, recovers as documented, and checks what is left.

Prints a line for each case, with the seed that plays it alone (`make kill-matrix SEEDS=17`), and a table at the end.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from engine_cache import Unavailable
from ensure import ensure
from tests.engine.kills.case import Outcome, case_of, play
from tests.engine.kills.operations import OPERATIONS
from tests.engine.kills.points import POINTS
from tests.engine.kills.stage import Stage
from tests.stand_ins.gateway import Gateway


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the cases, and return 0 if everything held in each of them."""
    wanted = _parsed(arguments)
    try:
        engine = ensure()
    except Unavailable as problem:
        print(f"kill-matrix: {problem}", file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # Like Ctrl-C: nothing that was started is left behind.
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="kill-matrix-") as root, Gateway() as gateway:
        stage = Stage(Path(root), engine, gateway)
        for seed in wanted.seeds:
            started = monotonic()
            outcome = play(case_of(seed), stage)
            outcomes.append(outcome)
            _report(outcome, monotonic() - started, wanted.transcripts)
    print(_summary(outcomes))
    return int(any(outcome.violations for outcome in outcomes))


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    every = len(OPERATIONS) * len(POINTS)
    parser = argparse.ArgumentParser(prog="kill-matrix", description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument(
        "--seeds",
        type=_seeds,
        default=range(every),
        help=f"one seed, or a range as in 0:{every}, which is every operation at every point, and the default",
    )
    parser.add_argument("--transcripts", type=Path, help="a folder for what the commands of failing cases have printed")
    return parser.parse_args(arguments)


def _seeds(text: str) -> range:
    first, colon, end = text.partition(":")
    return range(int(first), int(end) if colon else int(first) + 1)


def _report(outcome: Outcome, seconds: float, transcripts: Path | None) -> None:
    how = "ok" if outcome.was_killed else "ok, ended before the kill"
    print(f"{outcome.case}: {'FAILED' if outcome.violations else how} ({seconds:.0f} s)", flush=True)
    for violation in outcome.violations:
        print(f"    {violation}", flush=True)
    if transcripts and outcome.violations:
        transcripts.mkdir(parents=True, exist_ok=True)
        (transcripts / f"{outcome.case.seed}.txt").write_text(f"{outcome.case!r}\n\n{outcome.printed}\n")


def _summary(outcomes: Sequence[Outcome]) -> str:
    lines = [f"\n{'operation':<12}{'cases':>7}{'killed':>8}{'failed':>8}"]
    cases, killed, failed = Counter[str](), Counter[str](), Counter[str]()
    for outcome in outcomes:
        for name in (outcome.case.operation, "all"):
            cases[name] += 1
            killed[name] += outcome.was_killed
            failed[name] += bool(outcome.violations)
    lines += [f"{name:<12}{cases[name]:>7}{killed[name]:>8}{failed[name]:>8}" for name in (*OPERATIONS, "all")]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
