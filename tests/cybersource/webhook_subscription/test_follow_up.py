"""What follows once a subscription is stored: waiting for a status, and a test delivery."""

from dataclasses import dataclass

import pytest
from tests.cybersource.orders import FULL, LEAST, SUBSCRIPTION
from tests.stand_ins.ear import Ear

from pulumi_payment_webhooks.cybersource.account import account
from pulumi_payment_webhooks.cybersource.webhook_subscription.follow_up import LONGEST_PAUSE, pauses
from pulumi_payment_webhooks.errors import PartiallyDone
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

ITEM = "/v2/webhooks/"
OTHER = "https://hooks.example.net/other"
TEST = "/v1/webhooks/"
WAITS = {**FULL, "waitFor": {"status": "ACTIVE", "upTo": 60}}
TESTED = {**LEAST, "testDelivery": True}


@dataclass
class Watch(Ear):
    """Whoever is told that it takes time lets it pass at the platform."""

    simulator: CybersourceSimulator | None = None

    def progress(self, text: str) -> None:
        super().progress(text)
        if self.simulator:
            self.simulator.clock.move(seconds=20)


def looks(simulator):
    """How often the status was looked at."""
    return len([one for one in simulator.requests.matching("GET") if ITEM in one.path])


def sent_tests(simulator):
    """The ids of subscriptions for which a test notification was asked."""
    return [one.path.rpartition("/")[2] for one in simulator.requests.matching("POST") if TEST in one.path]


@pytest.mark.parametrize("limit", [0, 1, 2, 7, 300, 4000])
def test_pauses_make_up_the_limit(limit):
    """
    The pauses are the limit in all; but for the last one each is as long as the one before, or longer, up to 15 s.
    """
    found = list(pauses(limit))

    assert sum(found) == pytest.approx(limit)
    assert found[:-1] == sorted(found[:-1])
    assert max(found, default=0) <= LONGEST_PAUSE


def test_status_that_comes_is_the_outcome(simulator, life):
    """
    A subscription that is activated while one waits is active in the state, and nobody is warned.
    """
    simulator.turn(activation_seconds=50)
    life.ear = Watch(simulator=simulator)
    stored = life.create(WAITS)

    assert (stored.outputs["currentStatus"], life.ear.warnings, looks(simulator)) == ("ACTIVE", [], 3)
    assert "waiting up to 60 s for ACTIVE" in life.ear.progressed[0]


def test_waiting_takes_the_seconds_that_were_given(simulator, life_of, monkeypatch):
    """
    Where waits are not turned off, the pauses between the looks are the limit in all.
    """
    waited: list[float] = []
    monkeypatch.setattr(account, "sleep", waited.append)
    life_of(SUBSCRIPTION, RetryWait=0.5).create(WAITS)

    assert sum(waited) == pytest.approx(60)
    assert len(waited) == looks(simulator)


def test_status_that_holds_is_not_waited_for(simulator, life):
    """
    A status that the platform answers at once needs no look.
    """
    life.create({**LEAST, "waitFor": {"status": "INACTIVE"}})

    assert (looks(simulator), life.ear.warnings) == (0, [])


def test_limit_beyond_the_calendar_breaks_nothing_off(simulator, life):
    """
    However long somebody would wait, a status that holds is not waited for.
    """
    simulator.turn(activation_seconds=0)

    assert life.create({**FULL, "status": "ACTIVE", "waitFor": {"status": "ACTIVE", "upTo": 10**15}})


def test_status_that_is_asked_for_is_waited_for_after_that(simulator, life):
    """
    A wanted status is set first, and holds then.
    """
    stored = life.create({**WAITS, "status": "ACTIVE"})

    assert (stored.outputs["currentStatus"], looks(simulator)) == ("ACTIVE", 0)


def test_status_that_does_not_come_is_a_warning(simulator, life):
    """
    When the limit has passed, what the platform has is in the state, and one warning says so.
    """
    stored = life.create(WAITS)

    assert stored.outputs["currentStatus"] == "INACTIVE"
    assert [one.partition(":")[0] for one in life.ear.warnings] == ["after 60 s, status is still INACTIVE"]
    assert life.changed(stored, WAITS) == set()


def test_status_of_the_platform_is_not_waited_out(simulator, life):
    """
    A review may last for days: after a second look it ends the waiting, with one warning.
    """
    simulator.turn(review="manual")
    stored = life.create(WAITS)

    assert (stored.outputs["currentStatus"], looks(simulator)) == ("PENDING_REVIEW", 1)
    assert [one.partition(":")[0] for one in life.ear.warnings] == ["status is PENDING_REVIEW"]


@pytest.mark.parametrize("news", [{**FULL, "status": "ACTIVE"}, {**FULL, "webhookUrl": OTHER, "status": "ACTIVE"}])
def test_review_may_be_over_in_a_moment(simulator, life, news):
    """
    Where a new URL is approved within a moment, the wanted status is asked for at once, and nobody is warned.
    """
    stored = life.create({**FULL, "status": "ACTIVE"})
    if news["webhookUrl"] == FULL["webhookUrl"]:
        life.delete(stored)
    simulator.turn(review="timed", review_seconds=10)
    simulator.subscriptions.approved.clear()
    life.ear = Watch(simulator=simulator)

    after = life.create(news) if news["webhookUrl"] == FULL["webhookUrl"] else life.update(stored, news)

    assert (after.outputs["currentStatus"], life.ear.warnings, looks(simulator)) == ("ACTIVE", [], 1)
    assert life.ear.progressed == ["status is PENDING_REVIEW; looking again in 1 s", "the review of its URLs is over"]


def test_second_look_may_fail(simulator, life):
    """
    A platform that does not answer the second look leaves what the first answer said.
    """
    simulator.turn(review="manual")
    simulator.fail(500, count=9, method="GET", path=ITEM)
    stored = life.create({**FULL, "status": "ACTIVE"})

    assert stored.outputs["currentStatus"] == "PENDING_REVIEW"
    assert len(life.ear.warnings) == 1


def test_unmanaged_status_is_not_looked_at_again(simulator, life):
    """
    Where neither a status is wanted nor one waited for, a review costs no second look.
    """
    simulator.turn(review="manual")
    life.create(FULL)

    assert looks(simulator) == 0


def test_review_is_told_once(simulator, life):
    """
    Where the wanted status waits for a review as well, that is one warning and not two.
    """
    simulator.turn(review="manual")
    life.create({**WAITS, "status": "ACTIVE"})

    assert len(life.ear.warnings) == 1


def test_platform_that_takes_over_meanwhile(simulator, life):
    """
    A status that becomes the platform's own while one waits ends the waiting with a warning.
    """

    @dataclass
    class Suspending(Ear):
        def progress(self, text):
            for one in simulator.subscriptions:
                simulator.subscriptions.suspend(one.webhook_id)

    life.ear = Suspending()
    simulator.turn(review="auto")
    stored = life.create(WAITS)

    assert stored.outputs["currentStatus"] == "SUSPENDED"
    assert [one.partition(":")[0] for one in life.ear.warnings] == ["status is SUSPENDED"]


def test_status_of_the_platform_that_nobody_has_told(simulator, life):
    """
    A status of the platform's own that is first seen by the waiting is told, although the wanted status is declared.
    """
    stored = life.create({**FULL, "status": "ACTIVE"})
    simulator.subscriptions.suspend(stored.id)
    updated = life.update(stored, {**WAITS, "status": "ACTIVE"})

    assert updated.outputs["currentStatus"] == "SUSPENDED"
    assert [one.partition(":")[0] for one in life.ear.warnings] == ["status is SUSPENDED"]


def test_nothing_follows_what_sends_nothing(simulator, life):
    """
    A change that is not sent and asks for no waiting, such as another key to come first, is not waited for.
    """
    stored = life.create(WAITS)
    before = len(simulator.requests)
    life.update(stored, {**WAITS, "signatureKey": "another key"})

    assert len(simulator.requests) == before


def test_platform_that_does_not_answer_meanwhile(simulator, life_of):
    """
    A platform that cannot be asked while one waits fails nothing: the subscription is stored, and a warning says so.
    """
    life = life_of(SUBSCRIPTION, Retries=1)
    simulator.fail(500, method="GET", path=ITEM)
    stored = life.create(WAITS)

    assert (stored.outputs["currentStatus"], stored.id in simulator.subscriptions) == ("INACTIVE", True)
    assert [one.partition(":")[0] for one in life.ear.warnings] == ["no longer waiting for ACTIVE"]


def test_change_is_waited_for(simulator, life):
    """
    A changed subscription is waited for as a new one is.
    """
    stored = life.create(FULL)
    simulator.subscriptions.activate(stored.id)
    updated = life.update(life.read(stored), {**WAITS, "name": "sales"})

    assert (updated.outputs["currentStatus"], life.ear.warnings) == ("ACTIVE", [])


def test_waiting_alone_changes_nothing(simulator, life):
    """
    Waiting that is declared later looks at the status and sends nothing.
    """
    stored = life.create(FULL)
    before = len(simulator.requests.changes)
    simulator.subscriptions.activate(stored.id)
    updated = life.update(stored, WAITS)

    assert (updated.outputs["currentStatus"], looks(simulator)) == ("ACTIVE", 1)
    assert len(simulator.requests.changes) == before
    assert life.changed(updated, WAITS) == set()


def test_waiting_shows_no_drift_of_other_fields(simulator, life):
    """
    What else has changed at the platform is a matter of a refresh, not of waiting.
    """
    stored = life.create(FULL)
    simulator.edit(stored.id, {"description": "edited by hand"})
    updated = life.update(stored, WAITS)

    assert updated.outputs["description"] == FULL["description"]
    assert [one for one in life.ear.warnings if "other values" in one] == []


def test_new_subscription_is_tested(simulator, life):
    """
    A test notification is sent once for a new subscription; time and trace id are in the state, without a difference.
    """
    stored = life.create(TESTED)
    outcome = stored.outputs["testDeliveryOutcome"]

    assert (sent_tests(simulator), outcome["status"], life.changed(stored, TESTED)) == ([stored.id], "sent", set())
    assert (outcome["at"][-1], len(outcome["traceId"])) == ("Z", 36)


def test_subscription_taken_over_is_tested(simulator, life):
    """
    A subscription that is taken over is tested as well: it is new to this program.
    """
    stored = life.create(LEAST)
    life.create({**TESTED, "adoptExisting": True})

    assert sent_tests(simulator) == [stored.id]


@pytest.mark.parametrize(
    ("change", "is_tested"),
    [({"webhookUrl": "https://hooks.example.net/new"}, True), ({"name": "sales"}, False)],
    ids=["webhookUrl", "name"],
)
def test_other_url_is_tested(simulator, life, change, is_tested):
    """
    Another webhook URL is tested once more, another change is not.
    """
    stored = life.create(TESTED)
    stored.outputs["testDeliveryOutcome"]["at"] = "2026-01-01T00:00:00Z"
    updated = life.update(stored, {**TESTED, **change})

    assert len(sent_tests(simulator)) == 1 + is_tested
    assert (updated.outputs["testDeliveryOutcome"]["at"] > "2026-01-01T00:00:00Z") is is_tested


def test_test_that_is_declared_later(simulator, life):
    """
    A test that is declared later is sent by the next update, which changes nothing.
    """
    stored = life.create(LEAST)
    updated = life.update(stored, TESTED)

    assert [one.method for one in simulator.requests.changes[1:]] == ["POST"]
    assert (sent_tests(simulator), updated.outputs["testDeliveryOutcome"]["status"]) == ([stored.id], "sent")


def test_outcome_of_the_old_url_is_dropped(simulator, life):
    """
    Without a test, another URL has no outcome: that of the old one says nothing of it.
    """
    stored = life.create(TESTED)
    updated = life.update(stored, {**LEAST, "webhookUrl": "https://hooks.example.net/new"})

    assert (updated.outputs["testDeliveryOutcome"], len(sent_tests(simulator))) == (None, 1)


FAILURES = [
    (403, {}, "failed"),
    (500, {}, "unclear"),
    ("reset-after", {}, "unclear"),
    ("slow", {"seconds": 30}, "unclear"),
]


@pytest.mark.parametrize(("fault", "details", "status"), FAILURES, ids=str)
def test_failed_test_fails_nothing(simulator, life_of, fault, details, status):
    """
    A test that fails is a warning and an outcome; it is not sent again, and the subscription is as declared.
    """
    life = life_of(SUBSCRIPTION, Timeout=0.3)
    simulator.fail(fault, count=9, method="POST", path=TEST, **details)
    stored = life.create(TESTED)
    outcome = stored.outputs["testDeliveryOutcome"]

    assert (len(sent_tests(simulator)), outcome["status"], life.changed(stored, TESTED)) == (1, status, set())
    assert outcome["error"].startswith(f"cannot send a test notification for subscription {stored.id}")
    what = {"failed": "no test notification was sent", "unclear": "test notification may not have been sent"}
    assert [one.partition(":")[0] for one in life.ear.warnings] == [what[status]]


def test_unfinished_change_is_tested_when_it_is_finished(simulator, life):
    """
    Where another URL was stored and its status could not be set, the update that mends it sends the test.
    """
    stored = life.create({**TESTED, "status": "INACTIVE"})
    news = {**TESTED, "webhookUrl": "https://hooks.example.net/new", "status": "ACTIVE"}
    simulator.fail(403, method="PUT")
    with pytest.raises(PartiallyDone) as caught:
        life.update(stored, news)
    partly = caught.value
    before = len(sent_tests(simulator))
    mended = life.lifecycle.update(
        partly.id, partly.state, life.inputs(news, partly.inputs), account=life.account, run=life.ear
    )

    assert (before, len(sent_tests(simulator))) == (1, 2)
    assert mended.outputs["testDeliveryOutcome"]["status"] == "sent"


def test_wait_comes_before_the_test(simulator, life):
    """
    The test is sent when the waiting is over.
    """
    simulator.turn(activation_seconds=0)
    life.create({**WAITS, "testDelivery": True})

    asked = [(one.method, TEST in one.path) for one in simulator.requests]

    assert (asked[0], asked[-1]) == (("POST", False), ("POST", True))
    assert set(asked[1:-1]) == {("GET", False)}
