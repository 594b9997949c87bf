"""The secrets of an exported program, which one command sets in the config of its stack."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from tests.cli.command import Ran, run
from tests.export.estates import hold_webhooks

from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator
from pulumi_payment_webhooks.simulator.digital_river.knobs import Knobs

CANARY = "Canary0123456789"
PULUMI = """#!/bin/sh
echo "$@" >> {folder}/typed
case "$*" in
  "config --json"*) cat {folder}/config.json;;
  *) cat > {folder}/$4;;
esac
"""


@pytest.fixture
def river() -> Iterator[DigitalRiverSimulator]:
    """A platform with two webhooks; a password and an address are secret."""
    with DigitalRiverSimulator(knobs=Knobs(requests_per_second_test=None)) as platform:
        basic = {"username": "u", "password": CANARY}
        hook = {"address": "https://hooks.example.com/a", "types": ["order.accepted"], "authentication": basic}
        token = {"address": f"https://hooks.example.com/b?{CANARY}", "types": ["refund.complete"]}
        hold_webhooks(platform, [hook, token])
        yield platform


def export(
    river: DigitalRiverSimulator,
    folder: Path,
    *options: str,
    config: Mapping[str, object] | None = None,
    pulumi: str = PULUMI,
) -> Ran:
    """Export with a command `pulumi` that records what it is given."""
    (folder / "config.json").write_text(json.dumps(config or {}))
    (folder / "pulumi").write_text(pulumi.format(folder=folder))
    (folder / "pulumi").chmod(0o755)
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    account = {"DIGITAL_RIVER_ENDPOINT": river.endpoint, "DIGITAL_RIVER_API_KEY": river.api_key}
    return run("export", *options, environment={**account, "PATH": f"{folder}:/usr/bin:/bin"})


def test_secrets_go_to_pulumi_alone(river: DigitalRiverSimulator, tmp_path: Path) -> None:
    """
    Pulumi reads each from its standard input, for the stack that is named; no output and no list of processes has it.
    """
    ran = export(river, tmp_path, "--into", str(tmp_path), "--for-stack", "prod", "--set-secrets")
    typed = (tmp_path / "typed").read_text()

    assert (ran.code, ran.out, ran.err.count("\n")) == (0, "", 1)
    assert sorted(ran.err.replace(",", "").split()) == sorted(
        ["set", "in", "the", "config", "of", "stack", "prod:", "aPassword", "bAddress"]
    )
    assert (tmp_path / "aPassword").read_text() == f"{CANARY}\n"
    assert (tmp_path / "bAddress").read_text() == f"https://hooks.example.com/b?{CANARY}\n"
    assert (typed.count(f"--stack prod --cwd {tmp_path}"), CANARY in typed) == (3, False)
    assert not (tmp_path / "__main__.py").exists()


def test_what_is_set_stays(river: DigitalRiverSimulator, tmp_path: Path) -> None:
    """
    A value that somebody has set is kept, and what the platform does not show is named.
    """
    river.turn(credentials_in_answers="masked")
    ran = export(river, tmp_path, "--into", str(tmp_path), "--set-secrets", config={"shop:bAddress": {"secret": True}})

    assert ran.err.splitlines() == ["kept as it is: bAddress", "not shown by the platform: aPassword"]
    assert (tmp_path / "typed").read_text().count("\n") == 1


def test_setting_of_another_namespace_is_not_a_secret_of_the_program(
    river: DigitalRiverSimulator, tmp_path: Path
) -> None:
    """
    The names of a program's secrets belong to its project: a setting of a package may have the same name.
    """
    ran = export(river, tmp_path, "--into", str(tmp_path), "--set-secrets", config={"aws:bAddress": {"value": "x"}})

    assert "kept as it is" not in ran.err
    assert (tmp_path / "bAddress").exists()


def test_error_of_pulumi_names_the_secret(river: DigitalRiverSimulator, tmp_path: Path) -> None:
    """
    If Pulumi cannot set a secret, the line says which secret that is, and does not show it.
    """
    refusing = "  *aPassword*) echo 'error: no passphrase' >&2; exit 1;;\n  *) cat"
    ran = export(river, tmp_path, "--into", str(tmp_path), "--set-secrets", pulumi=PULUMI.replace("  *) cat", refusing))

    assert (ran.code, ran.err) == (2, "payment-webhooks: pulumi cannot set aPassword: no passphrase\n")


@pytest.mark.parametrize(
    ("pulumi", "code", "line"),
    [
        (
            "#!/bin/sh\necho welcome\n",
            5,
            "the config of stack dev cannot be read: pulumi config --json did not print it",
        ),
        ("#!/bin/sh\necho '[1]'\n", 5, "the config of stack dev cannot be read: pulumi config --json did not print it"),
        (
            PULUMI.replace("*) cat >", "*aPassword*) cat >&2; exit 1;;\n  *) cat >"),
            2,
            "pulumi cannot set aPassword: it does not say why",
        ),
    ],
    ids=["banner", "list", "quotes the secret"],
)
def test_odd_command_pulumi(river: DigitalRiverSimulator, tmp_path: Path, pulumi: str, code: int, line: str) -> None:
    """
    A wrapper of Pulumi that prints something else, or what it was given, ends the command with one line.
    """
    ran = export(river, tmp_path, "--into", str(tmp_path), "--set-secrets", pulumi=pulumi)

    assert (ran.code, ran.err) == (code, f"payment-webhooks: {line}\n")


def test_export_prints_the_command(river: DigitalRiverSimulator, tmp_path: Path) -> None:
    """
    The steps of an export have the command as it has to be typed, and one for each secret that the platform masks.
    """
    options = ["--platform", "digital-river", "--for-stack", "prod", "--endpoint", river.endpoint]
    ran = export(river, tmp_path, *options, "--into", str(tmp_path / "new"))
    typed = f"--platform digital-river --for-stack prod --endpoint {river.endpoint} --into . --set-secrets"

    assert f"  payment-webhooks export {typed}" in ran.err.splitlines()
    river.turn(credentials_in_answers="masked")
    assert (
        "  pulumi config set --secret aPassword"
        in export(river, tmp_path, "--into", str(tmp_path / "b")).err.splitlines()
    )


def test_secrets_need_a_project(river: DigitalRiverSimulator, tmp_path: Path) -> None:
    """
    Without the folder of a project it is a wrong option, and nothing is asked; a folder without a project is a line.
    """
    ran = export(river, tmp_path, "--set-secrets")
    empty = export(river, tmp_path, "--into", str(tmp_path / "new"), "--set-secrets")

    assert (ran.code, ran.err.count("\n"), "--set-secrets needs --into" in ran.err) == (2, 1, True)
    assert (empty.code, empty.err) == (2, ran.err)
    assert (len(river.requests), (tmp_path / "typed").exists()) == (0, False)
