"""What nobody waits for is not sent."""

import pytest

from pulumi_payment_webhooks import attendance
from pulumi_payment_webhooks.attendance import Unattended, awaited, insist_on_somebody, look_before_each_request


def test_without_a_listener_everything_is_sent():
    """
    A program that is no provider, such as the command line, is never asked.
    """
    insist_on_somebody()


def test_operation_that_nobody_awaits():
    """
    Within an operation it counts whether somebody waits at that moment; after it nothing is asked.
    """
    waiting = [True]
    with awaited(lambda: waiting[0]):
        insist_on_somebody()
        waiting[0] = False
        with pytest.raises(Unattended):
            insist_on_somebody()
    insist_on_somebody()


def test_process_is_asked_each_time(monkeypatch):
    """
    A look of the process is taken before each request, once however often it was announced.
    """
    monkeypatch.setattr(attendance, "_looks", [])
    looks = []

    def look():
        looks.append("look")

    look_before_each_request(look)
    look_before_each_request(look)
    insist_on_somebody()
    insist_on_somebody()

    assert looks == ["look", "look"]
