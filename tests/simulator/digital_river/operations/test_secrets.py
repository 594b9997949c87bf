"""The operations on signing secrets: the consoles' functions at invented paths, under the profile `gc`."""

from __future__ import annotations

import re
from typing import Any

import pytest

EXPIRATIONS = {"immediately": 0, "1_hour": 1, "3_hours": 3, "6_hours": 6, "12_hours": 12, "24_hours": 24}


@pytest.fixture
def secrets(ask: Any, simulator: Any) -> str:
    """The path of the secrets of a webhook, under the profile `gc`."""
    simulator.turn(profile="gc")
    id = ask.create(types=["subscription.renewed"]).content["id"]
    return f"/gc/webhooks/{id}/secrets"


def listed(ask: Any, secrets: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = ask("GET", secrets).content["data"]
    return rows


def test_webhook_has_a_secret_from_the_start(ask: Any, secrets: str) -> None:
    """
    A new webhook has a current secret, which the list does not reveal.
    """
    answer = ask("GET", secrets)

    (row,) = answer.content["data"]
    assert (answer.status, answer.content["hasMore"]) == (200, False)
    assert row.keys() == {"id", "state", "createdTime", "expiresTime"}
    assert (row["state"], row["expiresTime"]) == ("active", None)


def test_reveal(ask: Any, simulator: Any, secrets: str) -> None:
    """
    A secret is revealed by its id: `whk_` and a UUID, the key of the signatures.
    """
    id = listed(ask, secrets)[0]["id"]

    answer = ask("GET", f"{secrets}/{id}")

    assert re.fullmatch(r"whk_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", answer.content["token"])
    assert answer.content["token"] == simulator.secret_of(secrets.split("/")[3])


@pytest.mark.parametrize(("expiration", "hours"), EXPIRATIONS.items())
def test_rotate(ask: Any, simulator: Any, secrets: str, expiration: str, hours: int) -> None:
    """
    A rotation makes a new current secret; the previous one is valid for as long as was chosen.
    """
    before = listed(ask, secrets)[0]["id"]

    answer = ask("POST", secrets, {"expiration": expiration})

    now, later = ([row["state"] for row in listed(ask, secrets)] for _ in range(2))
    assert (answer.status, answer.content["state"], "token" in answer.content) == (201, "active", True)
    assert now == later == (["active", "expiring"] if hours else ["active"])
    simulator.move(minutes=60 * hours)
    assert [row["id"] for row in listed(ask, secrets)] == [answer.content["id"]]
    assert ask("GET", f"{secrets}/{before}").status == 404


def test_rotation_does_not_update_the_webhook(ask: Any, simulator: Any, secrets: str) -> None:
    """
    The time of the last update stays.
    """
    path = secrets.removesuffix("/secrets")
    before = ask("GET", path).content
    simulator.move(5)
    ask("POST", secrets, {"expiration": "1_hour"})

    assert ask("GET", path).content == before


def test_earlier_secrets_keep_their_expiry(ask: Any, simulator: Any, secrets: str) -> None:
    """
    A second rotation does not change when the oldest secret expires.
    """
    ask("POST", secrets, {"expiration": "24_hours"})
    oldest = listed(ask, secrets)[-1]
    ask("POST", secrets, {"expiration": "1_hour"})

    assert listed(ask, secrets)[-1] == oldest


def test_sixth_secret_is_refused(ask: Any, secrets: str) -> None:
    """
    With five valid secrets a rotation is a conflict, and changes nothing; an immediate one is always possible.
    """
    for _ in range(4):
        ask("POST", secrets, {"expiration": "24_hours"})
    before = listed(ask, secrets)

    answer = ask("POST", secrets, {"expiration": "1_hour"})

    assert (answer.status, answer.content["type"], answer.problems) == (
        409,
        "conflict",
        [("secret_limit_reached", None)],
    )
    assert (len(before), listed(ask, secrets)) == (5, before)
    assert ask("POST", secrets, {"expiration": "immediately"}).status == 201


def test_sixth_secret_that_ends_the_oldest(ask: Any, simulator: Any, secrets: str) -> None:
    """
    A knob ends the oldest secret instead.
    """
    simulator.turn(sixth_secret="drop_oldest")
    for _ in range(4):
        ask("POST", secrets, {"expiration": "24_hours"})
    before = [row["id"] for row in listed(ask, secrets)]

    ask("POST", secrets, {"expiration": "24_hours"})

    assert [row["id"] for row in listed(ask, secrets)][1:] == before[:4]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({}, ("missing_parameter", "expiration")),
        ({"expiration": "2_hours"}, ("invalid_parameter", "expiration")),
        ({"expiration": 1}, ("invalid_parameter", "expiration")),
        ({"expiration": "1_hour", "token": "x"}, ("unknown_parameter", "token")),
        ([], ("invalid_parameter", "body")),
    ],
    ids=str,
)
def test_wrong_rotation(ask: Any, secrets: str, body: Any, problem: tuple[str, str]) -> None:
    """
    A rotation needs one of the six choices of the consoles.
    """
    answer = ask("POST", secrets, body)

    assert (answer.status, answer.problems) == (400, [problem])


def test_rotation_that_does_not_reveal(ask: Any, simulator: Any, secrets: str) -> None:
    """
    A knob leaves the new secret out of the answer; it is revealed by its id.
    """
    simulator.turn(secret_in_rotation="absent")
    answer = ask("POST", secrets, {"expiration": "1_hour"})

    assert "token" not in answer.content
    assert "token" in ask("GET", f"{secrets}/{answer.content['id']}").content


def test_answer_that_is_lost(ask: Any, simulator: Any, secrets: str) -> None:
    """
    If the answer to a rotation is lost, the list shows the new secret, and it can be revealed.
    """
    simulator.fail("reset-after", method="POST")
    with pytest.raises(OSError, match=r".*"):
        ask("POST", secrets, {"expiration": "1_hour"})
    ask.connection.close()

    rows = listed(ask, secrets)
    assert [row["state"] for row in rows] == ["active", "expiring"]
    assert ask("GET", f"{secrets}/{rows[0]['id']}").content["token"] == simulator.secret_of(secrets.split("/")[3])


def test_secrets_of_the_other_mode(ask: Any, simulator: Any, secrets: str) -> None:
    """
    A live key does not see secrets of test mode.
    """
    assert ask("GET", secrets, key=simulator.live_api_key).status == 404


def test_secrets_go_with_the_webhook(ask: Any, secrets: str) -> None:
    """
    A deleted webhook has no secrets.
    """
    ask("DELETE", secrets.removesuffix("/secrets"))

    assert ask("GET", secrets).status == 404


def test_same_webhooks_with_and_without_the_prefix(ask: Any, secrets: str) -> None:
    """
    Under `gc` each path exists with and without `/gc`.
    """
    assert ask("GET", secrets.removeprefix("/gc")).content == ask("GET", secrets).content


def test_new_webhooks_are_disabled(ask: Any, secrets: str) -> None:
    """
    Under `gc` a new webhook is disabled, and its version is always the default.
    """
    answer = ask.create(types=["subscription.renewed"], apiVersion="2021-12-13")

    assert (answer.content["enabled"], answer.content["apiVersion"]) == (False, "default")


def test_event_types_of_global_commerce(ask: Any, secrets: str) -> None:
    """
    Under `gc` the event types are those of Global Commerce, and are listed.
    """
    answer = ask("GET", "/gc/event-types")

    names = [row["type"] for row in answer.content["data"]]
    assert (len(names), "subscription.renewed" in names) == (17, True)
    assert answer.content["data"][0].keys() == {"type", "expandable", "modes"}
    assert ask.create(types=["order.accepted"]).status == 400


def test_knobs_offer_them_in_the_published_api(ask: Any, simulator: Any) -> None:
    """
    Knobs add the invented operations to the profile `dr-api`.
    """
    simulator.turn(secrets_api="offered", event_types_api="offered")
    id = ask.create().content["id"]

    assert ask("GET", f"/webhooks/{id}/secrets").status == 200
    modes = {row["type"]: row["modes"] for row in ask("GET", "/event-types").content["data"]}
    assert (len(modes), modes["payout.created"], modes["fee.created"]) == (128, ["live"], ["test", "live"])


def test_console_reveals_and_rotates(ask: Any, simulator: Any) -> None:
    """
    Where the API has no such operation, a test does what a person does in the console.
    """
    id = ask.create().content["id"]
    before = simulator.secret_of(id)
    path = f"/_simulator/webhooks/{id}/secrets"

    rotated = ask("POST", path, {"expiration": "1_hour"}).content
    revealed = ask("GET", path).content

    assert [(one["token"], one["state"]) for one in revealed] == [(rotated["token"], "active"), (before, "expiring")]
    assert simulator.rotate_secret(id) not in (before, rotated["token"])
    assert ask("POST", path, {"expiration": "soon"}).status == 400
