"""
What the demo stands on: commands whose end is checked, and a screen that shows no secret.
"""

import importlib
import shlex
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

TOOLS = Path(__file__).parents[2] / "tools"


@pytest.fixture
def stages(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(TOOLS)
    return importlib.import_module("stage")


@pytest.fixture
def stage(stages: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """
    A folder, with somebody's own settings around it.
    """
    monkeypatch.setenv("CYBERSOURCE_KEY_ID", "somebody's own")
    monkeypatch.setenv("PULUMI_STACK", "production")
    surroundings = stages.environment(tmp_path, tmp_path / "engine", tmp_path / "state")
    return stages.Stage(tmp_path, surroundings, stages.Screen(colourful=False, hidden={"swordfish"}))


def test_printed_secret_is_masked_and_told(stage: Any, stages: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    """
    A command that prints a secret stops the demo, and the secret is not seen.
    """
    with pytest.raises(stages.Unexpected, match="secret"):
        stage.run(say("the word is swordfish"))

    assert "the word is ***\n" in capsys.readouterr().out


def test_secret_typed_into_a_command_is_not_shown(stage: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """
    What is typed in at a prompt appears neither in the command nor after it.
    """
    stage.run("python3 -c 'print(len(input()))'", typed_in="swordfish")

    assert capsys.readouterr().out == "$ python3 -c 'print(len(input()))'\n9\n"


def test_failed_command_stops_the_demo(stage: Any, stages: ModuleType) -> None:
    """
    A command that should succeed and fails is named with its exit code.
    """
    with pytest.raises(stages.Unexpected, match="exit code 3"):
        stage.run("python3 -c 'exit(3)'")


def test_success_where_failure_was_promised_stops_the_demo(stage: Any, stages: ModuleType) -> None:
    """
    A command that should be refused, and is not, does not pass.
    """
    with pytest.raises(stages.Unexpected, match="exit code 0"):
        stage.run(say("done"), fails=True)


def test_output_is_tidy(stage: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Colours are taken out where none are wanted, and so is a mark that the engine forgets to translate.
    """
    stage.run(say("\033[1mone\033[0m\n\n\n<{%fg 1%}>two<{%reset%}>\n\n"))

    assert capsys.readouterr().out.splitlines()[1:] == ["one", "", "two"]


def test_own_settings_stay_out(stage: Any) -> None:
    """
    Nobody's own Pulumi or Cybersource settings reach the demo's commands.
    """
    assert {"CYBERSOURCE_KEY_ID", "PULUMI_STACK"} & stage.environment.keys() == set()


def say(text: str) -> str:
    return f"python3 -c {shlex.quote(f'print({text!r})')}"
