"""
How long a review of a large preview takes: as a function, and as a fresh process that reads the file.

    python bench/review.py [RESOURCES] [RUNS]

Every resource changes: an event is lost, the URL moves, and the retries are reduced. Prints the median, the fastest and
the slowest of each.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pulumi_payment_webhooks.review.preview import read_previews
from pulumi_payment_webhooks.review.rendering.as_markdown import to_markdown
from pulumi_payment_webhooks.review.reviewing import review

TYPE = "pulumi-python:dynamic/cybersource:WebhookSubscription"
PROGRAM = """
import sys
from pathlib import Path
from pulumi_payment_webhooks.review.preview import read_previews
from pulumi_payment_webhooks.review.rendering.as_markdown import to_markdown
from pulumi_payment_webhooks.review.reviewing import review
print(to_markdown(review(read_previews(Path(sys.argv[1]).read_text(), name="production"))))
"""


def inputs(number: int, *, url: str, events: int, retries: int) -> dict[str, Any]:
    """A subscription in normal form."""
    return {
        "name": f"Subscription {number}",
        "organizationId": f"org_{number % 3}",
        "products": {f"product{number}": {f"product{number}.event.{one}": True for one in range(events)}},
        "webhookUrl": f"https://{url}.example.com/{number}",
        "retryPolicy": {
            "algorithm": "ARITHMETIC",
            "deactivateFlag": False,
            "firstRetry": 10,
            "interval": 30,
            "numberOfRetries": retries,
            "repeatSequenceCount": 0,
            "repeatSequenceWaitTime": 0,
            "schedule": f"{retries} retries",
        },
    }


def preview(count: int) -> str:
    """What the engine prints of *count* changed subscriptions, with the fields that it adds to each state."""
    steps = []
    for number in range(count):
        urn = f"urn:pulumi:production::shop::{TYPE}::subscription-{number}"
        old = inputs(number, url="old", events=10, retries=5)
        new = inputs(number, url="new", events=9, retries=2)
        stored: dict[str, Any] = {
            "stackTrace": [{"sourcePosition": "project:///__main__.py#5"}] * 12,
            "id": str(number),
            "type": TYPE,
        }
        steps.append(
            {
                "op": "update",
                "urn": urn,
                "oldState": {**stored, "inputs": old, "outputs": {**old, "currentStatus": "ACTIVE"}},
                "newState": {**stored, "inputs": new},
                "detailedDiff": {"webhookUrl": {"kind": "update"}, "retryPolicy.numberOfRetries": {"kind": "update"}},
            }
        )
    return json.dumps({"config": {}, "steps": steps, "changeSummary": {"update": count}}, indent=4)


def report(name: str, runs: int, work: Callable[[], object]) -> None:
    """Time *work*, after one warm-up."""
    work()
    figures = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        figures.append((time.perf_counter() - started) * 1000)
    print(f"{name:>14}: median {statistics.median(figures):6.0f} ms, {min(figures):6.0f} to {max(figures):6.0f} ms")


def main(count: int, runs: int) -> None:
    """Measure both."""
    text = preview(count)
    print(f"{count} resources, {len(text) / 1e6:.1f} MB of JSON, {runs} runs")
    report("in process", runs, lambda: to_markdown(review(read_previews(text, name="production"))))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "preview.json"
        path.write_text(text)
        command = [sys.executable, "-c", PROGRAM, str(path)]
        report("fresh process", runs, lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))


if __name__ == "__main__":
    main(*(int(one) for one in (sys.argv[1:] + ["500", "5"][len(sys.argv) - 1 :])))
