"""
The programs that the README and the docs show, run by the real engine.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.engine.project import Project
from tests.engine.reader.replay import normal

from pulumi_payment_webhooks.simulator.cybersource.access.credentials import Credentials
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
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


def program_of(page: str, word: str) -> str:
    """
    The program on a page of docs/how-to/ in which *word* stands.
    """
    program: str
    [program] = [block for file, block in SHOWN if file.name == page and word in block]
    return program


def told(page: str) -> list[str]:
    """
    What a page of docs/how-to/ shows of the terminal, without what differs from run to run.
    """
    blocks = FENCE.findall((ROOT / "docs/how-to" / page).read_text())
    return [line for language, block in blocks if not language for line in normal(block)]


@pytest.fixture
def connected(project: Project, cybersource_simulator: CybersourceSimulator) -> Project:
    cybersource_simulator.turn(activation_seconds=0)  # A page may wait for a health URL that nobody here can ping.
    cybersource_simulator.add_signature_key(cybersource_simulator.merchant_id)  # Where there is something to adopt.
    project.configure(
        plain={
            "payment-webhooks:cybersourceEndpoint": cybersource_simulator.endpoint,
            "payment-webhooks:cybersourceMerchantId": cybersource_simulator.merchant_id,
            "payment-webhooks:cybersourceKeyId": cybersource_simulator.key_id,
        },
        secret={"payment-webhooks:cybersourceSharedSecret": cybersource_simulator.shared_secret},
    )
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

    assert "add an alias after a rename" in refused.text
    connected.run("pulumi preview --expect-no-changes")


def test_renaming_with_adoption_says_what_the_page_shows(connected: Project) -> None:
    """
    A renamed subscription that adopts lives on, and the warning about the old name is that of the page.
    """
    adopting = program_of("adopt.md", "adopt_existing")
    connected.write(adopting.replace('"invoices",', '"orders",'))
    connected.run("pulumi up --yes --skip-preview")
    connected.write(adopting)

    said = connected.run("pulumi up --yes --skip-preview").out
    shown = [line for line in told("rename-or-replace.md") if "warning" in line]
    assert set(shown) <= set(normal(said))


def test_adoption_says_what_the_page_shows(connected: Project, cybersource_simulator: CybersourceSimulator) -> None:
    """
    A subscription that is there already is taken over, after the preview that the page shows.
    """
    program = program_of("adopt.md", "adopt_existing")
    connected.write(program.replace('"Invoices"', '"Order events"').replace(', "invoicing.customer.invoice.send"', ""))
    connected.run("pulumi up --yes --skip-preview")
    [there] = [one.webhook_id for one in cybersource_simulator.subscriptions]
    connected.run(f"pulumi state delete --yes {connected.resources('WebhookSubscription')[0]['urn']}")
    connected.write(program)
    preview = connected.run("pulumi preview").out
    connected.run("pulumi up --yes --skip-preview")

    assert {one for one in told("adopt.md") if "as declared" not in one} <= set(normal(preview))
    assert [(one.webhook_id, one.name) for one in cybersource_simulator.subscriptions] == [(there, "Invoices")]


def test_adoption_creates_no_key(connected: Project, cybersource_simulator: CybersourceSimulator) -> None:
    """
    The page's program adopts what is as declared with the words of the page, without a warning, and creates no key.
    """
    program = program_of("adopt.md", "adopt_existing")
    connected.write(program)
    connected.run("pulumi up --yes --skip-preview")
    connected.run(f"pulumi state delete --yes {connected.resources('WebhookSubscription')[0]['urn']}")
    cybersource_simulator.requests.clear()
    seen = connected.run("pulumi up --yes").out
    [shown] = [one for one in told("adopt.md") if one.strip().startswith("invoices: ") and "as declared" in one]

    assert shown in normal(seen)
    assert ("warning" in seen, cybersource_simulator.requests.changes) == (False, [])


def test_events_are_checked_as_the_page_shows(connected: Project, cybersource_simulator: CybersourceSimulator) -> None:
    """
    The preview tells of slips with the words of the page, and the setting that the page names makes it fail.
    """
    program = program_of("adopt.md", "adopt_existing").replace("invoice.paid", "invoice.payd")
    links = (
        program[program.index("invoices =") :].replace("invoices", "links").replace("customerInvoicing", "payByLinks")
    )
    connected.write(program + links)
    connected.config("payment-webhooks:cybersourceOrganizationId", cybersource_simulator.organization_id)

    assert set(told("catalogue.md")) <= set(normal(connected.run("pulumi preview").out))
    connected.config("payment-webhooks:cybersourceStrictEvents", "true")
    connected.fail("pulumi preview")


def test_a_product_moves_as_the_page_shows(connected: Project, cybersource_simulator: CybersourceSimulator) -> None:
    """
    A product goes from one subscription to a new one in a single run.
    """
    after = program_of("rename-or-replace.md", "checks =")
    before = after[: after.index("checks =")].replace(
        '"payments": [', '"eCheck": ["payments.voids.accepted"], "payments": ['
    )
    connected.write(before)
    connected.run("pulumi up --yes --skip-preview")
    connected.write(after)
    connected.run("pulumi up --yes")

    assert {one.name: one.describe()["products"][0]["productId"] for one in cybersource_simulator.subscriptions} == {
        "Order events": "payments",
        "Check events": "eCheck",
    }


def test_two_accounts_in_one_program(connected: Project, cybersource_simulator: CybersourceSimulator) -> None:
    """
    The program with two accounts sends each subscription as its own merchant, and keeps the secrets encrypted.
    """
    program = program_of("accounts-and-environments.md", "Provider")
    north = cybersource_simulator
    south = CybersourceSimulator(credentials=Credentials("shop_south", "shop_south", "key-south"))
    secret = {"northSecret": north.shared_secret, "southSecret": south.shared_secret}
    connected.configure(plain={"northKeyId": north.key_id, "southKeyId": south.key_id}, secret=secret)
    connected.write(
        program.replace(
            'environment="cybersource-test"',
            f"endpoint={{'north': {north.endpoint!r}, 'south': {south.endpoint!r}}}[merchant]",
        ).replace('f"shop_{merchant}"', f"{{'north': {north.merchant_id!r}, 'south': 'shop_south'}}[merchant]")
    )
    with south:
        connected.run("pulumi up --yes --skip-preview")
        connected.run("pulumi preview --refresh --expect-no-changes")

    assert [len(list(one.subscriptions)) for one in (north, south)] == [1, 1]
    assert [one for one in secret.values() if one in connected.state_file] == []


def test_an_existing_key_is_held(connected: Project, cybersource_simulator: CybersourceSimulator) -> None:
    """
    The key that the page holds is not made at the platform.
    """
    connected.configure(
        plain={"signingKeyId": "0ae7d75a"}, secret={"signingKey": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="}
    )
    connected.write(program_of("rotate-keys.md", "existing_key"))
    connected.run("pulumi up --yes --skip-preview")

    assert cybersource_simulator.requests.changes == []


def test_scheduled_check_finds_drift(connected: Project, cybersource_simulator: CybersourceSimulator) -> None:
    """
    The check that the page shows passes while nothing differs, and fails after an edit at the platform.
    """
    [check] = re.findall(
        r"^pulumi refresh .*--non-interactive$", (ROOT / "docs/how-to/find-drift.md").read_text(), re.M
    )
    connected.write(PYTHON.findall((ROOT / "README.md").read_text())[0])
    connected.run("pulumi up --yes --skip-preview")
    connected.run(check)
    [one] = cybersource_simulator.subscriptions
    cybersource_simulator.edit(one.webhook_id, {"name": "Somebody's own"})

    assert "[diff: ~name]" in connected.fail(check).text


def test_the_pytest_example_passes_again_and_again(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """
    The test that a page shows passes in a project with the README's program, each time against a new simulator.
    """
    project.write(PYTHON.findall((ROOT / "README.md").read_text())[0])
    for name, value in project.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(project.folder)

    for _ in range(2):
        with CybersourceSimulator() as simulator:
            function("test_our_program_makes_one_active_subscription")(simulator, tmp_path_factory.mktemp("state"))


def test_the_simulator_does_what_the_page_asks(cybersource_simulator: CybersourceSimulator) -> None:
    """
    Every call on the simulator that the page shows is possible, and no request has been received by then.
    """
    function("prepare")(cybersource_simulator)

    assert function("sent")(cybersource_simulator) == []
