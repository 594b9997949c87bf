"""How commands end when somebody interrupts a question, or nothing can be written where the result goes."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.command import COMMAND, at, run, type_in_terminal

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

BUG = """
from pulumi_payment_webhooks.cli import app, main

@app.command()
def bug():
    password = "kept"
    1 / 0

main()
"""


def test_interrupted_question_has_the_code_of_an_interruption(tmp_path: Path) -> None:
    """
    Ctrl-C at a question ends the command with exit code 130, as Ctrl-C does anywhere else, and not with that of a no.
    """
    (tmp_path / "body").write_text("{}")

    shown = type_in_terminal("verify", str(tmp_path / "body"), "--key", "one", "-H", "a: b", interrupt_at="key one")

    assert shown.code == 130


def test_full_disk_for_errors_changes_no_exit_code() -> None:
    """
    Where standard error cannot be written, the code still says how the command ended.
    """
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run([*COMMAND, "verify", "missing"], stdout=subprocess.PIPE, stderr=full, check=False)

    assert ended.returncode == 2


@pytest.mark.parametrize(
    "words", [["schedule"], ["schedule", "--json"], ["schedule", "--svg", "-"], ["simulate"]], ids=" ".join
)
def test_full_disk_is_told_in_one_line(words: list[str]) -> None:
    """
    A result that cannot be written ends in one line and an exit code of its own.
    """
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run([*COMMAND, *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    line = "payment-webhooks: the result cannot be written: No space left on device\n"
    assert (ended.returncode, ended.stderr) == (6, line)


def test_closed_output_stops_nothing() -> None:
    """
    A command whose output is closed does its work and ends well.
    """
    ended = subprocess.run(
        ["sh", "-c", 'exec "$@" <&- >&-', "sh", *COMMAND, "schedule"], capture_output=True, check=False
    )

    assert (ended.returncode, ended.stderr) == (0, b"")


def test_bug_shows_no_variable() -> None:
    """
    The traceback of a bug is Python's own, without the values of variables, which may be secrets.
    """
    ended = subprocess.run([sys.executable, "-c", BUG, "bug"], capture_output=True, text=True, check=False)

    assert ended.stderr.startswith("Traceback (most recent call last):\n")
    assert "kept" not in ended.stderr


@pytest.mark.parametrize("words", [["test"], ["replay", "--status", "FAILED"]], ids=" ".join)
def test_empty_id_asks_nobody(words: list[str], cybersource_simulator: CybersourceSimulator) -> None:
    """
    An id that is empty, as from a variable that is not set, is refused before anything is sent.
    """
    ran = run(*words, "", environment=at(cybersource_simulator))

    assert (ran.code, ran.err) == (2, "payment-webhooks: the id of the subscription is empty\n")
    assert not cybersource_simulator.requests
