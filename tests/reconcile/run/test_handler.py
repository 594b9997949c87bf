"""What the handler makes of operations, for every face."""

from dataclasses import replace
from typing import Any

import pytest
from tests.reconcile.alert import LEAST
from tests.reconcile.board import NEW_YEAR, ORDERS, PREVIEW, SALES, Alarm, Board, Row, handler_of, stored, texts

from pulumi_payment_webhooks.attendance import Unattended
from pulumi_payment_webhooks.errors import PartiallyDone, Refused, SettingsProblem
from pulumi_payment_webhooks.reconcile.ports import Observed
from pulumi_payment_webhooks.reconcile.run.handler import Handler
from pulumi_payment_webhooks.reconcile.run.phase import Phase
from pulumi_payment_webhooks.settings.mechanism import NAMESPACE


def test_misspelt_setting_is_a_failure_of_the_check(board: Board) -> None:
    """
    A setting whose name is misspelt fails each check, and no read or delete.
    """
    handler = handler_of(board, keys=(f"{NAMESPACE}:testLock",))
    handler.delete(Row(), "a1", stored())

    assert ["testLock" in str(one) for one in handler.check(ORDERS, {}, LEAST).failures] == [True]
    assert board.calls[0] == "delete"


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


def test_claims_are_released_once_the_update_is_done(board: Board) -> None:
    """
    What a resource gives up in this run is free as soon as its update has ended.
    """
    handler = handler_of(board, phase := Phase())
    taken, other = ({**LEAST, "url": f"https://hooks.example.net/{name}"} for name in "ab")
    before = handler.check("", {}, taken).inputs
    now = handler.check(SALES, before, other, PREVIEW).inputs
    handler.check(ORDERS, {}, taken, PREVIEW)
    handler.update(Row(SALES), "a1", stored(url=taken["url"]), {**stored(), "url": now["url"]})

    assert phase.holdings.is_released(frozenset(Alarm.claims(taken)), asker=ORDERS)


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

    assert "delete" not in board.calls
    assert texts(row.said)[0].startswith("not deleting a1: 'sales' manages it now; give it an alias for 'orders'; ")


def test_part_that_moved_needs_no_word(board: Board, handler: Handler) -> None:
    """
    An object that a resource of another type manages by now was moved there on purpose: it stays, without a warning.
    """
    handler.create(Row(SALES), handler.check(SALES, {}, LEAST).inputs)
    handler.delete(row := Row(ORDERS.replace("test:Alert", "test:Part")), "a1", stored())

    assert (board.calls[-1], row.said) == ("create", [])


def test_waits_are_shown_in_the_row(handler: Handler) -> None:
    """
    While an operation is under way, its waits are progress of the resource.
    """
    handler.create(row := Row(), handler.check("", {}, LEAST).inputs)

    assert row.progressed == ["waiting"]


def test_nothing_is_sent_for_a_call_that_was_given_up(board: Board, handler: Handler) -> None:
    """
    Once no command waits for the answer, no request is sent.
    """
    inputs = handler.check("", {}, LEAST).inputs

    with pytest.raises(Unattended):
        handler.create(Row(awaits=False), inputs)
    assert "create" not in board.calls


def test_workers_are_those_of_the_settings(board: Board) -> None:
    """
    The number of workers is what the settings say, and 0 where they cannot be read.
    """
    assert (handler_of(board).workers, handler_of(replace(board, problem="no key")).workers) == (7, 0)


def test_renewal_that_is_due_is_sent_where_nothing_differs() -> None:
    """
    An update that is due by age is sent, even if the platform shows exactly what is declared.
    """

    class VisibleBoard(Board):
        def read(self, request: Any) -> Observed:
            self.calls.append("read")
            return Observed(request.id, dict(request.state), {"createdAt": "then"})

    board = VisibleBoard(at=NEW_YEAR)
    handler_of(board).update(Row(SALES), "a1", stored(), stored())

    assert board.calls == ["update"]
