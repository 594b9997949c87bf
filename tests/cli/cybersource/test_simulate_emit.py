"""`payment-webhooks simulate emit`, and what a running simulator prints and keeps."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import warm
from tests.cli.cybersource.test_simulate import get, start
from tests.simulator.cybersource.conftest import ORGANIZATION, Asker
from tests.simulator.ear import Answer, Ear
from tests.stand_ins.simulators import UNREVIEWED
from tests.waiting import PATIENCE

from pulumi_payment_webhooks.cli.cybersource.simulate.emit import VARIABLES
from pulumi_payment_webhooks.cybersource.account.settings import TRANSPORT
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

EVENT = "tms.networktoken.updated"


@pytest.fixture
def ear() -> Iterator[Ear]:
    listening = Ear()
    yield listening
    listening.close()


@pytest.fixture
def simulator() -> Iterator[CybersourceSimulator]:
    with CybersourceSimulator(knobs=UNREVIEWED) as one:
        yield one


@pytest.fixture
def webhook_id(simulator: CybersourceSimulator, ear: Ear) -> str:
    """An active subscription that delivers to `ear`."""
    simulator.add_signature_key(ORGANIZATION)
    ask = Asker(simulator)
    created: str = ask.subscribe(webhookUrl=f"{ear.url}/hook").content["webhookId"]
    ask.connection.close()
    simulator.subscriptions.set_status(created, "ACTIVE")
    return created


def emit(*arguments: str, fed: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PAYMENT_", "CYBERSOURCE_"))}
    return subprocess.run(
        warm("simulate", "emit", *arguments),
        input=fed,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        env={**clean, **environment},
    )


def test_event_is_delivered(simulator: Any, ear: Any, webhook_id: str) -> None:
    """
    One line shows where the event was sent, and the result.
    """
    result = emit(EVENT, "--endpoint", simulator.endpoint)

    assert (result.returncode, len(ear.heard), result.stderr) == (0, 1, "")
    assert result.stdout.startswith(f"{EVENT} -> {ear.url}/hook: delivered in ")


@pytest.mark.parametrize("variable", ["PAYMENT_WEBHOOKS_SIMULATOR", "CYBERSOURCE_ENDPOINT"])
def test_simulator_is_found_by_a_variable(simulator: Any, ear: Any, webhook_id: str, variable: str) -> None:
    """
    Without --endpoint, the simulator is the one that a variable names.
    """
    assert emit(EVENT, **{variable: f"{simulator.endpoint}/"}).returncode == 0


def test_json_holds_every_attempt(simulator: Any, ear: Any, webhook_id: str, tmp_path: Path) -> None:
    """
    With --json, one line holds the deliveries with their attempts; payload, product and count are as asked for.
    """
    (tmp_path / "payload.json").write_text('{"data": {"id": "é"}}')
    options = ["--payload", str(tmp_path / "payload.json"), "--product", "tokenManagement", "--count", "2", "--json"]

    result = emit(EVENT, "--endpoint", simulator.endpoint, *options)

    printed = json.loads(result.stdout)
    assert [one["attempts"][0]["status"] for one in printed["deliveries"]] == [200, 200]
    assert [one.content["payload"] for one in ear] == [{"data": {"id": "é"}}] * 2


def test_payload_from_standard_input(simulator: Any, ear: Any, webhook_id: str) -> None:
    """
    A payload can be piped.
    """
    emit(EVENT, "--endpoint", simulator.endpoint, "--payload", "-", fed="[1]")

    assert ear.heard[0].content["payload"] == [1]


def test_failed_attempt_is_exit_code_1(simulator: Any, ear: Any, webhook_id: str) -> None:
    """
    A first attempt that fails is printed with the time of the next attempt, and the exit code is 1.
    """
    ear.script = [503]
    result = emit(EVENT, "--endpoint", simulator.endpoint)

    assert (result.returncode, simulator.deliveries[0].status) == (1, "RETRY")
    assert "answered 503; will retry at 20" in result.stdout


def test_next_attempt_is_told_to_the_second(simulator: Any, ear: Any, webhook_id: str) -> None:
    """
    The time of the next attempt ends with its seconds and the zone: nobody reads microseconds.
    """
    ear.script = [503]
    result = emit(EVENT, "--endpoint", simulator.endpoint)

    assert re.search(r"will retry at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", result.stdout.strip())


def test_terminal_is_not_steered(simulator: Any, ear: Any, webhook_id: str) -> None:
    """
    The text of a subscription cannot control the terminal in which the event is raised.
    """
    simulator.edit(webhook_id, {"webhookUrl": f"{ear.url}/\x1b[2J"})

    result = emit(EVENT, "--endpoint", simulator.endpoint)

    assert "\x1b" not in result.stdout
    assert "\\u001b[2J" in result.stdout


def test_nobody_wants_it(simulator: Any, webhook_id: str) -> None:
    """
    An event that nobody gets is exit code 1, with the reason.
    """
    simulator.subscriptions.suspend(webhook_id)

    passed_over = emit(EVENT, "--endpoint", simulator.endpoint)
    unwanted = emit("payByLink.customer.payment", "--endpoint", simulator.endpoint)

    assert (passed_over.returncode, unwanted.returncode) == (1, 1)
    assert passed_over.stdout == f"{EVENT} does not go to {webhook_id}: it is SUSPENDED\n"
    assert unwanted.stdout == "no subscription wants payByLink.customer.payment\n"


def test_scope_is_told(simulator: Any, webhook_id: str) -> None:
    """
    An event of a strange organization goes to nobody, and the line says whose scope does not cover it.
    """
    result = emit(EVENT, "--endpoint", simulator.endpoint, "--organization", "stranger")

    assert "does not cover organization stranger" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([EVENT], "no simulator is named; give its address with --endpoint http://127.0.0.1:8080"),
        ([EVENT, "--endpoint", "http://127.0.0.1:9"], "no simulator answers at http://127.0.0.1:9; start one with"),
        ([EVENT, "--endpoint", "https://api.cybersource.com"], "is not the address of a simulator"),
        ([EVENT, "--endpoint", "http://[::1"], "is not the address of a simulator"),
        ([EVENT, "--endpoint", "ENDPOINT", "--payload", "/nowhere"], "cannot read /nowhere: No such file"),
        ([EVENT, "--endpoint", "ENDPOINT", "--payload", __file__], "is not JSON"),
        (["tms.networktoken.update", "--endpoint", "ENDPOINT"], f"did you mean {EVENT!r}?"),
    ],
)
def test_what_cannot_be_done_is_one_line(simulator: Any, arguments: list[str], complaint: str) -> None:
    """
    What cannot be done is said in one line with the remedy, and exit code 2; 3 where no simulator answers.
    """
    result = emit(*[simulator.endpoint if one == "ENDPOINT" else one for one in arguments])

    code = 3 if "no simulator answers" in complaint else 2
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (code, "", 1)
    assert complaint in result.stderr


@pytest.mark.parametrize("body", [b'{"ok":true}', b"[]", b"1"])
def test_server_that_is_no_simulator_is_one_line(ear: Ear, body: bytes) -> None:
    """
    Another server of this machine that accepts the request, such as the receiver itself, is not taken for a simulator.
    """
    ear.answer = lambda _: Answer(body=body)
    result = emit(EVENT, "--endpoint", ear.url)

    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert "answers, but is not a simulator" in result.stderr


def test_payload_that_nests_without_end_is_one_line(simulator: Any, tmp_path: Path) -> None:
    """
    A file that nobody can read to its end is refused before anything is sent.
    """
    (tmp_path / "deep").write_text("[" * 100_000)
    result = emit(EVENT, "--endpoint", simulator.endpoint, "--payload", str(tmp_path / "deep"))

    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)


def test_simulate_prints_and_keeps(ear: Ear, tmp_path: Path) -> None:
    """
    A running simulator prints a line for each attempt; with --data, its subscriptions and account survive it, names
    are led to this machine with --resolve, and minutes pass in seconds.
    """
    data = tmp_path / "desk.json"
    options = ["--data", str(data), "--resolve", f"https://hooks.example.net={ear.url}", "--child", "acme=acme_eu"]
    with CybersourceSimulator(knobs=UNREVIEWED, data=data) as before:
        before.add_signature_key(ORGANIZATION)
        ask = Asker(before)
        created = ask.subscribe(webhookUrl="https://hooks.example.net/visa").content["webhookId"]
        ask.connection.close()
        before.subscriptions.set_status(created, "ACTIVE")

    ear.script = [500]
    process = start(*options)
    assert process.stdout is not None
    lines, endpoint = [], ""
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if "Raise an event" in line:
            endpoint = line.split()[-1]
            assert emit(EVENT, "--endpoint", endpoint, "--no-wait").returncode == 0
        if f"{EVENT} (attempt 2" in line:
            break
    families = get(f"{endpoint}/_simulator/organizations")
    process.terminate()
    process.communicate(timeout=PATIENCE)

    first, second = [line for line in lines if EVENT in line and "->" in line]
    assert f"{EVENT} -> https://hooks.example.net/visa: answered 500; will retry at " in first
    assert f"{EVENT} (attempt 2, RETRY) -> https://hooks.example.net/visa: 200 in " in second
    assert "A minute of a retry policy takes 1 s here (--clock-scale 1 for real minutes)." in lines
    assert families["acme"] == ["acme_eu"]
    assert process.returncode == 0
    assert [one["status"] for one in json.loads(data.read_text())["deliveries"]] == ["DELIVERED"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [("{", "desk.json is damaged, or is not a data file of this simulator"), (None, "cannot write ")],
)
def test_unusable_data_is_one_line(tmp_path: Path, content: str | None, complaint: str) -> None:
    """
    A file that is damaged or cannot be written is said in one line, with exit code 2.
    """
    file = tmp_path / ("desk.json" if content else "nowhere/desk.json")
    if content:
        file.write_text(content)

    process = start("--json", "--data", str(file))
    output, errors = process.communicate(timeout=PATIENCE)

    assert (process.returncode, output, errors.count("\n")) == (2, "", 1)
    assert complaint in errors


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--resolve", "hooks.example.net"], "payment-webhooks: --resolve hooks.example.net: write it as https://"),
        (["--child", "=acme"], "--child =acme: write it as PARENT=CHILD"),
        (["--child", "a=b", "--child", "b=a"], "organization a cannot be a child of b"),
    ],
)
def test_wrong_option_is_one_line(options: list[str], complaint: str) -> None:
    """
    Options that make no sense are refused in one line, with exit code 2.
    """
    process = start(*options)
    output, errors = process.communicate(timeout=PATIENCE)

    assert (process.returncode, output, errors.count("\n")) == (2, "", 1)
    assert complaint in errors


def test_variable_of_the_endpoint_is_that_of_the_setting() -> None:
    """
    What addresses the simulator for a deployment addresses it for the command as well.
    """
    assert VARIABLES[-1] == TRANSPORT.endpoint.variable
