"""
How much time the package adds to `import pulumi`, in fresh processes, in turn.

    python bench/import_time.py [RUNS]

Prints the median, the fastest and the slowest of each, and the difference of the medians in milliseconds.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

PLAIN = "import pulumi"
OURS = "import pulumi; import pulumi_payment_webhooks.cybersource as c; c.WebhookSubscription"


def timed(program: str) -> float:
    """Milliseconds of one fresh process."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True)
    return (time.perf_counter() - started) * 1000


def main(runs: int) -> None:
    """Measure both programs in turn, after one warm-up of each."""
    for program in (PLAIN, OURS):
        timed(program)
    pairs = [(timed(PLAIN), timed(OURS)) for _ in range(runs)]
    for name, column in (("import pulumi", 0), ("and ours", 1)):
        figures = [pair[column] for pair in pairs]
        print(
            f"{name:>14}: median {statistics.median(figures):6.1f} ms, "
            f"{min(figures):6.1f} to {max(figures):6.1f} ms ({runs} runs)"
        )
    added = statistics.median(pair[1] for pair in pairs) - statistics.median(pair[0] for pair in pairs)
    print(f"{'added':>14}: {added:13.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 12)
