"""The five operations on webhooks, as the vendor's OpenAPI file and its pages describe them."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from tests.simulator.digital_river.conftest import ADDRESS, oauth

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def test_create_answers_the_whole_webhook(ask: Any) -> None:
    """
    A create is answered 201 with id, defaults, mode and times; the order of the types is another one.
    """
    answer = ask.create()

    id, created, updated = (answer.content.pop(name) for name in ("id", "createdTime", "updatedTime"))
    assert answer.status == 201
    assert answer.content == {
        "types": ["order.accepted", "refund.complete"],
        "address": ADDRESS,
        "apiVersion": "default",
        "enabled": True,
        "liveMode": False,
        "transportType": "HTTP",
    }
    assert (str(uuid.UUID(id)), created == updated, bool(TIME.fullmatch(created))) == (id, True, True)


def test_retrieve_answers_what_the_create_did(ask: Any) -> None:
    """
    A webhook is read back as it was created, passwords included.
    """
    created = ask.create(authentication={"username": "callback", "password": "secret"}).content

    answer = ask("GET", f"/webhooks/{created['id']}")

    assert (answer.status, answer.content) == (200, created)
    assert answer.content["authentication"] == {"username": "callback", "password": "secret"}


def test_oauth_is_answered_in_clear(ask: Any) -> None:
    """
    An OAUTH webhook shows all of its block in the casing of the API.
    """
    answer = ask.create(transportType="OAUTH", oauth=oauth())

    assert (answer.status, answer.content["transportType"]) == (201, "OAUTH")
    assert answer.content["oauth"] == oauth()


def test_the_grant_is_password_by_default(ask: Any) -> None:
    """
    An OAUTH block without a grant type has the grant `password`.
    """
    assert ask.create(transportType="OAUTH", oauth=oauth(grantType=...)).content["oauth"]["grantType"] == "password"


def test_client_credentials_need_no_user(ask: Any) -> None:
    """
    The grant `client_credentials` has neither user name nor password.
    """
    block = oauth(grantType="client_credentials", userName=..., password=...)

    assert ask.create(transportType="OAUTH", oauth=block).content["oauth"] == block


def test_list_is_a_bare_array_newest_first(ask: Any) -> None:
    """
    The list of webhooks is an array without pages.
    """
    first, second = ask.create().content, ask.create().content

    assert ask("GET", "/webhooks").content == [second, first]


def test_list_shows_at_most_a_hundred(ask: Any, simulator: Any) -> None:
    """
    The schema of the list allows 100 webhooks.
    """
    simulator.turn(most_in_list=2)
    for _ in range(3):
        ask.create()

    assert len(ask("GET", "/webhooks").content) == 2


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("type=order.accepted", 1),
        ("type=order.*", 1),
        ("type=*.updated", 1),
        ("type=refund", 0),
        ("types=order.accepted,fee.updated", 2),
        ("types=order.accepted&types=fee.updated", 2),
        ("types=order.*", 0),
    ],
)
def test_list_is_filtered_by_type(ask: Any, query: str, found: int) -> None:
    """
    `type` is one name or a group with a `*`; `types` are exact names.
    """
    ask.create(types=["order.accepted"])
    ask.create(types=["fee.updated"])

    assert len(ask("GET", f"/webhooks?{query}").content) == found


@pytest.mark.parametrize(
    "query",
    ["type=order.accepted&types=fee.updated", "type=", "types=", "types=" + ",".join(f"a.{n}" for n in range(21))],
)
def test_wrong_filter_is_refused(ask: Any, query: str) -> None:
    """
    `type` and `types` exclude each other, hold something, and are at most 20.
    """
    answer = ask("GET", f"/webhooks?{query}")

    assert (answer.status, answer.content["type"]) == (400, "bad_request")


def test_update_changes_only_what_is_sent(ask: Any, simulator: Any) -> None:
    """
    PATCH keeps what it leaves out, and sets the time of the update.
    """
    created = ask.create(enabled=False, authentication={"username": "callback", "password": "secret"}).content
    simulator.move(60)

    answer = ask("PATCH", f"/webhooks/{created['id']}", {"address": "http://other.example.com/"})

    changed = {name for name, value in answer.content.items() if created[name] != value}
    assert (answer.status, changed) == (200, {"address", "updatedTime"})


def test_update_replaces_types(ask: Any) -> None:
    """
    Types are not merged.
    """
    id = ask.create().content["id"]

    assert ask("PATCH", f"/webhooks/{id}", {"types": ["fee.created"]}).content["types"] == ["fee.created"]


@pytest.mark.parametrize("is_enabled", [True, False])
def test_update_enables_and_disables(ask: Any, is_enabled: bool) -> None:
    """
    Enabling and disabling is an update of `enabled`.
    """
    id = ask.create(enabled=not is_enabled).content["id"]

    assert ask("PATCH", f"/webhooks/{id}", {"enabled": is_enabled}).content["enabled"] is is_enabled


def test_null_clears_credentials(ask: Any) -> None:
    """
    `authentication: null` clears the credentials.
    """
    id = ask.create(authentication={"username": "callback", "password": "secret"}).content["id"]

    assert "authentication" not in ask("PATCH", f"/webhooks/{id}", {"authentication": None}).content


def test_blank_credentials_are_none(ask: Any) -> None:
    """
    Blank user name and password are no authentication.
    """
    assert "authentication" not in ask.create(authentication={"username": "", "password": ""}).content


def test_switch_to_oauth_drops_basic(ask: Any) -> None:
    """
    With the transport OAUTH, the basic credentials are gone, also after the way back.
    """
    id = ask.create(authentication={"username": "callback", "password": "secret"}).content["id"]

    there = ask("PATCH", f"/webhooks/{id}", {"transportType": "OAUTH", "oauth": oauth()})
    back = ask("PATCH", f"/webhooks/{id}", {"transportType": "HTTP"})

    assert (there.status, "authentication" in there.content, "oauth" in there.content) == (200, False, True)
    assert (back.status, "authentication" in back.content, "oauth" in back.content) == (200, False, False)


def test_alias_of_the_user_name(ask: Any) -> None:
    """
    `userName` is accepted as the documentation's example spells it, and answered as the schema does.
    """
    answer = ask.create(authentication={"userName": "callback", "password": "secret"})

    assert answer.content["authentication"] == {"username": "callback", "password": "secret"}


@pytest.mark.parametrize("version", ["default", "latest", "2021-12-13", "2020-01-07"])
def test_api_version_is_kept(ask: Any, version: str) -> None:
    """
    `apiVersion` is `default`, `latest` or a published date.
    """
    assert ask.create(apiVersion=version).content["apiVersion"] == version


def test_two_webhooks_can_share_an_address(ask: Any) -> None:
    """
    The address is not a natural key.
    """
    assert (ask.create().status, ask.create().status) == (201, 201)


def test_delete_is_empty_and_permanent(ask: Any) -> None:
    """
    A delete is answered 204 without a body; then there is no such webhook.
    """
    id = ask.create().content["id"]

    answer = ask("DELETE", f"/webhooks/{id}")

    assert (answer.status, answer.content) == (204, None)
    assert [ask(method, f"/webhooks/{id}").status for method in ("GET", "DELETE")] == [404, 404]


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_unknown_id(ask: Any, method: str) -> None:
    """
    An id that does not exist is answered 404 with the vendor's words.
    """
    answer = ask(method, "/webhooks/3f0c7a52-6d1e-4b8f-9a37-5c2e81d4b690", {} if method == "PATCH" else None)

    assert (answer.status, answer.content) == (
        404,
        {
            "type": "not_found",
            "errors": [
                {
                    "code": "not_found",
                    "parameter": "id",
                    "message": "Webhook '3f0c7a52-6d1e-4b8f-9a37-5c2e81d4b690' not found.",
                }
            ],
        },
    )


def test_modes_are_isolated(ask: Any, simulator: Any) -> None:
    """
    A live key neither lists nor finds a webhook of test mode; its own show `liveMode`.
    """
    id = ask.create().content["id"]
    live = simulator.live_api_key

    assert ask("GET", "/webhooks", key=live).content == []
    assert ask("GET", f"/webhooks/{id}", key=live).status == 404
    assert ask.create(key=live).content["liveMode"] is True


@pytest.mark.parametrize(
    ("method", "path", "status", "type"),
    [
        ("PUT", "/webhooks", 405, "method_not_allowed"),
        ("POST", "/webhooks/3f0c7a52-6d1e-4b8f-9a37-5c2e81d4b690", 405, "method_not_allowed"),
        ("GET", "/subscriptions", 404, "not_found"),
        ("GET", "/webhooks/3f0c7a52-6d1e-4b8f-9a37-5c2e81d4b690/secrets", 404, "not_found"),
        ("GET", "/event-types", 404, "not_found"),
        ("GET", "/gc/webhooks", 404, "not_found"),
    ],
)
def test_only_the_published_api_is_offered(ask: Any, method: str, path: str, status: int, type: str) -> None:
    """
    The profile `dr-api` has the published operations and no others.
    """
    answer = ask(method, path)

    assert (answer.status, answer.content["type"]) == (status, type)


def test_every_answer_has_a_request_id(ask: Any) -> None:
    """
    `x-dr-requestid` is another one each time, in refusals, too.
    """
    found = {ask("GET", path).headers["x-dr-requestid"] for path in ("/webhooks", "/webhooks/none", "/none")}

    assert len(found) == 3


@pytest.mark.parametrize(
    ("knobs", "status", "shape"),
    [
        ({"create_status": "200"}, 200, dict),
        ({"list_answer": "object"}, 201, dict),
        ({"list_answer": "array"}, 201, list),
    ],
)
def test_other_readings_of_status_and_list(ask: Any, simulator: Any, knobs: Any, status: int, shape: type) -> None:
    """
    Knobs turn the status of a create and the shape of the list to what other sources say.
    """
    simulator.turn(**knobs)

    assert ask.create().status == status
    listed = ask("GET", "/webhooks").content
    assert isinstance(listed, shape if "list_answer" in knobs else list)


@pytest.mark.parametrize(
    ("knobs", "expected"),
    [
        ({"credentials_in_answers": "masked"}, {"username": "callback", "password": "********"}),
        ({"credentials_in_answers": "absent"}, {"username": "callback"}),
        ({"user_name_in_answers": "userName"}, {"userName": "callback", "password": "secret"}),
    ],
)
def test_other_readings_of_credentials(ask: Any, simulator: Any, knobs: Any, expected: dict[str, str]) -> None:
    """
    Knobs let answers mask or omit passwords, and spell the user name as an example of the documentation does.
    """
    simulator.turn(**knobs)

    answer = ask.create(authentication={"username": "callback", "password": "secret"})

    assert answer.content["authentication"] == expected


def test_update_that_applies_defaults(ask: Any, simulator: Any) -> None:
    """
    A knob lets an update set omitted fields to the defaults that its schema declares.
    """
    id = ask.create(enabled=False, apiVersion="2021-12-13").content["id"]
    simulator.turn(patch_defaults="apply")

    answer = ask("PATCH", f"/webhooks/{id}", {"address": ADDRESS})

    assert (answer.content["enabled"], answer.content["apiVersion"]) == (True, "default")


def test_limit_of_webhooks(ask: Any, simulator: Any) -> None:
    """
    A knob limits the webhooks of a mode; one more is a conflict.
    """
    simulator.turn(most_webhooks=1)
    ask.create()

    answer = ask.create()

    assert (answer.status, answer.content["type"], answer.problems) == (409, "conflict", [("plan_limit_reached", None)])


def test_unknown_parameter_of_the_query(ask: Any, simulator: Any) -> None:
    """
    A parameter that the list does not have is refused, or ignored after a turn of the knob.
    """
    refused = ask("GET", "/webhooks?limit=10")
    simulator.turn(unknown_fields="ignore")

    assert (refused.status, refused.problems) == (400, [("unknown_parameter", "limit")])
    assert ask("GET", "/webhooks?limit=10").status == 200
