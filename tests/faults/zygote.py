"""
Loads Pulumi's host for dynamic providers and the provider once, and forks a process of it for each line that it reads.

Each line is the address of an engine. What a fork prints is its own process id, then its port. A phase of a deployment
has such a process to itself, as with the real engine, and takes a hundredth of a second to start.
"""

import os
import runpy
import signal
import sys

import pulumi.dynamic  # noqa: F401 - for every fork

from pulumi_payment_webhooks import client, registry

PRELOADED = [
    client.Session,
    *(one.operations() for name in registry.PLATFORMS for one in registry.platform(name).resources),
]


def main() -> None:
    """Fork until nobody asks any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # Nobody waits for forks: the kernel buries them.
    while line := sys.stdin.readline():
        if os.fork() == 0:
            sys.argv = ["pulumi.dynamic", line.strip()]
            print(os.getpid(), flush=True)
            runpy.run_module("pulumi.dynamic", run_name="__main__", alter_sys=True)
            return


if __name__ == "__main__":
    main()
