"""What the handler decides for every face, against a small platform written here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from tests.reconcile.alert import LEAST, Alert

from pulumi_payment_webhooks.errors import Missing, PartiallyDone, Refused, SettingsProblem
from pulumi_payment_webhooks.hints import Hints
from pulumi_payment_webhooks.reconcile.decide.states import ACCOUNT
from pulumi_payment_webhooks.reconcile.declare.declaration import UNKNOWN, Claim, Path, Problem
from pulumi_payment_webhooks.reconcile.ports import Advice, Observed, Remark
from pulumi_payment_webhooks.reconcile.resource import Platform, ResourceType
from pulumi_payment_webhooks.reconcile.run.handler import Handler
from pulumi_payment_webhooks.reconcile.run.phase import Phase
from pulumi_payment_webhooks.settings.mechanism import NAMESPACE, Settings

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
        return self.advised

    def create(self, request: Any) -> Observed:
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

    def say(self, remark: Remark) -> None:
        self.said.append(remark)

    def progress(self, text: str) -> None:
        pass

    def is_awaited(self) -> bool:
        return True


def handler_of(board: Board, phase: Phase | None = None, keys: tuple[str, ...] = ()) -> Handler:
    resource = ResourceType("test:Alert", "test", Alarm, lambda: board, lambda: board.advise, lambda: Sight(board))
    platform = Platform("test", board.open, board.open, (), (resource,))
    return Handler(resource, platform, Settings(lambda _: None, {}), phase or Phase(), keys)


@pytest.fixture
def board() -> Board:
    """The platform."""
    return Board()


@pytest.fixture
def handler(board: Board) -> Handler:
    """A handler in a process of its own."""
    return handler_of(board)


def stored(**more: Any) -> dict[str, Any]:
    inputs = handler_of(Board()).check("", {}, LEAST).inputs
    return {**inputs, "createdAt": "then", "signingKey": "k", ACCOUNT: "api.example.net/acme", **more}


def texts(remarks: Any) -> list[str]:
    return [str(one.problem) for one in remarks]


def test_check_answers_the_normal_form(handler: Handler) -> None:
    """
    A valid declaration comes back in normal form, without a failure.
    """
    verdict = handler.check(ORDERS, {}, LEAST)

    assert (verdict.inputs["pause"], verdict.failures) == (60, ())


def test_every_problem_is_reported_at_once(handler: Handler) -> None:
    """
    Problems of several fields come together.
    """
    failures = handler.check(ORDERS, {}, {**LEAST, "url": "ftp://x", "pause": -1}).failures

    assert [one.path for one in failures] == [("url",), ("pause",)]


def test_settings_hide_what_follows_from_them(board: Board) -> None:
    """
    Beside a problem of the settings, fields that a setting would fill in are not reported; others are.
    """
    board.problem = "no key"
    failures = handler_of(board).check(ORDERS, {}, {"url": "ftp://x", "topics": {"a": ["b"]}}).failures

    assert [one.path for one in failures] == [(), ("url",)]


def test_required_field_is_reported_with_settings(handler: Handler) -> None:
    """
    Where the settings are complete, the field that none of them fills in is reported.
    """
    failures = handler.check(ORDERS, {}, {name: one for name, one in LEAST.items() if name != "accountId"}).failures

    assert [one.path for one in failures] == [("accountId",)]


def test_misspelt_setting_is_a_failure_of_the_check(board: Board) -> None:
    """
    A setting whose name is misspelt fails each check, and no read or delete.
    """
    handler = handler_of(board, keys=(f"{NAMESPACE}:testLock",))
    handler.delete(Row(), "a1", stored())

    assert ["testLock" in str(one) for one in handler.check(ORDERS, {}, LEAST).failures] == [True]
    assert board.calls == ["delete"]


def test_settings_are_explained_on_one_resource(board: Board) -> None:
    """
    A problem of the settings that stops two resources is explained on the first; the second refers to it.
    """
    board.problem = "no key"
    handler = handler_of(board)

    with pytest.raises(SettingsProblem, match=r"^no key$"):
        handler.read(Row(ORDERS), "a1", stored())
    with pytest.raises(SettingsProblem, match=r"^stopped for the same reason as 'orders'$"):
        handler.read(Row(SALES), "a2", stored())


def test_remarks_of_the_account_are_said_once(handler: Handler) -> None:
    """
    What is about the run is said on one resource only.
    """
    said = [
        texts(handler.check(urn, {}, {**LEAST, "url": f"https://hooks.example.net/{urn[-3:]}"}).remarks)
        for urn in (ORDERS, SALES)
    ]

    assert said == [["the API is deprecated"], []]


def test_what_stops_the_run_comes_alone(board: Board, handler: Handler) -> None:
    """
    Beside a refusal no warning is said: first things first.
    """
    board.advised = [Advice(Problem(("url",), "is taken"), refuses=True), Advice(Problem((), "by the way"))]
    verdict = handler.check(ORDERS, {}, LEAST)

    assert ([str(one) for one in verdict.failures], verdict.remarks) == (["url: is taken"], ())


def test_same_claim_twice_is_a_failure(handler: Handler) -> None:
    """
    Two resources with one natural key fail, with the name of the first.
    """
    handler.check(ORDERS, {}, LEAST)
    [failure] = handler.check(SALES, {}, LEAST).failures

    assert str(failure) == f"url: URL {LEAST['url']} is declared by 'orders' as well; declare it once"


def test_swap_is_a_failure(handler: Handler) -> None:
    """
    Two resources that swap their natural keys fail, whichever is checked second.
    """
    one, other = ({**LEAST, "url": f"https://hooks.example.net/{name}"} for name in "ab")
    first, second = (handler.check("", {}, news).inputs for news in (one, other))
    handler.check(ORDERS, first, other)
    [failure] = handler.check(SALES, second, one).failures

    assert str(failure).startswith("swaps with 'orders', which one deployment cannot do\n")


@pytest.mark.parametrize("refuses", [True, False])
def test_deferred_advice_waits_for_all_resources(board: Board, handler: Handler, refuses: bool) -> None:
    """
    Advice that another resource may settle waits until all are seen: then it names the resource that it is about.
    """
    wanted = Claim("URL x", ("url", "x"))
    advice = Advice(Problem((), "is taken"), refuses=refuses, unless=(frozenset({wanted}),))
    board.advised = [advice]
    first = handler.check(ORDERS, {}, LEAST, PREVIEW)
    board.advised = []
    second = handler.check(SALES, {}, {**LEAST, "url": "https://hooks.example.net/b"}, PREVIEW)

    assert (first.failures, "is taken" in texts(first.remarks)) == ((), False)
    if refuses:
        assert [str(one) for one in second.failures] == ["'orders': is taken"]
    else:
        assert Remark(ORDERS, Problem((), "is taken")) in second.remarks


def test_preview_shows_outputs_that_may_change(handler: Handler) -> None:
    """
    In a preview of a resource whose age may be reached, the outputs that would change are unknown.
    """
    before = handler.check("", {}, LEAST).inputs

    assert handler.check(ORDERS, before, LEAST, PREVIEW).inputs["createdAt"] is UNKNOWN
    assert "createdAt" not in handler.check(ORDERS, before, LEAST).inputs


def test_diff_says_nothing_of_what_is_as_declared(board: Board, handler: Handler) -> None:
    """
    Nothing differs, nothing is due: only what a person should know is said.
    """
    verdict = handler.diff(ORDERS, "a1", stored(), handler.check(ORDERS, {}, LEAST).inputs)

    assert (verdict.changed, verdict.is_due, texts(verdict.remarks)) == ({}, False, ["its year ends soon"])


def test_age_is_reached_by_the_clock_of_the_account(board: Board, handler: Handler) -> None:
    """
    Once the account's clock has reached the age, an update is due and says why; the diff names the outputs.
    """
    inputs = handler.check(ORDERS, stored(), LEAST, PREVIEW).inputs
    board.at = NEW_YEAR
    verdict = handler.diff(ORDERS, "a1", stored(), inputs)

    assert (verdict.is_due, verdict.outputs, texts(verdict.remarks)) == (True, ("createdAt",), ["its year is over"])


def test_refresh_renews_nothing(board: Board, handler: Handler) -> None:
    """
    A diff of what the program has not declared in this run, as a refresh makes it, finds nothing due.
    """
    inputs = handler.check("", {}, LEAST).inputs
    board.at = NEW_YEAR

    assert not handler.diff(ORDERS, "a1", stored(), inputs).is_due


def test_moved_object_is_due(handler: Handler) -> None:
    """
    An object that was moved to this account is updated, so that its state records where it is.
    """
    verdict = handler.diff(ORDERS, "a1", stored(**{ACCOUNT: "old.example.net/acme"}), stored())

    assert (verdict.is_due, verdict.replacing) == (True, ())


def test_moved_object_that_is_gone_is_replaced(board: Board, handler: Handler) -> None:
    """
    What does not exist in the new account is created there.
    """
    board.failure = Missing("gone")
    verdict = handler.diff(ORDERS, "a1", stored(**{ACCOUNT: "old.example.net/acme"}), stored())

    assert verdict.replacing == (ACCOUNT,)


def test_missing_object_stops_the_run(board: Board, handler: Handler) -> None:
    """
    An object that does not exist is a failure of the diff.
    """
    board.failure = Missing("gone")
    [failure] = handler.diff(ORDERS, "a1", stored(), stored()).failures

    assert failure.reason == "a1 does not exist at api.example.net: run `pulumi up --refresh`"


def test_exclusive_object_is_deleted_first(handler: Handler) -> None:
    """
    Where there is room for one object, the old one gives up its place first.
    """
    assert handler.diff(ORDERS, "a1", stored(), stored()).is_deleted_first


def test_accepted_create_is_never_lost(board: Board, handler: Handler) -> None:
    """
    A create that fails after the platform accepted it carries id and state.
    """
    board.failure = Refused("no")

    with pytest.raises(PartiallyDone) as caught:
        handler.create(Row(), handler.check("", {}, LEAST).inputs)
    assert (caught.value.id, caught.value.state["createdAt"]) == ("a1", "now")


def test_object_of_another_resource_is_not_deleted(board: Board, handler: Handler) -> None:
    """
    An object that another resource of the program manages by now stays, with a warning that names that resource.
    """
    inputs = handler.check(SALES, {}, LEAST).inputs
    handler.create(Row(SALES), inputs)
    handler.delete(row := Row(ORDERS), "a1", stored())

    assert board.calls == ["create"]
    assert texts(row.said)[0].startswith("not deleting a1: 'sales' manages it now; give it an alias for 'orders'; ")


def test_warning_is_said_once_for_each_resource(handler: Handler) -> None:
    """
    The same warning in check and diff of one resource is said once; on another resource it is said again.
    """
    said = [texts(handler.diff(urn, "a1", stored(), stored()).remarks) for urn in (ORDERS, ORDERS, SALES)]

    assert said == [["its year ends soon"], [], ["its year ends soon"]]


def test_workers_are_those_of_the_settings(board: Board) -> None:
    """
    The number of workers is what the settings say, and 0 where they cannot be read.
    """
    assert (handler_of(board).workers, handler_of(replace(board, problem="no key")).workers) == (7, 0)
