"""What a command says if `pulumi` cannot read a stack; a script says here what the real command says."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.command import run

ADVICE = "if you're using the --stack flag, pass the fully qualified name (organization/project/stack)"
NO_PROJECT = "no Pulumi.yaml project file found (searching upwards from /shop). …: no project file found"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (ADVICE, "there is no Pulumi.yaml here or in a folder above; --cwd names the folder of the project"),
        (NO_PROJECT, "there is no Pulumi.yaml here or in a folder above; --cwd names the folder of the project"),
        ("no stack named 'dev' found", "no stack named 'dev' found"),
    ],
    ids=["stack", "selected stack", "unknown stack"],
)
def test_reason_is_what_the_user_can_correct(said: str, reason: str, tmp_path: Path) -> None:
    """
    Outside of a project, Pulumi gives advice about the name of the stack; the folder is what is wrong.
    """
    (tmp_path / "pulumi").write_text(f'#!/bin/sh\necho "error: {said}" >&2\nexit 255\n')
    (tmp_path / "pulumi").chmod(0o755)

    ran = run("status", "--stack", "dev", environment={"PATH": f"{tmp_path}:/usr/bin:/bin"})

    assert (ran.code, ran.err) == (2, f"payment-webhooks: pulumi cannot read the stack: {reason}\n")


def test_pulumi_reads_and_writes_utf_8(tmp_path: Path) -> None:
    """
    The locale does not matter: a secret with other letters than those of ASCII reaches Pulumi as it is, and back.
    """
    (tmp_path / "pulumi").write_text("#!/bin/sh\ncat\n")
    (tmp_path / "pulumi").chmod(0o755)
    module = "pulumi_payment_webhooks.cli.accounts.stacks"
    program = f"from {module} import run_pulumi; print(ascii(run_pulumi(given='p\\xe4\\u2713')))"
    ascii_only = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PATH": f"{tmp_path}:/usr/bin:/bin"}

    ran = subprocess.run([sys.executable, "-c", program], env=ascii_only, capture_output=True, text=True, check=False)

    assert (ran.stdout, ran.stderr) == ("'p\\xe4\\u2713'\n", "")


@pytest.mark.parametrize(
    "command", [["status", "--stack", "dev"], ["review", "--run", "dev"]], ids=["status", "review"]
)
def test_pulumi_that_cannot_be_started_is_one_line(command: list[str], tmp_path: Path) -> None:
    """
    A file that is not a program is a line, as a missing file is.
    """
    (tmp_path / "pulumi").write_text("")

    ran = run(*command, environment={"PATH": str(tmp_path)})

    assert (ran.code, ran.err.count("\n"), "cannot be started: Permission denied" in ran.err) == (2, 1, True)
