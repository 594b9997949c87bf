"""
A state of one account, and settings that lead to another: every command stops, unless the move is declared.
"""

from collections.abc import Iterator

import pytest
from tests.engine.cybersource.conftest import NAMESPACE
from tests.engine.cybersource.programs import SUBSCRIPTION, TOKENS, diagnostics, program, resource
from tests.engine.cybersource.shop import Shop
from tests.stand_ins.simulators import UNREVIEWED

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

LINES = (
    resource("DigitalSignatureKey", "key"),
    resource(SUBSCRIPTION, "orders", "signature_key=key", **TOKENS),
    resource("RetryPolicy", "retries", "subscription=orders", interval=4),
)


@pytest.fixture
def second(platform: CybersourceSimulator) -> Iterator[CybersourceSimulator]:
    """
    Another platform with the same credentials; a digital signature key is on file, and nothing else.
    """
    with CybersourceSimulator(knobs=UNREVIEWED, credentials=platform.credentials) as simulator:
        simulator.add_signature_key()
        yield simulator


@pytest.fixture
def elsewhere(shop: Shop, second: CybersourceSimulator) -> Shop:
    """
    A shop that was deployed to the first platform, and whose settings lead to the second.
    """
    shop.project.write(program(*LINES))
    shop.up()
    shop.project.config(f"{NAMESPACE}:cybersourceEndpoint", second.endpoint)
    shop.platform.requests.clear()
    return shop


def name(platform: CybersourceSimulator) -> str:
    """
    Return the name of the account at *platform*.
    """
    return f"{platform.endpoint.removeprefix('http://')}/{platform.merchant_id}"


def test_every_command_stops(elsewhere: Shop, second: CybersourceSimulator) -> None:
    """
    Preview, up, refresh and destroy end in a line that names both accounts; nothing is sent and nothing is forgotten.
    """
    line = f"belongs to account {name(elsewhere.platform)}, and the settings lead to {name(second)}"
    commands = [
        "preview",
        "up --yes --skip-preview",
        "up --yes --skip-preview --refresh",
        "refresh --yes",
        "destroy --yes",
    ]
    said = [diagnostics(elsewhere.project.fail(f"pulumi {command}")) for command in commands]

    assert [line in one for one in said] == [True] * len(commands)
    assert (said[0].count("error: "), elsewhere.sent, len(elsewhere.held)) == (1, [], 1)
    assert second.requests.changes == []
    assert elsewhere.stored()["id"] == elsewhere.subscription.webhook_id


def test_plain_refresh_asks_the_account_of_the_last_up(elsewhere: Shop, second: CybersourceSimulator) -> None:
    """
    The engine gives a refresh the config of the last `up`: it asks the right platform; with the program it stops.
    """
    elsewhere.project.run("pulumi refresh --yes --skip-preview")
    asked = (len(elsewhere.platform.requests) > 0, len(second.requests))
    stopped = diagnostics(elsewhere.project.fail("pulumi refresh --yes --skip-preview --run-program"))

    assert (asked, f"the settings lead to {name(second)}" in stopped) == ((True, 0), True)
    assert elsewhere.stored()["id"] == elsewhere.subscription.webhook_id


def test_declared_move(elsewhere: Shop, second: CybersourceSimulator) -> None:
    """
    After a declared move one `up` creates what is not there, records the new account, and nothing is left to do.
    """
    setting = f"{NAMESPACE}:cybersourceMovedFrom"
    elsewhere.project.config(setting, name(elsewhere.platform))
    said = diagnostics(elsewhere.project.run("pulumi up --yes --skip-preview"))
    elsewhere.project.run(f"pulumi config rm {setting}")
    elsewhere.project.run("pulumi preview --expect-no-changes")

    assert "after the move: creates it there" in said
    assert (elsewhere.sent, len(elsewhere.held), len(list(second.subscriptions))) == ([], 1, 1)


def test_offline_preview(shop: Shop) -> None:
    """
    A preview without credentials passes where it is declared offline, and asks nobody; the deployment does not.
    """
    shop.project.write(program(*LINES))
    shop.up()
    for setting in ("KeyId", "SharedSecret"):
        shop.project.run(f"pulumi config rm {NAMESPACE}:cybersource{setting}")
    shop.platform.requests.clear()
    shop.project.write(program(*LINES[:2], LINES[2].replace("4", "5")))
    said = diagnostics(shop.project.run("pulumi preview", CYBERSOURCE_OFFLINE_PREVIEW="true"))
    failed = diagnostics(shop.project.fail("pulumi up --yes --skip-preview", CYBERSOURCE_OFFLINE_PREVIEW="true"))

    assert (said.count("nothing is compared with the platform"), "warning: " in said) == (1, False)
    assert "cybersourceSharedSecret is not set" in failed
    assert len(shop.platform.requests) == 0
