"""
What an export writes is deployed without a change, whatever a platform holds: no request writes, no preview differs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.cli.command import Ran, at, run
from tests.cybersource.life import config_of
from tests.digital_river.conftest import UNLIMITED
from tests.export.estates import (
    ANSWERS,
    KNOBS,
    ORGANIZATIONS,
    hold_subscriptions,
    hold_webhooks,
    subscriptions,
    webhooks,
)
from tests.export.programs import AnyStack, run_program, without_adoption
from tests.export.test_literals import check_format
from tests.faults.deployment import Declared
from tests.faults.hosts import Hosts
from tests.stand_ins.simulators import UNREVIEWED

from pulumi_payment_webhooks.simulator.cybersource import data_file
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator
from pulumi_payment_webhooks.simulator.digital_river import data_file as webhooks_file
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

SEVERAL = settings(
    # Each example takes a second: a failure is not made smaller.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=8,
    suppress_health_check=[*settings().suppress_health_check, HealthCheck.function_scoped_fixture],
)
SET = "set: "


def config_in(exported: Ran) -> dict[str, str]:
    """A value for each secret that the command asks for, which names it."""
    names = [line.rpartition(" ")[2] for line in exported.err.splitlines() if "config set --secret" in line]
    return {name: f"{SET}{name}" for name in names}


def filled_in(declared: Declared, document: Mapping[str, Any]) -> Declared:
    """*declared* with what its user sets in the config: what the platform has there."""

    def fill(value: Any, there: Any) -> Any:
        if isinstance(value, Mapping):
            return {
                name: fill(one, there.get(name) if isinstance(there, Mapping) else None) for name, one in value.items()
            }
        return (there or "not shown") if isinstance(value, str) and value.startswith(SET) else value

    return replace(declared, inputs=fill(declared.inputs, document))


def deploy(stack: AnyStack, program: Sequence[Declared], later: Sequence[Declared]) -> None:
    """Deploy *program*, preview it, and preview and deploy it again once adoption is removed: nothing is to do."""
    assert stack.up(program), stack.said
    assert stack.preview(program) == []
    assert stack.preview(later) == []
    assert stack.up(later), stack.said


@SEVERAL
@given(bodies=st.lists(subscriptions(most_products=3), min_size=1, max_size=6), knobs=KNOBS)
def test_any_estate_of_subscriptions(hosts: Hosts, bodies: list[dict[str, Any]], knobs: dict[str, Any]) -> None:
    """
    Any subscriptions of several organizations, in answers of any form.
    """
    with CybersourceSimulator(knobs=UNREVIEWED) as simulator:
        simulator.turn(**knobs)
        hold_subscriptions(simulator, bodies)

        go_round_subscriptions(simulator, hosts, {}, ORGANIZATIONS)


@SEVERAL
@given(bodies=st.lists(subscriptions(most_products=1), min_size=1, max_size=4))
def test_any_estate_with_v1(hosts: Hosts, bodies: list[dict[str, Any]]) -> None:
    """
    The same with v1 of the API.
    """
    with CybersourceSimulator(knobs=UNREVIEWED) as simulator:
        hold_subscriptions(simulator, bodies)

        go_round_subscriptions(simulator, hosts, {"ApiVersion": "v1"}, ORGANIZATIONS)


def go_round_subscriptions(
    simulator: CybersourceSimulator, hosts: Hosts, more: Mapping[str, Any], organizations: Sequence[str]
) -> None:
    before = data_file.content(simulator._platform, simulator.credentials)
    variables = {f"CYBERSOURCE_{'API_VERSION' if name == 'ApiVersion' else name}": one for name, one in more.items()}
    exported = run("export", *organizations, environment=at(simulator) | variables)
    assert exported.code in (0, 1), exported.err
    check_format(exported.out, 100)
    held = {
        (one.organization_id, id): one.document
        for place in (slice(1, None), slice(0, 1))  # An answer may show the first product alone.
        for one in simulator.subscriptions
        for id in list(one.products)[place]
    }

    def whole(source: str) -> list[Declared]:
        return [
            filled_in(one, held[one.inputs["organizationId"], next(iter(one.inputs["products"]))])
            for one in run_program(source, config_in(exported))
        ]

    deploy(AnyStack(hosts, config_of(simulator, **more)), whole(exported.out), whole(without_adoption(exported.out)))

    assert simulator.requests.changes == []
    assert data_file.content(simulator._platform, simulator.credentials) == before
    assert len(whole(exported.out)) + exported.err.count("not exported: subscription") == len(simulator.subscriptions)


@pytest.mark.parametrize("profile", ["dr-api", "gc"])
@SEVERAL
@given(bodies=st.lists(webhooks(), min_size=1, max_size=6), knobs=ANSWERS)
def test_any_estate_of_webhooks(
    hosts: Hosts, profile: Any, bodies: list[dict[str, Any]], knobs: dict[str, Any]
) -> None:
    """
    Any webhooks, some with the same address and types, in answers of any form.
    """
    with DigitalRiverSimulator(knobs=UNLIMITED) as simulator:
        simulator.turn(**knobs, catalogue="both", profile=profile)
        hold_webhooks(simulator, bodies)
        before = webhooks_file.content(simulator._platform)
        account = {"ENDPOINT": simulator.endpoint, "API_KEY": simulator.api_key, "PROFILE": profile, "RETRY_WAIT": "0"}
        exported = run("export", environment={f"DIGITAL_RIVER_{name}": value for name, value in account.items()})
        assert exported.code == (0 if len(simulator.webhooks) else 1), exported.err
        check_format(exported.out, 100)

        def whole(source: str) -> list[Declared]:
            ids = {one.name: one.inputs["adoptExisting"] for one in run_program(exported.out, config_in(exported))}
            found = run_program(source, config_in(exported))
            return [filled_in(one, simulator.webhooks[ids[one.name]].document) for one in found]

        names = {"Endpoint": "ENDPOINT", "ApiKey": "API_KEY", "Profile": "PROFILE", "RetryWait": "RETRY_WAIT"}
        config = {f"payment-webhooks:digitalRiver{name}": account[one] for name, one in names.items()}
        deploy(AnyStack(hosts, config), whole(exported.out), whole(without_adoption(exported.out)))

        assert simulator.requests.changes == []
        assert webhooks_file.content(simulator._platform) == before
        assert len(whole(exported.out)) + exported.err.count("not exported: webhook") == len(simulator.webhooks)
