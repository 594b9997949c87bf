"""
The gateway between a client and a simulated platform: it passes on, holds, cuts and mangles as a script says.
"""

from collections.abc import Iterator
from threading import Event

import httpx
import pytest
from tests.stand_ins.gateway import Exchange, Gateway, pass_on
from tests.waiting import PATIENCE

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator


@pytest.fixture
def gateway(cybersource_simulator: CybersourceSimulator) -> Iterator[Gateway]:
    """
    A gateway in front of this test's simulator.
    """
    with Gateway() as gateway:
        gateway.begin(cybersource_simulator.endpoint)
        yield gateway


def get(gateway: Gateway, timeout: float = 10) -> httpx.Response:
    return httpx.get(f"{gateway.endpoint}/notification-subscriptions/v2/webhooks?organizationId=x", timeout=timeout)


def test_passes_on(gateway: Gateway, cybersource_simulator: CybersourceSimulator) -> None:
    """
    Without a script, client and platform see each other's messages as they are.
    """
    answer = get(gateway)

    assert (answer.status_code, answer.json()["message"][:7]) == (400, "missing")
    assert cybersource_simulator.requests[0].query == {"organizationId": "x"}


def test_cuts(gateway: Gateway) -> None:
    """
    A cut connection is reset, and no answer was given.
    """
    gateway.script = Exchange.cut

    with pytest.raises(httpx.ReadError):
        get(gateway)
    assert [one.answered for one in gateway.exchanges] == [None]


def test_notices_that_the_client_has_left(gateway: Gateway) -> None:
    """
    A request is held until its client leaves, not until its time is over.
    """
    left = Event()

    def hold(exchange: Exchange) -> None:
        if exchange.leaves_within(60):
            left.set()

    gateway.script = hold

    with pytest.raises(httpx.ReadTimeout):
        get(gateway, timeout=0.1)
    assert left.wait(PATIENCE)


def test_holds_for_a_while(gateway: Gateway) -> None:
    """
    A client that stays gets its answer when the time is over.
    """

    def hold(exchange: Exchange) -> None:
        assert not exchange.leaves_within(0.1)
        pass_on(exchange)

    gateway.script = hold

    assert get(gateway).status_code == 400
