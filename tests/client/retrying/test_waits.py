"""Waiting between tries: who hears of them, and what is obeyed."""

import logging

import pytest
from tests.client.scripted import get

from pulumi_payment_webhooks.attendance import announcing
from pulumi_payment_webhooks.client.retry import Patience
from pulumi_payment_webhooks.errors import Unavailable


def test_waits_are_announced(platform, open_session):
    """
    A person learns why nothing seems to happen, and how often it is tried.
    """
    heard: list[str] = []
    platform.answers(503)
    platform.answers(200)

    session = open_session()
    session.on_wait = heard.append
    get(session)

    assert heard == ["HTTP 503, next try (2 of 3) in 0.0 s"]


def test_waits_are_announced_to_the_thread_that_waits(platform, open_session):
    """
    A listener named for a block hears in place of the session's own.
    """
    session_hears: list[str] = []
    block_hears: list[str] = []
    platform.answers(503)
    platform.answers(200)

    session = open_session()
    session.on_wait = session_hears.append
    with announcing(block_hears.append):
        get(session)

    assert (len(session_hears), len(block_hears)) == (0, 1)


def test_last_failure_announces_no_further_try(platform, open_session):
    """
    There is one announcement less than there are tries.
    """
    heard: list[str] = []
    platform.answers(503)
    platform.answers(503)

    session = open_session(tries=2)
    session.on_wait = heard.append
    with pytest.raises(Unavailable):
        get(session)

    assert len(heard) == 1


def test_wish_to_wait_too_long_is_told(platform, open_session):
    """
    A platform that asks for an hour ends the tries at once, and the message says how long it asks for.
    """
    platform.answers(429, Retry_After="3600")

    with pytest.raises(Unavailable, match=r"HTTP 429; it asks to wait 3600 s before another try"):
        get(open_session(patience=Patience(tries=3, first_wait=0.001)))


def test_wish_to_wait_is_ignored_when_waiting_is_off(platform, session):
    """
    Tests that switch waiting off never wait, whatever the platform asks for.
    """
    platform.answers(429, Retry_After="3600")
    platform.answers(200)

    assert get(session).status == 200


def test_library_does_not_log_retries(platform, session, caplog):
    """
    The library's own warning of each retry, which would reach the user's terminal, stays off.
    """
    platform.answers(503)
    platform.answers(200)

    get(session)

    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
