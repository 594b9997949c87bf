"""A platform that limits requests, as the engine sees it: from Pulumi's own plugin process, in real time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.cybersource.orders import LEAST
from tests.stand_ins.dynamic_process import SECRET_MARK, SUBSCRIPTION, Host, running_host

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

PAUSE = 1


@pytest.fixture
def host(cybersource_simulator: CybersourceSimulator, tmp_path: Path) -> Iterator[Host]:
    """A plugin process that waits as it does for users."""
    config = {
        "Endpoint": cybersource_simulator.endpoint,
        "MerchantId": cybersource_simulator.merchant_id,
        "OrganizationId": cybersource_simulator.organization_id,
        "KeyId": cybersource_simulator.key_id,
        "SharedSecret": {**SECRET_MARK, "value": cybersource_simulator.shared_secret},
    }
    with running_host({f"payment-webhooks:cybersource{name}": value for name, value in config.items()}, tmp_path) as it:
        yield it


def deletes(simulator: CybersourceSimulator, id: str = "") -> list[datetime]:
    """When deletes were received."""
    return [one.time for one in simulator.requests.matching("DELETE", id)]


def test_two_workers_slow_down_together(host: Host, cybersource_simulator: CybersourceSimulator) -> None:
    """
    When one resource's request is refused, that of another waits as well; both rows say what they wait for.
    """
    cybersource_simulator.fail(429, method="DELETE", path="w1", retry_after=PAUSE)
    first = host.deleting(SUBSCRIPTION, "w1", LEAST, name="first")
    shown = host.engine.progress("first")
    second = host.deleting(SUBSCRIPTION, "w2", LEAST, name="second")
    first.result()
    second.result()
    refused, *later = sorted(deletes(cybersource_simulator))

    assert len(later) == 2
    assert min(later) - refused >= timedelta(seconds=PAUSE)
    place = cybersource_simulator.endpoint.removeprefix("http://")
    assert shown[0].startswith(f"{place} limits requests (HTTP 429): next request in 1.")
    assert host.engine.progress("second")[0].startswith(f"{place} limits requests (HTTP 429): next request in ")


def test_more_than_the_limit_ends_without_an_error(host: Host, cybersource_simulator: CybersourceSimulator) -> None:
    """
    Sixteen deletes at once at a platform that accepts five requests per second all succeed.
    """
    cybersource_simulator.turn(requests_per_second=5)
    running = [host.deleting(SUBSCRIPTION, f"w{number}", LEAST, name=f"n{number}") for number in range(16)]

    assert [one.exception() for one in running] == [None] * 16
    assert {one.status for one in cybersource_simulator.requests.matching("DELETE")} == {404, 429}
