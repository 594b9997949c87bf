"""
What is asked of the platform once and used by many: the subscriptions of an organization, and its catalogue.

A refresh asks for the list once per organization instead of once per subscription. A write of ours makes the next
reading fresh. Advice for a preview is a second thing: it is asked once, quickly, and is never an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from threading import Lock
from time import monotonic
from typing import Any, Generic, TypeVar

from ..errors import Missing, PaymentWebhooksError, PlatformError
from .api import products, subscriptions
from .connection import Connection, connect
from .settings import CybersourceSettings

Row = Mapping[str, Any]
T = TypeVar("T")

ADVICE_TIMEOUT = 5.0
ADVICE_BUDGET = 5.0


class Once(Generic[T]):
    """Answers by key, each asked once whoever asks first; the others wait for it. Safe between threads."""

    def __init__(self, ask: Callable[[str], T]) -> None:
        self._ask = ask
        self._answers: dict[str, Future[T]] = {}
        self._lock = Lock()

    def get(self, key: str) -> T:
        """The answer for *key*; an error is an answer too, and is raised for everybody."""
        with self._lock:
            answer = self._answers.get(key)
            is_first = answer is None
            if answer is None:
                answer = self._answers[key] = Future()
        if is_first:
            try:
                answer.set_result(self._ask(key))
            except PaymentWebhooksError as failure:
                answer.set_exception(failure)
            finally:
                answer.cancel()
        return answer.result()

    def has(self, key: str) -> bool:
        """Whether somebody has asked for *key* already."""
        with self._lock:
            return key in self._answers

    def forget(self) -> None:
        """Ask anew from now on."""
        with self._lock:
            self._answers.clear()


@dataclass(frozen=True)
class Glance:
    """
    What a quick look at an organization showed; None where nobody answered.

    Args:
        catalogue: What it is offered.
        rows: Its subscriptions.
    """

    catalogue: products.Catalogue | None
    rows: Sequence[Row] | None


class Lookups:
    """
    The shared answers of one account.

    Args:
        settings: Whom to ask, as whom.
    """

    def __init__(self, settings: CybersourceSettings) -> None:
        self._settings = settings
        self._listed: Once[Sequence[Row]] = Once(lambda organization: list_subscriptions(self._patient, organization))
        self._glances: Once[Glance] = Once(self._glance)
        self._left = ADVICE_BUDGET
        self._told: set[str] = set()

    def subscription(self, id: str, organization: str, *, doing: str) -> Any:
        """
        One subscription: out of the organization's list, else asked for by its id.

        Raises:
            Missing: The platform was asked for that very id, and has no such subscription.
        """
        try:
            rows = self._listed.get(organization)
        except PlatformError:
            rows = ()
        row = next((row for row in rows if subscriptions.id_of(row) == id), None)
        return row if row is not None else self._patient.ask("GET", subscriptions.item(id), doing=doing)

    def glance(self, organization: str) -> Glance | None:
        """
        A quick look at *organization*, once in this process; None where there is no time for it.

        The engine asks for advice on one resource after the other, so all of it has a common limit of time.
        """
        if not self._glances.has(organization) and self._left <= 0:
            return None
        return self._glances.get(organization)

    def is_first_told(self, organization: str) -> bool:
        """Whether it has not been said yet that nobody answered for *organization*; it is said once."""
        is_first = organization not in self._told
        self._told.add(organization)
        return is_first

    def wrote(self) -> None:
        """Something was written: the next reading is fresh."""
        self._listed.forget()

    @property
    def _patient(self) -> Connection:
        return connect(self._settings)

    def _glance(self, organization: str) -> Glance:
        started = monotonic()
        with ThreadPoolExecutor(2) as pool:
            catalogue, rows = pool.submit(self._browse, organization), pool.submit(self._list, organization)
        self._left -= monotonic() - started
        return Glance(catalogue.result(), rows.result())

    @property
    def _quick(self) -> Connection:
        return connect(replace(self._settings, retries=1, timeout=min(ADVICE_TIMEOUT, self._settings.timeout)))

    def _list(self, organization: str) -> Sequence[Row] | None:
        try:
            return list_subscriptions(self._quick, organization)
        except PlatformError:
            return None

    def _browse(self, organization: str) -> products.Catalogue | None:
        try:
            answer = self._quick.ask("GET", products.path(organization), doing="list products")
        except PlatformError:
            return None
        return products.read(answer)


def list_subscriptions(connection: Connection, organization: str) -> Sequence[Row]:
    """
    Every subscription of *organization*, asked now. A list that answers 404 is empty.

    Raises:
        PlatformError: There is no definite answer, or a no.
    """
    query = {"organizationId": organization}
    try:
        return subscriptions.listed(
            connection.ask("GET", subscriptions.COLLECTION, query=query, doing="list subscriptions")
        )
    except Missing:
        return ()


@cache
def lookups_of(settings: CybersourceSettings) -> Lookups:
    """The shared answers of the account that *settings* describe, for as long as the process lives."""
    return Lookups(settings)
