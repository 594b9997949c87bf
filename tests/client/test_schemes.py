"""Credentials and signatures as they arrive at a platform."""

import httpx
import pytest

from pulumi_payment_webhooks.client.schemes import Outgoing, SignedRequests, api_key, basic, bearer
from pulumi_payment_webhooks.client.session import Session
from pulumi_payment_webhooks.settings.transport import Transport

CARRYING = {
    "API key": (api_key("k-123", header="x-api-key"), "x-api-key", "k-123"),
    "bearer": (bearer("sk_test_0a1b2c=="), "authorization", "Bearer sk_test_0a1b2c=="),
    "basic, as in RFC 7617 section 2": (
        basic("Aladdin", "open sesame"),
        "authorization",
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
    ),
    "basic in UTF-8, as in RFC 7617 section 2.1": (basic("test", "123£"), "authorization", "Basic dGVzdDoxMjPCow=="),
}


class Witness:
    """Signs nothing, and remembers what it was asked to sign."""

    def __init__(self):
        self.seen = []

    def __call__(self, request):
        self.seen.append(request)
        return {}


@pytest.fixture
def send(platform):
    """Sends a request with an authentication, and returns what arrived."""
    opened = []

    def send_one(authentication, body=None, *, query=None):
        transport = Transport(endpoint=platform.endpoint, retries=2, retry_wait=0.0)
        opened.append(Session(transport, authentication))
        opened[-1].send("POST", "/things", query=query, body=body, safe_to_repeat=True)
        return platform.requests[-1]

    yield send_one
    for session in opened:
        session.close()


@pytest.mark.parametrize(("authentication", "header", "value"), CARRYING.values(), ids=CARRYING)
def test_credential_arrives_in_its_header(platform, send, authentication, header, value):
    """
    Each scheme sends the header that its specification prints.
    """
    platform.answers(200)

    assert send(authentication).headers[header] == value


def test_signer_sees_what_is_sent(platform, send):
    """
    Method, host, target and content are those of the bytes on the wire.
    """
    platform.answers(200)
    witness = Witness()

    arrived = send(SignedRequests(witness), {"a": 1}, query={"z": "ä b", "a": "1"})

    authority = platform.endpoint.removeprefix("http://")
    assert witness.seen == [Outgoing("POST", "127.0.0.1", authority, arrived.target, arrived.body)]
    assert (arrived.target, arrived.headers["host"]) == ("/things?z=%C3%A4+b&a=1", authority)


def test_each_try_is_signed_again(platform, send):
    """
    A retry carries a signature of its own.
    """
    platform.answers(503)
    platform.answers(200)
    numbers = iter("12")

    send(SignedRequests(lambda _: {"x-signature": next(numbers)}))

    assert [request.headers["x-signature"] for request in platform.requests] == ["1", "2"]


def test_ipv6_host_stands_in_brackets():
    """
    A signer sees an IPv6 address as the Host header spells it, without the port.
    """
    witness = Witness()

    next(SignedRequests(witness).sync_auth_flow(httpx.Request("GET", "http://[::1]:8080/")))

    assert (witness.seen[0].host, witness.seen[0].authority) == ("[::1]", "[::1]:8080")


UNFIT = {
    "API key with a line break": lambda: api_key("hunter2\n", header="x-api-key"),
    "API key with a blank around it": lambda: api_key(" hunter2", header="x-api-key"),
    "API key beyond ASCII": lambda: api_key("hunter2ä", header="x-api-key"),
    "empty API key": lambda: api_key("", header="x-api-key"),
    "token with a line break": lambda: bearer("hunter2\r\nx-evil: 1"),
    "token with a blank": lambda: bearer("Bearer hunter2"),
    "empty token": lambda: bearer(""),
    "user with a colon": lambda: basic("a:hunter2", "p"),
    "password with a line break": lambda: basic("a", "hunter2\n"),
}


@pytest.mark.parametrize("build", UNFIT.values(), ids=UNFIT)
def test_credential_that_no_header_carries_is_refused(build):
    """
    It is refused before anything is sent, and without being shown.
    """
    with pytest.raises(ValueError, match=r"\Athe ") as refusal:
        build()

    assert "hunter2" not in str(refusal.value)


def test_repr_shows_no_credential():
    """
    An authentication can be printed.
    """
    shown = repr([one for one, _, _ in CARRYING.values()])

    assert [value for _, _, value in CARRYING.values() if value.rpartition(" ")[2] in shown] == []
