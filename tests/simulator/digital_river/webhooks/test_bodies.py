"""Which bodies are refused, with the code and the path of the field."""

from __future__ import annotations

from typing import Any

import pytest
from tests.simulator.digital_river.conftest import oauth

OAUTH = {"transportType": "OAUTH"}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"address": ...}, ("missing_parameter", "address")),
        ({"types": ...}, ("missing_parameter", "types")),
        ({"types": []}, ("invalid_empty", "types")),
        ({"types": "order.accepted"}, ("invalid_parameter", "types")),
        ({"types": [5]}, ("invalid_parameter", "types")),
        ({"types": ["order.accepted", "order.unheard"]}, ("invalid_parameter", "types")),
        ({"types": ["order.*"]}, ("invalid_parameter", "types")),
        ({"types": ["payout.created"]}, ("invalid_parameter", "types")),
        ({"types": ["sales_transaction.created"]}, ("invalid_parameter", "types")),
        ({"address": "hooks.example.com"}, ("invalid_parameter", "address")),
        ({"address": "ftp://hooks.example.com"}, ("invalid_parameter", "address")),
        ({"address": "https://"}, ("invalid_parameter", "address")),
        ({"address": ""}, ("invalid_string_empty", "address")),
        ({"address": "  "}, ("invalid_string_blank", "address")),
        ({"address": "https://hooks.example.com/\ud800"}, ("invalid_parameter", "address")),
        ({"apiVersion": "2019-01-01"}, ("invalid_parameter", "apiVersion")),
        ({"apiVersion": None}, ("invalid_parameter", "apiVersion")),
        ({"enabled": "true"}, ("invalid_boolean", "enabled")),
        ({"enabled": None}, ("invalid_boolean", "enabled")),
        ({"transportType": "http"}, ("invalid_parameter", "transportType")),
        ({"name": "orders"}, ("unknown_parameter", "name")),
        ({"liveMode": True}, ("unknown_parameter", "liveMode")),
        ({"authentication": "secret"}, ("invalid_parameter", "authentication")),
        ({"authentication": {"user": "x"}}, ("unknown_parameter", "authentication.user")),
        ({"authentication": {"username": 5}}, ("invalid_parameter", "authentication.username")),
        ({"oauth": oauth()}, ("invalid_parameter", "oauth")),
        ({**OAUTH}, ("missing_parameter", "oauth")),
        ({**OAUTH, "oauth": {}}, None),
        ({**OAUTH, "oauth": oauth(tokenEndPoint=...)}, ("missing_parameter", "oauth.tokenEndPoint")),
        ({**OAUTH, "oauth": oauth(clientID=...)}, ("missing_parameter", "oauth.clientID")),
        ({**OAUTH, "oauth": oauth(clientSecret=...)}, ("missing_parameter", "oauth.clientSecret")),
        ({**OAUTH, "oauth": oauth(userName=...)}, ("missing_parameter", "oauth.userName")),
        ({**OAUTH, "oauth": oauth(password=...)}, ("missing_parameter", "oauth.password")),
        ({**OAUTH, "oauth": oauth(grantType="implicit")}, ("invalid_parameter", "oauth.grantType")),
        ({**OAUTH, "oauth": oauth(audience="x")}, ("unknown_parameter", "oauth.audience")),
        ({**OAUTH, "oauth": oauth(tokenEndpoint="x")}, ("unknown_parameter", "oauth.tokenEndpoint")),
        ({**OAUTH, "oauth": oauth(tokenEndPoint="http://a.example")}, ("invalid_parameter", "oauth.tokenEndPoint")),
        ({**OAUTH, "oauth": oauth(), "address": "http://a.example/"}, ("invalid_parameter", "address")),
        (
            {**OAUTH, "oauth": oauth(), "authentication": {"username": "u", "password": "p"}},
            ("invalid_parameter", "authentication"),
        ),
        (
            {**OAUTH, "oauth": oauth(grantType="client_credentials", userName=...)},
            ("invalid_parameter", "oauth.password"),
        ),
    ],
    ids=str,
)
def test_body_is_refused(ask: Any, simulator: Any, changes: dict[str, Any], problem: Any) -> None:
    """
    A create that breaks a rule is refused with the field concerned, and nothing is created.
    """
    answer = ask.create(**changes)

    assert (answer.status, answer.content["type"]) == (400, "bad_request")
    assert problem is None or answer.problems == [problem]
    assert len(simulator.webhooks) == 0


def test_field_that_the_vendors_file_requires_by_mistake(ask: Any, simulator: Any) -> None:
    """
    A create may have the field `type`, which the OpenAPI file requires and does not define; the journal names it.
    """
    created = ask.create(type="order.accepted")
    updated = ask("PATCH", f"/webhooks/{created.content['id']}", {"type": "order.accepted"})

    assert (created.status, simulator.requests[0].why) == (201, "ignored type")
    assert updated.problems == [("unknown_parameter", "type")]


def test_every_problem_at_once(ask: Any) -> None:
    """
    One answer names all fields that are wrong.
    """
    answer = ask.create(address="x", enabled=1, types=[])

    assert {parameter for _, parameter in answer.problems} == {"address", "enabled", "types"}


def test_words_of_a_refusal(ask: Any) -> None:
    """
    The messages have the vendor's patterns.
    """
    answer = ask.create(address=..., transportType="FTP", colour="red")

    messages = {one["message"] for one in answer.content["errors"]}
    assert messages == {
        "A parameter is missing.",
        "'FTP' is not a valid transport type.",
        "'colour' is an unknown parameter.",
    }


@pytest.mark.parametrize("raw", [b"{", b"[]", b"null", b'"x"', b"\xff", b'{"address": NaN}'])
def test_body_that_is_not_an_object(ask: Any, raw: bytes) -> None:
    """
    A body that is not a JSON object is a bad request.
    """
    assert ask("POST", "/webhooks", raw).status == 400


def test_body_of_another_media_type(ask: Any) -> None:
    """
    A body that is not sent as JSON is a bad request.
    """
    assert ask("POST", "/webhooks", b"{}", Content_Type="text/plain").status == 400


@pytest.mark.parametrize(
    ("held", "changes", "status", "parameter"),
    [
        ({}, {"oauth": oauth()}, 409, "oauth"),
        ({}, {"transportType": "HTTP", "oauth": oauth()}, 400, "oauth"),
        ({}, {"transportType": "OAUTH"}, 400, "oauth"),
        ({"address": "http://a.example/"}, {**OAUTH, "oauth": oauth()}, 409, "address"),
        ({**OAUTH, "oauth": oauth()}, {"authentication": {"username": "u"}}, 409, "authentication"),
        ({**OAUTH, "oauth": oauth()}, {**OAUTH, "authentication": {"username": "u"}}, 400, "authentication"),
        ({**OAUTH, "oauth": oauth()}, {"oauth": {"clientID": "other"}}, 400, "oauth.tokenEndPoint"),
        ({**OAUTH, "oauth": oauth()}, {"oauth": None}, 409, "oauth"),
        ({**OAUTH, "oauth": oauth()}, {"address": "http://a.example/"}, 409, "address"),
        ({}, {"types": None}, 400, "types"),
        ({}, {"types": []}, 400, "types"),
        ({}, {"address": None}, 400, "address"),
        ({}, {"id": "x"}, 400, "id"),
    ],
    ids=str,
)
def test_update_is_refused(
    ask: Any, held: dict[str, Any], changes: dict[str, Any], status: int, parameter: str
) -> None:
    """
    An update that breaks a rule is a bad request, one that does not go with the webhook a conflict; neither changes it.
    """
    created = ask.create(**held).content

    answer = ask("PATCH", f"/webhooks/{created['id']}", changes)

    assert (answer.status, answer.problems[0][1]) == (status, parameter)
    assert ask("GET", f"/webhooks/{created['id']}").content == created


def test_conflict_as_a_bad_request(ask: Any, simulator: Any) -> None:
    """
    A knob answers such a conflict 400.
    """
    simulator.turn(state_conflict="400")
    id = ask.create().content["id"]

    assert ask("PATCH", f"/webhooks/{id}", {"oauth": oauth()}).status == 400


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"oauth": oauth(clientSecret="other")}, 200), ({"enabled": False}, 200), ({"transportType": "OAUTH"}, 400)],
    ids=str,
)
def test_update_of_an_oauth_webhook(ask: Any, changes: dict[str, Any], status: int) -> None:
    """
    The OAUTH block can be replaced or kept without the transport; with the transport OAUTH it is required.
    """
    id = ask.create(**OAUTH, oauth=oauth()).content["id"]

    assert ask("PATCH", f"/webhooks/{id}", changes).status == status


@pytest.mark.parametrize(
    ("knobs", "changes"),
    [
        ({"required_fields": "spec"}, {"types": ...}),
        ({"unknown_events": "accept"}, {"types": ["order.unheard"]}),
        ({"wildcard_in_types": "accept"}, {"types": ["order.*"]}),
        ({"catalogue": "gc"}, {"types": ["subscription.renewed"]}),
        ({"unknown_fields": "ignore"}, {"name": "orders"}),
        ({"audience": "accept"}, {**OAUTH, "oauth": oauth(audience="x")}),
        ({"password_grant": "any"}, {**OAUTH, "oauth": oauth(userName=..., password=...)}),
        ({"oauth_urls": "any"}, {**OAUTH, "oauth": oauth(tokenEndPoint="http://a.example")}),
        ({"api_versions": "any_date"}, {"apiVersion": "2019-01-01"}),
    ],
    ids=str,
)
def test_knobs_accept_what_is_refused_otherwise(ask: Any, simulator: Any, knobs: Any, changes: Any) -> None:
    """
    Each of these bodies is refused at first, and accepted after a turn of the knob.
    """
    before = ask.create(**changes).status
    simulator.turn(**knobs)

    assert (before, ask.create(**changes).status) == (400, 201)


@pytest.mark.parametrize("type", ["fulfillment.create", "fulfillment.created", "order.charge.processing"])
def test_other_spellings_are_accepted(ask: Any, type: str) -> None:
    """
    Names that the list prints differently from the samples, and names seen elsewhere, can be subscribed to.
    """
    assert ask.create(types=[type]).content["types"] == [type]


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:8080/hook",
        "http://[::1]:8080",
        "https://user:secret@hooks.example.com/a?b=c#d",
        "https://dispatch/dr",
        "https://hooks.example.com/caf\u00e9",
    ],
)
def test_addresses(ask: Any, address: str) -> None:
    """
    An address is any http or https URL, also of a host without a dot.
    """
    assert ask.create(address=address).content["address"] == address


def test_live_mode_offers_what_test_mode_does_not(ask: Any, simulator: Any) -> None:
    """
    `payout.created` can be subscribed to with a live key.
    """
    assert ask.create(key=simulator.live_api_key, types=["payout.created"]).status == 201
