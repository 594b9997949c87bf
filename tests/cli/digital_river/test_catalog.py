"""`payment-webhooks digital-river catalog`."""

import json

import pytest
from tests.cli.command import Ran, run

from pulumi_payment_webhooks.digital_river.rules.event_types import GLOBAL_COMMERCE, LIVE_ONLY, PUBLISHED


def catalog(*options: str) -> Ran:
    return run("digital-river", "catalog", *options)


def test_event_types_are_listed_one_a_line() -> None:
    """
    Each line is one event type, and those with a restriction or an extra are marked.
    """
    ran = catalog()

    assert [line.split()[0] for line in ran.lines] == list(PUBLISHED)
    assert {line.split()[0] for line in ran.lines if line.endswith("*")} == LIVE_ONLY
    assert ran.err == "* only for live webhooks\n+ the Dashboard can add details of products\n"


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["plan.*"], ["plan.created", "plan.deleted", "plan.updated"]),
        (["payout.*"], ["payout.created"]),
        (["fulfillment.create"], ["fulfillment.created"]),
        (["--profile", "gc"], list(GLOBAL_COMMERCE)),
        (["--mode", "test"], [one for one in PUBLISHED if one not in LIVE_ONLY]),
        (["--mode", "live"], list(PUBLISHED)),
    ],
)
def test_group_profile_and_mode_select(options: list[str], names: list[str]) -> None:
    """
    A group, the console of Global Commerce and a mode list less.
    """
    assert [line.split()[0] for line in catalog(*options).lines] == names


def test_json_has_everything() -> None:
    """
    With --json, each event type has its modes, and whether it can be expanded.
    """
    assert json.loads(catalog("payout.*", "--json").out) == [
        {"type": "payout.created", "expandable": False, "modes": ["live"]}
    ]


@pytest.mark.parametrize(
    ("options", "code", "reason"),
    [
        (["parcel.*"], 1, "no page of the vendor names an event type 'parcel.*' for dr-api"),
        (["payout.*", "--mode", "test"], 1, "no page of the vendor names an event type 'payout.*'"),
        (["--profile", "dr"], 2, "--profile dr: choose one of dr-api, gc"),
        (["--mode", "production"], 2, "--mode production: choose one of test, live"),
    ],
)
def test_what_is_not_there_is_said(options: list[str], code: int, reason: str) -> None:
    """
    A group without an event type has exit code 1, and a wrong option has 2.
    """
    ran = catalog(*options)

    assert (ran.code, ran.out) == (code, "")
    assert reason in ran.err
