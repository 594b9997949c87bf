"""What newer sources say of requests and answers: media types, ends of operations, shapes of errors, members."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
from email.utils import formatdate
from typing import Any

import pytest
from tests.simulator.cybersource.conftest import V2
from tests.waiting import PATIENCE

V1 = "/notification-subscriptions/v1/webhooks"
PRODUCTS = "/notification-subscriptions/v2/products/acme_eu"
SYM = "/kms/egress/v2/keys-sym"
LIST = f"{V2}?organizationId=acme_eu"
HAL = "application/hal+json;charset=utf-8"
JSON = "application/json;charset=utf-8"
CREATE: dict[str, Any] = {
    "clientRequestAction": "CREATE",
    "keyInformation": {"provider": "nrtd", "tenant": "acme_eu", "keyType": "sharedSecret", "organizationId": "acme_eu"},
}


@pytest.fixture
def webhook_id(ask: Any) -> str:
    created: str = ask.subscribe().content["webhookId"]
    return created


@pytest.mark.parametrize(
    ("method", "target", "body"),
    [
        ("POST", V2, {}),
        ("GET", LIST, None),
        ("GET", f"{V2}/{{id}}", None),
        ("PATCH", f"{V2}/{{id}}", {"name": "other"}),
        ("PUT", f"{V2}/{{id}}/status", {"status": "ACTIVE"}),
        ("DELETE", f"{V2}/{{id}}", None),
        ("POST", f"{V1}/{{id}}", {}),
        ("GET", f"{V1}/{{id}}", None),
    ],
)
def test_subscriptions_are_never_hal(ask: Any, webhook_id: str, method: str, target: str, body: Any) -> None:
    """
    An operation on subscriptions answers 406 to a request for hal+json alone, and changes nothing.
    """
    refused = ask(method, target.format(id=webhook_id), body, Accept=HAL)

    assert (refused.status, refused.content["reason"]) == (406, "NOT_ACCEPTABLE")
    assert ask("GET", f"{V2}/{webhook_id}").content["name"] == "orders"


@pytest.mark.parametrize("accept", [JSON, "*/*", f"{HAL}, {JSON}", "application/hal+json, application/*;q=0.1", ""])
def test_other_types_are_answered(ask: Any, webhook_id: str, accept: str) -> None:
    """
    Whoever takes JSON as well, or anything, or does not say, is answered.
    """
    assert ask("GET", f"{V2}/{webhook_id}", Accept=accept).status == 200


@pytest.mark.parametrize("accept", [HAL, JSON])
def test_products_and_keys_take_both(ask: Any, accept: str) -> None:
    """
    The product list and symmetric keys answer to either type unless a knob says otherwise.
    """
    assert ask("GET", PRODUCTS, Accept=accept).status == 200
    assert ask("POST", SYM, CREATE, Accept=accept).status == 201


@pytest.mark.parametrize(
    ("knobs", "accept"), [({"hal_json": "refused"}, HAL), ({"plain_json": "refused_where_hal_is_sent"}, JSON)]
)
def test_products_and_keys_may_refuse_one(ask: Any, simulator: Any, knobs: dict[str, str], accept: str) -> None:
    """
    Each type can be refused by the product list and symmetric keys, too.
    """
    simulator.turn(**knobs)

    assert ask("GET", PRODUCTS, Accept=accept).status == 406
    assert ask("POST", SYM, CREATE, Accept=accept).status == 406
    assert ask("GET", LIST, Accept=JSON).status == 404


def test_hal_can_be_accepted(ask: Any, simulator: Any, webhook_id: str) -> None:
    """
    The knob lets every operation answer to hal+json.
    """
    simulator.turn(hal_json="accepted")

    assert ask("GET", f"{V2}/{webhook_id}", Accept=HAL).status == 200


@pytest.mark.parametrize("status", ["404", "410"])
def test_test_call_may_have_ended(ask: Any, simulator: Any, ear: Any, webhook_id: str, status: str) -> None:
    """
    Once it has ended, the test call sends nothing, while other operations of v1 go on.
    """
    simulator.turn(test_call=status)

    assert str(ask("POST", f"{V1}/{webhook_id}", {}).status) == status
    assert ask("GET", f"{V1}/{webhook_id}").status == 200
    assert len(simulator.deliveries) == 0


@pytest.mark.parametrize("status", ["404", "410"])
def test_v1_may_have_ended(ask: Any, simulator: Any, webhook_id: str, status: str) -> None:
    """
    Once v1 has ended, none of its operations is offered, and the test call has a knob of its own.
    """
    simulator.turn(v1=status)
    calls = [("GET", f"{V1}/{webhook_id}"), ("DELETE", f"{V1}/{webhook_id}"), ("GET", PRODUCTS.replace("v2", "v1"))]

    assert [str(ask(*call).status) for call in calls] == [status] * 3
    assert ask("POST", f"{V1}/{webhook_id}", {}).status == 201
    assert ask("GET", f"{V2}/{webhook_id}").status == 200


@pytest.mark.parametrize(
    "target", [LIST, f"{V2}/nobody", f"{V1}/nobody", "/notification-subscriptions/v3/webhooks", "/tea"]
)
def test_missing_is_also_a_number(ask: Any, target: str) -> None:
    """
    Every 404 carries its status as a number.
    """
    assert ask("GET", target).content["statusCode"] == 404


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ("flat", {"status", "reason", "message", "details"}),
        ("errorInformation", {"status", "errorInformation"}),
        ("errors", {"errors"}),
    ],
)
def test_shape_of_errors(ask: Any, simulator: Any, shape: str, expected: set[str]) -> None:
    """
    What is wrong can stand in three places.
    """
    simulator.turn(error_shape=shape)
    content = ask("POST", V2, {"name": "orders"}).content

    assert content.keys() == expected
    assert content.get("errors", [{"type": "MISSING_FIELD"}])[0]["type"] == "MISSING_FIELD"


@pytest.mark.parametrize(
    ("position", "listed", "read"),
    [
        ("as_sent", "https://hooks.example.net/visa", "https://hooks.example.net/visa"),
        ("in_lists", "https://hooks.example.net:443/visa", "https://hooks.example.net/visa"),
        ("everywhere", "https://hooks.example.net:443/visa", "https://hooks.example.net:443/visa"),
    ],
)
def test_default_port(ask: Any, simulator: Any, webhook_id: str, position: str, listed: str, read: str) -> None:
    """
    A list, or every answer, writes the default port out on demand.
    """
    simulator.turn(default_port=position)

    assert ask("GET", LIST).content[0]["webhookUrl"] == listed
    assert ask("GET", f"{V2}/{webhook_id}").content["webhookUrl"] == read


def test_ignored_members_are_in_the_journal(ask: Any, simulator: Any) -> None:
    """
    What the API does not have is dropped, and named in the journal with what may be meant; its value is not shown.
    """
    additional = {"clientId": "s3cret", "aud": "idp"}
    config = {"oAuthURL": "https://idp.example.net/t", "oAuthTokenType": "Bearer", "additionalConfig": additional}
    simulator.turn(jwt_security_needs_p12=False)
    created = ask.subscribe(securityPolicy={"securityType": "oAuth_JWT", "config": config}, colour="red")

    assert created.status == 201
    assert created.content["securityPolicy"]["config"]["additionalConfig"] == {"aud": "idp"}
    assert simulator.requests[-1].why == (
        "ignored securityPolicy.config.additionalConfig.clientId (did you mean 'client_id'?); ignored colour"
    )


def test_ignored_members_of_a_key_are_in_the_journal(ask: Any, simulator: Any) -> None:
    """
    The same holds for keys.
    """
    information = {**CREATE["keyInformation"], "expiryduration": "9"}
    ask("POST", SYM, {**CREATE, "keyInformation": information})

    assert simulator.requests[-1].why == "ignored keyInformation.expiryduration (did you mean 'expiryDuration'?)"


def test_ordinary_request_has_no_note(ask: Any, simulator: Any, webhook_id: str) -> None:
    """
    A request of known members leaves no note, be it a create or an update.
    """
    ask("PATCH", f"{V2}/{webhook_id}", {"retryPolicy": {"interval": 2}, "notificationScope": {"scope": "SELF"}})

    assert [one.why for one in simulator.requests] == ["", ""]


def signed(simulator: Any, target: str, *, named: str, date: str) -> int:
    """The status of a request with an HTTP Signature over a target of that name, and that date."""
    host = simulator.endpoint.removeprefix("http://")
    values = {"host": host, "date": date, named: f"get {target}", "v-c-merchant-id": simulator.merchant_id}
    text = "\n".join(f"{name}: {value}" for name, value in values.items())
    mac = base64.b64encode(hmac.digest(simulator.credentials.secret, text.encode(), hashlib.sha256)).decode()
    header = f'keyid="{simulator.key_id}", algorithm="HmacSHA256", headers="{" ".join(values)}", signature="{mac}"'
    connection = http.client.HTTPConnection(host, timeout=PATIENCE)
    headers = {name: value for name, value in values.items() if name != named}
    connection.request("GET", target, headers={**headers, "signature": header})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


@pytest.mark.parametrize(("position", "status"), [("plain", 401), ("both", 200)])
def test_target_in_parentheses(simulator: Any, position: str, status: int) -> None:
    """
    The old name of the target is taken on demand only; the plain name always is.
    """
    simulator.turn(request_target=position)
    now = formatdate(usegmt=True)

    assert signed(simulator, PRODUCTS, named="(request-target)", date=now) == status
    assert signed(simulator, PRODUCTS, named="request-target", date=now) == 200


@pytest.mark.parametrize(("position", "status"), [("http", 401), ("any", 200)])
@pytest.mark.parametrize("date", ["2026-11-27T10:00:00Z", "1795773600000", "today"])
def test_date_of_another_form(simulator: Any, position: str, status: int, date: str) -> None:
    """
    A date that is not an HTTP date is accepted only with the knob.
    """
    simulator.turn(date_format=position)

    assert signed(simulator, PRODUCTS, named="request-target", date=date) == status


@pytest.mark.parametrize("position", ["http", "any"])
def test_old_date_is_refused(simulator: Any, position: str) -> None:
    """
    An HTTP date of yesterday is refused, whatever other forms are taken.
    """
    simulator.turn(date_format=position)

    yesterday = "Thu, 18 Jul 2019 00:18:03 GMT"
    assert signed(simulator, PRODUCTS, named="request-target", date=yesterday) == 401


@pytest.mark.parametrize(
    ("body", "raw", "media_type"),
    [
        ("empty", b"", None),
        ("null", b"null", "application/json"),
        ("list", b"[]", "application/json"),
        ("object", b"{}", "application/json"),
        ("message", b'{"message": "no Route matched with those values"}', "application/json"),
        ("text", b"404\n", "text/plain; charset=utf-8"),
        ("html", None, "text/html; charset=utf-8"),
    ],
)
def test_not_found_by_somebody_else(ask: Any, simulator: Any, body: str, raw: bytes | None, media_type: str) -> None:
    """
    A 404 can come from a gateway: with another body, and without the platform's reference.
    """
    simulator.fail(404, body=body)
    response = sent(ask, simulator, "GET", LIST)
    content = response.read()

    assert (response.status, response.headers.get("content-type")) == (404, media_type)
    assert content == raw if raw is not None else content.startswith(b"<!doctype html>")
    assert response.headers.get("v-c-correlation-id") is None


@pytest.mark.parametrize(("kind", "stored"), [(302, True), (204, False), (200, True), (410, False)])
def test_odd_answers_to_a_create(ask: Any, simulator: Any, kind: int, stored: bool) -> None:
    """
    A redirect or an empty success can come in place of the answer, after the request was stored or before.
    """
    simulator.fail(kind, method="POST", stored=stored)
    response = sent(ask, simulator, "POST", V2, ask_body())
    response.read()

    assert (response.status, len(simulator.subscriptions)) == (kind, int(stored))
    assert ("location" in response.headers) is (kind == 302)


def ask_body() -> bytes:
    return (
        b'{"name": "orders", "organizationId": "acme_eu", "webhookUrl": "https://hooks.example.net/visa", '
        b'"products": [{"productId": "payments", "eventTypes": ["payments.capture.status.accepted"]}]}'
    )


def sent(ask: Any, simulator: Any, method: str, target: str, body: bytes = b"") -> http.client.HTTPResponse:
    """The answer as it came: its body may be no JSON."""
    connection: http.client.HTTPConnection = ask.connection
    connection.request(method, target, body or None, ask._signed(method, target, body))
    return connection.getresponse()
