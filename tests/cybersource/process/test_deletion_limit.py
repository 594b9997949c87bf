"""A limit on deletions as the engine meets it: concurrent calls to Pulumi's own plugin process, and no program."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import grpc
import pytest
from tests.cybersource.life import Life, config_of
from tests.cybersource.orders import LEAST
from tests.stand_ins.dynamic_process import SECRET_MARK, SUBSCRIPTION, Host, running_host

from pulumi_payment_webhooks.reconcile.run.lifecycle import Stored
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

POLICY = "cybersource:RetryPolicy"
EVENTS = {
    "payByLink": "payByLink.customer.payment",
    "eCheck": "payments.voids.accepted",
    "tokenManagement": "tms.networktoken.updated",
    "customerInvoicing": "invoicing.customer.invoice.paid",
}
SHARED_SECRET = "payment-webhooks:cybersourceSharedSecret"


@pytest.fixture
def stored(life: Life) -> list[Stored]:
    """
    Subscriptions that another process has deployed.
    """
    return [life.create({**LEAST, "products": {product: [event]}}) for product, event in EVENTS.items()]


@pytest.fixture
def start(simulator: CybersourceSimulator, stored: list[Stored], tmp_path: Path) -> Iterator[Callable[..., Host]]:
    """
    Starts the plugin process of a later run, with other settings.
    """
    with ExitStack() as hosts:

        def started(**settings: Any) -> Host:
            config = config_of(simulator, **settings)
            config[SHARED_SECRET] = {**SECRET_MARK, "value": config[SHARED_SECRET]}
            simulator.requests.clear()
            return hosts.enter_context(running_host(config, tmp_path))

        yield started


def delete(host: Host, *stored: Stored, kind: str = SUBSCRIPTION) -> list[str]:
    """
    Delete all of *stored* at once, and return what is said of those that were not.
    """
    running = [host.deleting(kind, one.id, one.outputs, name=f"s{number}") for number, one in enumerate(stored)]
    ended = [one.exception() for one in running]
    return [one.details() or "" for one in ended if isinstance(one, grpc.RpcError)]


def test_more_than_the_limit_are_refused_together(
    start: Callable[..., Host], stored: list[Stored], simulator: CybersourceSimulator
) -> None:
    """
    Of four deletions that arrive together, none is sent where three are allowed. One refusal explains that.
    """
    said = delete(start(MaxDeletions=3), *stored)

    assert [one.startswith("cannot delete subscription 's") for one in said] == [True] * 4
    assert sum("this run deletes 4 or more, and cybersourceMaxDeletions allows 3\n" in one for one in said) == 1
    assert (len(simulator.subscriptions), simulator.requests.changes) == (4, [])


def test_deletions_up_to_the_limit_are_sent(
    start: Callable[..., Host], stored: list[Stored], simulator: CybersourceSimulator
) -> None:
    """
    As many as are allowed are deleted; what comes later in the same run is refused, also if it is only one.
    """
    host = start(MaxDeletions=3)

    assert delete(host, *stored[:3]) == []
    assert [one.partition(":")[0] for one in delete(host, stored[3])] == ["cannot delete subscription 's0'"]
    assert [one.webhook_id for one in simulator.subscriptions] == [stored[3].id]


def test_subscription_that_is_gone_does_not_count(
    start: Callable[..., Host], stored: list[Stored], simulator: CybersourceSimulator
) -> None:
    """
    What somebody has deleted at the platform can be forgotten whatever the limit; what exists is refused.
    """
    host = start(MaxDeletions=0)
    simulator.subscriptions.remove(stored[0].id)

    assert len(delete(host, *stored)) == 3
    assert [one.method for one in simulator.requests.changes] == ["DELETE"]


def test_policy_goes_with_its_subscription(
    start: Callable[..., Host], stored: list[Stored], life_of: Callable[..., Life], simulator: CybersourceSimulator
) -> None:
    """
    Before it deletes a subscription, the engine deletes its separate policy: that is refused as well.
    """
    policy = life_of(POLICY).create({"subscription": stored[0].id, "interval": 7})
    host = start(MaxDeletions=0)

    assert "cannot delete retry policy 's0': cybersourceMaxDeletions allows 0" in delete(host, policy, kind=POLICY)[0]
    assert simulator.requests.changes == []


def test_row_says_what_a_deletion_waits_for(start: Callable[..., Host], stored: list[Stored]) -> None:
    """
    While deletions are counted, the row of a resource says so.
    """
    host = start(MaxDeletions=1)
    running = host.deleting(SUBSCRIPTION, stored[0].id, stored[0].outputs)

    assert host.engine.progress("orders") == ["waiting for other deletions, to count them together"]
    assert running.exception() is None


def test_wrong_value_stops_a_deletion_and_a_preview(start: Callable[..., Host], stored: list[Stored]) -> None:
    """
    A limit that cannot be read is no reason to delete; a preview reports it.
    """
    host = start(MaxDeletions="many")
    what = "cybersourceMaxDeletions is 'many', and must be a whole number from 0 to 10000: pulumi config set "

    assert what in host.check(SUBSCRIPTION, LEAST, name="s0")["failures"][0]["reason"]
    assert what in delete(host, stored[0])[0]
