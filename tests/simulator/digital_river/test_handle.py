"""What a test can do to the simulated platform, in its own process and over HTTP from another."""

from __future__ import annotations

import ssl
import urllib.request
from typing import Any

import pytest
from tests.simulator.digital_river.conftest import UNLIMITED

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

CONTROL = "/_simulator"


@pytest.fixture
def webhook_id(ask: Any) -> str:
    created: str = ask.create(authentication={"username": "callback", "password": "secret"}).content["id"]
    return created


def test_edit_happens_behind_the_client(ask: Any, simulator: Any, webhook_id: str) -> None:
    """
    An edit by hand is seen by the next read, and is not a request of a client.
    """
    before = len(simulator.requests)

    simulator.edit(webhook_id, {"enabled": False, "authentication": None})

    answer = ask("GET", f"/webhooks/{webhook_id}").content
    assert (answer["enabled"], "authentication" in answer) == (False, False)
    assert len(simulator.requests) == before + 1


def test_edit_and_delete_over_http(ask: Any, webhook_id: str) -> None:
    """
    Another process edits a webhook and deletes it.
    """
    edited = ask("PATCH", f"{CONTROL}/webhooks/{webhook_id}", {"types": ["fee.created"]})
    ask("DELETE", f"{CONTROL}/webhooks/{webhook_id}")

    assert edited.content["types"] == ["fee.created"]
    assert ask("GET", f"/webhooks/{webhook_id}").status == 404


def test_edit_that_the_platform_could_not_hold(ask: Any, webhook_id: str) -> None:
    """
    An edit is refused like an update.
    """
    assert ask("PATCH", f"{CONTROL}/webhooks/{webhook_id}", {"transportType": "FTP"}).status == 400


def test_disable_bumps_the_time(ask: Any, simulator: Any, webhook_id: str) -> None:
    """
    The platform itself disables a webhook; that is an update.
    """
    before = ask("GET", f"/webhooks/{webhook_id}").content
    simulator.move(5)
    ask("POST", f"{CONTROL}/webhooks/{webhook_id}/disable")

    after = ask("GET", f"/webhooks/{webhook_id}").content
    assert (after["enabled"], after["updatedTime"] > before["updatedTime"]) == (False, True)


def test_knobs_are_turned_over_http(ask: Any, simulator: Any) -> None:
    """
    Another process turns a knob and reads all positions.
    """
    answer = ask("PATCH", f"{CONTROL}/knobs", {"patch_types": "merge"})

    assert (answer.content["patch_types"], simulator.knobs.patch_types) == ("merge", "merge")


def test_journal_shows_no_secret(ask: Any, simulator: Any, webhook_id: str) -> None:
    """
    The journal shows neither keys nor passwords to another process.
    """
    entry = ask("GET", f"{CONTROL}/requests").content[0]

    assert (entry["status"], entry["headers"]["authorization"]) == (201, "***")
    assert entry["body"]["authentication"] == {"username": "callback", "password": "***"}


def test_journal_says_why(ask: Any, simulator: Any) -> None:
    """
    The cause of a refusal stands in the journal.
    """
    ask("GET", "/webhooks", key="sk_test_forged")

    assert (simulator.requests[0].status, simulator.requests[0].why) == (401, "unknown API key")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 406, 409, 410, 429, 500, 502, 503, 504])
def test_fault_has_the_shape_of_the_platform(ask: Any, simulator: Any, status: int) -> None:
    """
    A fault on demand is answered with type and errors, and is over after that.
    """
    simulator.fail(status)

    answer = ask("GET", "/webhooks")

    assert (answer.status, answer.content.keys(), ask("GET", "/webhooks").status) == (status, {"type", "errors"}, 200)


def test_created_webhook_that_lists_do_not_show_yet(ask: Any, simulator: Any) -> None:
    """
    A fault leaves a webhook out of the next list; its own path shows it.
    """
    simulator.fail("unlisted")
    id = ask.create().content["id"]

    assert ask("GET", f"/webhooks/{id}").status == 200
    assert [len(ask("GET", "/webhooks").content) for _ in range(2)] == [0, 1]


def test_reset_forgets(ask: Any, simulator: Any, webhook_id: str) -> None:
    """
    After a reset nothing is held, noted or turned; the keys stay.
    """
    simulator.turn(patch_types="merge")
    key = simulator.api_key

    simulator.reset()

    assert (len(simulator.webhooks), len(simulator.requests), simulator.knobs) == (0, 0, UNLIMITED)
    assert ask("GET", "/webhooks", key=key).status == 200


def test_keys_are_new_each_time() -> None:
    """
    Two simulators never share a key; a given key is used.
    """
    first, second = DigitalRiverSimulator(), DigitalRiverSimulator(api_key="sk_test_given-by-hand")
    first.stop()
    second.stop()

    assert first.live_api_key != second.live_api_key
    assert second.api_key == "sk_test_given-by-hand"


def test_https() -> None:
    """
    It serves https with an authority of its own.
    """
    with DigitalRiverSimulator(tls=True) as simulator:
        context = ssl.create_default_context(cafile=simulator.trusted_file)
        with urllib.request.urlopen(f"{simulator.endpoint}/_simulator", context=context) as answer:
            assert answer.status == 200


def test_both_platforms_in_one_process(ask: Any) -> None:
    """
    A Cybersource simulator runs beside it, and neither knows the other's objects.
    """
    with CybersourceSimulator() as other:
        ask.create()

        assert len(other.subscriptions) == 0
        assert other.endpoint != ask.simulator.endpoint
