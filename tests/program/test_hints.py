"""What the program's process tells the provider's process of the program, beside the inputs of a resource."""

import pytest
from tests.program.samples import LEAST

from pulumi_payment_webhooks.cybersource import DigitalSignatureKey, RetryPolicy, WebhookSubscription
from pulumi_payment_webhooks.hints import Hints


def hinted(run, program, **mode):
    """The hints that each resource of a program carries, by name."""
    return {name: Hints.among(one.inputs) for name, one in run(program, **mode)[1].items()}


@pytest.mark.parametrize("is_preview", [True, False])
def test_resource_is_told_of_the_program(run, is_preview):
    """
    Each resource knows how many of its type the whole program declares, also below it, and whether it is a preview.
    """

    def program():
        DigitalSignatureKey("k")
        first = WebhookSubscription("a", **LEAST)
        WebhookSubscription("b", **LEAST)
        return first.urn

    seen = hinted(run, program, preview=is_preview)

    assert {name: one.siblings for name, one in seen.items()} == {"k": 1, "a": 2, "b": 2}
    assert {one.is_preview for one in seen.values()} == {is_preview}


def test_other_run_counts_for_itself(run):
    """
    A second run of a program in the same process does not count the resources of the first.
    """
    seen = [hinted(run, lambda: WebhookSubscription("a", **LEAST).urn)["a"].siblings for _ in range(2)]

    assert seen == [1, 1]


def test_whole_is_told_of_its_parts(run):
    """
    A subscription knows of the policies that resources of their own declare below it.
    """

    def program():
        whole = WebhookSubscription("a", **LEAST)
        WebhookSubscription("b", **LEAST)
        return RetryPolicy("r", subscription=whole).urn

    seen = hinted(run, program)

    assert {name: set(one.parts) for name, one in seen.items()} == {"a": {"retryPolicy"}, "b": set(), "r": set()}


@pytest.mark.parametrize(
    "odd", [{}, {"__program": None}, {"__program": "x", "__parts": 7}, {"__program": {"siblings": "2"}}], ids=str
)
def test_odd_hints_are_none(odd):
    """
    Inputs without hints, or with something else in their place, are those of a program of which nothing is known.
    """
    assert Hints.among(odd) == Hints()
