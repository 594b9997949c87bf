"""Who may call, and how often."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from tests.simulator.digital_river.conftest import Asker

from pulumi_payment_webhooks.simulator.digital_river.access.keys import ApiKeys
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator
from pulumi_payment_webhooks.simulator.digital_river.knobs import Knobs


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer sk_test_forged", "Basic c2tfdGVzdA==", "Bearer é"])
def test_wrong_key(ask: Any, authorization: str) -> None:
    """
    Without a valid key the answer is 401, and does not say why.
    """
    answer = ask("GET", "/webhooks", Authorization=authorization)

    assert (answer.status, answer.content) == (
        401,
        {"type": "unauthorized", "errors": [{"message": "An authorization error has occurred."}]},
    )


def test_public_key_may_do_nothing(ask: Any, simulator: Any) -> None:
    """
    Webhooks need a secret key, or a restricted one.
    """
    assert ask("GET", "/webhooks", key=simulator.public_api_key).content["type"] == "forbidden"


@pytest.mark.parametrize(("right", "statuses"), [("read", (200, 403)), ("write", (403, 201)), ("none", (403, 403))])
def test_restricted_key(ask: Any, simulator: Any, right: str, statuses: tuple[int, int]) -> None:
    """
    A restricted key may read or write, as it was made.
    """
    key = simulator.restrict_key(right)

    assert (ask("GET", "/webhooks", key=key).status, ask.create(key=key).status) == statuses


def test_rotated_key_keeps_webhooks(ask: Any, simulator: Any) -> None:
    """
    Webhooks that were created with the previous key stay; the previous key is not accepted.
    """
    created, previous = ask.create().content, simulator.api_key
    simulator.rotate_key()

    assert ask("GET", "/webhooks").content == [created]
    assert ask("GET", "/webhooks", key=previous).status == 401


@pytest.mark.parametrize(
    ("accept", "status"), [("application/json", 200), ("text/html, */*;q=0.1", 200), ("text/csv", 406)]
)
def test_accept(ask: Any, accept: str, status: int) -> None:
    """
    Answers are JSON; who takes none gets 406.
    """
    assert ask("GET", "/webhooks", Accept=accept).status == status


def test_keys_have_the_prefix_of_their_mode() -> None:
    """
    Keys look like those of the documentation, and a wrong prefix is refused.
    """
    keys = ApiKeys()

    assert (keys.test[:8], len(keys.test), keys.live[:3], len(keys.live)) == ("sk_test_", 40, "sk_", 35)
    for wrong in ({"test": "pk_test_12345678"}, {"live": "sk_test_12345678"}):
        with pytest.raises(ValueError, match="must begin with"):
            ApiKeys(**wrong)


@pytest.fixture
def limited() -> Iterator[Asker]:
    """Asks a simulator that counts; real time does not matter, because its clock does not move by itself."""
    with DigitalRiverSimulator(knobs=Knobs(requests_per_second_test=2, retry_after_seconds=3)) as running:
        now = running.clock.wall()
        running.clock.wall = lambda: now
        asker = Asker(running)
        yield asker
        asker.connection.close()


def test_too_many_requests_are_refused(limited: Asker) -> None:
    """
    The third request of a second is answered 429 with the seconds to wait.
    """
    answers = [limited("GET", "/webhooks") for _ in range(3)]

    assert [one.status for one in answers] == [200, 200, 429]
    assert (answers[2].content["type"], answers[2].headers["retry-after"]) == ("too_many_requests", "3")


def test_requests_meanwhile_are_blocked_too(limited: Asker) -> None:
    """
    Within the wait every request is refused; after it they are answered again.
    """
    for _ in range(3):
        limited("GET", "/webhooks")
    limited.simulator.move(2.5)
    meanwhile = limited("GET", "/webhooks")
    limited.simulator.move(0.5)

    assert (meanwhile.status, meanwhile.headers["retry-after"]) == (429, "1")
    assert limited("GET", "/webhooks").status == 200


def test_each_key_has_its_own_limit(limited: Asker) -> None:
    """
    What one key sends does not count for another.
    """
    for _ in range(3):
        limited("GET", "/webhooks")

    assert limited("GET", "/webhooks", key=limited.simulator.live_api_key).status == 200


def test_requests_of_the_last_second_count(limited: Asker) -> None:
    """
    Two requests in each second are never too many.
    """
    statuses = []
    for _ in range(4):
        statuses.append(limited("GET", "/webhooks").status)
        limited.simulator.move(0.5)

    assert statuses == [200] * 4


def test_retry_after_as_a_date(limited: Asker) -> None:
    """
    A knob gives the time to wait as a date, which is not before the end of the wait.
    """
    limited.simulator.turn(retry_after="date")
    answers = [limited("GET", "/webhooks") for _ in range(3)]

    date = parsedate_to_datetime(answers[2].headers["retry-after"])
    waited = date - limited.simulator.clock.now()
    assert timedelta(seconds=3) <= waited < timedelta(seconds=4)


def test_retry_after_absent(limited: Asker) -> None:
    """
    A knob leaves the header out.
    """
    limited.simulator.turn(retry_after="absent")

    assert "retry-after" not in [limited("GET", "/webhooks") for _ in range(3)][2].headers
