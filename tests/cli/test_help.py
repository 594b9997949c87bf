"""What `payment-webhooks --help` says, and what it loads."""

import subprocess
import sys
from typing import Any

import pytest
from tests.cli.command import run

from pulumi_payment_webhooks.cli.platforms import platforms

COMMANDS = ["simulate", "schedule", "verify", "decrypt", "catalog", "test", "replay"]
OF_EVERY_PLATFORM = ["compare", "export", "list", "review", "status"]
HEAVY = ("pulumi", "grpc", "starlette", "uvicorn", "httpx", "stamina", "cryptography", "joserfc", "rich")


DIGITAL_RIVER = [str(one.name) for one in platforms()["digital-river"].registered_commands]
EVERY: list[list[str]] = [
    [],
    ["cybersource"],
    ["digital-river"],
    *[[name] for name in COMMANDS],
    *[["cybersource", name] for name in COMMANDS],
    *[["digital-river", name] for name in DIGITAL_RIVER],
    *[[name] for name in OF_EVERY_PLATFORM],
]


ALL_HELP = f"""
import sys
from contextlib import suppress
from pulumi_payment_webhooks.cli import main

heavy = {{}}
for words in {EVERY!r}:
    sys.argv = ["payment-webhooks", *words, "--help"]
    with suppress(SystemExit):
        main()
    heavy.setdefault(str([one for one in {HEAVY!r} if one in sys.modules]), words)
print(heavy)
"""


def test_help_is_light() -> None:
    """
    No help loads anything that a command needs only when it works; pydantic is typer's own wish.
    """
    output = subprocess.run([sys.executable, "-c", ALL_HELP], capture_output=True, text=True, check=True).stdout

    assert output.splitlines()[-1] == "{'[]': []}"


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_help_fits_in_a_terminal(words: list[str]) -> None:
    """
    No line of any help is wider than 80 columns.
    """
    ran = run(*words, "--help")

    assert ran.code == 0
    assert [line for line in ran.lines if len(line) > 80] == []


@pytest.mark.parametrize(
    "words", [words for words in EVERY if set(words) & {*COMMANDS, *OF_EVERY_PLATFORM}], ids=" ".join
)
def test_every_option_is_explained(words: list[str]) -> None:
    """
    Each option and argument of a command has a meaning beside it, in each form.
    """
    from typer.main import get_group

    from pulumi_payment_webhooks.cli import app

    command: Any = get_group(app)
    for word in words:
        command = command.commands[word]

    assert [one.name for one in command.params if not getattr(one, "help", None) and one.name != "help"] == []


@pytest.mark.parametrize(
    "words", [words for words in EVERY if set(words) & {*COMMANDS[1:], *OF_EVERY_PLATFORM} - {"export"}], ids=" ".join
)
def test_results_can_be_had_as_json(words: list[str]) -> None:
    """
    Every command that prints a result takes --json; the result of `export` is a program.
    """
    assert "--json" in run(*words, "--help").out
