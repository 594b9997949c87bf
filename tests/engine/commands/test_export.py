"""From an empty folder to a stack that manages what exists: five commands at most, nothing typed, nothing changed."""

from __future__ import annotations

from itertools import islice, product
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import at
from tests.digital_river.conftest import UNLIMITED
from tests.engine.project import NAME, Project
from tests.export.estates import hold_subscriptions, hold_webhooks
from tests.export.programs import without_adoption
from tests.warm.interpreter import warm_python

from pulumi_payment_webhooks.cybersource.rules.catalogue import CURRENT
from pulumi_payment_webhooks.simulator.cybersource import data_file
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator
from pulumi_payment_webhooks.simulator.digital_river import data_file as webhooks_file
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

SHOPS = ("shop_a", "shop_b", "shop_c")
COUNT = 40
COMMANDS = (
    f"payment-webhooks export {' '.join(SHOPS)} --into . --project {NAME}",
    "pulumi stack init dev",
    "pulumi up --yes",
    "pulumi preview --expect-no-changes",
)
STATUSES = ("ACTIVE", "ACTIVE", "INACTIVE", "SUSPENDED")
RETRIES = (None, {"algorithm": "GEOMETRIC", "firstRetry": 5, "interval": 3, "deactivateFlag": "true"})


def estate() -> list[dict[str, Any]]:
    """Forty subscriptions: fourteen products in three organizations, some of which nobody has published."""
    products = {**CURRENT, **{f"product{number}": (f"product{number}.updated",) for number in range(10)}}
    places = list(islice(product(sorted(products), SHOPS), COUNT))
    return [
        {
            "organizationId": shop,
            "name": f"{id} of {shop}",
            "description": f"Number {number}" if number % 3 else "",
            "products": [{"productId": id, "eventTypes": list(products[id])}],
            "webhookUrl": f"https://hooks.example.com/{shop}/{id}",
            "retryPolicy": RETRIES[number % 2],
            "status": STATUSES[number % 4],
        }
        for number, (id, shop) in enumerate(places)
    ]


@pytest.fixture
def folder(engine: Path, tmp_path: Path) -> Project:
    """An empty folder."""
    project = Project(tmp_path, engine, warm_python())
    project.folder.mkdir()
    (tmp_path / "state").mkdir()
    return project


def test_forty_subscriptions(folder: Project, cybersource_simulator: CybersourceSimulator) -> None:
    """
    They are exported, adopted by the first `pulumi up`, and need no adoption afterwards, in four commands and 0 writes.
    """
    hold_subscriptions(cybersource_simulator, estate())
    before = data_file.content(cybersource_simulator._platform, cybersource_simulator.credentials)
    variables = at(cybersource_simulator)
    said = [folder.run(command, **variables).text for command in COMMANDS][2]
    program = folder.folder / "__main__.py"
    folder.write(without_adoption(program.read_text()))
    folder.run("pulumi preview --expect-no-changes", **variables)

    assert said.count("which is as declared") >= COUNT
    assert "warning" not in said
    assert len(folder.resources("cybersource:WebhookSubscription")) == COUNT
    assert cybersource_simulator.requests.changes == []
    assert data_file.content(cybersource_simulator._platform, cybersource_simulator.credentials) == before


def test_webhooks_with_passwords(folder: Project) -> None:
    """
    Two webhooks that differ in their password alone are both adopted: one command sets both passwords, and nothing is
    sent.
    """
    hook = {"address": "https://hooks.example.com/orders", "types": ["order.accepted"]}
    passwords = ["--password 1", "password 'two'\n"]
    with DigitalRiverSimulator(knobs=UNLIMITED) as platform:
        basic = [{"username": "digital-river", "password": password} for password in passwords]
        hold_webhooks(platform, [{**hook, "authentication": one} for one in basic])
        before = webhooks_file.content(platform._platform)
        variables = {"DIGITAL_RIVER_ENDPOINT": platform.endpoint, "DIGITAL_RIVER_API_KEY": platform.api_key}
        exported = folder.run(f"payment-webhooks export --into . --project {NAME}", **variables)
        folder.run("pulumi stack init dev", **variables)
        setting = folder.run("payment-webhooks export --into . --set-secrets", **variables)
        adopted = folder.run("pulumi up --yes", **variables)
        folder.run("pulumi preview --expect-no-changes", **variables)
        said = exported.text + setting.text + (folder.folder / "__main__.py").read_text() + folder.state_file

        assert setting.err == "set in the config of stack dev: ordersPassword, orders2Password\n"
        assert adopted.text.count("which is as declared") >= 2
        assert [password for password in passwords if password.strip() in said] == []
        assert platform.requests.changes == []
        assert webhooks_file.content(platform._platform) == before
