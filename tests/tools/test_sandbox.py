"""
The commands of the demo: each end is checked, and the screen shows no secret.
"""

import shlex
from pathlib import Path

import pytest

from sandbox import Sandbox, Unexpected, environment
from screen import Screen


@pytest.fixture
def sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """
    A folder, in a shell that has settings of its own.
    """
    monkeypatch.setenv("CYBERSOURCE_KEY_ID", "of the shell")
    monkeypatch.setenv("PULUMI_STACK", "production")
    surroundings = environment(tmp_path, tmp_path / "engine", tmp_path / "state")
    return Sandbox(tmp_path, surroundings, Screen(colourful=False, hidden={"swordfish"}))


def test_printed_secret_is_masked_and_reported(sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """
    A command that prints a secret stops the demo, and the secret is not seen.
    """
    with pytest.raises(Unexpected, match="secret"):
        sandbox.run(say("the word is swordfish"))

    assert "the word is ***\n" in capsys.readouterr().out


def test_secret_typed_into_a_command_is_not_shown(sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """
    The answer to a prompt appears neither in the command nor in the output.
    """
    sandbox.run("python3 -c 'print(len(input()))'", typed_in="swordfish")

    assert capsys.readouterr().out == "$ python3 -c 'print(len(input()))'\n9\n"


def test_failed_command_stops_the_demo(sandbox: Sandbox) -> None:
    """
    A command that should succeed and fails is named with its exit code.
    """
    with pytest.raises(Unexpected, match="exit code 3"):
        sandbox.run("python3 -c 'exit(3)'")


def test_unexpected_success_stops_the_demo(sandbox: Sandbox) -> None:
    """
    A command that should fail, and succeeds, is named with its exit code.
    """
    with pytest.raises(Unexpected, match="exit code 0"):
        sandbox.run(say("done"), fails=True)


def test_output_is_tidy(sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Without colours, the output has neither colours nor the marks that the engine forgets to translate.
    """
    sandbox.run(say("\033[1mone\033[0m\n\n\n<{%fg 1%}>two<{%reset%}>\n\n"))

    assert capsys.readouterr().out.splitlines()[1:] == ["one", "", "two"]


def test_own_settings_stay_out(sandbox: Sandbox) -> None:
    """
    The Pulumi and Cybersource settings of the shell do not reach the commands.
    """
    assert {"CYBERSOURCE_KEY_ID", "PULUMI_STACK"} & sandbox.environment.keys() == set()


def say(text: str) -> str:
    return f"python3 -c {shlex.quote(f'print({text!r})')}"
