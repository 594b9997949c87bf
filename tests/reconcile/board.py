"""A small platform with one account, one resource type and a handler of it: no network, no simulator."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, ClassVar

from tests.reconcile.alert import LEAST, Alert

from pulumi_payment_webhooks.attendance import insist_on_somebody, listener
from pulumi_payment_webhooks.errors import SettingsProblem
from pulumi_payment_webhooks.hints import Hints
from pulumi_payment_webhooks.reconcile.decide.states import ACCOUNT
from pulumi_payment_webhooks.reconcile.declare.declaration import Claim, Declaration, Path, Problem
from pulumi_payment_webhooks.reconcile.ports import Advice, ExistingKey, ExistingObject, Observed, Remark, Status
from pulumi_payment_webhooks.reconcile.resource import Platform, ResourceType
from pulumi_payment_webhooks.reconcile.run.handler import Handler
from pulumi_payment_webhooks.reconcile.run.phase import Phase
from pulumi_payment_webhooks.settings.hosts import Hosts
from pulumi_payment_webhooks.settings.mechanism import Settings
from pulumi_payment_webhooks.settings.transport import Terms, TransportSettings

NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)
PREVIEW = Hints(is_preview=True, siblings=2)
ORDERS, SALES = "urn:pulumi:dev::shop::test:Alert::orders", "urn:pulumi:dev::shop::test:Alert::sales"


class Alarm(Alert):
    """An alert of which a URL has one, and which is renewed at the end of its year."""

    renewed: ClassVar[tuple[str, ...]] = ("createdAt",)

    @classmethod
    def claims(cls, inputs: Mapping[str, Any]) -> Mapping[Claim, Path]:
        url = inputs.get("url")
        return {Claim(f"URL {url}", ("url", url)): ("url",)} if isinstance(url, str) else {}

    @classmethod
    def is_due(cls, state: Mapping[str, Any], inputs: Mapping[str, Any], *, at: datetime) -> str | None:
        return "its year is over" if at >= NEW_YEAR else None

    @classmethod
    def may_be_due(cls, inputs: Mapping[str, Any]) -> bool:
        return True

    @classmethod
    def remarks(cls, state: Mapping[str, Any], *, at: datetime) -> Iterator[str]:
        if at.year == 2026:
            yield "its year ends soon"


@dataclass
class Board:
    """A platform with one account, which does as it is told."""

    at: datetime = datetime(2026, 7, 1, tzinfo=UTC)
    problem: str = ""
    failure: Exception | None = None
    advised: list[Advice] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    name: str = "api.example.net/acme"
    host: str = "api.example.net"
    workers: int = 7
    is_offline: bool = False

    def open(self, settings: Settings) -> "Board":
        if self.problem:
            raise SettingsProblem(self.problem)
        return self

    def now(self) -> datetime:
        return self.at

    def fills(self) -> Mapping[str, Any]:
        return {}

    def refuses(self, inputs: Mapping[str, Any]) -> list[Problem]:
        return []

    def refuses_account(self, recorded: str) -> str | None:
        return None

    def is_move(self, recorded: str) -> bool:
        return recorded == "old.example.net/acme"

    def remarks(self) -> list[str]:
        return ["the API is deprecated"]

    def advise(self, inputs: Any, olds: Any, *, account: Any, run: Any) -> list[Advice]:
        self.calls.append("advise")
        return self.advised

    def create(self, request: Any) -> Observed:
        insist_on_somebody()
        if report := listener():
            report("waiting")
        self.calls.append("create")
        made = Observed("a1", {}, {"createdAt": "now", "signingKey": "k"})
        if self.failure:
            request.keep(made)
            raise self.failure
        return made

    def read(self, request: Any) -> Observed | None:
        return None

    def update(self, request: Any) -> Observed:
        self.calls.append("update")
        return Observed(request.id)

    def delete(self, request: Any) -> None:
        self.calls.append("delete")


@dataclass
class Sight:
    """How previews see the object."""

    board: Board
    is_blind: bool = False

    def prepare(self, inputs: Any, olds: Any, *, account: Any) -> None:
        """There is nothing to prepare."""

    def reach(self, inputs: Any, *, account: Any, run: Any) -> None:
        """The platform answers."""

    def observe(self, id: str, state: Any, *, account: Any) -> Observed | None:
        if self.board.failure:
            raise self.board.failure
        return Observed(id)

    def remarks(self, observed: Observed, changed: frozenset[str]) -> list[str]:
        return []


@dataclass
class Row:
    """The caller of an operation."""

    urn: str = ORDERS
    said: list[Remark] = field(default_factory=list)
    progressed: list[str] = field(default_factory=list)
    awaits: bool = True

    def say(self, remark: Remark) -> None:
        self.said.append(remark)

    def progress(self, text: str) -> None:
        self.progressed.append(text)

    def is_awaited(self) -> bool:
        return self.awaits


class EmptyEstate:
    statuses: Sequence[Status] = ()

    def status(self, existing: ExistingObject) -> Status:
        return Status("THERE", "it exists")

    def owners(self, account: Any) -> Sequence[str]:
        return ("",)

    def read(self, account: Any, owner: str, *, whole: bool = False) -> Sequence[ExistingObject]:
        return ()

    def find(self, account: Any, id: str) -> ExistingObject | None:
        return None

    def keys(self, account: Any, found: Sequence[ExistingObject]) -> Sequence[ExistingKey]:
        return ()

    def lists_keys(self, account: Any) -> bool:
        return True

    def unlisted(self, account: Any, found: Sequence[ExistingObject]) -> Sequence[str]:
        return ()

    def close(self) -> None:
        pass


NOTHING = EmptyEstate()


def handler_of(
    board: Board,
    phase: Phase | None = None,
    keys: tuple[str, ...] = (),
    *,
    declaration: type[Declaration] = Alarm,
    config: Mapping[str, object] = MappingProxyType({}),
    environ: Mapping[str, str] = MappingProxyType({}),
    name: str = "test",
) -> Handler:
    resource = ResourceType(
        "test:Alert", "test", declaration, lambda: board, lambda: board.advise, lambda: Sight(board)
    )
    transport = TransportSettings(Terms(name, "user"), Hosts({}, domains=()))
    platform = Platform(name, board.open, board.open, (), (resource,), transport, lambda: NOTHING)
    return Handler(resource, platform, Settings(config.get, environ), phase or Phase(), keys)


def stored(**more: Any) -> dict[str, Any]:
    inputs = handler_of(Board()).check("", {}, LEAST).inputs
    return {**inputs, "createdAt": "then", "signingKey": "k", ACCOUNT: "api.example.net/acme", **more}


def texts(remarks: Any) -> list[str]:
    return [str(one.problem) for one in remarks]
