"""How a simulator that serves a terminal treats signals."""

import signal
from threading import Event, Thread

import pytest

from pulumi_payment_webhooks.cli.simulation.serve import ENDING, without_signals


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
