"""The steps of a receiver, performed at once or awaited."""

import asyncio
import logging

import pytest

from pulumi_payment_webhooks.errors import SettingsProblem, Unverified
from pulumi_payment_webhooks.notifications.receiving import async_argument, run, run_async
from pulumi_payment_webhooks.notifications.verification import Doubt, log


async def later(value):
    """What has to be awaited: the event loop sets the value in its next turn."""
    loop = asyncio.get_running_loop()
    found = loop.create_future()
    loop.call_soon(found.set_result, value)
    return await found


def steps(*given):
    """Steps that ask for each of *given*, and return what they got."""
    found = []
    for one in given:
        found.append((yield one))
    return found


def doubting():
    """Steps that end in doubt."""
    yield "a"
    raise Doubt("for a reason")


def test_steps_get_back_what_they_ask_for():
    """
    Values pass as they are, and what can be awaited is awaited.
    """
    assert run(steps("a", None, 7), asked="`keys`") == ["a", None, 7]
    assert asyncio.run(run_async(steps("a", later("b"), None))) == ["a", "b", None]


def test_doubt_becomes_the_silent_error(caplog):
    """
    Both ways end with the same error without a cause, and the debug log has the reason.
    """
    caplog.set_level(logging.DEBUG, logger=log.name)
    for call in (lambda: run(doubting(), asked="`keys`"), lambda: asyncio.run(run_async(doubting()))):
        with pytest.raises(Unverified) as refused:
            call()
        assert (refused.value.__cause__, refused.value.__context__) == (None, None)

    assert caplog.messages == ["refused a notification: for a reason"] * 2


def test_awaitable_is_refused_where_nothing_can_be_awaited():
    """
    The message names the arguments, and no coroutine is left that nobody awaits.
    """
    with pytest.raises(SettingsProblem, match=r"^`keys` or `seen` is an async function"):
        run(steps(later("a")), asked="`keys` or `seen`")


def test_first_async_argument_is_named():
    """
    A function is recognised before it is called.
    """
    assert async_argument(keys=False, seen=None) is None
    assert async_argument(keys=later, seen=later) == "keys"
    assert async_argument(keys=False, seen=later) == "seen"
