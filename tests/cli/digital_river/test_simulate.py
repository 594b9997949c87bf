"""`payment-webhooks digital-river simulate`, as a process of its own."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import run
from tests.cli.cybersource.test_simulate import get, start
from tests.simulator.digital_river.conftest import UNLIMITED, Asker
from tests.simulator.ear import Ear
from tests.waiting import PATIENCE

from pulumi_payment_webhooks.cli.digital_river.simulate.introduction import introduction_of
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

SIMULATE = ("digital-river", "simulate")
KEY = "sk_test_0123456789abcdef0123456789abcdef"


def launch(*options: str) -> subprocess.Popen[str]:
    return start(*options, command=SIMULATE)


@pytest.fixture
def running(request: pytest.FixtureRequest) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    process = launch("--json", *getattr(request, "param", []))
    assert process.stdout is not None
    line = process.stdout.readline()
    yield process, json.loads(line)
    process.kill()
    process.communicate()


def printed(*options: str) -> tuple[list[str], str]:
    """What is printed for people before and after Ctrl-C."""
    process = launch(*options)
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if "Ctrl-C" in line:
            break
    process.send_signal(signal.SIGINT)
    after, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (0, "")
    return lines, after


def test_line_is_all_a_client_needs(running: tuple[Any, dict[str, Any]]) -> None:
    """
    The line of JSON names the address, the profile and the keys; then requests are answered.
    """
    assert set(running[1]) == {"endpoint", "profile", "apiKey", "liveApiKey"}
    assert "controls" in get(f"{running[1]['endpoint']}/_simulator")


@pytest.mark.parametrize(
    "running",
    [["--profile", "gc", "--no-rate-limit", "--api-key", KEY, "--knob", "patch_types=merge", "--clock-scale", "2"]],
    indirect=True,
)
def test_options_turn_knobs(running: tuple[Any, dict[str, Any]]) -> None:
    """
    Each option reaches its knob, and the key is the given one.
    """
    knobs = get(f"{running[1]['endpoint']}/_simulator/knobs")

    names = ("profile", "requests_per_second_test", "patch_types", "clock_scale")
    assert [knobs[name] for name in names] == ["gc", None, "merge", 2]
    assert running[1]["apiKey"] == KEY


def test_what_is_gone_is_counted_in_words(digital_river_simulator: DigitalRiverSimulator) -> None:
    """
    One event is not "1 events".
    """
    digital_river_simulator.emit("order.accepted")

    assert introduction_of(digital_river_simulator).held() == "0 webhooks, 1 event and 0 deliveries"


def test_introduction_configures_a_stack() -> None:
    """
    The lines for a stack name the settings of the platform, and Ctrl-C says that the data is gone.
    """
    lines, after = printed("--api-key", KEY)

    settings = [line for line in lines if line.startswith("pulumi config set")]
    assert [line.rpartition(" ")[0] for line in settings] == [
        "pulumi config set payment-webhooks:digitalRiverEndpoint",
        "pulumi config set --secret payment-webhooks:digitalRiverApiKey",
    ]
    assert settings[1].endswith(KEY)
    assert any("digital-river simulate emit EVENT" in line for line in lines)
    assert "0 webhooks, 0 events and 0 deliveries are gone" in after


def test_profile_is_a_setting_of_the_stack() -> None:
    """
    Under another profile than the published API, the stack is configured with it.
    """
    lines, _ = printed("--profile", "gc")

    assert "pulumi config set payment-webhooks:digitalRiverProfile gc" in lines


def test_data_is_kept(tmp_path: Path) -> None:
    """
    With a file, the next start has the same keys.
    """
    file = tmp_path / "desk.json"
    before, after = printed("--data", str(file))
    again, _ = printed("--data", str(file))

    keys = [[line for line in lines if "digitalRiverApiKey" in line] for lines in (before, again)]
    assert keys[0] == keys[1]
    assert f"are stored in {file}" in after


def test_knobs_are_listed() -> None:
    """
    --knobs lists every knob with its source, as the command turns them.
    """
    lines = run(*SIMULATE, "--knobs").lines

    assert {"profile=dr-api", "clock_scale=60", "retry_minutes_test=10,60,180"} <= set(lines)
    assert any("(spec: whole seconds; RFC 9110: also a date)" in line for line in lines)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--api-key", "pk_test_123456789"), "must begin with sk_test_"),
        (("--knob", "profil=gc"), "did you mean 'profile'"),
        (("--knob", "profile"), "write it as NAME=VALUE"),
        (("--fault", "tea"), "fault"),
        (("--host", "0.0.0.0"), "not a loopback address"),
    ],
    ids=str,
)
def test_wrong_option_is_explained(options: tuple[str, ...], words: str) -> None:
    """
    A wrong option ends the command with one line.
    """
    ended = run(*SIMULATE, *options)

    assert (ended.code, words in ended.err, ended.err.count("\n")) == (2, True, 1), ended.err


@pytest.fixture
def desk() -> Iterator[tuple[DigitalRiverSimulator, Ear]]:
    """A simulator in this process, with a webhook that delivers to an ear."""
    ear = Ear()
    with DigitalRiverSimulator(knobs=UNLIMITED) as simulator:
        ask = Asker(simulator)
        ask.create(address=ear.url)
        ask.connection.close()
        yield simulator, ear
    ear.close()


def test_emit(desk: tuple[DigitalRiverSimulator, Ear], tmp_path: Path) -> None:
    """
    An event is delivered with the given resource, and the line says how long it took.
    """
    file = tmp_path / "order.json"
    file.write_text('{"id": "1"}')

    ended = run(*SIMULATE, "emit", "order.accepted", "--endpoint", desk[0].endpoint, "--payload", str(file))

    assert (ended.code, ended.lines[0].startswith(f"order.accepted -> {desk[1].url}: delivered in")) == (0, True)
    assert desk[1].heard[0].content["data"] == {"object": {"id": "1"}}


def test_emit_in_live_mode(desk: tuple[DigitalRiverSimulator, Ear]) -> None:
    """
    A webhook of test mode does not get a live event; the simulator is named in the environment.
    """
    environment = {"DIGITAL_RIVER_ENDPOINT": desk[0].endpoint}

    ended = run(*SIMULATE, "emit", "order.accepted", "--live", environment=environment)

    assert (ended.code, ended.lines, desk[1].heard) == (1, ["no subscription wants order.accepted"], [])


def test_emit_names_the_command_that_starts_one() -> None:
    """
    Without a simulator the message names the command of this platform.
    """
    ended = run(*SIMULATE, "emit", "order.accepted", "--endpoint", "http://127.0.0.1:1")

    assert (ended.code, "`payment-webhooks digital-river simulate --port 8080`" in ended.err) == (3, True)
