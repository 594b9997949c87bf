"""
Answers that many ask for: fetched once, in the background, and waited for within a common limit.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from tests.waiting import PATIENCE

from pulumi_payment_webhooks.client.shared_answers import Budget, SharedAnswers
from pulumi_payment_webhooks.errors import Unavailable


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


def test_asked_once_by_many(pool: ThreadPoolExecutor) -> None:
    """
    Many threads that want one answer have it asked once, and all get it.
    """
    asked: list[str] = []
    ready = Event()

    def ask(key: str) -> str:
        asked.append(key)
        ready.wait(PATIENCE)
        return key * 2

    answers = SharedAnswers(ask)
    waiting: list[Future[str]] = [pool.submit(answers.get, "a") for _ in range(8)]
    ready.set()

    assert [one.result(PATIENCE) for one in waiting] == ["aa"] * 8
    assert asked == ["a"]


def test_error_is_an_answer() -> None:
    """
    An error is raised for everybody, and nobody asks again before it is forgotten.
    """
    failures = [Unavailable("first"), Unavailable("second")]

    def ask(_: str) -> str:
        raise failures.pop(0)

    answers = SharedAnswers(ask)
    said: list[str] = []
    for forget in (False, True, False):
        with pytest.raises(Unavailable) as caught:
            answers.get("a")
        said.append(str(caught.value))
        if forget:
            answers.forget()

    assert said == ["first", "first", "second"]


def test_bug_leaves_nobody_waiting(pool: ThreadPoolExecutor) -> None:
    """
    A failure that is a bug of ours ends every call, rather than let the others wait for ever.
    """
    nothing: dict[str, str] = {}
    answers = SharedAnswers(nothing.__getitem__)
    with pytest.raises(KeyError):
        answers.get("a")

    failure = pool.submit(answers.get, "a").exception(10)
    assert (failure is None, isinstance(failure, TimeoutError)) == (False, False)


def test_fetched_in_the_background() -> None:
    """
    The first caller does not wait; later callers get the same answer.
    """
    asked: list[str] = []
    ready = Event()

    def fetch(key: str) -> str:
        asked.append(key)
        ready.wait(PATIENCE)
        return key * 2

    answers = SharedAnswers(fetch)
    begun = answers.begin("a")
    was_done = begun.done()
    ready.set()

    assert (was_done, answers.get("a"), begun.result(PATIENCE), asked) == (False, "aa", "aa", ["a"])


def test_kept_answer_is_not_fetched() -> None:
    """
    An answer that was fetched elsewhere is as good, and the first one stays.
    """
    answers: SharedAnswers[str, str] = SharedAnswers(lambda key: f"fetched {key}")
    for value in ("kept", "later"):
        answers.keep("a", value)

    assert (answers.get("a"), answers.get("b")) == ("kept", "fetched b")


def test_settled_asks_nobody() -> None:
    """
    Nobody is asked for what is only wanted if it is known; an error is not known.
    """

    def fetch(key: str) -> str:
        raise Unavailable(key)

    answers = SharedAnswers(fetch)
    unasked = answers.settled("a")
    begun = answers.begin("a")

    assert (unasked, answers.settled("a"), isinstance(begun.exception(10), Unavailable)) == (None, None, True)


def test_answer_that_is_there_costs_nothing() -> None:
    """
    With all time spent, what is there is still to be had, and what is not is not waited for.
    """
    there, pending = Future[str](), Future[str]()
    there.set_result("a")
    budget = Budget(0)

    assert (budget.is_spent, budget.wait(there)) == (True, "a")
    with pytest.raises(TimeoutError):
        budget.wait(pending)


class Late(Future[str]):
    """An answer that is not there before it is waited for."""

    def done(self) -> bool:
        return False


def test_waits_share_their_time() -> None:
    """
    What one wait took is not there for the next.
    """
    ticks = iter([10.0, 10.0, 13.0, 20.0, 20.0, 22.0])
    budget = Budget(5, lambda: next(ticks))
    late = Late()
    late.set_result("a")
    spent = [(budget.wait(late), budget.is_spent)[1] for _ in range(2)]

    assert spent == [False, True]
