"""How a simulator that serves a terminal treats signals."""

import signal
from pathlib import Path
from threading import Event, Thread, get_ident, get_native_id
from types import SimpleNamespace
from typing import Any

import pytest

from pulumi_payment_webhooks.cli.simulation.serve import ENDING, without_signals
from pulumi_payment_webhooks.cli.simulation.watch import wait_for_interruption, watch


@pytest.fixture
def _interruptible():
    """Both signals raise KeyboardInterrupt, as they do while a simulator is served."""
    before = {one: signal.signal(one, signal.default_int_handler) for one in ENDING}
    yield
    for one, handler in before.items():
        signal.signal(one, handler)


@pytest.mark.usefixtures("_interruptible")
@pytest.mark.parametrize("number", ENDING)
def test_signal_that_another_thread_receives_waits_for_the_end_of_the_line(number):
    """
    A signal ends the process after the line and not within it, whichever thread the system gives it to.
    """
    begun, done, steps = Event(), Event(), []

    def receive():
        begun.wait()
        signal.raise_signal(number)
        done.set()

    def write():
        with without_signals():
            begun.set()
            done.wait()
            steps.append("whole line")

    thread = Thread(target=receive)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        write()
    thread.join()

    assert steps == ["whole line"]


SILENT: Any = SimpleNamespace(feed=SimpleNamespace(listen=lambda _: lambda: None), deliveries=[])
"""A simulator that delivers nothing."""


@pytest.mark.usefixtures("_interruptible")
@pytest.mark.parametrize("wait", [wait_for_interruption, lambda: watch(SILENT)], ids=["for JSON", "for people"])
def test_signal_that_another_thread_receives_ends_the_waiting(wait):
    """
    Ctrl-C ends a simulator that waits, also when the system gives it to a thread that serves.
    """
    main = Path(f"/proc/self/task/{get_native_id()}/stat")

    def receive():
        while main.read_text().rpartition(")")[2].split()[0] != "S":
            pass
        signal.pthread_kill(get_ident(), signal.SIGINT)

    thread = Thread(target=receive)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        wait()
    thread.join()
