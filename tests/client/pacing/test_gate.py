"""
How many requests are under way at once, in which order, and that all of them wait when the platform says so.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError, Condition, Event, Semaphore, Thread

import pytest
from tests.client.retrying.by_hand import HandClock
from tests.waiting import PATIENCE

from pulumi_payment_webhooks.attendance import Unattended, awaited
from pulumi_payment_webhooks.client.answer import NoAnswer
from pulumi_payment_webhooks.client.pacing.gate import Gate, Gates
from pulumi_payment_webhooks.client.pacing.timing import Timing
from pulumi_payment_webhooks.client.pacing.visit import Visit
from pulumi_payment_webhooks.client.retry import Patience

ORDINARY = Patience()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


@pytest.fixture
def by_hand() -> HandClock:
    return HandClock()


def visit(heard: list[str] | None = None, patience: Patience = ORDINARY) -> Visit:
    return Visit("POST", "api.example", patience, None if heard is None else heard.append)


def gate_of(workers: int, timing: Timing | None = None) -> Gate:
    return Gate(workers, timing=timing or Timing())


def refusal(wait: float | None) -> NoAnswer:
    return NoAnswer("HTTP 429", maybe_done=False, wait=wait, status=429, is_limit=True)


def refuse(gate: Gate, wait: float | None) -> None:
    with gate.slot(visit()) as passage:
        gate.refuse(passage, refusal(wait), Patience())


def test_as_many_as_allowed(pool: ThreadPoolExecutor) -> None:
    """
    As many as allowed are inside together: all of them meet there.
    """
    gate, meeting = gate_of(4), Barrier(4, timeout=PATIENCE)

    def pass_through(_: int) -> int:
        with gate.slot(visit()):
            return meeting.wait()

    assert sorted(pool.map(pass_through, range(4))) == [0, 1, 2, 3]


def test_never_more_than_allowed(pool: ThreadPoolExecutor) -> None:
    """
    With a limit of three, four that would meet inside never do.
    """
    gate, meeting = gate_of(3), Barrier(4)

    def pass_through(_: int) -> bool:
        with gate.slot(visit()):
            try:
                meeting.wait(0.1)
            except BrokenBarrierError:
                return False
        return True

    assert list(pool.map(pass_through, range(8))) == [False] * 8


def test_place_is_given_back_after_a_failure() -> None:
    """
    A request that fails gives its place back.
    """
    gate = gate_of(1)
    with pytest.raises(ZeroDivisionError), gate.slot(visit()):
        _ = 1 / 0

    with gate.slot(visit()) as passage:
        assert not passage.is_refused


def test_freed_slot_wakes_who_waits(pool: ThreadPoolExecutor) -> None:
    """
    A request that waits for a slot goes in as soon as another leaves.
    """
    gate, inside, leave = gate_of(1), Event(), Event()

    def stay() -> bool:
        with gate.slot(visit()):
            inside.set()
            return leave.wait(PATIENCE)

    staying = pool.submit(stay)
    assert inside.wait(PATIENCE)
    waiting = pool.submit(lambda: gate.slot(visit()).__enter__())
    leave.set()

    assert waiting.result(PATIENCE).sent > 0
    assert staying.result(PATIENCE)


def test_all_wait_after_one_was_refused(by_hand: HandClock) -> None:
    """
    A request that has nothing to do with the refused one is not sent before the time that the platform named.
    """
    gate = gate_of(8, by_hand.timing)
    refuse(gate, 30.0)
    with gate.slot(visit()) as passage:
        sent = passage.sent

    assert 30.0 <= sent <= 30.5


def test_waiting_requests_report_the_pause(by_hand: HandClock) -> None:
    """
    Each request that waits says once which host makes it wait, why, and how long.
    """
    heard: list[str] = []
    gate = gate_of(8, by_hand.timing)
    refuse(gate, 12.0)
    with gate.slot(visit(heard)):
        pass

    assert heard == ["api.example limits requests (HTTP 429): next request in 12 s"]


def test_earlier_requests_go_first(pool: ThreadPoolExecutor) -> None:
    """
    A request that was refused goes before those that came later.
    """
    waits = Semaphore(0)

    def wait(condition: Condition, seconds: float) -> None:
        waits.release()
        condition.wait(seconds)

    gate, first, order, inside, leave = gate_of(1, Timing(wait=wait)), visit(), list[str](), Event(), Event()
    later = visit()

    def hold() -> None:
        with gate.slot(visit()):
            inside.set()
            leave.wait(PATIENCE)

    def go(name: str, one: Visit) -> None:
        with gate.slot(one):
            order.append(name)

    threads = [Thread(target=hold), Thread(target=go, args=("later", later)), Thread(target=go, args=("first", first))]
    threads[0].start()
    assert inside.wait(PATIENCE)
    for thread in threads[1:]:
        thread.start()
        assert waits.acquire(timeout=PATIENCE)
    leave.set()
    for thread in threads:
        thread.join(PATIENCE)

    assert order == ["first", "later"]


def test_too_long_a_pause_fails_everything_at_once(by_hand: HandClock) -> None:
    """
    Nobody waits for an hour, and nothing more is sent.
    """
    gate = gate_of(8, by_hand.timing)
    refuse(gate, 3600.0)
    with pytest.raises(NoAnswer) as raised, gate.slot(visit()):
        pass

    assert (raised.value.status, raised.value.wait and round(raised.value.wait, -2)) == (429, 3600.0)
    assert (raised.value.is_final, by_hand.now) == (True, 0.0)


def test_interrupted_command_ends_the_wait(by_hand: HandClock) -> None:
    """
    A request for which no command waits any more ends its wait within a second.
    """
    gate = gate_of(8, by_hand.timing)
    refuse(gate, 30.0)
    with awaited(lambda: False), pytest.raises(Unattended), gate.slot(visit()):
        pass

    assert by_hand.now <= 1.0


def test_request_that_waits_for_nothing_is_counted(by_hand: HandClock) -> None:
    """
    Where waiting is off neither a pause nor a limit holds a request back, and the others make room for it.
    """
    gate, hasty = Gate(8, 2, timing=by_hand.timing), Patience(first_wait=0)
    for _ in range(2):
        with gate.slot(visit(patience=hasty)) as passage:
            assert passage.sent == 0.0
    with gate.slot(visit()) as passage:
        assert passage.sent >= 1.0


def test_account_has_one_gate() -> None:
    """
    All sessions of an account go through the same gate, until it is forgotten.
    """
    gates = Gates()
    first = gates.of("account", 8)

    assert gates.of("account", 8) is first
    assert gates.of("another", 8) is not first
    gates.forget()
    assert gates.of("account", 8) is not first
