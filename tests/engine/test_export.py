"""From an empty folder to a stack that manages what exists: five commands at most, nothing typed, nothing changed."""

from __future__ import annotations

from itertools import islice, product
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import at
from tests.engine.project import NAME, Project
from tests.export.estates import hold_subscriptions
from tests.export.programs import without_adoption
from tests.warm.interpreter import warm_python

from pulumi_payment_webhooks.cybersource.rules.catalogue import CURRENT
from pulumi_payment_webhooks.simulator.cybersource import data_file
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

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
