"""Webhooks, lived through the core at the simulated platform."""

from __future__ import annotations

from typing import Any

import pytest
from tests.digital_river.life import Life, account_at, next_run
from tests.digital_river.webhooks import (
    BASIC,
    CLIENT,
    LEAST,
    TOKENS,
    WEBHOOK,
    WITH_BASIC,
    WITH_CLIENT,
    WITH_TOKENS,
)

from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

EVERYTHING = [LEAST, WITH_BASIC, WITH_TOKENS, WITH_CLIENT, {**LEAST, "apiVersion": "2021-12-13", "enabled": False}]
CHANGES = [
    {"address": "http://hooks.example.com/other"},
    {"types": ["order.created"]},
    {"enabled": False},
    {"apiVersion": "2020-01-07"},
    {"authentication": BASIC},
    {"transportType": "OAUTH", "oauth": TOKENS},
]


def sent(simulator: DigitalRiverSimulator) -> Any:
    """The body of the last request that changed something."""
    return simulator.requests.changes[-1].body


@pytest.mark.parametrize("news", EVERYTHING, ids=["least", "basic", "password", "client", "full"])
def test_create_then_read_shows_no_drift(webhooks: Life, news: dict[str, Any]) -> None:
    """
    What was just created reads as it was declared, whatever the order in which the platform lists types.
    """
    stored = webhooks.create(news)
    next_run()
    read = webhooks.read(stored)
    assert read

    assert webhooks.changed(read, news) == set()
    assert webhooks.ear.warnings == []


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_every_field_changes_in_place(webhooks: Life, change: dict[str, Any]) -> None:
    """
    Each field is updated by one PATCH; the webhook keeps its id, and shows no drift afterwards.
    """
    stored = webhooks.create(LEAST)
    updated = webhooks.update(stored, {**LEAST, **change})
    next_run()
    read = webhooks.read(updated)
    assert read

    assert updated.id == stored.id
    assert webhooks.changed(read, {**LEAST, **change}) == set()


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_update_sends_the_complete_webhook(
    webhooks: Life, simulator: DigitalRiverSimulator, change: dict[str, Any]
) -> None:
    """
    An update that leaves something out might reset it, so each has what every webhook has.
    """
    webhooks.update(webhooks.create(LEAST), {**LEAST, **change})

    assert {"types", "address", "apiVersion", "enabled", "transportType"} <= simulator.requests.changes[-1].body.keys()


def test_complete_update_survives_a_platform_that_applies_defaults(
    webhooks: Life, simulator: DigitalRiverSimulator
) -> None:
    """
    A disabled webhook stays disabled where the platform enables what an update does not mention.
    """
    simulator.turn(patch_defaults="apply")
    stored = webhooks.create({**LEAST, "enabled": False})

    webhooks.update(stored, {**LEAST, "enabled": False, "types": ["order.created"]})

    assert not simulator.webhooks[stored.id].is_enabled


@pytest.mark.parametrize("news", [LEAST, {**LEAST, "authentication": {}}], ids=["removed", "empty"])
def test_basic_credentials_are_cleared(webhooks: Life, simulator: DigitalRiverSimulator, news: dict[str, Any]) -> None:
    """
    Credentials that are removed from the program, or declared as `{}`, are cleared at the platform.
    """
    stored = webhooks.create(WITH_BASIC)
    updated = webhooks.update(stored, news)
    next_run()

    assert simulator.webhooks[stored.id].credentials is None
    assert webhooks.preview(updated, news) == []


def test_credentials_that_stay_are_a_warning(webhooks: Life, simulator: DigitalRiverSimulator) -> None:
    """
    A platform that keeps credentials which were to be cleared is reported.
    """
    simulator.turn(patch_null="ignored")

    webhooks.update(webhooks.create(WITH_BASIC), LEAST)

    assert [one for one in webhooks.ear.warnings if "kept the basic credentials" in one] != []


@pytest.mark.parametrize("kept", ["dropped", "kept"])
@pytest.mark.parametrize("other", [LEAST, WITH_BASIC], ids=["none", "basic"])
def test_transport_changes_in_both_directions(
    webhooks: Life, simulator: DigitalRiverSimulator, other: dict[str, Any], kept: str
) -> None:
    """
    HTTP becomes OAUTH and HTTP again, and no credentials come back that were declared before.
    """
    simulator.turn(other_transport=kept)
    stored = webhooks.create(WITH_BASIC)

    tokens = webhooks.update(stored, WITH_TOKENS)
    with_tokens = simulator.webhooks[stored.id].credentials
    webhooks.update(tokens, other)

    assert with_tokens == TOKENS
    assert simulator.webhooks[stored.id].credentials == other.get("authentication")


def test_grant_changes(webhooks: Life, simulator: DigitalRiverSimulator) -> None:
    """
    A webhook with the grant of a password gets that of a client, and its user is forgotten.
    """
    stored = webhooks.create(WITH_TOKENS)

    webhooks.update(stored, WITH_CLIENT)

    assert simulator.webhooks[stored.id].credentials == CLIENT


def test_change_of_adoption_alone_sends_nothing(webhooks: Life, simulator: DigitalRiverSimulator) -> None:
    """
    To remove `adopt_existing` once it has done its work is no request.
    """
    stored = webhooks.create(LEAST)
    simulator.requests.clear()

    webhooks.update(stored, {**LEAST, "adoptExisting": True})

    assert simulator.requests.changes == []


def test_second_delete_is_quiet(webhooks: Life) -> None:
    """
    A webhook that is gone already is deleted without an error.
    """
    stored = webhooks.create(LEAST)

    webhooks.delete(stored)
    webhooks.delete(stored)

    assert webhooks.read(stored) is None


def test_disabled_by_the_platform_is_drift(webhooks: Life, simulator: DigitalRiverSimulator) -> None:
    """
    A webhook that the platform has disabled reads as disabled, with a warning; the next update enables it.
    """
    stored = webhooks.create(LEAST)
    simulator.disable(stored.id)
    next_run()
    read = webhooks.read(stored)
    assert read
    changed = webhooks.changed(read, LEAST)
    webhooks.update(read, LEAST)

    assert changed == {"enabled"}
    assert "disabled at the platform" in webhooks.ear.warnings[0]
    assert simulator.webhooks[stored.id].is_enabled


def test_deletes_what_the_platform_has_disabled(webhooks: Life, simulator: DigitalRiverSimulator) -> None:
    """
    That the platform has disabled a webhook is not the work of another stack: it can be deleted.
    """
    stored = webhooks.create(LEAST)
    simulator.disable(stored.id)

    webhooks.delete(stored)

    assert len(simulator.webhooks) == 0


@pytest.mark.parametrize(("profile", "is_enabled"), [("dr-api", True), ("gc", False)])
def test_enabled_is_always_sent(simulator: DigitalRiverSimulator, profile: str, is_enabled: bool) -> None:
    """
    A create says whether the webhook is enabled, also where the program does not.
    """
    simulator.turn(profile=profile)
    types = {"types": ["subscription.created"]}

    Life(WEBHOOK, account_at(simulator)).create(LEAST | types)

    assert simulator.requests.changes[-1].body["enabled"] is is_enabled


@pytest.mark.parametrize("shown", ["masked", "absent"])
def test_credentials_that_answers_hide_are_no_drift(
    webhooks: Life, simulator: DigitalRiverSimulator, shown: str
) -> None:
    """
    A platform that masks or leaves out what is secret shows no change of it.
    """
    simulator.turn(credentials_in_answers=shown)
    stored = webhooks.create(WITH_TOKENS)
    next_run()

    assert webhooks.preview(stored, WITH_TOKENS) == []
    assert webhooks.ear.warnings == []


@pytest.mark.parametrize(
    "turned",
    [
        {"create_status": "200"},
        {"list_answer": "object"},
        {"user_name_in_answers": "userName"},
        {"types_order": "reversed"},
    ],
    ids=lambda turned: next(iter(turned)),
)
def test_what_sources_disagree_on_makes_no_difference(
    webhooks: Life, simulator: DigitalRiverSimulator, turned: dict[str, Any]
) -> None:
    """
    Either form that the vendor's sources describe is understood.
    """
    simulator.turn(**turned)
    stored = webhooks.create(WITH_BASIC)
    next_run()

    assert webhooks.preview(stored, WITH_BASIC) == []
    assert webhooks.read(stored) == stored


def test_mode_of_an_answer_without_it(webhooks: Life, simulator: DigitalRiverSimulator) -> None:
    """
    An answer need not say whether a webhook is live: the key does.
    """
    simulator.turn(live_mode_in_answers=False)

    assert webhooks.create(LEAST).outputs["liveMode"] is False


def test_refresh_of_many_is_one_request(webhooks: Life, simulator: DigitalRiverSimulator) -> None:
    """
    To read many webhooks takes one request for all.
    """
    many = [webhooks.create({**LEAST, "address": f"https://hooks.example.com/{n}"}) for n in range(5)]
    next_run()
    simulator.requests.clear()

    for one in many:
        webhooks.read(one)

    assert len(simulator.requests) == 1


def test_state_is_small(webhooks: Life) -> None:
    """
    A webhook with OAUTH takes less than 1 kB of values in the state.
    """
    stored = webhooks.create(WITH_TOKENS)

    assert len(str(stored.inputs)) + len(str(stored.outputs)) < 1500
