"""`payment-webhooks export` against simulated platforms."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.command import at, run
from tests.cli.listing.account import Accounts
from tests.export.estates import hold_subscriptions, hold_webhooks
from tests.stacks.exports import SUBSCRIPTION, ciphertext, resource
from tests.warm.interpreter import SCRIPT

from pulumi_payment_webhooks.cli.accounts.account import AccountOptions
from pulumi_payment_webhooks.cli.accounts.estates import open_estates
from pulumi_payment_webhooks.cli.export.reading import read_source
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

CANARY = "Canary0123456789"
PROJECT = {"Pulumi.yaml", "Pulumi.dev.yaml", "requirements.txt", "__main__.py"}


def refunds(organization: str, **more: str) -> dict[str, object]:
    products = [{"productId": "payments", "eventTypes": ["payments.refund.status.accepted"]}]
    url = "https://hooks.example.com/refunds"
    return {
        "name": "Refunds",
        "organizationId": organization,
        "products": products,
        "webhookUrl": url,
        "status": "ACTIVE",
        **more,
    }


@pytest.fixture
def shop(cybersource_simulator: CybersourceSimulator) -> CybersourceSimulator:
    """A platform with a subscription of the account's own organization, and one of another organization."""
    hold_subscriptions(cybersource_simulator, [refunds(cybersource_simulator.organization_id), refunds("shop_us")])
    return cybersource_simulator


def test_program_goes_to_standard_output(shop: CybersourceSimulator) -> None:
    """
    Nothing else does, so that it can be written to a file; the organization of the settings is left out.
    """
    ran = run("export", environment=at(shop))
    compile(ran.out, "__main__.py", "exec")

    assert (ran.code, "organization_id" in ran.out) == (0, False)
    assert ran.err.splitlines() == [
        "exported: 1 subscription",
        "not exported: cybersource.DigitalSignatureKey, cybersource.MessageEncryptionCertificate, "
        "cybersource.OAuthCredentials: the platform cannot list them; what exists stays",
    ]
    assert shop.requests.changes == []


def test_organizations_are_named(shop: CybersourceSimulator) -> None:
    """
    Each organization once, and one without a subscription is reported.
    """
    ran = run("export", shop.organization_id, "shop_us", "SHOP_US", "nobody", environment=at(shop))

    assert ran.out.count("cybersource.WebhookSubscription(") == 2
    assert "cybersource, nobody: nothing exists" in ran.err


def test_nothing_to_export(cybersource_simulator: CybersourceSimulator, tmp_path: Path) -> None:
    """
    Where nothing exists, nothing is written.
    """
    ran = run("export", "--into", str(tmp_path / "new"), environment=at(cybersource_simulator))

    assert (ran.code, ran.out, ran.err.splitlines()[-1]) == (1, "", "payment-webhooks: there is nothing to export")
    assert list(tmp_path.iterdir()) == []


def test_project_has_the_settings_without_secrets(shop: CybersourceSimulator, tmp_path: Path) -> None:
    """
    A project has the settings of its account but for the secrets, for which commands are printed.
    """
    ran = run("export", "--into", str(tmp_path / "webhooks"), environment=at(shop))
    settings = (tmp_path / "webhooks/Pulumi.dev.yaml").read_text()

    assert {one.name for one in (tmp_path / "webhooks").iterdir()} == PROJECT
    assert (tmp_path / "webhooks/Pulumi.yaml").read_text().startswith("name: webhooks\nruntime: python\n")
    assert f'  payment-webhooks:cybersourceEndpoint: "{shop.endpoint}"\n' in settings
    assert shop.shared_secret not in settings
    assert ran.err.splitlines()[-6:] == [
        "next:",
        f"  cd {tmp_path}/webhooks",
        "  pulumi stack init dev",
        "  pulumi config set --secret payment-webhooks:cybersourceSharedSecret",
        "  pulumi up",
        "CYBERSOURCE_SHARED_SECRET may stay in the environment instead",
    ]


def test_project_that_exists(shop: CybersourceSimulator, tmp_path: Path) -> None:
    """
    A file that exists is an error before a request is sent; `--force` overwrites it.
    """
    (tmp_path / "__main__.py").write_text("mine")
    shop.requests.clear()
    ran = run("export", "--into", str(tmp_path), environment=at(shop))

    assert (ran.code, len(shop.requests)) == (2, 0)
    assert "already has __main__.py; --force overwrites" in ran.err
    assert [one.name for one in tmp_path.iterdir()] == ["__main__.py"]
    assert run("export", "--into", str(tmp_path), "--force", environment=at(shop)).code == 0
    assert {one.name for one in tmp_path.iterdir()} == PROJECT


@pytest.mark.parametrize("name", ["", "a/b", "../dev", "a b", "x" * 101])
def test_odd_names_of_stacks(shop: CybersourceSimulator, tmp_path: Path, name: str) -> None:
    """
    A name that is not that of a stack is one line.
    """
    ran = run("export", "--into", str(tmp_path / "new"), "--for-stack", name, environment=at(shop))

    assert (ran.code, ran.err.count("\n"), list(tmp_path.iterdir())) == (2, 1, [])


def test_platform_without_an_answer(shop: CybersourceSimulator, tmp_path: Path) -> None:
    """
    If a part of the estate cannot be read, nothing is written.
    """
    shop.fail(503, count=9, path="/notification-subscriptions/v2/webhooks")
    ran = run("export", "--into", str(tmp_path / "new"), environment=at(shop))

    assert (ran.code, ran.out, list(tmp_path.iterdir())) == (3, "", [])


def test_folder_in_the_place_of_a_file(shop: CybersourceSimulator, tmp_path: Path) -> None:
    """
    It is an error before a request is sent, with `--force` too, which would write some of the files.
    """
    (tmp_path / "__main__.py").mkdir()
    shop.requests.clear()
    ran = run("export", "--into", str(tmp_path), "--force", environment=at(shop))

    assert (ran.code, ran.err.count("\n"), len(shop.requests)) == (2, 1, 0)
    assert "has a folder __main__.py, where a file has to be written" in ran.err
    assert [one.name for one in tmp_path.iterdir()] == ["__main__.py"]


def test_project_that_is_overwritten_keeps_its_name(shop: CybersourceSimulator, tmp_path: Path) -> None:
    """
    The stacks of a project belong to its name, so the name of the folder does not replace it.
    """
    project = tmp_path / "Pulumi.yaml"
    project.write_text("description: Ours\nname: 'payments'\nruntime: python\n")
    run("export", "--into", str(tmp_path), "--force", environment=at(shop))

    assert project.read_text().startswith("name: payments\n")


def test_secrets_of_a_stack_are_not_overwritten(shop: CybersourceSimulator, tmp_path: Path) -> None:
    """
    Secrets in the config of a stack are stored nowhere else, so `--force` keeps them; a config without them is
    overwritten.
    """
    config = tmp_path / "Pulumi.dev.yaml"
    text = "config:\n  shop:refundsUrl:\n    secure: v1:abc\nencryptionsalt: v1:x\n"
    config.write_text(text)
    ran = run("export", "--into", str(tmp_path), "--force", environment=at(shop))

    assert (ran.code, ran.err.count("\n"), config.read_text()) == (2, 1, text)
    assert "has secrets, which --force does not overwrite" in ran.err
    config.write_text("encryptionsalt: v1:x\n")
    assert run("export", "--into", str(tmp_path), "--force", environment=at(shop)).code == 0


def test_error_names_the_organization(shop: CybersourceSimulator) -> None:
    """
    Of several organizations, the message says which cannot be read.
    """
    shop.fail(403, count=9, path="/notification-subscriptions/v2/webhooks")
    ran = run("export", "shop_us", environment=at(shop))

    assert ran.code != 0
    assert ran.err.startswith("payment-webhooks: shop_us: cannot list subscriptions")


@pytest.mark.parametrize("name", ["", " "])
def test_organization_without_a_name(shop: CybersourceSimulator, name: str) -> None:
    """
    It is a wrong option, and nothing is asked: in a job, a variable may be empty.
    """
    shop.requests.clear()
    ran = run("export", name, environment=at(shop))

    assert (ran.code, len(shop.requests)) == (2, 0)
    assert ran.err.splitlines()[0] == "payment-webhooks: the name of an organization is empty"


def test_organization_at_a_platform_without_organizations(shop: CybersourceSimulator) -> None:
    """
    An organization of a platform that has none is a wrong option, as it is for `list`.
    """
    with DigitalRiverSimulator() as river:
        environment = {"DIGITAL_RIVER_ENDPOINT": river.endpoint, "DIGITAL_RIVER_API_KEY": river.api_key}
        ran = run("export", "shop_us", "--platform", "digital-river", environment={**at(shop), **environment})

    assert (ran.code, "the platform has no organizations" in ran.err) == (2, True)


def test_odd_organizations(shop: CybersourceSimulator) -> None:
    """
    A name from outside cannot forge a line.
    """
    ran = run("export", "shop_us", "a\nb", environment=at(shop))

    assert "cybersource, a\\nb: nothing exists" in ran.err.splitlines()


def test_no_secret_is_printed(tmp_path: Path) -> None:
    """
    Passwords, client secrets and URLs with tokens are in no output and no file, whether or not the platform masks them.
    """
    with DigitalRiverSimulator() as platform:
        types = ["order.accepted"]
        basic = {"username": "u", "password": CANARY}
        grant = {"grantType": "client_credentials"}
        oauth = {"tokenEndPoint": "https://idp.example.com/t", "clientID": "c", "clientSecret": CANARY, **grant}
        hold_webhooks(
            platform,
            [
                {"address": "https://hooks.example.com/a", "types": types, "authentication": basic},
                {"address": f"https://hooks.example.com/{CANARY}aaaa/in?token={CANARY}", "types": types},
                {"address": f"https://u:{CANARY}@hooks.example.com/b", "types": types},
                {"address": "https://h.example.com/", "types": types, "transportType": "OAUTH", "oauth": oauth},
            ],
        )
        environment = {"DIGITAL_RIVER_ENDPOINT": platform.endpoint, "DIGITAL_RIVER_API_KEY": platform.api_key}
        ran = run("export", "--into", str(tmp_path / "new"), environment=environment)
        texts = [ran.out, ran.err, *(one.read_text() for one in (tmp_path / "new").iterdir())]

    assert ran.code == 0
    assert [text for text in texts if CANARY in text or platform.api_key in text] == []
    assert "--set-secrets" in ran.err
    assert (tmp_path / "new/__main__.py").read_text().count("config.require_secret(") == 3


def test_what_the_stack_keeps_secret_is_not_written(shop: CybersourceSimulator, tmp_path: Path) -> None:
    """
    The program reads it from the config, and so do other objects that have the same value.
    """
    url = f"https://hooks.example.com/{CANARY.lower()}/in"
    other = next(iter(shop.subscriptions))
    shop.subscriptions.change(other.webhook_id, {**other.document, "webhookUrl": url})
    with DigitalRiverSimulator() as river:
        accounts = Accounts(shop, river, tmp_path)
        mine = accounts.subscribe("Orders", url=url, product="recurringBilling")
        declared = resource(SUBSCRIPTION, "orders", webhookUrl=ciphertext(), products=ciphertext(), name=ciphertext())
        accounts.stack({**declared, "id": mine})
        ran = run("export", "--stack", "dev", environment=accounts.cybersource)

    assert (ran.code, [word for word in (CANARY.lower(), "recurring", "Orders") if word in ran.out + ran.err]) == (
        0,
        [],
    )
    assert ran.out.count("config.require_secret(") == 3
    assert ran.out.count("config.require_secret_object(") == 1
    assert "# The stack keeps name, products, webhook_url secret, so the config has it." in ran.out


def test_object_that_is_read_twice(shop: CybersourceSimulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What the lists of two organizations have in common is declared once.
    """
    for name, value in at(shop).items():
        monkeypatch.setenv(name, value)
    with open_estates(AccountOptions()) as [estate]:
        source = read_source([estate, estate], ())

    assert (len(source.selected), source.refused) == (1, [])


@pytest.mark.parametrize("encoding", ["utf-8", "UTF8", "latin-1", "ascii"])
def test_program_in_any_encoding(shop: CybersourceSimulator, encoding: str) -> None:
    """
    Python reads what was piped into a file, whatever the encoding of the terminal, and it says the same.
    """
    [own, _] = shop.subscriptions
    own.document["name"] = "Rückzahlung 支払い \N{GRINNING FACE}"
    command = [sys.executable, "-c", SCRIPT, "export"]
    ran = subprocess.run(command, env={**at(shop), "PYTHONIOENCODING": encoding}, capture_output=True, check=True)
    texts = [one.value for one in ast.walk(ast.parse(ran.stdout)) if isinstance(one, ast.Constant)]

    assert own.document["name"] in texts


def test_hostile_name_of_what_is_not_exported(cybersource_simulator: CybersourceSimulator) -> None:
    """
    The name of a subscription that cannot be declared stays on its line, in the program and on standard error.
    """
    name = "\x1b[2J\nimport os  # \u202e"
    url = "https://user:password@hooks.example.com/"
    hold_subscriptions(
        cybersource_simulator, [refunds(cybersource_simulator.organization_id, name=name, webhookUrl=url)]
    )
    ran = run("export", environment=at(cybersource_simulator))
    compile(ran.out, "__main__.py", "exec")

    assert [line for line in ran.out.splitlines() if "import os" in line and not line.startswith("# ")] == []
    assert len([line for line in ran.err.splitlines() if "must not contain a user name or password" in line]) == 1
    assert [one for one in ran.out + ran.err if not one.isprintable() and one != "\n"] == []
    assert "exported: nothing" in ran.err


def test_organization_that_the_stack_may_not_touch(shop: CybersourceSimulator) -> None:
    """
    What a preview would refuse is not exported, with the reason.
    """
    limited = {**at(shop), "CYBERSOURCE_ALLOWED_ORGANIZATIONS": shop.organization_id}
    ran = run("export", shop.organization_id, "shop_us", environment=limited)

    assert ran.out.count("cybersource.WebhookSubscription(") == 1
    assert "organization_id: the organization is not among those this stack may touch" in ran.err


def test_passwords_that_the_platform_masks() -> None:
    """
    What could not be read is named, in the program and on standard error.
    """
    with DigitalRiverSimulator() as platform:
        platform.turn(credentials_in_answers="masked")
        basic = {"username": "u", "password": CANARY}
        hook = {"address": "https://hooks.example.com/a", "types": ["order.accepted"], "authentication": basic}
        hold_webhooks(platform, [hook])
        [id] = [one.id for one in platform.webhooks]
        environment = {"DIGITAL_RIVER_ENDPOINT": platform.endpoint, "DIGITAL_RIVER_API_KEY": platform.api_key}
        ran = run("export", environment=environment)

    assert f"not shown by the platform: webhook {id}: authentication.password" in ran.err.splitlines()
    assert "# The platform does not show authentication.password: the config has what the receiver expects." in ran.out
