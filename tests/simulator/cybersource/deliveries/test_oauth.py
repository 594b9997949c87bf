"""The token that the platform fetches before it delivers to a subscription under OAuth."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import parse_qs

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from tests.simulator.ear import Answer

EVENT = "tms.networktoken.updated"
SECRET = "the client's secret of 32 bytes or more"
TOKEN = b'{"access_token": "opaque", "token_type": "Bearer", "expires_in": 300}'


@pytest.fixture
def guarded(simulator: Any, ear: Any, listen: Any) -> Any:
    """A simulator with stored credentials and a subscription under OAuth whose token endpoint is `ear`, too."""
    simulator.keys.add("oAuthClientCredentials", "acme_eu", secret=SECRET, days=365, client_key_id="client:1")
    listen(securityPolicy=policy(ear))
    ear.answer = lambda heard: Answer(200, TOKEN if heard.path == "/token" else b"")
    return simulator


def policy(ear: Any, kind: str = "oAuth", **config: Any) -> dict[str, Any]:
    url = f"{ear.url}/token"
    return {"securityType": kind, "config": {"oAuthURL": url, "oAuthTokenType": "Bearer", **config}}


def send(simulator: Any) -> Any:
    simulator.emit(EVENT)
    simulator.settle()
    return simulator.deliveries[-1]


def form(heard: Any) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(heard.body.decode()).items()}


def test_token_is_fetched_and_shown(guarded: Any, ear: Any) -> None:
    """
    The platform asks for a token with the stored credentials in a form, and shows it with the notification.
    """
    send(guarded)

    asked, told = ear.heard
    assert (asked.method, asked.headers["content-type"]) == ("POST", "application/x-www-form-urlencoded")
    assert form(asked) == {
        "grant_type": "client_credentials",
        "client_id": "client:1",
        "client_secret": SECRET,
    }
    assert (told.path, told.headers["authorization"]) == ("/hook", "Bearer opaque")


def test_basic_authentication(guarded: Any, ear: Any) -> None:
    """
    With its knob turned, the credentials are in the Authorization header, each encoded as RFC 6749 wants.
    """
    guarded.turn(oauth_client="basic")
    send(guarded)

    shown = base64.b64decode(ear.heard[0].headers["authorization"].removeprefix("Basic ")).decode()
    assert shown == "client%3A1:the%20client%27s%20secret%20of%2032%20bytes%20or%20more"
    assert form(ear.heard[0]) == {"grant_type": "client_credentials"}


def test_token_is_kept_while_it_lives(guarded: Any, ear: Any) -> None:
    """
    A token serves until it ends, so two notifications need one token.
    """
    send(guarded)
    send(guarded)

    assert [one.path for one in ear] == ["/token", "/hook", "/hook"]


def test_many_deliveries_share_a_token(guarded: Any, ear: Any) -> None:
    """
    Of deliveries that begin together, one fetches the token for all.
    """
    guarded.emit(EVENT, count=8)
    guarded.settle()

    assert (len(ear.at("/token")), len(ear.at("/hook"))) == (1, 8)


def test_life_may_be_a_text(guarded: Any, ear: Any) -> None:
    """
    A life in quotes, as some token endpoints write it, counts.
    """
    told = b'{"access_token": "a", "expires_in": "300"}'
    ear.answer = lambda heard: Answer(200, told if heard.path == "/token" else b"")
    send(guarded)
    send(guarded)

    assert len(ear.at("/token")) == 1


@pytest.mark.parametrize("life", [b"9" * 400, b'"' + b"9" * 5_000 + b'"', b"1e999", b"-5"], ids=lambda life: life[:6])
def test_absurd_life_does_not_stop_a_delivery(guarded: Any, ear: Any, life: bytes) -> None:
    """
    A token that is said to live absurdly long, or less than no time, is shown like any other.
    """
    ear.answer = lambda heard: Answer(200, b'{"access_token": "opaque", "expires_in": %b}' % life)

    assert send(guarded).status == "DELIVERED"


def test_new_credentials_ask_anew(guarded: Any, ear: Any) -> None:
    """
    A token of former credentials is not shown once there are new ones.
    """
    send(guarded)
    guarded.keys.add("oAuthClientCredentials", "acme_eu", secret=SECRET, days=365, client_key_id="other")
    send(guarded)

    assert [form(one)["client_id"] for one in ear.at("/token")] == ["client:1", "other"]


def test_other_client_asks_anew(simulator: Any, ear: Any, listen: Any) -> None:
    """
    A token that one client of an assertion got is not shown for another.
    """
    simulator.turn(jwt_security_needs_p12=False)
    listen(securityPolicy=policy(ear, "oAuth_JWT", additionalConfig={"client_id": "A"}))
    product = [{"productId": "payByLink", "eventTypes": ["payByLink.customer.payment"]}]
    listen(products=product, securityPolicy=policy(ear, "oAuth_JWT", additionalConfig={"client_id": "B"}))
    ear.answer = lambda heard: Answer(200, TOKEN if heard.path == "/token" else b"")
    send(simulator)
    simulator.emit("payByLink.customer.payment")
    simulator.settle()

    assert [form(one)["client_id"] for one in ear.at("/token")] == ["A", "B"]


@pytest.mark.parametrize("answer", [b'{"access_token": "a"}', b'{"access_token": "a", "expires_in": "0"}'])
def test_token_without_a_life_is_not_kept(guarded: Any, ear: Any, answer: bytes) -> None:
    """
    A token without a lifetime, or an expired one, is requested each time.
    """
    ear.answer = lambda heard: Answer(200, answer if heard.path == "/token" else b"")
    send(guarded)
    send(guarded)

    assert len(ear.at("/token")) == 2


def test_declared_life_counts_where_the_answer_is_silent(guarded: Any, ear: Any, ask: Any) -> None:
    """
    `oAuthTokenExpiry` is read as seconds where the token endpoint does not say how long a token lives.
    """
    ear.answer = lambda heard: Answer(200, b'{"access_token": "a"}' if heard.path == "/token" else b"")
    webhook_id = next(iter(guarded.subscriptions)).webhook_id
    guarded.edit(webhook_id, {"securityPolicy": policy(ear, oAuthTokenExpiry=300)})
    send(guarded)
    send(guarded)

    assert len(ear.at("/token")) == 1


def test_refused_token_is_fetched_anew(guarded: Any, ear: Any) -> None:
    """
    After a 401 the token is not shown again.
    """
    send(guarded)
    ear.answer = lambda heard: Answer(200, TOKEN) if heard.path == "/token" else Answer(401)
    send(guarded)
    ear.answer = lambda heard: Answer(200, TOKEN)
    guarded.move(minutes=1)

    assert [one.path for one in ear] == ["/token", "/hook", "/hook", "/token", "/hook"]
    assert guarded.deliveries[1].status == "DELIVERED"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(503), "no token: the token endpoint answered 503"),
        (Answer(200, b"<html>"), "no token: the token endpoint's answer has no access_token"),
        (Answer(200, b'{"access_token": "a\\nb"}'), "no token: the token endpoint's answer has no access_token"),
        (Answer(200, b'{"access_token": "a", "token_type": "mac"}'), "has no Bearer token"),
        (Answer(200, b"[" * 50_000), "no token: the token endpoint's answer has no access_token"),
    ],
)
def test_no_token_no_delivery(guarded: Any, ear: Any, answer: Answer, error: str) -> None:
    """
    Where no token is to be had nothing is sent, the attempt has failed with the reason, and is made again later.
    """
    ear.answer = lambda _: answer
    delivery = send(guarded)
    ear.answer = lambda heard: Answer(200, TOKEN)

    assert error in delivery.attempts[0].error
    assert (ear.at("/hook"), delivery.status) == ([], "RETRY")
    guarded.move(minutes=1)
    assert delivery.status == "DELIVERED"


def test_token_endpoint_elsewhere_is_unreachable(guarded: Any, ear: Any) -> None:
    """
    No credentials are ever sent to another machine.
    """
    webhook_id = next(iter(guarded.subscriptions)).webhook_id
    elsewhere = {"oAuthURL": "https://idp.example.net/token", "oAuthTokenType": "Bearer"}
    guarded.edit(webhook_id, {"securityPolicy": {"securityType": "oAuth", "config": elsewhere}})

    assert "idp.example.net is another machine" in send(guarded).attempts[0].error
    assert ear.heard == []


def test_missing_credentials_are_said(simulator: Any, ear: Any, listen: Any) -> None:
    """
    Without stored credentials the attempt says so.
    """
    listen(securityPolicy=policy(ear))

    assert send(simulator).attempts[0].error == "no OAuth credentials exist for organization acme_eu"


def test_desk_shows_no_secret(guarded: Any, ask: Any) -> None:
    """
    What the desk shows of a delivery holds neither token nor client secret.
    """
    delivery = send(guarded)
    shown = json.dumps(ask("GET", f"/_simulator/deliveries/{delivery.id}").content)

    assert delivery.attempts[0].headers["Authorization"] == "Bearer opaque"
    assert "opaque" not in shown
    assert SECRET not in shown + repr(guarded.deliveries[0])


@pytest.mark.parametrize("stored", [True, False])
def test_assertion(simulator: Any, ear: Any, listen: Any, stored: bool) -> None:
    """
    Under oAuth_JWT the platform shows an assertion of RFC 7523 that joserfc verifies with the stored secret, or with
    the signature key where no credentials are stored.
    """
    simulator.turn(jwt_security_needs_p12=False)
    if stored:
        simulator.keys.add("oAuthClientCredentials", "acme_eu", secret=SECRET, days=365, client_key_id="c")
    additional = {"aud": "idp.example.net", "client_id": "CLIENT", "scope": "merchantacq:rte:write", "keyId": "y-1"}
    listen(securityPolicy=policy(ear, "oAuth_JWT", additionalConfig=additional))
    ear.answer = lambda heard: Answer(200, TOKEN if heard.path == "/token" else b"")

    delivery = send(simulator)

    asked = form(ear.heard[0])
    signature_key = simulator.keys.current("sharedSecret", "acme_eu")
    secret = SECRET.encode() if stored else base64.b64decode(signature_key.secret)
    token = jwt.decode(asked.pop("client_assertion"), OctKey.import_key(secret), algorithms=["HS256"])
    assert token.header == {"alg": "HS256", "kid": "y-1", "typ": "JWT"}
    claims = {name: token.claims[name] for name in ("iss", "sub", "aud")}
    assert claims == {"iss": "CLIENT", "sub": "CLIENT", "aud": "idp.example.net"}
    assert token.claims["exp"] - token.claims["iat"] == 300
    assert asked == {
        "grant_type": "client_credentials",
        "client_id": "CLIENT",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "scope": "merchantacq:rte:write",
    }
    assert (delivery.status, ear.heard[1].headers["authorization"]) == ("DELIVERED", "Bearer opaque")


def test_short_secret_signs_an_assertion(simulator: Any, ear: Any, listen: Any) -> None:
    """
    A client secret of a few letters signs what plain `hmac` verifies, without a warning.
    """
    simulator.turn(jwt_security_needs_p12=False)
    simulator.keys.add("oAuthClientCredentials", "acme_eu", secret="short", days=365, client_key_id="c")
    listen(securityPolicy=policy(ear, "oAuth_JWT", additionalConfig={"client_id": "CLIENT"}))
    send(simulator)

    signed, _, signature = form(ear.heard[0])["client_assertion"].rpartition(".")
    mac = hmac.new(b"short", signed.encode(), hashlib.sha256).digest()
    assert base64.urlsafe_b64encode(mac).decode().rstrip("=") == signature


def test_assertion_as_a_grant(simulator: Any, ear: Any, listen: Any) -> None:
    """
    With its knob turned, the assertion is the grant itself.
    """
    simulator.turn(jwt_security_needs_p12=False, oauth_assertion="grant")
    listen(securityPolicy=policy(ear, "oAuth_JWT", additionalConfig={"client_id": "CLIENT"}))
    send(simulator)

    asked = form(ear.heard[0])
    assert asked["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"
    assert set(asked) == {"grant_type", "assertion"}
