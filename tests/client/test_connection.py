"""The connection of any platform, with a platform that reports errors as ``{"why": ...}``."""

import pytest
from tests.client.scripted import NOWHERE

from pulumi_payment_webhooks.client.connection import Connection, Connections
from pulumi_payment_webhooks.client.schemes import bearer
from pulumi_payment_webhooks.client.session import Dialect, Session
from pulumi_payment_webhooks.errors import Refused, Unavailable, Unclear
from pulumi_payment_webhooks.settings.transport import Transport

TOKEN = "sk_hunter2"


class ShopConnection(Connection):
    """A connection with a shop."""

    dialect = Dialect("x-reference", lambda body: str(body["why"]), frozenset({"pin"}))
    media = "application/json"

    def __init__(self, endpoint):
        self.session = Session(Transport(endpoint=endpoint, retries=2, retry_wait=0.0), bearer(TOKEN), self.dialect)

    @property
    def host(self):
        return "shop.example"

    @property
    def secrets(self):
        return [TOKEN]

    def is_error(self, body):
        return isinstance(body, dict) and "why" in body

    def refusal(self, answer, *, doing, path, accept):
        return Refused(f"cannot {doing}: {answer.body['why']}", status=answer.status, reference=answer.reference)


@pytest.fixture
def shop(platform):
    """A connection with the scripted platform."""
    connection = ShopConnection(platform.endpoint)
    yield connection
    connection.session.close()


def test_success_is_returned(platform, shop):
    """
    The JSON of an answer 2xx comes back, and the platform's media type was asked for.
    """
    platform.answers(200, {"id": 7})

    assert shop.ask("GET", "/things", doing="read it") == {"id": 7}
    assert platform.requests[0].headers["accept"] == "application/json"


def test_refusal_names_the_reference_once(platform, shop):
    """
    The platform's own error is raised, with its reference at the end.
    """
    platform.answers(400, {"why": "too large"}, x_reference="ref-1")

    with pytest.raises(Refused, match=r"\Acannot create it: too large \(platform reference ref-1\)\Z"):
        shop.ask("POST", "/things", doing="create it", body={})


@pytest.mark.parametrize("secret", [TOKEN, "4711-pin", "s3cret-value"])
def test_refusal_repeats_no_secret_that_was_sent(platform, shop, secret):
    """
    What authenticates, and what the body carries as a secret, is masked in the words of the platform.
    """
    platform.answers(400, {"why": f"not valid: {secret}"})

    with pytest.raises(Refused) as refusal:
        shop.ask("POST", "/things", doing="create it", body={"pin": "4711-pin", "password": "s3cret-value"})

    assert str(refusal.value) == "cannot create it: not valid: ***"


@pytest.mark.parametrize(("method", "kind"), [("GET", Unavailable), ("POST", Unclear)])
def test_success_without_json_is_doubted(platform, shop, method, kind):
    """
    A page with status 200 comes from another program; whether a POST was stored is unknown then.
    """
    platform.sends(200, b"<html>")

    with pytest.raises(kind, match=r"cannot do it: shop\.example answered 200 without JSON"):
        shop.ask(method, "/things", doing="do it")


def test_success_with_an_error_inside_is_doubted(platform, shop):
    """
    An error in an answer of 200 to a request that may be repeated is not a success.
    """
    platform.answers(200, {"why": "asleep"})

    with pytest.raises(Unavailable, match=r"answered 200 with an error: asleep"):
        shop.ask("GET", "/things", doing="read it")


def test_post_is_not_repeated_and_put_is(platform, shop):
    """
    By default every method but POST may be sent twice.
    """
    platform.answers(503, {"why": "busy"})
    platform.answers(503, {"why": "busy"})
    platform.answers(200)

    with pytest.raises(Unclear):
        shop.ask("POST", "/things", doing="create it", body={})
    shop.ask("PUT", "/things", doing="update it", body={})

    assert [one.method for one in platform.requests] == ["POST", "PUT", "PUT"]


def test_equal_settings_share_a_connection_until_all_are_closed():
    """
    Each account has one connection in a process, and a new one after `close`.
    """
    connections = Connections(ShopConnection)
    first = connections.of(NOWHERE)

    assert connections.of(NOWHERE) is first
    connections.close()
    assert connections.of(NOWHERE) is not first
