"""What `payment-webhooks --help` says, and what it loads."""

import subprocess
import sys

import pytest
from tests.cli.command import run

COMMANDS = ["simulate", "schedule", "verify", "decrypt", "catalog", "test", "replay"]
HEAVY = ("pulumi", "grpc", "starlette", "uvicorn", "httpx", "stamina", "cryptography", "joserfc", "rich")


@pytest.mark.parametrize("words", [[], *[[name] for name in COMMANDS]], ids=str)
def test_help_is_light(words: list[str]) -> None:
    """
    Help loads nothing that a command needs only when it works; pydantic is typer's own wish.
    """
    program = (
        "import sys\n"
        "from pulumi_payment_webhooks.cli import main\n"
        f"sys.argv = ['payment-webhooks', *{words!r}, '--help']\n"
        "try: main()\n"
        f"finally: print([name for name in {HEAVY!r} if name in sys.modules])"
    )

    output = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert output.splitlines()[-1] == "[]"


@pytest.mark.parametrize("words", [[], *[[name] for name in COMMANDS]], ids=str)
def test_help_fits_in_a_terminal(words: list[str]) -> None:
    """
    No line of any help is wider than 80 columns.
    """
    ran = run(*words, "--help")

    assert ran.code == 0
    assert [line for line in ran.lines if len(line) > 80] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained(name: str) -> None:
    """
    Each option and argument of a command has a meaning beside it.
    """
    from typer.main import get_group

    from pulumi_payment_webhooks.cli import app

    command = get_group(app).commands[name]

    assert [one.name for one in command.params if not getattr(one, "help", None) and one.name != "help"] == []


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "simulate"])
def test_results_can_be_had_as_json(name: str) -> None:
    """
    Every command that prints a result takes --json.
    """
    assert "--json" in run(name, "--help").out
