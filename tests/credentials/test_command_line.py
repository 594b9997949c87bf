"""
Keys of the command line: never in the command itself, and from one source each.
"""

import json
import os

import pytest
from tests.credentials.damages import LOCKED, TEXT
from tests.credentials.places import SIGNED, TEXT_PRIVATE_KEY_PLACES, typed, verified
from tests.cybersource.notifications.sender import KEY_ID, KEYS, SECRET


@pytest.mark.parametrize(
    ("option", "value", "form"),
    [
        ("--key", f"{KEY_ID}={SECRET}", f"--key {KEY_ID}: "),
        ("--keys", json.dumps(KEYS), "--keys number 1: "),
        ("--private-key", TEXT, "--private-key number 1: "),
    ],
)
def test_key_in_the_command_line_is_refused_unseen(option, value, form):
    """
    A key that was typed where a file belongs is recognised, and not repeated as the name of a file.
    """
    given = ["--key", f"{KEY_ID}=env:GIVEN"] if option == "--private-key" else []
    said = verified(*given, option, value, GIVEN=SECRET)

    assert said == (
        f"payment-webhooks: {form}the key itself must not be in the command line: give a file, or env:NAME\n"
    )


def test_damaged_key_in_the_command_line_is_not_shown():
    """
    Nor is one that was cut: a file that cannot be read is named only where its name is certainly none of a secret.
    """
    said = [
        verified("--key", f"{KEY_ID}={SECRET[:-3]}"),
        verified("--keys", SECRET[:-3]),
        verified("--key", f"{KEY_ID}=env:GIVEN", "--private-key", SECRET[:-3], GIVEN=SECRET),
    ]

    assert ["cannot read the file: No such file or directory" in one for one in said] == [True] * 3
    assert SECRET[:20] not in "".join(said)


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["--keys", "-"], "FILE and --keys"),
        (["--key", "a=-"], "FILE and --key"),
        (["--key", "a=env:GIVEN", "--private-key", "-"], "FILE and --private-key"),
        (["--key", "a=-", "--keys", "-", "body"], "--key and --keys"),
    ],
)
def test_standard_input_is_read_for_one_thing(options, names):
    """
    Two things that would come from standard input are refused, instead of the second being empty.
    """
    said = typed("verify", *options, "-H", SIGNED, GIVEN=SECRET)

    assert said == (f"payment-webhooks: {names} would both be read from standard input: name a file for one of them\n")


@pytest.mark.parametrize(
    ("passphrase", "reason"),
    [
        ("another", "does not open: the passphrase is wrong"),
        ("[secret]", "is '[secret]'"),
        ("", "PAYMENT_WEBHOOKS_PASSPHRASE in the environment is empty"),
    ],
)
def test_passphrase_is_checked(passphrase, reason, tmp_path):
    """
    A wrong passphrase, an empty passphrase and a placeholder have different messages.
    """
    said = TEXT_PRIVATE_KEY_PLACES["variable of verify"](LOCKED, tmp_path)
    assert "is needed, and there is no terminal for a prompt" in said

    said = verified(
        *("--key", f"{KEY_ID}=env:GIVEN", "--private-key", "env:PEM"),
        GIVEN=SECRET,
        PEM=LOCKED,
        PAYMENT_WEBHOOKS_PASSPHRASE=passphrase,
    )
    assert reason in said


def test_environment_of_the_machine_has_no_passphrase():
    """
    The tests above are about a machine without one.
    """
    assert "PAYMENT_WEBHOOKS_PASSPHRASE" not in os.environ
