"""`payment-webhooks test` and `replay`."""

import json

import pytest
from tests.cli.command import Ran, at, run
from tests.cybersource.life import Life, account_at
from tests.cybersource.orders import LEAST, SUBSCRIPTION

from pulumi_payment_webhooks.cybersource.account.connection import disconnect
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator


@pytest.fixture
def subscription(cybersource_simulator: CybersourceSimulator) -> str:
    """
    The id of a subscription; the journal is empty.
    """
    cybersource_simulator.add_signature_key()
    stored = Life(SUBSCRIPTION, account_at(cybersource_simulator)).create(LEAST)
    disconnect()
    return str(stored.id)


def command(simulator: CybersourceSimulator, *words: str, **environment: str) -> Ran:
    return run(*words, environment={**at(simulator), **environment})


def posted(simulator: CybersourceSimulator, ending: str) -> list[str]:
    """
    The paths with that ending to which something was posted.
    """
    return [one.path for one in simulator.requests if one.method == "POST" and one.path.endswith(ending)]


def test_test_is_told(cybersource_simulator: CybersourceSimulator, subscription: str) -> None:
    """
    The event of the test notification is printed, and that its outcome is not known.
    """
    ran = command(cybersource_simulator, "test", subscription)

    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[1].split() == ["event", "tms.networktoken.binding"]
    assert "The platform does not report what your server answers." in ran.out


def test_test_goes_to_v1(cybersource_simulator: CybersourceSimulator, subscription: str) -> None:
    """
    The request is the one POST of v1, once.
    """
    command(cybersource_simulator, "test", subscription)

    assert posted(cybersource_simulator, subscription) == [f"/notification-subscriptions/v1/webhooks/{subscription}"]


def test_test_as_json_is_the_answer(cybersource_simulator: CybersourceSimulator, subscription: str) -> None:
    """
    With --json, the notification that the platform sends is printed unchanged.
    """
    printed = json.loads(command(cybersource_simulator, "test", subscription, "--json").out)

    assert (printed["webhookId"], "testPayload" in printed["payloads"]) == (subscription, True)


@pytest.mark.parametrize("fault", ["reset-after", 502])
def test_test_without_an_answer_is_unclear(
    cybersource_simulator: CybersourceSimulator, subscription: str, fault: str | int
) -> None:
    """
    A test that is not answered ends with exit code 4, and is not sent again.
    """
    cybersource_simulator.fail(fault, method="POST", count=3)

    ran = command(cybersource_simulator, "test", subscription)

    assert (ran.code, ran.out, ran.err.count("\n")) == (4, "", 1)
    assert len(posted(cybersource_simulator, subscription)) == 1


@pytest.mark.parametrize("words", [["test"], ["replay", "--status", "FAILED"]], ids=str)
def test_unknown_subscription_is_a_no(cybersource_simulator: CybersourceSimulator, words: list[str]) -> None:
    """
    A subscription that does not exist ends with exit code 1 and one line that names it.
    """
    name, *options = words
    ran = command(cybersource_simulator, name, "nothing", *options)

    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "'nothing'" in ran.err


@pytest.mark.parametrize("words", [["test"], ["replay", "--status", "FAILED"]], ids=str)
def test_other_organizations_are_left_alone(
    cybersource_simulator: CybersourceSimulator, subscription: str, words: list[str]
) -> None:
    """
    A subscription of an organization that the account may not touch gets nothing sent, with exit code 2.
    """
    name, *options = words
    only = {"CYBERSOURCE_ALLOWED_ORGANIZATIONS": "another"}
    before = len(list(cybersource_simulator.requests))

    ran = command(cybersource_simulator, name, subscription, *options, **only)

    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert [one.method for one in list(cybersource_simulator.requests)[before:]] == ["GET"]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ([], "select notifications: either --trace-id, or --status FAILED or RETRY"),
        (["--trace-id", "a", "--status", "failed"], "select notifications: either --trace-id, or --status"),
        (["--trace-id", "a", "--hours-back", "2"], "times, product and event type need --status"),
        (["--status", "failed", "--hours-back", "25"], "25 hours back are not offered, only 1 to 24"),
        (["--status", "failed", "--hours-back", "0"], "0 hours back are not offered, only 1 to 24"),
        (["--status", "failed", "--hours-back", "2", "--end-time", "2026-07-01"], "exclude each other"),
        (["--status", "failed", "--start-time", "2026-07-01"], "a start needs an end, and an end a start"),
        (["--status", "failed", "--start-time", "noon"], "--start-time noon: write a time such as"),
        (
            ["--status", "failed", "--start-time", "2026-07-01T12:00Z", "--end-time", "2026-07-01T12:00Z"],
            "the end must be later than the start",
        ),
        (
            ["--status", "failed", "--start-time", "2026-07-01T12:00", "--end-time", "2026-07-02T12:01"],
            "start and end are more than 24 hours apart",
        ),
        (
            ["--status", "failed", "--start-time", "2020-01-01T00:00Z", "--end-time", "2020-01-01T12:00Z"],
            "the start is more than 30 days ago",
        ),
    ],
    ids=str,
)
def test_wrong_replay_is_one_line(options: list[str], complaint: str) -> None:
    """
    What the platform would refuse is refused here, before an account is needed, with exit code 2.
    """
    ran = run("replay", "some-id", *options)

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert complaint in ran.err
