"""What the limit on deletions counts and refuses, whatever is deleted."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

import pytest
from pydantic import Field
from tests.reconcile.alert import LEAST
from tests.reconcile.board import ORDERS, PREVIEW, SALES, Alarm, Board, Row, handler_of, stored, texts

from pulumi_payment_webhooks.errors import Missing, PaymentWebhooksError, Unavailable
from pulumi_payment_webhooks.reconcile.declare.declaration import Declaration, PartOf, Replaces
from pulumi_payment_webhooks.reconcile.declare.meaning import Meaning
from pulumi_payment_webhooks.reconcile.declare.values import Text
from pulumi_payment_webhooks.reconcile.run.deletions import Allowance, Deletions, Excess
from pulumi_payment_webhooks.reconcile.run.handler import Handler
from pulumi_payment_webhooks.reconcile.run.phase import Phase
from pulumi_payment_webhooks.settings.deletions import DeletionLimit

PAGE = "see docs/how-to/guard-deletions.md"
NONE = {"payment-webhooks:testMaxDeletions": 0}
ONE = {"payment-webhooks:testMaxDeletions": 1}
PART = ORDERS.replace("Alert::orders", "Contact::contact")


class Contact(Declaration):
    """A part of an alert."""

    alert: Annotated[Text, Replaces(), PartOf("contact")] = Field(description="The alert.")
    meaning: ClassVar[Meaning] = Meaning("contact", deletion="nobody is called")


class Code(Alarm):
    """What the platform keeps."""

    meaning: ClassVar[Meaning] = Meaning("code", deletion="Pulumi forgets it", is_only_forgotten=True)


@pytest.fixture
def phase() -> Phase:
    """The memory of a process that waits for other deletions for a moment only."""
    return Phase(deletions=Deletions(quiet=0.02))


def refused(handler: Handler, urn: str, id: str) -> str:
    """What the refusal to delete says."""
    with pytest.raises(PaymentWebhooksError) as refusal:
        handler.delete(Row(urn), id, stored())
    return str(refusal.value)


def replace(handler: Handler, urn: str, id: str) -> list[str]:
    """What a diff says is wrong with moving an object to another account, which replaces it."""
    before = {**LEAST, "url": f"https://hooks.example.net/{id}"}
    olds = handler.check("", {}, before).inputs
    news = handler.check(urn, olds, {**before, "accountId": "other"}, PREVIEW).inputs
    return texts_of(handler.diff(urn, id, stored(**before), news).failures)


def texts_of(problems: Any) -> list[str]:
    return [str(one) for one in problems]


def test_unlimited_stack_deletes(board: Board, phase: Phase) -> None:
    """
    Without a limit, everything that is deleted is deleted at once.
    """
    handler = handler_of(board, phase)
    handler.delete(Row(ORDERS), "a1", stored())
    handler.delete(Row(SALES), "a2", stored())

    assert board.calls == ["delete", "delete"]


def test_refusal_explains_itself_once(board: Board, phase: Phase) -> None:
    """
    The first refusal names resource, setting and remedy; every other one refers to it. Nothing is sent.
    """
    handler = handler_of(board, phase, config=NONE)

    assert refused(handler, ORDERS, "a1") == (
        "cannot delete object 'orders': testMaxDeletions allows 0\n"
        f"to lift the limit for one run, set TEST_CONFIRM_DELETIONS=shop/dev:<number>; {PAGE}"
    )
    assert refused(handler, SALES, "a2") == "cannot delete object 'sales': stopped for the same reason as 'orders'"
    assert board.calls == []


def test_refusal_says_how_many_are_known(board: Board, phase: Phase) -> None:
    """
    Above the limit, the refusal says how many deletions there are at least.
    """
    handler = handler_of(board, phase, config=ONE)
    handler.delete(Row(ORDERS), "a1", stored())

    assert refused(handler, SALES, "a2").startswith(
        "cannot delete object 'sales': this run deletes 2 or more, and testMaxDeletions allows 1\n"
    )


@pytest.mark.parametrize(("confirmed", "is_deleted"), [("shop/dev:2", True), ("shop/prod:2", False)])
def test_confirmation_lifts_the_limit(confirmed: str, is_deleted: bool, board: Board, phase: Phase) -> None:
    """
    A confirmation of this stack lifts the limit, that of another stack does not.
    """
    handler = handler_of(board, phase, config=NONE, environ={"TEST_CONFIRM_DELETIONS": confirmed})
    if is_deleted:
        handler.delete(Row(ORDERS), "a1", stored())
    else:
        refused(handler, ORDERS, "a1")

    assert board.calls == ["delete"] * is_deleted


def test_confirmation_is_a_limit_as_well(board: Board, phase: Phase) -> None:
    """
    More deletions than confirmed are refused, and the refusal says where the number is from.
    """
    handler = handler_of(board, phase, config=NONE, environ={"TEST_CONFIRM_DELETIONS": "shop/dev:1"})
    handler.delete(Row(ORDERS), "a1", stored())

    assert "this run deletes 2 or more, and TEST_CONFIRM_DELETIONS allows 1" in refused(handler, SALES, "a2")


def test_lifted_limit_is_noted(board: Board, phase: Phase) -> None:
    """
    A preview notes that the limit is lifted, once: the variable may be left from earlier work.
    """
    handler = handler_of(board, phase, config=NONE, environ={"TEST_CONFIRM_DELETIONS": "shop/dev:2"})
    other = {**LEAST, "url": "https://hooks.example.net/sales"}
    said = [*handler.check(ORDERS, {}, LEAST).remarks, *handler.check(SALES, {}, other).remarks]

    assert [one for one in texts(said) if "lifts" in one] == [
        "TEST_CONFIRM_DELETIONS lifts testMaxDeletions: this run may delete 2"
    ]


@pytest.mark.parametrize("failure", [Missing("gone"), Unavailable("slow")], ids=["gone", "no answer"])
def test_only_what_exists_counts(failure: Exception, board: Board, phase: Phase) -> None:
    """
    What does not exist any more can be deleted; where nobody answers, the object counts.
    """
    board.failure = failure
    handler = handler_of(board, phase, config=NONE)
    if isinstance(failure, Missing):
        handler.delete(Row(), "a1", stored())
    else:
        refused(handler, ORDERS, "a1")

    known = Allowance(DeletionLimit(0, None, "testMaxDeletions", "TEST_CONFIRM_DELETIONS"), 0)
    assert phase.deletions.foresee(known, "another") == Excess(known, 1 if isinstance(failure, Missing) else 2)


def test_refusal_of_one_platform_stops_the_other(board: Board, phase: Phase) -> None:
    """
    A run that deletes too much at one platform deletes nothing at another, and names the limit that was exceeded.
    """
    refused(handler_of(board, phase, config=NONE), ORDERS, "a1")
    other = handler_of(board, phase, name="other", config={"payment-webhooks:otherMaxDeletions": 3})

    assert refused(other, SALES, "b1").startswith(
        "cannot delete object 'sales': stopped for the same reason as 'orders'"
    )
    assert board.calls == []


def test_first_to_hear_of_the_limit_of_another_platform_explains_it(board: Board, phase: Phase) -> None:
    """
    Whichever resource is refused first says which limit was exceeded, and what lifts it.
    """
    exceeded = Allowance(DeletionLimit(0, None, "testMaxDeletions", "TEST_CONFIRM_DELETIONS"), 0)
    phase.deletions.foresee(exceeded, "a1")
    other = handler_of(board, phase, name="other", config={"payment-webhooks:otherMaxDeletions": 3})

    assert refused(other, SALES, "b1") == (
        "cannot delete object 'sales': testMaxDeletions stops all deletions of this run\n"
        f"to lift the limit for one run, set TEST_CONFIRM_DELETIONS=shop/dev:<number>; {PAGE}"
    )


def test_object_of_another_resource_does_not_count(board: Board, phase: Phase) -> None:
    """
    An object that stays, because another resource of the program manages it, is not refused.
    """
    handler = handler_of(board, phase, config=NONE)
    handler.create(Row(SALES), handler.check(SALES, {}, LEAST).inputs)
    handler.delete(row := Row(ORDERS), "a1", stored())

    assert texts(row.said)[0].startswith("not deleting a1: 'sales' manages it now")


def test_what_is_only_forgotten_does_not_count(board: Board, phase: Phase) -> None:
    """
    What the platform keeps is forgotten, whatever the limit.
    """
    handler_of(board, phase, config=NONE, declaration=Code).delete(Row(), "a1", stored())

    assert board.calls == ["delete"]


def contact(board: Board, phase: Phase, config: Mapping[str, object] = NONE) -> Handler:
    return handler_of(board, phase, config=config, declaration=Contact)


def test_part_counts_where_nothing_declares_its_whole(board: Board, phase: Phase) -> None:
    """
    Parts are deleted before their wholes: a part whose whole is not declared is refused like the whole.
    """
    with pytest.raises(PaymentWebhooksError, match="cannot delete contact 'contact': testMaxDeletions allows 0"):
        contact(board, phase).delete(Row(PART), "a1/contact", {"alert": "a1"})
    assert board.calls == []


def test_part_and_its_whole_count_once(board: Board, phase: Phase) -> None:
    """
    A limit of one object allows its part and the object itself.
    """
    contact(board, phase, ONE).delete(Row(PART), "a1/contact", {"alert": "a1"})
    handler_of(board, phase, config=ONE).delete(Row(), "a1", stored())

    assert board.calls == ["delete", "delete"]


def test_part_of_a_declared_whole_is_reset(board: Board, phase: Phase) -> None:
    """
    A part that is removed from the program while its whole stays is reset on purpose.
    """
    whole = handler_of(board, phase, config=NONE)
    whole.create(Row(), whole.check(ORDERS, {}, LEAST).inputs)
    contact(board, phase).delete(Row(PART), "a1/contact", {"alert": "a1"})

    assert board.calls[-1] == "delete"


def test_part_that_moves_is_reset(board: Board, phase: Phase) -> None:
    """
    A part that the program still declares moves to another whole: the old one is not deleted.
    """
    handler = contact(board, phase)
    handler.check(PART, {"alert": "a1"}, {"alert": "a2"})
    handler.delete(Row(PART), "a1/contact", {"alert": "a1"})

    assert board.calls[-1] == "delete"


def test_replacement_above_the_limit_is_refused_by_the_preview(board: Board, phase: Phase) -> None:
    """
    A replacement deletes an object: the preview counts it, and refuses what is above the limit.
    """
    handler = handler_of(board, phase, config=ONE)

    assert replace(handler, ORDERS, "a1") == []
    assert [one.partition("\n")[0] for one in replace(handler, SALES, "a2")] == [
        "cannot replace object 'sales': this run deletes 2 or more, and testMaxDeletions allows 1"
    ]


def test_replacement_of_what_is_gone_does_not_count(board: Board, phase: Phase) -> None:
    """
    Replacing an object that does not exist deletes nothing.
    """
    board.failure = Missing("gone")

    assert replace(handler_of(board, phase, config=NONE), ORDERS, "a1") == []


def test_refresh_replaces_nothing(board: Board, phase: Phase) -> None:
    """
    A refresh compares as well, without a program: what differs there is not counted.
    """
    handler = handler_of(board, phase, config=NONE)
    news = handler.check("", {}, {**LEAST, "accountId": "other"}).inputs

    assert handler.diff(ORDERS, "a1", stored(), news).failures == ()
