"""
What the engine leaves behind when it is killed alone, and what goes on when it is only interrupted.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.engine.cybersource.programs import SUBSCRIPTION, TOKENS, program, resource
from tests.engine.cybersource.shop import Shop
from tests.engine.project import PATIENCE, interrupt
from tests.waiting import Watched, wait_until

UP = "pulumi up --yes --skip-preview"
PROMPTLY = 20.0
"""Seconds within which something is due that takes one or two where the machine is idle."""
LATER = 60
"""Seconds after which the platform wants to be asked again: nobody is there any more."""


def processes(parents: set[int]) -> Iterator[tuple[int, str]]:
    """
    The processes that *parents* have started, and theirs, with their command lines.
    """
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            command = (stat.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if int(parent) in parents and state != "Z":
            yield int(stat.parent.name), command
            yield from processes({int(stat.parent.name)})


@contextmanager
def running(shop: Shop) -> Iterator[subprocess.Popen[bytes]]:
    """
    `pulumi up`, begun.
    """
    with subprocess.Popen(
        shlex.split(UP),
        cwd=shop.project.folder,
        env=shop.project.cold.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        bufsize=0,
    ) as run:
        yield run


@pytest.fixture
def waiting_shop(shop: Shop) -> Shop:
    """
    A shop whose provider waits before it tries again.
    """
    shop.project.config("payment-webhooks:cybersourceRetryWait", "0.5")
    shop.project.write(program(resource(SUBSCRIPTION, "orders", **TOKENS)))
    return shop


BUSY = f"\nimport threading\nthreading.Thread(target=threading.Event().wait, args=({LATER},)).start()\n"
"""Keeps the program's process running."""


@pytest.mark.parametrize("more", ["", BUSY], ids=["resources", "program"])
def test_killed_engine_leaves_nothing_behind(waiting_shop: Shop, more: str) -> None:
    """
    After a kill of the engine alone neither its provider nor its language host lives on, and the request that waited
    is not sent.
    """
    waiting_shop.project.write(program(resource(SUBSCRIPTION, "orders", **TOKENS)) + more)
    waiting_shop.platform.fail(429, method="POST", retry_after=LATER - 1, count=9)
    with running(waiting_shop) as run:
        wait_until(waiting_shop.platform, lambda: waiting_shop.sent)
        left = dict(processes({run.pid}))
        watched = Watched(left)
        os.kill(run.pid, signal.SIGKILL)
        watched.wait(PROMPTLY)

    assert [command for command in left.values() if "pulumi.dynamic" in command], left
    assert [command for command in left.values() if "language_host" in command], left
    assert (len(waiting_shop.sent), waiting_shop.held) == (1, [])


def test_first_interrupt_lets_a_create_finish(waiting_shop: Shop) -> None:
    """
    After one ^C a create that waits for another try is sent again and kept, as the engine promises.
    """
    waiting_shop.platform.fail(429, method="POST", retry_after=1, count=3)
    with running(waiting_shop) as run:
        wait_until(waiting_shop.platform, lambda: waiting_shop.sent)
        interrupt(run)
        waiting_shop.platform.faults.clear()
        said, _ = run.communicate(timeout=PATIENCE)

    assert b"update canceled" in said
    assert waiting_shop.stored()["id"] == waiting_shop.subscription.webhook_id
