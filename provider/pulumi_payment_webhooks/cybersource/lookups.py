"""
What is asked of the platform once and used by many: the subscriptions of an organization, and its catalogue.

A refresh asks for the list once per organization instead of once per subscription; with v1 of the API, whose lists are
of one product and one event, each subscription is asked for by id, once for itself and its parts. A write of ours makes
the next reading fresh. Advice for a preview is a second thing: it is asked once, quickly, and is never an error.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from threading import Lock
from time import monotonic
from typing import Any, Generic, TypeVar

from ..errors import PaymentWebhooksError, PlatformError
from .api import subscriptions
from .api.products import Catalogue
from .api.versions import version_of
from .connection import Connection, connect
from .listings import Events, Row, catalogue_of, list_subscriptions, read_subscription
from .settings import CybersourceSettings

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
Look = tuple[str, frozenset[str]]

ADVICE_TIMEOUT = 5.0
ADVICE_BUDGET = 5.0


class Once(Generic[K, T]):
    """Answers by key, each asked once whoever asks first; the others wait for it. Safe between threads."""

    def __init__(self, ask: Callable[[K], T]) -> None:
        self._ask = ask
        self._answers: dict[K, Future[T]] = {}
        self._lock = Lock()

    def get(self, key: K) -> T:
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

    def has(self, key: K) -> bool:
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
        rows: Its subscriptions, those that hold the products in question among them.
    """

    catalogue: Catalogue | None
    rows: Sequence[Row] | None


class Lookups:
    """
    The shared answers of one account.

    Args:
        settings: Whom to ask, as whom.
    """

    def __init__(self, settings: CybersourceSettings) -> None:
        self._settings = settings
        self._version = version_of(settings)
        self._listed: Once[str, Sequence[Row]] = Once(lambda whose: list_subscriptions(self._patient, whose))
        self._read: Once[str, Any] = Once(lambda one: self._ask(one, f"read subscription {one}"))
        self._catalogues: Once[str, Catalogue | None] = Once(self._browse)
        self._glances: Once[Look, Glance] = Once(self._glance)
        self._left = ADVICE_BUDGET
        self._told: set[str] = set()

    def subscription(self, id: str, organization: str, *, doing: str) -> Any:
        """
        One subscription: out of the organization's list where there is one for all, else asked for by its id.

        Raises:
            Missing: The platform was asked for that very id, and has no such subscription.
        """
        if self._version.lists_by_event:
            return self._read.get(id)
        try:
            rows = self._listed.get(organization)
        except PlatformError:
            rows = ()
        row = next((row for row in rows if subscriptions.id_of(row) == id), None)
        return row if row is not None else self._ask(id, doing)

    def glance(self, organization: str, products: Collection[str]) -> Glance | None:
        """
        A quick look at *organization*, once in this process; None where there is no time for it.

        One list tells of all products. With v1 of the API, the holders of *products* are asked for by themselves.

        The engine asks for advice on one resource after the other, so all of it has a common limit of time.
        """
        look = (organization, frozenset(products if self._version.lists_by_event else ()))
        if not self._glances.has(look) and self._left <= 0:
            return None
        return self._glances.get(look)

    def is_first_told(self, organization: str) -> bool:
        """Whether it has not been said yet that nobody answered for *organization*; it is said once."""
        is_first = organization not in self._told
        self._told.add(organization)
        return is_first

    def wrote(self) -> None:
        """Something was written: the next reading is fresh."""
        self._listed.forget()
        self._read.forget()

    @property
    def _patient(self) -> Connection:
        return connect(self._settings)

    def _ask(self, id: str, doing: str) -> Any:
        return read_subscription(self._patient, id, doing=doing)

    def _glance(self, look: Look) -> Glance:
        started = monotonic()
        glance = self._glance_by_event(look) if self._version.lists_by_event else self._glance_at_all(look[0])
        self._left -= monotonic() - started
        return glance

    def _glance_at_all(self, organization: str) -> Glance:
        with ThreadPoolExecutor(2) as pool:
            catalogue = pool.submit(self._catalogues.get, organization)
            rows = pool.submit(self._list, organization)
        return Glance(catalogue.result(), rows.result())

    def _glance_by_event(self, look: Look) -> Glance:
        organization, products = look
        catalogue = self._catalogues.get(organization)
        if catalogue is None:
            return Glance(None, None)
        return Glance(catalogue, self._list(organization, dict.fromkeys(products, ()), catalogue))

    @property
    def _quick(self) -> Connection:
        return connect(replace(self._settings, retries=1, timeout=min(ADVICE_TIMEOUT, self._settings.timeout)))

    def _list(
        self, organization: str, among: Events | None = None, catalogue: Catalogue | None = None
    ) -> Sequence[Row] | None:
        try:
            return list_subscriptions(self._quick, organization, among, catalogue=catalogue)
        except PlatformError:
            return None

    def _browse(self, organization: str) -> Catalogue | None:
        try:
            return catalogue_of(self._quick, organization)
        except PlatformError:
            return None


@cache
def lookups_of(settings: CybersourceSettings) -> Lookups:
    """The shared answers of the account that *settings* describe, for as long as the process lives."""
    return Lookups(settings)
