"""`payment-webhooks verify`."""

import base64
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from tests.cli.command import Ran, run, type_in_terminal
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

BODY = written(envelope())
SIGNED = f"v-c-signature: {headers(BODY)['v-c-signature']}"
AT = ["--at", NOON.isoformat()]
LOCKED = load_pem_private_key(PEM, None).private_bytes(
    Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"open, sesame")
)


@pytest.fixture
def key(tmp_path: Path) -> list[str]:
    """The option that gives the signature key, in a file with a line break at its end."""
    (tmp_path / "key").write_text(f"{SECRET}\n")
    return ["--key", f"{KEY_ID}={tmp_path / 'key'}"]


@pytest.fixture
def encrypted(tmp_path: Path) -> tuple[bytes, list[str]]:
    """A body with an encrypted payload, and the options with its signature."""
    body = written(envelope(payload=sealed(written(PAYLOAD))))
    return body, ["-H", f"v-c-signature: {headers(body)['v-c-signature']}", *AT]


def verify(*options: str, body: bytes = BODY, **environment: str) -> Ran:
    return run("verify", *options, stdin=body, environment=environment)


def test_genuine_notification_is_told(key: list[str]) -> None:
    """
    A verified notification is said with its key, its members and its payload, with exit code 0.
    """
    ran = verify(*key, "-H", SIGNED, *AT)

    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[0] == f"Verified: signed with key {KEY_ID} at 2026-07-01T12:00:00.000Z"
    assert ran.lines[1].split() == ["event", "payments.capture.status.accepted"]
    assert json.loads(ran.out.partition("\n\n")[2]) == PAYLOAD


def test_json_has_notification_and_proof(key: list[str]) -> None:
    """
    With --json, members have the platform's names, and the proof says what was signed.
    """
    said = json.loads(verify(*key, "-H", SIGNED, *AT, "--json").out)

    assert said["notification"] == envelope()
    assert (said["proof"]["reading"], said["proof"]["coversEnvelope"], said["proof"]["keyId"]) == ("body", True, KEY_ID)


def test_body_comes_from_a_file(key: list[str], tmp_path: Path) -> None:
    """
    The body's file is read byte for byte.
    """
    (tmp_path / "body").write_bytes(BODY)

    assert run("verify", str(tmp_path / "body"), *key, "-H", SIGNED, *AT).code == 0


@pytest.mark.parametrize(
    "text",
    [
        f"POST /visa HTTP/1.1\r\nhost: shop.example\r\n{SIGNED}\r\n\r\n{SIGNED}\r\n",
        f"host: shop.example\n{SIGNED}\n",
        json.dumps({"Host": "shop.example", "V-C-Signature": SIGNED.partition(": ")[2]}),
        json.dumps([["host", "shop.example"], SIGNED.split(": ")]),
        json.dumps({"host": ["shop.example"], "v-c-signature": [SIGNED.partition(": ")[2]]}),
    ],
    ids=["http", "lines", "object", "pairs", "lists"],
)
def test_headers_come_from_a_file(key: list[str], tmp_path: Path, text: str) -> None:
    """
    Headers are read as they are sent over HTTP, and as JSON.
    """
    (tmp_path / "headers").write_bytes(text.encode())

    assert verify(*key, "--headers", str(tmp_path / "headers"), *AT).code == 0


def test_key_comes_from_the_environment() -> None:
    """
    `ID=env:NAME` takes the key from a variable.
    """
    assert verify("--key", f"{KEY_ID}=env:SIGNATURE", "-H", SIGNED, *AT, SIGNATURE=SECRET).code == 0


def test_keys_come_from_a_file(tmp_path: Path) -> None:
    """
    `--keys` takes keys by id, of which the delivery names one.
    """
    (tmp_path / "keys").write_text(json.dumps({"old": base64.b64encode(b"o" * 32).decode(), KEY_ID: SECRET}))

    assert verify("--keys", str(tmp_path / "keys"), "-H", SIGNED, *AT).code == 0


def test_key_is_asked_for_unseen(tmp_path: Path) -> None:
    """
    `ID` alone asks for the key on the terminal, which does not show it.
    """
    (tmp_path / "body").write_bytes(BODY)

    shown = type_in_terminal("verify", str(tmp_path / "body"), "--key", KEY_ID, "-H", SIGNED, *AT, keys=f"{SECRET}\n")

    assert shown.code == 0
    assert f"key {KEY_ID}:" in shown.out
    assert SECRET not in shown.out


def test_payload_is_decrypted(key: list[str], encrypted: tuple[bytes, list[str]], tmp_path: Path) -> None:
    """
    With the private key, the payload is said in clear.
    """
    body, options = encrypted
    (tmp_path / "private.pem").write_bytes(PEM)

    said = json.loads(verify(*key, *options, "--private-key", str(tmp_path / "private.pem"), "--json", body=body).out)

    assert (said["notification"]["payload"], said["proof"]["wasEncrypted"]) == (PAYLOAD, True)


def test_genuine_and_unreadable_has_a_code_of_its_own(key: list[str], encrypted: tuple[bytes, list[str]]) -> None:
    """
    A genuine notification without its private key ends with exit code 5, and says what is missing.
    """
    body, options = encrypted

    ran = verify(*key, *options, body=body)

    assert (ran.code, ran.out, ran.err.count("\n")) == (5, "", 1)
    assert "--private-key" in ran.err


@pytest.mark.parametrize(
    ("options", "body", "reason"),
    [
        (["-H", SIGNED], BODY, "it was sent at 2026-07-01T12:00:00.000Z, more than 300 s from the time"),
        (["-H", SIGNED, *AT], BODY.replace(b"my_org", b"my_0rg"), "body: the signature does not fit"),
        (["-H", SIGNED, *AT], BODY + b"\n", "the body ends with a line break"),
        (["-H", "v-c-signature: t=1;keyId=2", *AT], BODY, "the signature header has no signature of 32 bytes"),
        (["-H", "host: shop.example", *AT], BODY, "0 headers are called v-c-signature"),
        (["-H", SIGNED.replace(KEY_ID, "another"), *AT], BODY, "no signature key has the id another"),
        (["-H", SIGNED, *AT], b"", "the body is empty: is this the file with the body?"),
    ],
    ids=["age", "body", "line-break", "header", "no-header", "key", "empty"],
)
def test_forgery_is_not_verified(key: list[str], options: list[str], body: bytes, reason: str) -> None:
    """
    What is not shown to be genuine ends with exit code 1, one line with the reason, and prints nothing.
    """
    ran = verify(*key, *options, body=body)

    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "not verified: " in ran.err
    assert reason in ran.err


def test_tolerance_is_obeyed(key: list[str]) -> None:
    """
    A delivery is genuine for as long as --tolerance says.
    """
    late = ["-H", SIGNED, "--at", "2026-07-01T12:10:00Z"]

    assert [verify(*key, *late, "--tolerance", seconds).code for seconds in ("599", "600")] == [1, 0]


def test_payload_cannot_steer_the_terminal(key: list[str]) -> None:
    """
    Escape sequences in what was sent are written out.
    """
    body = written(envelope(eventType="\x1b[2Jgone", payload={"data": "\x9b2J\u202e"}))

    ran = verify(*key, "-H", f"v-c-signature: {headers(body)['v-c-signature']}", *AT, body=body)

    assert ran.code == 0
    assert not {"\x1b", "\x9b", "\u202e"} & set(ran.out)


@pytest.mark.parametrize("form", ["text", "json"])
def test_half_a_character_is_written_out(key: list[str], form: str) -> None:
    """
    Half of a character, which no terminal can show, is said as its number in both forms.
    """
    body = written(envelope(eventType="half \ud800", payload={"data": "\ud800"}))
    signed = f"v-c-signature: {headers(body)['v-c-signature']}"

    ran = verify(*key, "-H", signed, *AT, *(["--json"] if form == "json" else []), body=body)

    assert (ran.code, ran.out.count("\\ud800")) == (0, 2)


def test_deep_payload_is_told_as_json(key: list[str]) -> None:
    """
    A payload that nests deeper than models can be written is said whole.
    """
    deep = b"[" * 400 + b"]" * 400
    body = b'{"eventType":"e","payload":' + deep + b"}"

    ran = verify(*key, "-H", f"v-c-signature: {headers(body)['v-c-signature']}", *AT, "--json", body=body)

    assert json.loads(ran.out)["notification"] == json.loads(body)


@pytest.mark.parametrize("option", ["--keys", "--headers"])
def test_file_that_nests_without_end_is_one_line(key: list[str], tmp_path: Path, option: str) -> None:
    """
    A file of keys or headers that nobody can read to its end is refused as what it is not.
    """
    (tmp_path / "deep").write_text("[" * 100_000)

    ran = verify(*key, "-H", SIGNED, option, str(tmp_path / "deep"))

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_tolerance_beyond_all_time_is_refused(key: list[str]) -> None:
    """
    More seconds than time can be reckoned with are refused as an option.
    """
    assert verify(*key, "-H", SIGNED, "--tolerance", "9" * 20).code == 2


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["-H", SIGNED], "no signature key: give --key ID=FILE, or --keys FILE"),
        (["--key", "a=env:K"], "no headers: give -H 'v-c-signature: …', or --headers FILE"),
        (["--key", "=b", "-H", SIGNED], "--key: write it as ID=FILE, ID=env:NAME, or ID for a prompt"),
        (["--key", "a=/nowhere", "-H", SIGNED], "--key a: cannot read the file: No such file or directory"),
        (["--key", "a=env:NOWHERE", "-H", SIGNED], "--key a: the environment variable NOWHERE is not set"),
        (
            ["--key", "a=env:PEM", "-H", SIGNED],
            "--key a: the key is a PEM block (PRIVATE KEY), which does not belong here",
        ),
        (["--key", "a", "-H", SIGNED], "key a is needed, and there is no terminal for a prompt: give --key a=FILE"),
        (["--keys", "/dev/null", "-H", SIGNED], "--keys /dev/null: the content is empty"),
        (["--key", "a=env:K", "--headers", "/dev/null"], "no headers: give -H 'v-c-signature: …', or --headers FILE"),
        (["--key", "a=env:K", "-H", "x"], "--header: write it as 'Name: value'"),
        (["--key", "a=env:K", "-H", SIGNED, "--at", "noon"], "--at noon: write a time such as 2026-07-01T12:00:00Z"),
        (["--key", "a=env:K", "-H", SIGNED, "/nowhere"], "cannot read /nowhere: No such file or directory"),
        (
            ["--key", "a=env:K", "-H", SIGNED, "--private-key", "env:K"],
            "--private-key env:K: the private key is not PEM",
        ),
    ],
)
def test_wrong_option_is_one_line(options: list[str], complaint: str) -> None:
    """
    What the user can correct is one line with exit code 2, and shows no key.
    """
    ran = verify(*options, K=SECRET, PEM=PEM.decode())

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert complaint in ran.err
    assert SECRET not in ran.err


def test_locked_key_opens_with_its_passphrase(
    key: list[str], encrypted: tuple[bytes, list[str]], tmp_path: Path
) -> None:
    """
    The passphrase of a locked private key comes from the environment; a wrong one is said, and not shown.
    """
    body, options = encrypted
    (tmp_path / "locked.pem").write_bytes(LOCKED)
    options = [*key, *options, "--private-key", str(tmp_path / "locked.pem")]

    good = verify(*options, body=body, PAYMENT_WEBHOOKS_PASSPHRASE="open, sesame")
    bad = verify(*options, body=body, PAYMENT_WEBHOOKS_PASSPHRASE="open, barley")

    assert (good.code, bad.code) == (0, 2)
    assert "does not open: the passphrase is wrong" in bad.err
    assert "barley" not in bad.err
