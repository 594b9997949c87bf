"""`payment-webhooks replay`, at a platform that has something to send again."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.cli.command import Ran, at, run
from tests.cybersource.life import Life, account_at
from tests.cybersource.orders import LEAST, SUBSCRIPTION

from pulumi_payment_webhooks.cybersource.account.connection import disconnect
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

EVENT = "tms.networktoken.updated"
NEVER_AGAIN = {**LEAST, "status": "ACTIVE", "retryPolicy": {"numberOfRetries": 0}}


@pytest.fixture
def failed(cybersource_simulator: CybersourceSimulator) -> str:
    """
    The id of a subscription, of which one notification has failed.
    """
    cybersource_simulator.add_signature_key()
    stored = Life(SUBSCRIPTION, account_at(cybersource_simulator)).create(NEVER_AGAIN)
    disconnect()
    cybersource_simulator.break_endpoint(stored.id)
    cybersource_simulator.emit(EVENT)
    cybersource_simulator.settle()
    return str(stored.id)


def replay(simulator: CybersourceSimulator, *words: str) -> Ran:
    return run("replay", *words, environment=at(simulator))


def attempts(simulator: CybersourceSimulator) -> int:
    """
    How often the notification was sent, as soon as nothing is due any more.
    """
    simulator.settle()
    [delivery] = simulator.deliveries
    return len(delivery.attempts)


def test_named_notification_is_sent_again(cybersource_simulator: CybersourceSimulator, failed: str) -> None:
    """
    The notification with the trace id is sent again, and the answer is printed.
    """
    [delivery] = cybersource_simulator.deliveries
    trace = delivery.attempts[0].trace_id

    ran = replay(cybersource_simulator, failed, "--trace-id", trace)

    assert (ran.code, ran.err, trace in ran.out) == (0, "", True)
    assert attempts(cybersource_simulator) == 2


@pytest.mark.parametrize(
    ("options", "times"),
    [
        ([], 2),
        (["--hours-back", "1", "--event-type", EVENT, "--product-id", "tokenManagement"], 2),
        (["--product-id", "payByLink"], 1),
    ],
    ids=str,
)
def test_failed_ones_are_sent_again(
    cybersource_simulator: CybersourceSimulator, failed: str, options: list[str], times: int
) -> None:
    """
    What failed is sent once more, as far as it matches the filters.
    """
    ran = replay(cybersource_simulator, failed, "--status", "failed", *options)

    assert (ran.code, attempts(cybersource_simulator)) == (0, times)


@pytest.mark.parametrize(("hours", "times"), [(-1, 2), (-3, 1)])
def test_window_of_times_is_understood(
    cybersource_simulator: CybersourceSimulator, failed: str, hours: int, times: int
) -> None:
    """
    Of two hours from then on, what failed is sent again, and nothing else; times without a zone are UTC.
    """
    start = datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=hours)
    window = ["--start-time", start.isoformat(), "--end-time", (start + timedelta(hours=2)).isoformat()]

    ran = replay(cybersource_simulator, failed, "--status", "FAILED", *window)

    assert (ran.code, attempts(cybersource_simulator)) == (0, times)


def test_json_tells_what_was_asked_for(cybersource_simulator: CybersourceSimulator, failed: str) -> None:
    """
    With --json, the request stands beside the platform's answer.
    """
    printed = json.loads(replay(cybersource_simulator, failed, "--status", "FAILED", "--json").out)

    assert printed["request"] == {"byDeliveryStatus": {"status": "FAILED", "hoursBack": 24}}
    assert printed["answer"]["webhookId"] == failed


def test_unknown_trace_id_is_a_no(cybersource_simulator: CybersourceSimulator, failed: str) -> None:
    """
    A trace id that the platform does not know ends with exit code 1 and its reason.
    """
    ran = replay(cybersource_simulator, failed, "--trace-id", "nothing")

    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "no notification has the transaction trace id nothing" in ran.err


def test_inactive_subscription_is_a_no(cybersource_simulator: CybersourceSimulator, failed: str) -> None:
    """
    A subscription to which nothing is sent ends with exit code 1 and the platform's reason.
    """
    cybersource_simulator.edit(failed, {"status": "INACTIVE"})

    ran = replay(cybersource_simulator, failed, "--status", "FAILED")

    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "INACTIVE" in ran.err


@pytest.mark.parametrize("fault", ["reset-after", 500])
def test_replay_without_an_answer_is_sent_once(
    cybersource_simulator: CybersourceSimulator, failed: str, fault: str | int
) -> None:
    """
    Without an answer the exit code is 4, and nothing is asked for twice.
    """
    cybersource_simulator.fail(fault, method="POST", count=3, stored=True)

    ran = replay(cybersource_simulator, failed, "--status", "FAILED")

    assert (ran.code, attempts(cybersource_simulator)) == (4, 2)
