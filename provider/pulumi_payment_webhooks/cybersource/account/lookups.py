"""
What is asked of the platform once and used by many: the subscriptions of an organization, and its catalogue.

Two readers share the answers. Operations, such as a refresh, wait as long as the settings allow, and after this process
has written, their next reading is fresh. Comparisons of a preview use the first answer of the process, which is asked
for once, in the background, and is waited for within a common limit; what this process wrote since is masked.

A list answers for a whole organization; what it lacks is asked for by id. With v1 of the API, whose lists are of one
product and one event, each subscription is asked for by id.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from ...client.shared_answers import BoundedWait, SharedAnswers, hasten
from ...errors import PlatformError
from ..api.subscriptions import SubscriptionRow, gives_up_products
from ..api.versions import Version
from .settings import CybersourceSettings
from .writes import Writes

if TYPE_CHECKING:  # Loading these takes longer than a request: in a preview, the thread that asks does it.
    from ..api.products import Catalogue
    from .connection import CybersourceConnection

Rows = Mapping[str, SubscriptionRow]


class Lookups:
    """
    The shared answers of one account.

    Args:
        settings: Where to ask, and as which merchant.
    """

    def __init__(self, settings: CybersourceSettings) -> None:
        self._settings = settings
        self._version = Version(settings.api_version)
        self._listed: SharedAnswers[str, Rows] = SharedAnswers(self._list_patiently)
        self._read: SharedAnswers[str, SubscriptionRow] = SharedAnswers(
            lambda one: self._ask(one, f"read subscription {one}")
        )
        self._first_lists: SharedAnswers[str, Rows] = SharedAnswers(self._list_quickly)
        self._first_rows: SharedAnswers[str, SubscriptionRow] = SharedAnswers(self._ask_quickly)
        self._catalogues: SharedAnswers[str, Catalogue] = SharedAnswers(self._browse)
        self._holders: SharedAnswers[tuple[str, frozenset[str]], Sequence[SubscriptionRow]] = SharedAnswers(
            self._list_holders
        )
        self._waits = BoundedWait(settings.host)
        self._writes = Writes()
        self._owners: dict[str, str] = {}
        self._terse: set[str] = set()

    def subscription(self, id: str, organization: str, *, doing: str) -> SubscriptionRow:
        """
        One subscription for an operation: out of the organization's list where there is one for all, else by its id.

        Raises:
            Missing: The platform was asked for that very id, and has no such subscription.
        """
        if self._version.lists_by_event:
            return self._read.get(id)
        try:
            rows = self._listed.get(organization)
        except PlatformError:
            rows = {}
        row = rows.get(id.casefold())
        return self._ask(id, doing) if row is None else row

    def record_write(self, method: str, path: str, body: Any) -> None:
        """Record a request that may change something: the next reading is fresh, and comparisons leave it out."""
        self._writes.note(method, path, body)
        self._listed.forget()
        self._read.forget()

    def begin(self, organization: str) -> None:
        """Have the subscriptions of *organization* listed in the background, unless that has begun or time is up."""
        if not self._version.lists_by_event:
            self._waits.begin(self._first_lists, organization)

    def begin_catalogue(self, organization: str) -> None:
        """Have the catalogue of *organization* read in the background, unless that has begun or time is up."""
        self._waits.begin(self._catalogues, organization)

    def catalogue(self, organization: str) -> Catalogue:
        """
        What *organization* is offered, as a preview sees it.

        Raises:
            PlatformError: There is no definite answer in time, or the platform refuses.
        """
        return self._waits.get(self._catalogues, organization)

    def reach(self, organization: str) -> None:
        """
        Insist on an answer for *organization*: its list, or its catalogue where there is no list of everything.

        Raises:
            PlatformError: There is no definite answer in time, or the platform refuses.
        """
        if self._version.lists_by_event:
            self._waits.get(self._catalogues, organization)
        else:
            self._waits.get(self._first_lists, organization)

    def holders(self, organization: str, products: Collection[str]) -> Iterable[SubscriptionRow]:
        """
        The subscriptions of *organization*, those that cover *products* among them, but for what this process changed.

        Raises:
            PlatformError: There is no definite answer in time, or the platform refuses.
        """
        if self._version.lists_by_event:
            rows = self._waits.get(self._holders, (organization, frozenset(products)))
        else:
            rows = tuple(self._waits.get(self._first_lists, organization).values())
        return [row for row in rows if not self._gives_up_products(row)] if self._writes else rows

    def row(self, id: str, organization: str | None, *, needs: str = "") -> SubscriptionRow:
        """
        One subscription as a comparison sees it: out of the organization's list, else by its id.

        Args:
            id: The platform's id.
            organization: Whose list to look at; None asks by id.
            needs: A member without which a row of a list is not enough. Where the list leaves it out of what has
                one, that is found out once for the whole list.

        Raises:
            Missing: The platform was asked for that very id, and has no such subscription.
            PlatformError: There is no definite answer in time, or the platform refuses.
        """
        if organization is None or self._version.lists_by_event:
            return self._by_id(id)
        row = self._waits.get(self._first_lists, organization).get(id.casefold())
        if row is None:
            return self._by_id(id)
        self._owners[id] = organization
        if not needs or needs in row.mentioned or organization in self._terse:
            return row
        whole = self._by_id(id)
        if needs in whole.mentioned:
            self._terse.add(organization)
        return whole

    def is_terse(self, organization: str) -> bool:
        """Whether the list of *organization* leaves members out that its subscriptions have."""
        return organization in self._terse

    def owner(self, id: str) -> str | None:
        """The organization of subscription *id*, as far as this process has learned it."""
        return self._owners.get(id)

    def current(self, row: SubscriptionRow) -> SubscriptionRow | None:
        """*row* without what this process has written since; None where it has deleted the subscription."""
        written = self._writes.of(self._version.item(row.id))
        return None if written is None else row.without(written)

    def _gives_up_products(self, row: SubscriptionRow) -> bool:
        written = self._writes.of(self._version.item(row.id))
        return written is None or gives_up_products(written)

    def _by_id(self, id: str) -> SubscriptionRow:
        return self._waits.get_one(self._first_rows, id)

    def _list_patiently(self, organization: str) -> Rows:
        rows = None if self._writes else self._first_lists.settled(organization)
        if rows is None:
            rows = _list_by_id(self._patient, organization)
            self._first_lists.keep(organization, rows)
        return rows

    def _list_quickly(self, organization: str) -> Rows:
        return _list_by_id(self._quick, organization)

    def _list_holders(self, look: tuple[str, frozenset[str]]) -> Sequence[SubscriptionRow]:
        from .listings import list_subscriptions

        organization, products = look
        catalogue = self.catalogue(organization)
        return list_subscriptions(self._quick, organization, dict.fromkeys(products, ()), catalogue=catalogue)

    def _browse(self, organization: str) -> Catalogue:
        from .listings import catalogue_of

        return catalogue_of(self._quick, organization)

    def _ask(self, id: str, doing: str) -> SubscriptionRow:
        from .listings import read_subscription

        return read_subscription(self._patient, id, doing=doing)

    def _ask_quickly(self, id: str) -> SubscriptionRow:
        from .listings import read_subscription

        return read_subscription(self._quick, id, doing=f"read subscription {id}")

    @property
    def _patient(self) -> CybersourceConnection:
        from .connection import connect

        return connect(self._settings)

    @property
    def _quick(self) -> CybersourceConnection:
        from .connection import connect

        return connect(hasten(self._settings))


def _list_by_id(connection: CybersourceConnection, organization: str) -> Rows:
    from .listings import list_subscriptions

    return {row.id.casefold(): row for row in list_subscriptions(connection, organization)}


@cache
def lookups_of(settings: CybersourceSettings) -> Lookups:
    """The shared answers of the account that *settings* describe, for as long as the process lives."""
    return Lookups(settings)
