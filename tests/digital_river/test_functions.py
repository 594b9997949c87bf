"""What a program asks of the platform, without an engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

import pytest
from tests.digital_river.life import Life, next_run
from tests.digital_river.webhooks import LEAST, SECRETS, WITH_BASIC, WITH_TOKENS

import pulumi
from pulumi_payment_webhooks import digital_river
from pulumi_payment_webhooks.digital_river.rules.event_types import GLOBAL_COMMERCE, LIVE_ONLY, PUBLISHED
from pulumi_payment_webhooks.digital_river.webhook.declaration import Webhook
from pulumi_payment_webhooks.reconcile.declare.shapes import shape_of
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

OTHER = {"address": "https://other.example.com/", "types": ["fulfillment.created"], "enabled": False}

Configure = Callable[..., None]


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Configure:
    """Sets settings of the platform in the environment; the stack has none."""
    monkeypatch.setattr(pulumi.runtime, "get_config", lambda _: None)

    def setting(**values: Any) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"DIGITAL_RIVER_{name}", str(value))

    return setting


@pytest.fixture
def ids(webhooks: Life, simulator: DigitalRiverSimulator, configure: Configure) -> Iterator[list[str]]:
    """The ids of two webhooks of the account that the environment names."""
    configure(ENDPOINT=simulator.endpoint, API_KEY=simulator.api_key, RETRY_WAIT=0)
    yield [webhooks.create(one).id for one in (WITH_TOKENS, OTHER)]
    next_run()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, {0, 1}),
        ({"address": "HTTPS://other.example.com:443"}, {1}),
        ({"type": "order.accepted"}, {0}),
        ({"type": "fulfillment.create"}, {1}),
        ({"enabled": True}, {0}),
        ({"enabled": False, "type": "order.accepted"}, set()),
    ],
    ids=str,
)
def test_webhooks_are_found(ids: list[str], wanted: dict[str, Any], found: set[int]) -> None:
    """
    Webhooks are found by address, type and status, however a URL or a type is spelled.
    """
    assert {ids.index(one.id) for one in digital_river.get_webhooks(**wanted)} == found


def test_webhook_is_found_by_its_id(ids: list[str]) -> None:
    """
    One webhook has everything but the secrets among its credentials.
    """
    found = digital_river.get_webhook(ids[0])

    assert (found.id, found.address, found.types) == (ids[0], LEAST["address"], tuple(LEAST["types"]))
    assert (found.enabled, found.transport_type, found.live_mode) == (True, "OAUTH", False)
    assert found.created_time == found.updated_time != ""
    assert found.authentication is None
    assert found.oauth == {
        "token_end_point": "https://login.example.com/token",
        "client_id": "client-1",
        "client_secret": None,
        "grant_type": "password",
        "user_name": "someone@example.com",
        "password": None,
    }
    assert [one for one in SECRETS if one in repr(found)] == []


@pytest.mark.parametrize("id", ["00000000-0000-4000-8000-000000000000", "../events"])
def test_webhook_that_does_not_exist(ids: list[str], simulator: DigitalRiverSimulator, id: str) -> None:
    """
    An id that no webhook has, and what cannot be an id, end the program with one line.
    """
    assert ids
    simulator.requests.clear()

    with pytest.raises(pulumi.RunError, match=r"cannot read webhook"):
        digital_river.get_webhook(id)
    assert [one for one in simulator.requests if "events" in one.path] == []


@pytest.mark.parametrize(
    ("settings", "types"),
    [
        ({}, set(PUBLISHED) - LIVE_ONLY),
        ({"PROFILE": "gc"}, set(GLOBAL_COMMERCE)),
        ({"MODE": "live"}, set(PUBLISHED)),
    ],
    ids=["test key", "gc", "live key"],
)
def test_all_event_types(configure: Configure, settings: dict[str, str], types: set[str]) -> None:
    """
    Every type of the profile is listed, sorted, but for those that test webhooks cannot have; no key is needed.
    """
    configure(**settings)

    assert digital_river.all_event_types() == sorted(types)


@pytest.mark.parametrize("shown", ["shown", "masked"])
def test_user_of_basic_credentials(
    ids: list[str], webhooks: Life, simulator: DigitalRiverSimulator, shown: str
) -> None:
    """
    Of basic credentials, the user name is returned, and no password, whether or not the platform shows it.
    """
    assert ids
    id = webhooks.create(WITH_BASIC).id
    simulator.turn(credentials_in_answers=shown)

    assert digital_river.get_webhook(id).authentication == {"username": "callback", "password": None}


def test_members_are_arguments_of_the_resource() -> None:
    """
    What a function returns has the names of the arguments that declare it, but for what only the platform says.
    """
    arguments = {one.name for one in shape_of(Webhook).fields}
    added = {"id", "live_mode", "created_time", "updated_time"}

    assert {one.name for one in fields(digital_river.WebhookInfo)} - added == arguments - {"adopt_existing"}
