"""`payment-webhooks digital-river verify`."""

import json
from pathlib import Path

import pytest
from tests.cli.command import Ran, run, type_in_terminal
from tests.digital_river.notifications.sender import BODY, BOTH, NEW, NOON, OLD, OTHER, SENT, headers

SIGNED = ["-H", f"DigitalRiver-Signature: {BOTH}"]
AT = ["--at", NOON.isoformat()]


@pytest.fixture
def secret(tmp_path: Path) -> list[str]:
    """The option that gives a secret, in a file with a line break at its end."""
    (tmp_path / "secret").write_text(f"{NEW}\n")
    return ["--secret", str(tmp_path / "secret")]


def verify(*options: str, body: bytes = BODY, **environment: str) -> Ran:
    return run("digital-river", "verify", *options, stdin=body, environment=environment)


def signed(body: bytes) -> list[str]:
    """The option with the signature of a body."""
    return ["-H", f"DigitalRiver-Signature: {headers(body)['DigitalRiver-Signature']}"]


def test_genuine_notification_is_printed(secret: list[str]) -> None:
    """
    A verified notification is printed with what is known of it and its data, with exit code 0.
    """
    ran = verify(*secret, *SIGNED, *AT)

    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[0] == "Verified: signed at 2023-11-14T22:13:20.000Z"
    assert [line.split(None, 1) for line in ran.lines[1:4]] == [
        ["event", "order.accepted"],
        ["id", "7d3c2b1a-0f9e-4d8c-b7a6-95847362514f"],
        ["mode", "test"],
    ]
    assert json.loads(ran.out.partition("\n\n")[2]) == json.loads(BODY)["data"]


def test_json_has_event_and_proof(secret: list[str]) -> None:
    """
    With --json, members have the platform's names, and the proof says when it was sent.
    """
    said = json.loads(verify(*secret, *SIGNED, *AT, "--json").out)

    assert said["event"] == json.loads(BODY)
    assert said["contentId"] == said["event"]["id"]
    assert said["proof"]["sentAt"] == "2023-11-14T22:13:20.000Z"


@pytest.mark.parametrize("held", [OLD, f'["{OTHER}", "{OLD}"]', f'"{OLD}"'], ids=["one", "list", "quoted"])
def test_secrets_come_from_the_environment(held: str) -> None:
    """
    `env:NAME` reads one secret or a JSON list of them from a variable; the one that is about to expire suffices.
    """
    assert verify("--secret", "env:SECRETS", *SIGNED, *AT, SECRETS=held).code == 0


def test_several_files_have_secrets(secret: list[str], tmp_path: Path) -> None:
    """
    `--secret` may be repeated.
    """
    (tmp_path / "other").write_text(OTHER)

    assert verify("--secret", str(tmp_path / "other"), *secret, *SIGNED, *AT).code == 0


def test_body_and_headers_come_from_files(secret: list[str], tmp_path: Path) -> None:
    """
    The body's file is read byte for byte, and headers as they are sent over HTTP.
    """
    (tmp_path / "body").write_bytes(BODY)
    (tmp_path / "headers").write_text(f"host: shop.example\r\ndigitalriver-signature: {BOTH}\r\n")
    options = ["--headers", str(tmp_path / "headers"), *AT]

    assert run("digital-river", "verify", str(tmp_path / "body"), *secret, *options).code == 0


def test_secret_is_prompted_for_unseen(tmp_path: Path) -> None:
    """
    Without --secret, a terminal prompts for the secret, and does not show it.
    """
    (tmp_path / "body").write_bytes(BODY)

    shown = type_in_terminal("digital-river", "verify", str(tmp_path / "body"), *SIGNED, *AT, keys=f"{NEW}\n")

    assert shown.code == 0
    assert "signing secret:" in shown.out
    assert NEW not in shown.out


@pytest.mark.parametrize(
    ("options", "body", "reason"),
    [
        ([*SIGNED, *AT], BODY + b" ", "none of 2 signatures fits one of 1 secrets"),
        ([*SIGNED, *AT], BODY + b"\n", "(the body ends with a line break: was it sent, or added when it was saved?)"),
        ([*SIGNED, *AT], b"", "the body is empty: is this the file with the body?"),
        (
            SIGNED,
            BODY,
            "it was sent at 2023-11-14T22:13:20.000Z, more than 300 s from the time it is verified at; --at",
        ),
        (["-H", f"DigitalRiver-Signature: {SENT}"], BODY, "the signature header has no signature of 32 bytes"),
        (["-H", "host: shop.example"], BODY, "0 headers are called digitalriver-signature"),
    ],
)
def test_reason_of_a_refusal_is_one_line(secret: list[str], options: list[str], body: bytes, reason: str) -> None:
    """
    What is not verified ends with exit code 1, and with the reason and the remedy.
    """
    ran = verify(*secret, *options, body=body)

    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("payment-webhooks: not verified: ")
    assert reason in ran.err
    assert ran.err.count("\n") == 1


def test_genuine_and_unreadable_has_a_code_of_its_own(secret: list[str]) -> None:
    """
    What the platform signed and is not an event ends with exit code 5.
    """
    ran = verify(*secret, *signed(b"[]"), *AT, body=b"[]")

    assert ran.code == 5
    assert "a genuine notification cannot be read: it is JSON, but not an object" in ran.err


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ([], "signing secret is needed, and there is no terminal for a prompt: give --secret FILE"),
        (["--secret", NEW], "the secret itself must not be in the command line: give a file, or env:NAME"),
        (["--secret", "env:NOWHERE"], "the environment variable NOWHERE is not set"),
        (["--secret", "nowhere"], "--secret nowhere: cannot read the file: No such file or directory"),
        (["--secret", "env:SECRETS"], "signing secret number 1 in the text is an API key"),
        (["--secret", "-"], "FILE and --secret would both be read from standard input"),
    ],
)
def test_problem_with_a_secret_is_named_without_it(options: list[str], reason: str) -> None:
    """
    A secret that cannot be used ends with exit code 2; no message shows it.
    """
    ran = verify(*options, *SIGNED, *AT, SECRETS="sk_test_0123456789abcdef0123456789abcdef")

    assert ran.code == 2
    assert reason in ran.err
    assert NEW not in ran.err
    assert "0123456789abcdef" not in ran.err


def test_unknown_characters_are_harmless(secret: list[str]) -> None:
    """
    What a sender writes cannot control the terminal.
    """
    body = b'{"type":"a\\u001b[31m","data":{}}'
    ran = verify(*secret, *signed(body), *AT, body=body)

    assert ran.code == 0
    assert "\x1b" not in ran.out
