"""What a test can do to the simulated platform, in its own process and over HTTP from another."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from tests.stand_ins.simulators import UNREVIEWED

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator
from pulumi_payment_webhooks.simulator.cybersource.knobs import Knobs

V2 = "/notification-subscriptions/v2/webhooks"
CONTROL = "/_simulator"


@pytest.fixture
def webhook_id(ask: Any) -> str:
    created: str = ask.subscribe(retryPolicy={"firstRetry": 7}).content["webhookId"]
    return created


def test_edit_happens_behind_the_client(ask: Any, simulator: Any, webhook_id: str) -> None:
    """
    The next read shows an edit in the console; it merges, and is not a request of a client.
    """
    before = len(simulator.requests)

    simulator.edit(webhook_id, {"name": "edited", "retryPolicy": {"interval": 9}})

    answer = ask("GET", f"{V2}/{webhook_id}").content
    assert (answer["name"], answer["retryPolicy"]["firstRetry"], answer["retryPolicy"]["interval"]) == ("edited", 7, 9)
    assert len(simulator.requests) == before + 1


def test_edit_over_http(ask: Any, webhook_id: str) -> None:
    """
    Another process edits a subscription, its status included.
    """
    ask("PATCH", f"{CONTROL}/subscriptions/{webhook_id}", {"name": "edited", "status": "SUSPENDED"})

    answer = ask("GET", f"{V2}/{webhook_id}").content
    assert (answer["name"], answer["status"]) == ("edited", "SUSPENDED")


def test_delete_over_http(ask: Any, webhook_id: str) -> None:
    """
    What another process deletes is gone.
    """
    ask("DELETE", f"{CONTROL}/subscriptions/{webhook_id}")

    assert ask("GET", f"{V2}/{webhook_id}").status == 404


@pytest.mark.parametrize(
    ("move", "before", "after"),
    [
        ("approve", "PENDING_REVIEW", "INACTIVE"),
        ("block", "PENDING_REVIEW", "BLOCKED"),
        ("suspend", "ACTIVE", "SUSPENDED"),
    ],
)
def test_status_moves_over_http(ask: Any, webhook_id: str, move: str, before: str, after: str) -> None:
    """
    Another process lets reviews end and URLs fail.
    """
    ask("PUT", f"{CONTROL}/subscriptions/{webhook_id}/status", {"status": before})

    assert ask("POST", f"{CONTROL}/subscriptions/{webhook_id}/{move}").content["status"] == after


def test_impossible_move_is_explained(ask: Any, webhook_id: str) -> None:
    """
    A control that cannot be done answers 400 with the reason.
    """
    answer = ask("POST", f"{CONTROL}/subscriptions/{webhook_id}/activate")

    assert answer.status == 400
    assert "healthCheckUrl" in answer.content["message"]


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_unknown_subscription_is_no_crash(ask: Any, method: str) -> None:
    """
    A control over what does not exist answers 404.
    """
    assert ask(method, f"{CONTROL}/subscriptions/nobody", {"name": "x"}).status == 404


def test_requests_are_listed_without_credentials(ask: Any, webhook_id: str) -> None:
    """
    The journal holds body and status of a request, and nothing of its token.
    """
    entry = ask("GET", f"{CONTROL}/requests").content[0]

    assert (entry["method"], entry["status"], entry["body"]["retryPolicy"]) == ("POST", 201, {"firstRetry": 7})
    assert entry["headers"]["authorization"] == "***"


def test_journal_tells_what_the_client_is_not_told(ask: Any, simulator: Any) -> None:
    """
    The cause of a 401 stands in the journal only.
    """
    ask("GET", V2, Authorization="Bearer forged")

    assert (simulator.requests[0].status, simulator.requests[0].why) == (401, "not a signed token")


def test_controls_are_not_in_the_journal(ask: Any, simulator: Any) -> None:
    """
    Only the platform's clients are written down.
    """
    ask("GET", f"{CONTROL}/subscriptions")

    assert len(simulator.requests) == 0


def test_keys_are_listed_without_secrets(ask: Any, simulator: Any) -> None:
    """
    The list of keys holds no secret.
    """
    listed = ask("GET", f"{CONTROL}/keys").content

    assert [key["organizationId"] for key in listed] == ["acme_eu"]
    assert next(iter(simulator.keys)).secret not in str(listed)


def test_knobs_are_turned_over_http(ask: Any, simulator: Any) -> None:
    """
    Another process turns a knob, and the answer has all positions.
    """
    answer = ask("PATCH", f"{CONTROL}/knobs", {"patch": "merge"})

    assert (answer.content["patch"], simulator.knobs.patch) == ("merge", "merge")


@pytest.mark.parametrize("change", [{"ptach": "merge"}, {"patch": "sometimes"}, {"blocked_urls": "("}])
def test_wrong_knob_is_refused(ask: Any, change: dict[str, str]) -> None:
    """
    A knob or position that does not exist is refused by name.
    """
    answer = ask("PATCH", f"{CONTROL}/knobs", change)

    assert answer.status == 400
    assert next(iter(change)) in answer.content["message"]


def test_knobs_are_read_from_text() -> None:
    """
    Texts from a command line become what the knob takes.
    """
    knobs = Knobs().replace(
        {"http_signature": "false", "organizations": "a, b", "review_seconds": "90", "jwt_lifetime_seconds": "5"}
    )

    assert (knobs.http_signature, knobs.organizations) == (False, ("a", "b"))
    assert (knobs.review_seconds, knobs.jwt_lifetime_seconds) == (90, 5)


def test_catalogue_over_http(ask: Any) -> None:
    """
    A catalogue that is none is refused.
    """
    assert ask("PUT", f"{CONTROL}/catalogues/acme_eu", {"tea": ["tea.ready"]}).status == 200
    assert ask("PUT", f"{CONTROL}/catalogues/acme_eu", {"tea": 5}).status == 400


def test_reset_forgets(ask: Any, simulator: Any, webhook_id: str) -> None:
    """
    After a reset nothing is held, noted or turned.
    """
    simulator.turn(patch="merge")
    simulator.fail(500)

    ask("POST", f"{CONTROL}/reset")

    left = (len(simulator.subscriptions), len(simulator.keys), len(simulator.requests), len(simulator.faults))
    assert left == (0, 0, 0, 0)
    assert simulator.knobs == UNREVIEWED


def test_unknown_control_is_told_what_exists(ask: Any) -> None:
    """
    A control that does not exist is answered with the list of those that do.
    """
    answer = ask("POST", f"{CONTROL}/tea")

    assert answer.status == 404
    assert any("POST /_simulator/reset" in one for one in answer.content["controls"])


def test_secret_is_new_each_time() -> None:
    """
    Two simulators never share a secret, and neither shows it in its representation.
    """
    first, second = CybersourceSimulator(), CybersourceSimulator()
    first.stop()
    second.stop()

    assert first.shared_secret != second.shared_secret
    assert first.shared_secret not in repr(first.credentials)


def test_plugin_is_cheap_to_load() -> None:
    """
    A project that never asks for the fixture loads neither server, models nor Pulumi.
    """
    program = (
        "import sys, pulumi_payment_webhooks.simulator.cybersource.fixture\n"
        "print([name for name in ('starlette', 'uvicorn', 'pydantic', 'httpx', 'pulumi') if name in sys.modules])"
    )

    output = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert output.strip() == "[]"
