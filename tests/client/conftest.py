"""A scripted platform for each test, and sessions with it."""

import threading

import httpx
import pytest
from tests.client.scripted import ScriptedPlatform

from pulumi_payment_webhooks.client.session import Dialect, Session
from pulumi_payment_webhooks.settings.transport import Transport


@pytest.fixture
def platform():
    """A platform with a script of answers; an unexpected request fails the test."""
    with ScriptedPlatform() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.stopping.set()
        server.shutdown()
        thread.join()
    assert not server.unexpected, f"nobody expected {server.unexpected}"


class NumberedAuthentication(httpx.Auth):
    """Signs each try with its number."""

    def __init__(self):
        self.count = 0

    def auth_flow(self, request):
        self.count += 1
        request.headers["authorization"] = f"try {self.count}"
        yield request


@pytest.fixture
def open_session(platform):
    """Opens sessions with the platform, or with another endpoint, that wait for nothing; all are closed afterwards."""
    opened = []

    def open_one(
        endpoint=None, *, tries=3, timeout=Transport.timeout, explain=lambda _: "", limit=lambda *_: None, **more
    ):
        transport = Transport(endpoint=endpoint or platform.endpoint, retries=tries, retry_wait=0.0, timeout=timeout)
        dialect = Dialect("x-reference", explain, limit=limit)
        opened.append(Session(transport, NumberedAuthentication(), dialect, **more))
        return opened[-1]

    yield open_one
    for session in opened:
        session.close()


@pytest.fixture
def session(open_session):
    """A session with the platform: three tries, no waiting."""
    return open_session()
