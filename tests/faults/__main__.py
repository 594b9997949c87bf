"""
`make fault-matrix`: lets every request of every operation meet every fault, and checks what `pulumi up` makes of it.

Prints a line for each case that fails, with the name that plays it alone (`CASES=create/1/html-after`), and a table.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections import Counter
from collections.abc import Sequence
from fnmatch import fnmatch

from tests.faults.case import Matrix, Outcome
from tests.faults.hosts import Hosts
from tests.faults.operations import OPERATIONS
from tests.stand_ins.gateway import Gateway
from tests.stand_ins.simulators import UNREVIEWED

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

PROGRESS = 100
"""Cases between two lines of progress."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the cases, and return 0 if everything held in each of them."""
    parser = argparse.ArgumentParser(prog="fault-matrix", description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--cases", default="*", help="which cases, as OPERATION/REQUEST/FAULT; * stands for anything")
    parser.add_argument("--said", action="store_true", help="print what the commands have said, for every case")
    wanted = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # Like Ctrl-C: nothing that was started is left behind.
    outcomes = []
    with CybersourceSimulator(knobs=UNREVIEWED) as platform, Gateway() as gateway, Hosts() as hosts:
        matrix = Matrix(platform, gateway, hosts)
        for operation, requests in matrix.requests.items():
            print(f"{operation}: {', '.join(requests)}", flush=True)
        cases = [case for case in matrix.cases() if fnmatch(str(case), wanted.cases)]
        for number, case in enumerate(cases, 1):
            outcome = matrix.play(case)
            outcomes.append(outcome)
            _report(outcome, said=wanted.said)
            if number % PROGRESS == 0:
                print(f"{number} of {len(cases)} cases", file=sys.stderr, flush=True)
    print(_summary(outcomes))
    return int(any(outcome.violations for outcome in outcomes))


def _report(outcome: Outcome, *, said: bool) -> None:
    if outcome.violations or said:
        print(f"{outcome.case}: {'FAILED' if outcome.violations else 'ok'}", flush=True)
        print("".join(f"    {violation}\n" for violation in outcome.violations), end="", flush=True)
        print("".join(f"    said: {text}\n" for text in outcome.said), end="", flush=True)


def _summary(outcomes: Sequence[Outcome]) -> str:
    cases = Counter(outcome.case.operation for outcome in outcomes)
    failed = Counter(outcome.case.operation for outcome in outcomes if outcome.violations)
    rows = [f"{name:<18}{cases[name]:>7}{failed[name]:>8}" for name in OPERATIONS]
    total = f"{'all':<18}{cases.total():>7}{failed.total():>8}"
    return "\n".join(["", f"{'operation':<18}{'cases':>7}{'failed':>8}", *rows, total])


if __name__ == "__main__":
    sys.exit(main())
