"""Comparisons as the engine hears of them, from Pulumi's own plugin process."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.cybersource.life import Life
from tests.cybersource.orders import LEAST
from tests.stand_ins.dynamic_process import KEY, SECRET_MARK, SUBSCRIPTION, CallFailed, Host, running_host

from pulumi_payment_webhooks.reconcile.run.lifecycle import Stored
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

NEWS = {
    **LEAST,
    "description": "order events",
    "retryPolicy": {"interval": 5},
    "products": {id: dict.fromkeys(events, True) for id, events in LEAST["products"].items()},
}


@pytest.fixture
def stored(life: Life) -> Stored:
    """
    A subscription that another process has deployed.
    """
    return life.create({**NEWS, "products": LEAST["products"]})


@pytest.fixture
def host(simulator: CybersourceSimulator, stored: Stored, tmp_path: Path) -> Iterator[Host]:
    """
    The plugin process of a later run, which has asked for nothing yet.
    """
    config = {
        "Endpoint": simulator.endpoint,
        "MerchantId": simulator.merchant_id,
        "OrganizationId": simulator.organization_id,
        "KeyId": simulator.key_id,
        "SharedSecret": {**SECRET_MARK, "value": simulator.shared_secret},
        "RetryWait": "0",
    }
    stack = {f"payment-webhooks:cybersource{name}": value for name, value in config.items()}
    simulator.requests.clear()
    with running_host(stack, tmp_path) as host:
        yield host


def previewed(host: Host, stored: Stored, *ignoring: str, name: str = "orders") -> Mapping[str, Any]:
    """
    Check and diff a subscription that the program has not changed, as a preview does.
    """
    inputs = host.check(SUBSCRIPTION, NEWS, stored.inputs, name=name)["inputs"]
    return host.diff(SUBSCRIPTION, stored.outputs, inputs, id=stored.id, name=name, ignoring=ignoring)


def said(host: Host) -> list[str]:
    return [one.message.partition(";")[0] for one in host.engine.warnings]


def test_unchanged(host: Host, stored: Stored, simulator: CybersourceSimulator) -> None:
    """
    An unchanged subscription has no difference, no warning, and cost one list.
    """
    assert previewed(host, stored)["changes"] == "DIFF_NONE"
    assert (said(host), [one.path.rpartition("/")[2] for one in simulator.requests]) == ([], ["webhooks"])


def test_gone(host: Host, stored: Stored, simulator: CybersourceSimulator) -> None:
    """
    What does not exist ends the diff with one line.
    """
    simulator.subscriptions.remove(stored.id)

    with pytest.raises(CallFailed) as caught:
        previewed(host, stored)
    host_name = simulator.endpoint.removeprefix("http://")
    assert str(caught.value) == f"{stored.id} does not exist at {host_name}: run `pulumi up --refresh`"


@pytest.mark.parametrize(
    ("ignoring", "fields"),
    [
        ((), ["description, retry_policy.interval"]),
        (("description",), ["retry_policy.interval"]),
        (('retryPolicy["interval"]', "description"), []),
        (("*",), []),
    ],
    ids=str,
)
def test_drift(
    ignoring: tuple[str, ...], fields: list[str], host: Host, stored: Stored, simulator: CybersourceSimulator
) -> None:
    """
    Drift is one warning with the names that a program writes; what the program ignores is not drift.
    """
    simulator.edit(stored.id, {"description": "by hand", "retryPolicy": {"interval": 9, "deactivateFlag": "false"}})
    previewed(host, stored, *ignoring)

    assert said(host) == [f"orders: differs at the platform in {one}" for one in fields]


def test_no_answer_is_said_once(host: Host, stored: Stored, simulator: CybersourceSimulator) -> None:
    """
    Without an answer, one resource of many says that nothing is compared.
    """
    simulator.fail(503, count=9)
    for name in ("orders", "again"):
        previewed(host, stored, name=name)
    host.check(KEY, {}, {"organizationId": simulator.organization_id}, name="key")

    assert len(said(host)) == 1
    assert "503" in said(host)[0]


def test_what_this_run_has_read(host: Host, stored: Stored, simulator: CybersourceSimulator) -> None:
    """
    After a refresh in the same run nothing is compared, and nothing is asked again.
    """
    read = host.read(SUBSCRIPTION, stored.id, stored.outputs)
    asked = len(simulator.requests)
    simulator.edit(stored.id, {"description": "by hand"})
    inputs = host.check(SUBSCRIPTION, NEWS, read["inputs"])["inputs"]
    host.diff(SUBSCRIPTION, read["properties"], inputs, id=stored.id)

    assert (said(host), len(simulator.requests)) == ([], asked)


def test_one_reason_stops_many(host: Host, stored: Stored) -> None:
    """
    A refresh of many resources of another account explains that on the first; others refer to it.
    """
    state = {**stored.outputs, "__account": "elsewhere.example.com/other"}
    lines = []
    for name in ("orders", "orders", "links"):
        with pytest.raises(CallFailed) as caught:
            host.read(SUBSCRIPTION, stored.id, state, name=name)
        lines.append(str(caught.value))

    assert lines[0].startswith("belongs to account elsewhere.example.com/other, and the settings lead to 127.0.0.1:")
    assert lines[1:] == [lines[0], "stopped for the same reason as 'orders'"]
