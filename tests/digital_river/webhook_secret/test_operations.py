"""Signing secrets, lived through the core at the simulated platform."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.digital_river.life import Life, account_at, next_run
from tests.digital_river.webhooks import WEBHOOK

from pulumi_payment_webhooks.digital_river.rules.signing_secrets import EXPIRATIONS
from pulumi_payment_webhooks.errors import Missing, Refused, Unclear
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

SECRET = "digital_river:WebhookSecret"
EXISTING = "whk_9a8b7c6d-5e4f-4a3b-9c2d-1e0f9a8b7c6d"
OTHER = "whk_0f6c1d2e-3b4a-4c5d-8e9f-a1b2c3d4e5f6"
HOOK = {"address": "https://hooks.example.com/gc", "types": ["subscription.created"]}


class Later:
    """An account whose clock is ahead by some days."""

    def __init__(self, account: Any, *, days: int) -> None:
        self._account, self._days = account, days

    def __getattr__(self, name: str) -> Any:
        return getattr(self._account, name)

    def now(self) -> datetime:
        found: datetime = self._account.now() + timedelta(days=self._days)
        return found


@pytest.fixture
def gc(simulator: DigitalRiverSimulator) -> Any:
    """An account with the profile of Global Commerce."""
    simulator.turn(profile="gc")
    return account_at(simulator)


@pytest.fixture
def webhook(gc: Any) -> str:
    """The id of a webhook there."""
    return Life(WEBHOOK, gc).create(HOOK).id


@pytest.fixture
def secrets(gc: Any, webhook: str) -> Life:
    """The life of signing secrets there."""
    assert webhook
    return Life(SECRET, gc)


def current(simulator: DigitalRiverSimulator, webhook: str) -> str:
    return simulator.webhooks[webhook].secrets.current.token


def posts(simulator: DigitalRiverSimulator) -> int:
    return len([one for one in simulator.requests.changes if one.path.endswith("/secrets")])


def test_secret_of_a_new_webhook_is_revealed(secrets: Life, simulator: DigitalRiverSimulator, webhook: str) -> None:
    """
    A create reveals the secret that the webhook has, and rotates nothing.
    """
    stored = secrets.create({"webhook": webhook, "rotation": "1"})

    assert stored.id == f"{webhook}/secret"
    assert stored.outputs["secret"] == current(simulator, webhook)
    assert stored.outputs["previousSecrets"] == {}
    assert posts(simulator) == 0


@pytest.mark.parametrize("expiration", EXPIRATIONS)
def test_rotation_keeps_the_last_secret_as_long_as_asked(
    secrets: Life, simulator: DigitalRiverSimulator, webhook: str, expiration: str
) -> None:
    """
    A change of `rotation` makes another secret current; the last one is kept, unless it expires at once.
    """
    first = secrets.create({"webhook": webhook, "rotation": "1", "expiration": expiration})
    second = secrets.update(first, {"webhook": webhook, "rotation": "2", "expiration": expiration})
    previous = [one["secret"] for one in second.outputs["previousSecrets"].values()]

    assert second.outputs["secret"] == current(simulator, webhook) != first.outputs["secret"]
    assert previous == ([] if expiration == "immediately" else [first.outputs["secret"]])
    assert simulator.requests.changes[-1].body == {"expiration": expiration}


@pytest.mark.parametrize("shown", ["shown", "absent"])
def test_rotated_secret_reads_as_it_was_stored(
    secrets: Life, simulator: DigitalRiverSimulator, webhook: str, shown: str
) -> None:
    """
    A refresh after a rotation finds the same secrets, whether the answer showed the new one or it was revealed.
    """
    simulator.turn(secret_in_rotation=shown)
    first = secrets.create({"webhook": webhook, "rotation": "1"})
    second = secrets.update(first, {"webhook": webhook, "rotation": "2"})
    read = secrets.read(second)
    assert read

    assert read == second
    assert second.outputs["secret"] == current(simulator, webhook)
    assert len(second.outputs["previousSecrets"]) == 1
    assert secrets.ear.warnings == []


@pytest.mark.parametrize(
    "news",
    [{"expiration": "1_hour", "rotation": "1"}, {"rotation": "1", "maxAge": 90}, {}],
    ids=["expiry", "age", "no"],
)
def test_what_is_no_trigger_rotates_nothing(
    secrets: Life, simulator: DigitalRiverSimulator, webhook: str, news: dict[str, Any]
) -> None:
    """
    Another expiration, an age that is not reached, and a `rotation` that is removed change no secret.
    """
    stored = secrets.create({"webhook": webhook, "rotation": "1"})

    secrets.update(stored, {"webhook": webhook, **news})

    assert posts(simulator) == 0


def test_age_rotates(secrets: Life, simulator: DigitalRiverSimulator, gc: Any, webhook: str) -> None:
    """
    A secret that has reached its age is rotated by the next update, which the preview announces.
    """
    news = {"webhook": webhook, "maxAge": 30}
    stored = secrets.create(news)
    later = Later(gc, days=31)
    due = secrets.resource.declaration.is_due(stored.outputs, stored.inputs, at=later.now())

    Life(SECRET, later).update(stored, news)

    assert "secret is 31 days old" in str(due)
    assert posts(simulator) == 1


def test_sixth_secret_is_refused_with_the_remedy(secrets: Life, simulator: DigitalRiverSimulator, webhook: str) -> None:
    """
    Five secrets are valid at most; the refusal says how to go on, and `immediately` works.
    """
    stored = secrets.create({"webhook": webhook, "rotation": "0"})
    for number in range(1, 5):
        stored = secrets.update(stored, {"webhook": webhook, "rotation": str(number)})

    with pytest.raises(Refused, match=r"5 secrets are valid.*wait until 20.*, or set `expiration` to immediately"):
        secrets.update(stored, {"webhook": webhook, "rotation": "5"})
    last = secrets.update(stored, {"webhook": webhook, "rotation": "5", "expiration": "immediately"})
    assert len(stored.outputs["previousSecrets"]) == 4
    assert last.outputs["secret"] == current(simulator, webhook)


@pytest.mark.parametrize("kind", ["reset-after", 504, 200])
def test_lost_answer_to_a_rotation_is_looked_up(
    secrets: Life, simulator: DigitalRiverSimulator, webhook: str, kind: str | int
) -> None:
    """
    A rotation whose answer is lost is sent once, and its secret is found in the list.
    """
    first = secrets.create({"webhook": webhook, "rotation": "1"})
    details: dict[str, Any] = {} if kind == "reset-after" else {"stored": True}
    simulator.fail(kind, method="POST", **details)
    second = secrets.update(first, {"webhook": webhook, "rotation": "2"})

    assert second.outputs["secret"] == current(simulator, webhook) != first.outputs["secret"]
    assert posts(simulator) == 1
    assert "the answer to the rotation was lost" in secrets.ear.notes[0]


def test_next_run_recovers_a_lost_rotation(secrets: Life, simulator: DigitalRiverSimulator, webhook: str) -> None:
    """
    Where no new secret appears, the error says so; the next run finds one that came late, and rotates nothing.
    """
    first = secrets.create({"webhook": webhook, "rotation": "1"})
    second = {"webhook": webhook, "rotation": "2"}
    simulator.fail("reset-before", method="POST")
    with pytest.raises(Unclear, match=r"not known yet whether it was rotated.*run `pulumi up` again"):
        secrets.update(first, second)
    simulator.webhooks[webhook].secrets.rotate("24_hours", simulator.clock.now(), when_full="refuse")
    simulator.requests.clear()

    recovered = secrets.update(first, second)

    assert recovered.outputs["secret"] == current(simulator, webhook)
    assert first.outputs["secret"] in [one["secret"] for one in recovered.outputs["previousSecrets"].values()]
    assert posts(simulator) == 0


def test_rotation_in_the_console_is_found_by_a_refresh(
    secrets: Life, simulator: DigitalRiverSimulator, webhook: str
) -> None:
    """
    A secret that somebody rotated is revealed, and a warning says that receivers need it.
    """
    stored = secrets.create({"webhook": webhook})
    simulator.webhooks[webhook].secrets.rotate("24_hours", simulator.clock.now(), when_full="refuse")
    read = secrets.read(stored)
    assert read

    assert read.outputs["secret"] == current(simulator, webhook)
    assert "rotated at the platform" in secrets.ear.warnings[0]


def test_refresh_is_one_request(secrets: Life, simulator: DigitalRiverSimulator, webhook: str) -> None:
    """
    A refresh lists the secrets, and reveals none that is known.
    """
    stored = secrets.create({"webhook": webhook})
    simulator.requests.clear()

    secrets.read(stored)

    assert len(simulator.requests) == 1


def test_deleted_webhook_has_no_secret(secrets: Life, simulator: DigitalRiverSimulator, webhook: str) -> None:
    """
    With its webhook the secret is gone; a preview finds that before anything is sent.
    """
    stored = secrets.create({"webhook": webhook})
    simulator.webhooks.remove(webhook)
    next_run()

    assert [one.refuses for one in secrets.preview(stored, {"webhook": webhook})] == [True]
    assert secrets.read(stored) is None
    with pytest.raises(Missing):
        secrets.create({"webhook": webhook})


def test_forgetting_changes_nothing(secrets: Life, simulator: DigitalRiverSimulator, webhook: str) -> None:
    """
    Destroying the resource sends nothing, and a note says that the platform keeps the secret.
    """
    stored = secrets.create({"webhook": webhook})
    simulator.requests.clear()
    secrets.delete(stored)

    assert len(simulator.requests) == 0
    assert len(secrets.ear.notes) == 1


def test_console_spelling_of_an_expiration(secrets: Life, webhook: str) -> None:
    """
    The choices are also accepted as the consoles write them.
    """
    assert secrets.inputs({"webhook": webhook, "expiration": "12 Hours"})["expiration"] == "12_hours"


def test_api_without_secrets_asks_for_the_secret(webhooks: Life) -> None:
    """
    Under the profile of the API, the preview explains that secrets are an action of the console.
    """
    life = Life(SECRET, webhooks.account)
    [failure] = life.lifecycle.check({}, {"webhook": "w1"}, account=life.account).failures

    assert failure.path == ("existingSecret",)
    assert "reveal and rotate it in the console" in str(failure)


@pytest.mark.parametrize("more", [{"rotation": "1"}, {"maxAge": 30}])
def test_existing_secret_does_not_rotate(webhooks: Life, more: dict[str, Any]) -> None:
    """
    A rotation that nothing would perform is refused.
    """
    life = Life(SECRET, webhooks.account)
    news = {"webhook": "w1", "existingSecret": EXISTING, **more}
    [failure] = life.lifecycle.check({}, news, account=life.account).failures

    assert "has no effect on an existing secret" in str(failure)
    assert EXISTING not in str(failure)


def test_existing_secret_is_used_without_a_request(webhooks: Life, simulator: DigitalRiverSimulator) -> None:
    """
    A secret from the console is an output as it is; the next one makes it a previous secret for the declared time.
    """
    life = Life(SECRET, webhooks.account)
    first = life.create({"webhook": "w1", "existingSecret": f" {EXISTING}\n"})
    second = life.update(first, {"webhook": "w1", "existingSecret": OTHER, "expiration": "1_hour"})
    again = life.update(second, {"webhook": "w1", "existingSecret": EXISTING, "expiration": "immediately"})

    assert [one.outputs["secret"] for one in (first, second, again)] == [EXISTING, OTHER, EXISTING]
    assert [one["secret"] for one in second.outputs["previousSecrets"].values()] == [EXISTING]
    assert EXISTING not in [one["secret"] for one in again.outputs["previousSecrets"].values()]
    assert len(simulator.requests) == 0


def test_what_is_no_secret_is_refused_without_showing_it(webhooks: Life) -> None:
    """
    An API key in the place of the secret is noticed.
    """
    life = Life(SECRET, webhooks.account)
    news = {"webhook": "w1", "existingSecret": webhooks.account.settings.api_key.get_secret_value()}
    [failure] = life.lifecycle.check({}, news, account=life.account).failures

    assert "is an API key" in str(failure)
    assert "sk_test" not in str(failure)
