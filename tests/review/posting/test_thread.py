"""One comment, whatever several jobs do at the same time."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Condition

import pytest

from pulumi_payment_webhooks.review.posting.comment import Comment
from pulumi_payment_webhooks.review.posting.thread import keep_one

PATIENCE = 30


class SlowHost:
    """Comments of one pull request; *random* decides whose request is the next."""

    def __init__(self, jobs: int, random: Random) -> None:
        self.comments: dict[int, str] = {}
        self.written = 0
        self._running, self._random = set(range(jobs)), random
        self._waiting: set[int] = set()
        self._next: int | None = None
        self._changed = Condition()

    def await_turn(self, job: int) -> None:
        """Wait until every job that still runs has a request, and this one is chosen."""
        with self._changed:
            self._waiting.add(job)
            self._choose()
            assert self._changed.wait_for(lambda: self._next == job, PATIENCE)
            self._next = None
            self._waiting.discard(job)

    def leave(self, job: int) -> None:
        """A job has ended."""
        with self._changed:
            self._running.discard(job)
            self._choose()

    def _choose(self) -> None:
        if self._next is None and self._waiting and self._waiting == self._running:
            self._next = self._random.choice(sorted(self._waiting))
            self._changed.notify_all()


class JobThread:
    """The thread of comments as one job sees it."""

    noun, longest = "pull request", 1000

    def __init__(self, host: SlowHost, number: int) -> None:
        self._host, self._number = host, number

    commit, run, is_chosen = "", "", True

    @property
    def job(self) -> "JobThread":
        return self

    def find(self, _: str) -> list[Comment]:
        self._host.await_turn(self._number)
        return [Comment(id, body, str(id)) for id, body in sorted(self._host.comments.items())]

    def create(self, body: str) -> Comment:
        self._host.await_turn(self._number)
        self._host.written += 1
        self._host.comments[self._host.written] = body
        return Comment(self._host.written, body, str(self._host.written))

    def edit(self, comment: Comment, body: str) -> Comment | None:
        self._host.await_turn(self._number)
        if comment.id not in self._host.comments:
            return None
        self._host.comments[comment.id] = body
        return Comment(comment.id, body, comment.url)

    def delete(self, comment: Comment) -> None:
        self._host.await_turn(self._number)
        self._host.comments.pop(comment.id, None)

    def last_commit(self) -> str:
        return ""

    def escape(self, markdown: str) -> str:
        return markdown

    def close(self) -> None:
        self._host.leave(self._number)


@pytest.mark.parametrize("seed", range(20))
def test_concurrent_jobs_leave_one_comment(seed: int) -> None:
    """
    In whichever order the requests of three jobs arrive, one of their reports is left, once.
    """
    host = SlowHost(3, Random(seed))

    def post(number: int) -> None:
        thread = JobThread(host, number)
        keep_one(thread, "marker", f"report {number}")
        thread.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(post, range(3)))

    assert len(host.comments) == 1
    assert set(host.comments.values()) <= {"report 0", "report 1", "report 2"}
