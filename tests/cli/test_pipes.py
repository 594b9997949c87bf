"""Commands whose output goes to a program that leaves, as `head` does, or that reads JSON."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.command import COMMAND, at, run, warm
from tests.cybersource.life import Life, account_at
from tests.cybersource.notifications.sender import (
    KEY_ID,
    NOON,
    PAYLOAD,
    PEM,
    SECRET,
    envelope,
    headers,
    sealed,
    written,
)
from tests.cybersource.orders import LEAST, SUBSCRIPTION

from pulumi_payment_webhooks.cybersource.account.connection import disconnect
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

GENUINE = written(envelope(payload={"data": ["a"] * 50_000}))
FORGED = GENUINE.replace(b"my_org", b"my_0rg")
SEALED = written(envelope(payload=sealed(written(PAYLOAD))))
NUMBERS = b'{"eventType":"e","payload":[1234567890123456.78,123456789012345678901234567890,1E400,-0,10.00,"\\ud800"]}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with deliveries, their headers and keys."""
    for name, body in {"genuine": GENUINE, "sealed": SEALED, "numbers": NUMBERS}.items():
        (tmp_path / name).write_bytes(body)
        (tmp_path / f"{name}.headers").write_text(f"v-c-signature: {headers(body)['v-c-signature']}")
    (tmp_path / "forged").write_bytes(FORGED)
    (tmp_path / "forged.headers").write_text((tmp_path / "genuine.headers").read_text())
    (tmp_path / "key").write_text(SECRET)
    (tmp_path / "private.pem").write_bytes(PEM)
    (tmp_path / "text").write_text(sealed(written(PAYLOAD) * 5000))
    return tmp_path


def verify(name: str) -> list[str]:
    """The words that verify a delivery of the folder."""
    return ["verify", name, "--headers", f"{name}.headers", "--key", f"{KEY_ID}=key", "--at", NOON.isoformat()]


def ended(
    words: list[str], folder: Path, *, closed: tuple[str, ...], environment: dict[str, str] | None = None
) -> tuple[int, str]:
    """The exit code of a command whose streams in *closed* are pipes that nobody reads, and what stderr got else."""
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        warm(*words),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=writing if "stdout" in closed else subprocess.PIPE,
        stderr=writing if "stderr" in closed else subprocess.PIPE,
        env={**os.environ, **(environment or {})},
        text=True,
        check=False,
    )
    os.close(writing)
    return ran.returncode, ran.stderr or ""


ENDINGS = {
    "verified": (verify("genuine"), 0),
    "verified, as JSON": ([*verify("genuine"), "--json"], 0),
    "not verified": (verify("forged"), 1),
    "not readable": (verify("sealed"), 5),
    "wrong key": (["verify", "genuine", "--key", "a=genuine", "-H", "a: b"], 2),
    "no file": (["verify", "nowhere", "--key", f"{KEY_ID}=key", "-H", "a: b"], 2),
    "decrypted": (["decrypt", "text", "--private-key", "private.pem"], 0),
    "decrypted, as JSON": (["decrypt", "text", "--private-key", "private.pem", "--json"], 0),
    "not encrypted": (["decrypt", "genuine", "--private-key", "private.pem"], 1),
    "schedule": (["schedule", "--number-of-retries", "20"], 0),
    "schedule, as JSON": (["schedule", "--json"], 0),
    "picture": (["schedule", "--svg", "-"], 0),
    "wrong option": (["schedule", "--interval", "soon"], 2),
    "help": (["--help"], 0),
    "version": (["--version"], 0),
    "knobs": (["simulate", "--knobs"], 0),
    "no account": (["catalog"], 2),
}


@pytest.mark.parametrize("closed", [("stdout",), ("stderr",), ("stdout", "stderr")], ids=" and ".join)
@pytest.mark.parametrize(("words", "code"), ENDINGS.values(), ids=ENDINGS)
def test_exit_code_is_that_of_the_command(words: list[str], code: int, closed: tuple[str, ...], folder: Path) -> None:
    """
    Whether somebody reads what a command says does not change how it ends, and makes no traceback.
    """
    ran, said = ended(words, folder, closed=closed)

    assert (ran, "Traceback" in said, "Broken pipe" in said) == (code, False, False)


@pytest.fixture
def subscription(cybersource_simulator: CybersourceSimulator) -> Iterator[str]:
    """A subscription of the simulator."""
    cybersource_simulator.add_signature_key()
    stored = Life(SUBSCRIPTION, account_at(cybersource_simulator)).create({**LEAST, "status": "ACTIVE"})
    yield str(stored.id)
    disconnect()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["catalog"], 0),
        (["catalog", "--json"], 0),
        (["test", "ID"], 0),
        (["test", "nobody"], 1),
        (["replay", "ID", "--status", "FAILED"], 0),
        (["replay", "nobody", "--status", "FAILED"], 1),
        (["simulate", "emit", "payments.nothing"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_exit_code_is_that_of_the_platform(
    words: list[str], code: int, subscription: str, cybersource_simulator: CybersourceSimulator, folder: Path
) -> None:
    """
    So it is with commands that ask the platform.
    """
    words = [subscription if word == "ID" else word for word in words]
    words += ["--endpoint", cybersource_simulator.endpoint] if words[0] == "simulate" else []

    assert ended(words, folder, closed=("stdout", "stderr"), environment=at(cybersource_simulator))[0] == code


def test_unreachable_platform_keeps_its_code(folder: Path) -> None:
    """
    A platform that cannot be reached is exit code 3, with or without a reader.
    """
    account = {
        "CYBERSOURCE_ENDPOINT": "http://127.0.0.1:9",
        "CYBERSOURCE_MERCHANT_ID": "shop",
        "CYBERSOURCE_KEY_ID": "key-1",
        "CYBERSOURCE_SHARED_SECRET": SECRET,
        "CYBERSOURCE_RETRY_WAIT": "0",
    }

    assert ended(["catalog"], folder, closed=("stdout", "stderr"), environment=account)[0] == 3


def refuse_constant(name: str) -> None:
    """Fail at what JSON does not have."""
    raise AssertionError(f"{name} is not JSON")


def test_numbers_are_printed_as_they_were_sent(folder: Path) -> None:
    """
    In either form, each number of the payload has the digits that were sent, and --json prints valid JSON.
    """
    words = [str(folder / one) if (folder / one).exists() else one for one in verify("numbers")]
    words[words.index(f"{KEY_ID}=key")] = f"{KEY_ID}={folder / 'key'}"
    text, as_json = run(*words).out, run(*words, "--json").out
    sent = ["1234567890123456.78", "123456789012345678901234567890", "1E400", "-0", "10.00", '"\\ud800"']

    assert [line.strip(" ,") for line in text.partition("\n\n")[2].splitlines()[1:-1]] == sent
    assert f'"payload": [{", ".join(sent)}]' in as_json
    assert json.loads(as_json, parse_constant=refuse_constant)["proof"]["reading"] == "body"


def test_numbers_of_a_decrypted_text_are_kept(folder: Path) -> None:
    """
    So it is with a decrypted text.
    """
    (folder / "numbers.sealed").write_text(sealed(b"[1234567890123456.78, -0, 1E400]"))
    ran = run("decrypt", str(folder / "numbers.sealed"), "--private-key", str(folder / "private.pem"), "--json")

    assert ran.out == '{"member": null, "plaintext": [1234567890123456.78, -0, 1E400]}\n'


def test_text_that_is_no_json_is_printed_as_text(folder: Path) -> None:
    """
    A decrypted NaN, which only Python takes for JSON, is a text.
    """
    (folder / "nan").write_text(sealed(b"NaN"))
    ran = run("decrypt", str(folder / "nan"), "--private-key", str(folder / "private.pem"), "--json")

    assert json.loads(ran.out, parse_constant=refuse_constant) == {"member": None, "plaintext": "NaN"}


def test_output_without_unicode_is_no_crash(folder: Path) -> None:
    """
    Characters that the output's encoding does not have are written out.
    """
    (folder / "body").write_bytes(written(envelope(payload={"price": "5 €"})))
    body = (folder / "body").read_bytes()
    words = ["verify", "body", "-H", f"v-c-signature: {headers(body)['v-c-signature']}", "--key", f"{KEY_ID}=key"]
    ran = subprocess.run(
        [*COMMAND, *words, "--at", NOON.isoformat()],
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, '"5 \\u20ac"' in ran.stdout, ran.stderr) == (0, True, "")
