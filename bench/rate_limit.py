"""
How long `pulumi up` takes at a platform that limits requests, beside the time that the limit alone takes.

The real engine creates N resources at a simulator in a process of its own, which answers 429 to whoever sends more than
the limit and blocks that account for a second. Prints a table; `bench/README.md` says how to read it.

    PYTHONPATH=tools .venv/bin/python -m bench.rate_limit
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any, get_args

from bench.programs import catalogue, program

from pulumi_payment_webhooks.simulator.desk.wire.rate_limit import RetryAfter
from sandbox import ROOT, Simulator, Unexpected, engine, environment, simulator

PATIENCE = 600  # Seconds after which a command has hung.
_WEBHOOKS = """\
from pulumi_payment_webhooks import digital_river

for number in range({count}):
    digital_river.Webhook(
        f"webhook-{{number:04}}",
        address=f"https://hooks.example.com/events/{{number}}",
        types=["order.accepted", "refund.complete"],
    )
"""


@dataclass(frozen=True)
class Platform:
    """
    One platform.

    Args:
        serve: Runs its simulator with a limit while the block lasts, and returns what clients need.
        settings: What clients need by setting; the last one is secret.
        program: Returns the program for a number of resources, and for the account.
    """

    serve: Callable[[int, RetryAfter, int], AbstractContextManager[Mapping[str, str]]]
    settings: Mapping[str, str]
    program: Callable[[int], str]


@contextmanager
def _cybersource(limit: int, retry_after: RetryAfter, count: int) -> Iterator[Mapping[str, str]]:
    from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator
    from pulumi_payment_webhooks.simulator.cybersource.knobs import Knobs

    knobs = Knobs(review="auto", require_signature_key=False, requests_per_second=limit, retry_after=retry_after)
    with CybersourceSimulator(knobs=knobs) as running:
        running.offer(running.organization_id, catalogue(count))
        names = ("endpoint", "merchant_id", "organization_id", "key_id", "shared_secret")
        yield {name: getattr(running, name) for name in names}


@contextmanager
def _digital_river(limit: int, retry_after: RetryAfter, count: int) -> Iterator[Mapping[str, str]]:
    from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator
    from pulumi_payment_webhooks.simulator.digital_river.knobs import Knobs

    knobs = Knobs(requests_per_second_test=limit, retry_after=retry_after, most_webhooks=None)
    with DigitalRiverSimulator(knobs=knobs) as running:
        yield {"endpoint": running.endpoint, "api_key": running.api_key}


PLATFORMS = {
    "cybersource": Platform(
        _cybersource,
        {
            "cybersourceEndpoint": "endpoint",
            "cybersourceMerchantId": "merchant_id",
            "cybersourceOrganizationId": "organization_id",
            "cybersourceKeyId": "key_id",
            "cybersourceSharedSecret": "shared_secret",
        },
        lambda count: program("ours", count, organization="", description="limited"),
    ),
    "digital_river": Platform(
        _digital_river,
        {"digitalRiverEndpoint": "endpoint", "digitalRiverApiKey": "api_key"},
        lambda count: _WEBHOOKS.format(count=count),
    ),
}


@dataclass(frozen=True)
class Timed:
    """
    One `pulumi up`.

    Args:
        whole: Seconds of the whole command.
        limited: Seconds from the first request to the last.
        accepted: Requests that were accepted.
        refused: Requests that were answered 429.
    """

    whole: float
    limited: float
    accepted: int
    refused: int

    def ratio(self, limit: int) -> float:
        """Seconds from the first request to the last, divided by those that the limit takes."""
        return self.limited * limit / self.accepted


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; or serve one platform for another process of this bench."""
    wanted = _parsed(arguments)
    if wanted.serve:
        return _serve(wanted)
    print(f"N = {wanted.count}, limit {wanted.limit}/s, {wanted.runs} runs, load average {os.getloadavg()[0]:.2f}\n")
    print("| platform | Retry-After | first to last request, s | ideal, s | ratio | refused | whole command, s |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    try:
        folder = engine()
        for name in PLATFORMS:
            for form in wanted.retry_after:
                runs = [_up(name, wanted, form, folder) for _ in range(wanted.runs)]
                print(_row(name, form, runs, wanted.limit), flush=True)
    except Unexpected as problem:
        print(f"bench: {problem}", file=sys.stderr)
        return 1
    return 0


def _serve(wanted: argparse.Namespace) -> int:
    with PLATFORMS[wanted.serve].serve(wanted.limit, wanted.retry_after[0], wanted.count) as account:
        print(json.dumps(account), flush=True)
        signal.sigwait({signal.SIGINT, signal.SIGTERM})
    return 0


def _row(name: str, form: str, runs: Sequence[Timed], limit: int) -> str:
    ratios = sorted(run.ratio(limit) for run in runs)
    cells = [
        name,
        form,
        f"{median(run.limited for run in runs):.2f}",
        f"{runs[0].accepted / limit:.2f}",
        f"{median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})",
        f"{median(run.refused for run in runs):.0f}",
        f"{median(run.whole for run in runs):.2f}",
    ]
    return f"| {' | '.join(cells)} |"


def _up(name: str, wanted: argparse.Namespace, form: str, engine: Path) -> Timed:
    """
    Create all resources of a fresh stack.

    Raises:
        Unexpected: The command failed, or not all of them were created.
    """
    own = [sys.executable, "-m", "bench.rate_limit", "--serve", name, "--retry-after", form]
    with simulator([*own, "--limit", str(wanted.limit), "--count", str(wanted.count)]) as running:
        with tempfile.TemporaryDirectory(prefix="payment-webhooks-bench-", ignore_cleanup_errors=True) as temporary:
            whole = _deploy(PLATFORMS[name], running, wanted, Path(temporary), engine)
        return read_requests(running.ask("GET", "/requests"), whole, wanted.count)


def read_requests(requests: Sequence[Mapping[str, Any]], whole: float, count: int) -> Timed:
    """
    What the simulator received, for a command that took *whole* seconds and creates *count* resources.

    Raises:
        Unexpected: Not all of them were created.
    """
    created = sum(one["method"] == "POST" and one["status"] == 201 for one in requests)
    if created != count:
        raise Unexpected(f"{created} of {count} resources were created")
    times = [datetime.fromisoformat(one["time"]) for one in requests]
    refused = sum(one["status"] == 429 for one in requests)
    return Timed(whole, (max(times) - min(times)).total_seconds(), len(requests) - refused, refused)


def _deploy(platform: Platform, running: Simulator, wanted: argparse.Namespace, temporary: Path, engine: Path) -> float:
    folder, state = temporary / "project", temporary / "state"
    folder.mkdir()
    state.mkdir()
    (folder / "Pulumi.yaml").write_text("name: bench\nruntime: python\n")
    (folder / "__main__.py").write_text(platform.program(wanted.count))
    theirs = environment(temporary, engine, state)
    del theirs["PYTHONDONTWRITEBYTECODE"]
    theirs |= {"PYTHONPATH": str(ROOT)}
    _pulumi("stack init bench", folder, theirs)
    *plain, secret = [
        f"payment-webhooks:{setting}={running.account[member]}" for setting, member in platform.settings.items()
    ]
    shown = " ".join(f"--plaintext {shlex.quote(one)}" for one in plain)
    _pulumi(f"config set-all {shown} --secret {shlex.quote(secret)}", folder, theirs)
    started = time.perf_counter()
    _pulumi(f"up --yes --skip-preview --parallel {wanted.parallel}", folder, theirs)
    return time.perf_counter() - started


def _pulumi(command: str, folder: Path, theirs: Mapping[str, str]) -> None:
    ran = subprocess.run(
        ["pulumi", *shlex.split(command)],
        cwd=folder,
        env=theirs,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    if ran.returncode:
        raise Unexpected(f"`pulumi {command.partition(' ')[0]}` ended with {ran.returncode}:\n{ran.stdout}{ran.stderr}")


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--count", type=int, default=100, help="resources in the stack (100)")
    parser.add_argument("--limit", type=int, default=25, help="requests per second that are accepted (25)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each (3)")
    parser.add_argument("--parallel", type=int, default=32, help="steps of the engine at once (32)")
    parser.add_argument(
        "--retry-after", nargs="+", choices=get_args(RetryAfter), default=get_args(RetryAfter), help="forms (all)"
    )
    parser.add_argument("--serve", choices=PLATFORMS, help="only run this platform's simulator")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
