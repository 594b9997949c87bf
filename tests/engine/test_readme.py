"""
The programs that the README and the docs show, run by the real engine.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.engine.project import Project

from pulumi_payment_webhooks.cybersource.simulator.handle import CybersourceSimulator

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = [(page, block) for page in PAGES for block in PYTHON.findall(page.read_text())]
PROGRAMS = [
    pytest.param(block, id=f"{page.stem}-{number}")
    for number, (page, block) in enumerate(SHOWN)
    if block.startswith("import pulumi\n")
]
CALLED = {name: block for _, block in SHOWN for name in re.findall(r"^def (\w+)", block, re.MULTILINE)}


def function(name: str) -> Callable[..., Any]:
    """
    The function *name* of the block that defines it.
    """
    names: dict[str, Any] = {}
    exec(compile(CALLED[name], name, "exec"), names)
    found: Callable[..., Any] = names[name]
    return found


@pytest.fixture
def connected(project: Project, cybersource_simulator: CybersourceSimulator) -> Project:
    project.config("payment-webhooks:cybersourceEndpoint", cybersource_simulator.endpoint)
    project.config("payment-webhooks:cybersourceMerchantId", cybersource_simulator.merchant_id)
    project.config("payment-webhooks:cybersourceKeyId", cybersource_simulator.key_id)
    project.config("payment-webhooks:cybersourceSharedSecret", cybersource_simulator.shared_secret, secret=True)
    return project


@pytest.mark.parametrize("program", PROGRAMS)
def test_program_runs_as_it_stands(program: str, connected: Project) -> None:
    """
    Each program that a page shows is deployed, and nothing is left to do.
    """
    connected.write(program)
    connected.run("pulumi up --yes --skip-preview")

    connected.run("pulumi preview --expect-no-changes")


def test_renaming_needs_the_alias(connected: Project) -> None:
    """
    A renamed subscription is refused by the platform without the alias that the page shows, and unchanged with it.
    """
    renamed = next(block for _, block in SHOWN if "pulumi.Alias" in block)
    before = renamed.replace('"payments",\n    name=', '"orders",\n    name=').replace(
        'aliases=[pulumi.Alias(name="orders")]', ""
    )
    connected.write(before)
    connected.run("pulumi up --yes --skip-preview")
    connected.write(before.replace('"orders"', '"payments"'))
    refused = connected.fail("pulumi up --yes --skip-preview")
    connected.write(renamed)

    assert "One subscription covers a product of an organization" in refused.text
    connected.run("pulumi preview --expect-no-changes")


def test_scheduled_check_finds_drift(connected: Project, cybersource_simulator: CybersourceSimulator) -> None:
    """
    The check that the page shows passes while nothing differs, and fails after an edit at the platform.
    """
    [check] = re.findall(r"^pulumi refresh .*$", (ROOT / "docs/how-to/recover-from-failures.md").read_text(), re.M)
    connected.write(PYTHON.findall((ROOT / "README.md").read_text())[0])
    connected.run("pulumi up --yes --skip-preview")
    connected.run(check)
    [one] = cybersource_simulator.subscriptions
    cybersource_simulator.edit(one.webhook_id, {"name": "Somebody's own"})

    assert "[diff: ~name]" in connected.fail(check).text


def test_the_pytest_example_passes(
    project: Project, cybersource_simulator: CybersourceSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The test that the README shows passes in a project with the README's program and a stack `test`.
    """
    project.write(PYTHON.findall((ROOT / "README.md").read_text())[0])
    project.run("pulumi stack init test")
    for name, value in project.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(project.folder)

    function("test_our_program_makes_one_active_subscription")(cybersource_simulator)


def test_the_simulator_does_what_the_page_asks(cybersource_simulator: CybersourceSimulator) -> None:
    """
    Every call on the simulator that the page shows is possible, and no request has been received by then.
    """
    function("prepare")(cybersource_simulator)

    assert function("sent")(cybersource_simulator) == []
