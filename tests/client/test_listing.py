"""
What is asked of a platform once for each of many objects.
"""

from threading import Barrier

import pytest

from pulumi_payment_webhooks.attendance import announcing, listener
from pulumi_payment_webhooks.client.listing import ask_each
from pulumi_payment_webhooks.errors import Unavailable
from pulumi_payment_webhooks.withheld import MASK, scrub, withholding

CANARY = "canary-4711"


def test_answers_are_in_the_order_of_the_keys():
    """
    Concurrent requests end in any order, and the answers are those of the keys.
    """
    both = Barrier(2)

    def ask(key: str) -> str:
        both.wait()
        return key.upper()

    assert ask_each(ask, ["b", "a"], workers=2) == ["B", "A"]
    assert ask_each(ask, [], workers=2) == []


def test_threads_report_and_withhold_as_the_caller_does():
    """
    A wait in another thread is reported where the caller's waits are, and no message there shows a withheld value.
    """
    heard: list[str] = []

    def ask(key: str) -> str:
        report = listener()
        assert report
        report(key)
        return str(scrub(CANARY))

    with announcing(heard.append), withholding([CANARY]):
        answers = ask_each(ask, ["a", "b"], workers=2)

    assert (sorted(heard), answers) == (["a", "b"], [MASK, MASK])


def test_an_error_is_raised():
    """
    An error of one of the requests is that of all.
    """

    def ask(key: str) -> str:
        raise Unavailable(key)

    with pytest.raises(Unavailable, match="a"):
        ask_each(ask, ["a"], workers=2)
