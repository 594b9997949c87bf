"""`payment-webhooks decrypt`."""

import json
from pathlib import Path

import pytest
from tests.cli.command import Ran, run, type_in_terminal
from tests.cli.cybersource.test_verify import LOCKED
from tests.cybersource.notifications.sender import PAYLOAD, PEM, envelope, sealed, written

PLAIN = b'{ "data" : "\xc3\xa9" }\n'


def decrypt(message: bytes | str, *options: str, pem: bytes = PEM) -> Ran:
    content = message if isinstance(message, bytes) else message.encode()
    return run("decrypt", "--private-key", "env:PEM", *options, stdin=content, environment={"PEM": pem.decode()})


@pytest.mark.parametrize(
    "message",
    [
        sealed(PLAIN),
        f"{sealed(PLAIN)}\n",
        written(envelope(payload=sealed(PLAIN))),
        json.dumps({"encData": sealed(PLAIN, alg="RSA-OAEP")}, indent=2),
    ],
    ids=["text", "line", "payload", "encData"],
)
def test_plaintext_is_printed_byte_for_byte(message: bytes | str) -> None:
    """
    From a bare encrypted text or a whole body, the plaintext comes out as it went in.
    """
    ran = decrypt(message)

    assert (ran.code, ran.out.encode(), ran.err) == (0, PLAIN, "")


def test_json_tells_where_it_was() -> None:
    """
    With --json, the member that was encrypted is named, and its value is JSON where it can be.
    """
    printed = [json.loads(decrypt(one, "--json").out) for one in (written({"encData": sealed(b"1 a")}), sealed(b"[1]"))]

    assert printed == [{"member": "encData", "plaintext": "1 a"}, {"member": None, "plaintext": [1]}]


def test_message_comes_from_a_file(tmp_path: Path) -> None:
    """
    Message and key come from files as well.
    """
    (tmp_path / "body").write_bytes(written(envelope(payload=sealed(written(PAYLOAD)))))
    (tmp_path / "private.pem").write_bytes(PEM)

    ran = run("decrypt", str(tmp_path / "body"), "--private-key", str(tmp_path / "private.pem"))

    assert json.loads(ran.out) == PAYLOAD


def test_passphrase_is_asked_for_unseen(tmp_path: Path) -> None:
    """
    A locked private key asks for its passphrase on the terminal, which shows the plaintext and not the passphrase.
    """
    (tmp_path / "text").write_text(sealed(b"told \x1b[2J"))
    (tmp_path / "locked.pem").write_bytes(LOCKED)

    shown = type_in_terminal(
        "decrypt", str(tmp_path / "text"), "--private-key", str(tmp_path / "locked.pem"), keys="open, sesame\n"
    )

    assert (shown.code, "told \\u001b[2J" in shown.out, "sesame" in shown.out) == (0, True, False)


@pytest.mark.parametrize(
    ("message", "code", "reason"),
    [
        (written(envelope()), 1, "it is not encrypted"),
        (b"hello", 1, "this is neither a notification nor an encrypted text"),
        (b"", 1, "this is neither a notification nor an encrypted text"),
        (b"\xff\xfe", 1, "this is neither a notification nor an encrypted text"),
        (sealed(PLAIN)[:-2], 5, "cannot decrypt: "),
        (written(envelope(payload="{CBC}AAAA")), 5, "the legacy {CBC} encryption"),
    ],
    ids=["plain", "text", "empty", "binary", "cut", "legacy"],
)
def test_what_cannot_be_decrypted_is_one_line(message: bytes, code: int, reason: str) -> None:
    """
    Nothing encrypted is exit code 1, unreadable is 5; nothing is printed.
    """
    ran = decrypt(message)

    assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1)
    assert reason in ran.err


def test_key_is_needed() -> None:
    """
    Without a private key the option is named, with exit code 2.
    """
    ran = run("decrypt", stdin=sealed(PLAIN).encode())

    assert (ran.code, ran.err) == (2, "payment-webhooks: no private key: give --private-key FILE\n")


def test_locked_key_without_terminal_names_the_variable() -> None:
    """
    Where nobody can be asked for the passphrase, the variable is named.
    """
    ran = decrypt(sealed(PLAIN), pem=LOCKED)

    assert ran.code == 2
    assert "set PAYMENT_WEBHOOKS_PASSPHRASE in the environment" in ran.err
