"""What the handler decides of what exists, for every face."""

from tests.reconcile.alert import LEAST
from tests.reconcile.board import NEW_YEAR, ORDERS, PREVIEW, SALES, Board, Row, stored, texts

from pulumi_payment_webhooks.errors import Missing
from pulumi_payment_webhooks.reconcile.decide.states import ACCOUNT
from pulumi_payment_webhooks.reconcile.run.handler import Handler


def test_diff_says_nothing_of_what_is_as_declared(board: Board, handler: Handler) -> None:
    """
    Nothing differs, nothing is due: only what a person should know is said.
    """
    verdict = handler.diff(ORDERS, "a1", stored(), handler.check(ORDERS, {}, LEAST).inputs)

    assert (verdict.changed, verdict.is_due, texts(verdict.remarks)) == ({}, False, ["its year ends soon"])


def test_change_needs_no_remark(handler: Handler) -> None:
    """
    Where the resource changes anyway, it is not remarked: the change may be what the remark asks for.
    """
    inputs = handler.check(ORDERS, {}, {**LEAST, "pause": 61}).inputs

    assert handler.diff(ORDERS, "a1", stored(), inputs).remarks == ()


def test_created_object_is_not_compared(board: Board, handler: Handler) -> None:
    """
    What this run has created is as the platform has it, and is not looked at again.
    """
    handler.create(Row(), handler.check("", {}, LEAST).inputs)
    board.failure = Missing("gone")

    assert handler.diff(ORDERS, "a1", stored(), stored()).failures == ()


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


def test_warning_is_said_once_for_each_resource(handler: Handler) -> None:
    """
    The same warning in check and diff of one resource is said once; on another resource it is said again.
    """
    said = [texts(handler.diff(urn, "a1", stored(), stored()).remarks) for urn in (ORDERS, ORDERS, SALES)]

    assert said == [["its year ends soon"], [], ["its year ends soon"]]
