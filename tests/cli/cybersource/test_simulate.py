"""`payment-webhooks simulate`, as a process of its own."""

from __future__ import annotations

import json
import os
import signal
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import warm
from tests.waiting import PATIENCE

from pulumi_payment_webhooks.crypto.keys import open_p12


def start(*options: str, command: Sequence[str] = ("simulate",)) -> subprocess.Popen[str]:
    environment = {**os.environ, "COLUMNS": "80", "TERM": "dumb", "PYTHONUNBUFFERED": ""}
    return subprocess.Popen(
        warm(*command, *options), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(warm(*arguments), capture_output=True, text=True, timeout=PATIENCE, check=False)


@pytest.fixture
def running(request: pytest.FixtureRequest) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    process = start("--json", *getattr(request, "param", []))
    assert process.stdout is not None
    line = process.stdout.readline()
    yield process, json.loads(line)
    process.kill()
    process.communicate()


def get(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        return json.load(answer)


def test_line_is_all_a_client_needs(running: tuple[Any, dict[str, Any]]) -> None:
    """
    The line of JSON names the address and the account, and nothing else.
    """
    assert set(running[1]) == {"endpoint", "organizationId", "merchantId", "keyId", "sharedSecret"}


def test_line_means_ready(running: tuple[Any, dict[str, Any]]) -> None:
    """
    When the line is there, a request is answered.
    """
    assert "controls" in get(f"{running[1]['endpoint']}/_simulator")


@pytest.mark.parametrize("wanted", [signal.SIGINT, signal.SIGTERM])
def test_signal_ends_it_quietly(running: tuple[subprocess.Popen[str], Any], wanted: signal.Signals) -> None:
    """
    Ctrl-C and SIGTERM are good ends: no word, exit code 0.
    """
    process, _ = running
    process.send_signal(wanted)

    output, errors = process.communicate(timeout=PATIENCE)

    assert (process.returncode, output, errors) == (0, "", "")


@pytest.mark.parametrize(
    "running",
    [
        ["--review", "manual", "--patch", "merge", "--no-signature-key-required", "--knob", "empty_list=empty"],
    ],
    indirect=True,
)
def test_options_turn_knobs(running: tuple[Any, dict[str, Any]]) -> None:
    """
    Each option about behaviour reaches its knob.
    """
    knobs = get(f"{running[1]['endpoint']}/_simulator/knobs")

    turned = [knobs[name] for name in ("review", "patch", "require_signature_key", "empty_list")]
    assert turned == ["manual", "merge", False, "empty"]


@pytest.mark.parametrize(
    "running",
    [["--latency-after", "0.25", "--fault", "slow-after,method=POST,path=/v2/webhooks,seconds=9,count=3"]],
    indirect=True,
)
def test_options_slow_things_down(running: tuple[Any, dict[str, Any]]) -> None:
    """
    Latency after a request and faults can be asked for on the command line.
    """
    [fault] = get(f"{running[1]['endpoint']}/_simulator/faults")

    assert {name: fault[name] for name in ("kind", "stored", "method", "path", "seconds", "count")} == {
        "kind": "slow",
        "stored": True,
        "method": "POST",
        "path": "/v2/webhooks",
        "seconds": 9,
        "count": 3,
    }


@pytest.mark.parametrize("fault", ["tea", "500,often=2", "500,count", "slow,path=(a+)+$"])
def test_wrong_fault_is_explained(fault: str) -> None:
    """
    A fault that cannot happen ends the command with the reason.
    """
    ended = run("simulate", "--fault", fault)

    assert (ended.returncode, "fault" in ended.stderr, "Traceback" in ended.stderr) == (2, True, False)


def test_knobs_are_listed_as_the_command_turns_them() -> None:
    """
    --knobs lists what the command begins with, which is a clock that runs faster than that of a test.
    """
    assert "clock_scale=60" in run("simulate", "--knobs").stdout.splitlines()


def spoken(*options: str) -> tuple[list[str], str]:
    """What is printed for people before and after Ctrl-C."""
    process = start(*options)
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


def test_nothing_is_kept_without_a_file(tmp_path: Path) -> None:
    """
    At the start and at Ctrl-C it says that nothing is kept, or where everything is.
    """
    before, after = spoken()
    kept_before, kept_after = spoken("--data", str(tmp_path / "desk.json"))

    assert "All data is gone when it ends; --data FILE stores it for the next start." in before
    assert "are gone; --data FILE stores them." in after
    assert f"All data is stored in {tmp_path / 'desk.json'}." in kept_before
    assert f"are stored in {tmp_path / 'desk.json'}." in kept_after


FIXED = {
    "merchantId": "acme_shop",
    "organizationId": "acme",
    "keyId": "key-1",
    "sharedSecret": "yBJxy6LjM2TmcPGu+GaJrHtkke25fPpUX+UY6/L/1tE=",
}
OPTIONS = ["--merchant", "acme_shop", "--organization", "acme", "--key-id", "key-1", "--child", "acme_eu"]


@pytest.mark.parametrize(
    "running",
    [[*OPTIONS, "--shared-secret", FIXED["sharedSecret"], "--child", "acme_eu=acme_de", "--host", "127.9.9.9"]],
    indirect=True,
)
def test_account_can_be_fixed(running: tuple[Any, dict[str, Any]]) -> None:
    """
    Ids, secret, descendants and address are those that were given, so that settings need not change from run to run.
    """
    line = running[1]

    assert {name: line[name] for name in FIXED} == FIXED
    assert line["endpoint"].startswith("http://127.9.9.9:")
    assert get(f"{line['endpoint']}/_simulator/organizations") == {
        "acme": ["acme_eu", "acme_shop"],
        "acme_eu": ["acme_de"],
    }


def test_fixed_account_replaces_the_kept_one(tmp_path: Path) -> None:
    """
    What is given counts, and the rest of the account is that of the file.
    """
    data = str(tmp_path / "desk.json")
    first = start("--json", "--data", data)
    assert first.stdout is not None
    before = json.loads(first.stdout.readline())
    first.terminate()
    first.communicate(timeout=PATIENCE)
    second = start("--json", "--data", data, "--merchant", "acme_shop")
    assert second.stdout is not None
    after = json.loads(second.stdout.readline())
    second.terminate()
    second.communicate(timeout=PATIENCE)

    assert (after["merchantId"], after["sharedSecret"]) == ("acme_shop", before["sharedSecret"])


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--shared-secret", "c2hvcnQ="], "base64 of at least"),
        (["--shared-secret", "not base64"], "base64 of at least"),
        (["--merchant", ""], "merchant_id"),
        (["--organization", "a b"], "organization_id"),
        (["--child", "=x"], "--child"),
        (["--trusted", "trusted.pem"], "without tls"),
    ],
)
def test_wrong_account_is_explained(options: list[str], word: str) -> None:
    """
    An id or a secret that no account can have ends the command with the reason.
    """
    ended = run("simulate", *options)

    assert (ended.returncode, word in ended.stderr, "Traceback" in ended.stderr) == (2, True, False)


def test_secret_is_not_repeated() -> None:
    """
    The complaint about a secret does not show it.
    """
    assert "c4n4ry" not in run("simulate", "--shared-secret", "c4n4ry").stderr


def test_https_says_what_to_trust(tmp_path: Path) -> None:
    """
    With --tls the settings name an https address, and lines for the shell name a file that makes clients trust it.
    """
    file = tmp_path / "trusted.pem"
    lines, _ = spoken("--tls", "--trusted", str(file))

    assert any(line.startswith("pulumi config set") and " https://127.0.0.1:" in line for line in lines)
    names = ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"]
    assert [line for line in lines if line.startswith("export ")] == [f"export {name}={file}" for name in names]
    assert file.exists()


@pytest.mark.parametrize("running", [["--tls"]], indirect=True)
def test_https_is_trusted(running: tuple[subprocess.Popen[str], dict[str, Any]], monkeypatch: Any) -> None:
    """
    The line of JSON names the file to trust, which is gone with the simulator; `emit` speaks https, too.
    """
    process, line = running
    trusted = Path(line["trusted"])
    context = ssl.create_default_context(cafile=trusted)
    with urllib.request.urlopen(f"{line['endpoint']}/_simulator", timeout=PATIENCE, context=context) as answer:
        assert answer.status == 200
    untrusting = run("simulate", "emit", "payments.capture.status.accepted", "--endpoint", line["endpoint"])
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    trusting = run("simulate", "emit", "payments.capture.status.accepted", "--endpoint", line["endpoint"])
    process.terminate()
    process.communicate(timeout=PATIENCE)

    assert (untrusting.returncode, "is not trusted; export SSL_CERT_FILE" in untrusting.stderr) == (3, True)
    assert (trusting.returncode, trusting.stdout) == (1, "no subscription wants payments.capture.status.accepted\n")
    assert not trusted.parent.exists()


def test_lines_for_people_can_be_pasted() -> None:
    """
    Without --json every setting is one whole line, however narrow the terminal is.
    """
    lines, _ = spoken()

    commands = [line.split() for line in lines if line.startswith("pulumi config set")]
    names = ["Endpoint", "MerchantId", "OrganizationId", "KeyId", "SharedSecret"]
    assert [words[-2] for words in commands] == [f"payment-webhooks:cybersource{name}" for name in names]
    assert "--secret" in commands[-1]


@pytest.fixture
def certified(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    process = start("--json", "--p12", str(tmp_path / "merchant.p12"))
    assert process.stdout is not None
    line = process.stdout.readline()
    yield process, json.loads(line)
    process.kill()
    process.communicate()


def test_certificate_is_written(certified: tuple[Any, dict[str, Any]]) -> None:
    """
    With --p12 the line also names a file that its password opens, and that nobody else may read.
    """
    file = Path(certified[1]["p12"])

    assert open_p12(file.read_bytes(), certified[1]["p12Password"]).id.isdigit()
    assert file.stat().st_mode & 0o777 == 0o600


def test_certificate_ends_with_the_simulator(certified: tuple[subprocess.Popen[str], dict[str, Any]]) -> None:
    """
    The file is gone when the simulator that would accept it is gone.
    """
    process, line = certified
    process.terminate()
    process.communicate(timeout=PATIENCE)

    assert not Path(line["p12"]).exists()


def test_no_certificate_is_overwritten(tmp_path: Path) -> None:
    """
    A file that is there already is left alone, with exit code 2.
    """
    (tmp_path / "real.p12").write_bytes(b"precious")

    result = run("simulate", "--p12", str(tmp_path / "real.p12"))

    assert (result.returncode, (tmp_path / "real.p12").read_bytes()) == (2, b"precious")
    assert "real.p12 exists already" in result.stderr


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--host", "0.0.0.0"], "0.0.0.0 is not a loopback address"),
        (["--knob", "patsh=merge"], "no such knob 'patsh' (did you mean 'patch'?)"),
        (["--p12", "/nowhere/merchant.p12"], "cannot write /nowhere/merchant.p12: No such file or directory"),
        (["--knob", "patch"], "write it as NAME=VALUE"),
        (["--knob", "delete_answer=maybe"], "knob delete_answer: must be 'body' or '204'"),
    ],
)
def test_wrong_option_is_one_line(options: list[str], complaint: str) -> None:
    """
    What cannot be done is said in one line, with exit code 2.
    """
    result = run("simulate", *options)

    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert complaint in result.stderr


def test_busy_port_is_one_line(running: tuple[Any, dict[str, Any]]) -> None:
    """
    A taken port is named, with exit code 2.
    """
    port = running[1]["endpoint"].rpartition(":")[2]

    result = run("simulate", "--port", port)

    assert result.returncode == 2
    assert (
        result.stderr
        == f"payment-webhooks: cannot listen on 127.0.0.1 port {port}: Address already in use; choose another --port\n"
    )


def test_absent_extra_is_named() -> None:
    """
    Without the extra, one line says how to install it.
    """
    program = "import sys; sys.modules['uvicorn'] = None; from pulumi_payment_webhooks.cli import main; main()"

    result = subprocess.run(
        [sys.executable, "-c", program, "simulate"], capture_output=True, text=True, timeout=PATIENCE, check=False
    )

    assert result.returncode == 2
    assert result.stderr.endswith("pip install 'pulumi-payment-webhooks[simulator]'\n")


def test_command_line_is_light() -> None:
    """
    The command line loads neither Pulumi nor a server before it needs one.
    """
    program = (
        "import sys, pulumi_payment_webhooks.cli\n"
        "print([name for name in ('pulumi', 'grpc', 'starlette', 'uvicorn', 'pydantic') if name in sys.modules])"
    )

    output = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert output.strip() == "[]"


def test_version_is_told() -> None:
    """
    The version is that of the installed package.
    """
    from importlib.metadata import version

    assert run("--version").stdout == f"payment-webhooks {version('pulumi-payment-webhooks')}\n"
