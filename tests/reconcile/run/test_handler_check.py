"""What the handler decides before a deployment, for every face."""

import pytest
from tests.reconcile.alert import LEAST
from tests.reconcile.board import ORDERS, PREVIEW, SALES, Alarm, Board, handler_of, texts

from pulumi_payment_webhooks.reconcile.declare.declaration import UNKNOWN, Claim, Problem
from pulumi_payment_webhooks.reconcile.ports import Advice, Remark
from pulumi_payment_webhooks.reconcile.run.handler import Handler


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


def test_invalid_declaration_asks_the_platform_nothing(board: Board, handler: Handler) -> None:
    """
    What cannot be deployed is reported without a look at the platform.
    """
    handler.check(ORDERS, {}, {**LEAST, "pause": -1})

    assert board.calls == []


def test_advice_that_another_resource_settles_is_dropped(board: Board, handler: Handler) -> None:
    """
    What stands in the way of a resource is not said where another one gives it up in the same run.
    """
    taken, other = ({**LEAST, "url": f"https://hooks.example.net/{name}"} for name in "ab")
    before = handler.check("", {}, taken).inputs
    handler.check(SALES, before, other, PREVIEW)
    board.advised = [Advice(Problem(("url",), "is taken"), refuses=True, unless=(frozenset(Alarm.claims(taken)),))]

    assert handler.check(ORDERS, {}, taken, PREVIEW).failures == ()


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
