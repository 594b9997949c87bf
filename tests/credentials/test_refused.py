"""
Every place where a credential enters × every way in which it is damaged on the way there → the real reason.

A reason must be the same wherever the damage arrives, and no message may show the value.
"""

import pytest
from tests.credentials.damages import (
    BASE64_DAMAGES,
    BINARY_PRIVATE_KEY_DAMAGES,
    CERTIFICATE_DAMAGES,
    FILE,
    ID_DAMAGES,
    KEY_ID_DAMAGES,
    LOCKED_DAMAGES,
    OAUTH_DAMAGES,
    P12_DAMAGES,
    P12_FILES,
    PATH_DAMAGES,
    PRIVATE_KEY_DAMAGES,
    RAW,
    SHARED_SECRET_DAMAGES,
    SIGNATURE_KEY_DAMAGES,
    TEXT,
    base64_of,
)
from tests.credentials.places import (
    BASE64_PLACES,
    CERTIFICATE_PLACES,
    DECLARED_IDS,
    ID_PLACES,
    OAUTH_PLACES,
    OTHER_IDS,
    P12,
    P12_PLACES,
    PRIVATE_KEY_PLACES,
    SHARED_SECRET_PLACES,
    SIGNATURE_KEY_PLACES,
    TEXT_PRIVATE_KEY_PLACES,
    asked,
    in_stack,
)
from tests.crypto.certificates import PASSWORD
from tests.cybersource.notifications.sender import KEY_ID, SECRET

from pulumi_payment_webhooks.cybersource.notifications import Receiver, read_keys


def each(places, damages):
    """One case for each place and damage."""
    return [
        pytest.param(place, value, reason, id=f"{name}-{damage}")
        for name, place in places.items()
        for damage, (value, reason) in damages.items()
    ]


def check_reason(place, value, reason, folder, secrets):
    """The place says *reason*, once, and none of *secrets*."""
    said = place(value, folder)

    assert reason in said
    assert [one for one in secrets if len(one) > 8 and one in said] == []


@pytest.mark.parametrize(("place", "value", "reason"), each(BASE64_PLACES, BASE64_DAMAGES))
def test_key_in_base64(place, value, reason, tmp_path):
    """
    A key that is not the base64 that it should be is refused with the reason, wherever it enters.
    """
    check_reason(place, value, reason, tmp_path, {value, SECRET, SECRET[5:30], RAW.hex()})


@pytest.mark.parametrize(("place", "value", "reason"), each(SIGNATURE_KEY_PLACES, SIGNATURE_KEY_DAMAGES))
def test_signature_key_of_a_wrong_length(place, value, reason, tmp_path):
    """
    A signature key of a wrong length is refused with the length that was found and the one that is needed.
    """
    check_reason(place, value, reason, tmp_path, {value})


@pytest.mark.parametrize(("place", "value", "reason"), each(SHARED_SECRET_PLACES, SHARED_SECRET_DAMAGES))
def test_shared_secret_of_a_wrong_length(place, value, reason, tmp_path):
    """
    So is a shared secret.
    """
    check_reason(place, value, reason, tmp_path, {value})


@pytest.mark.parametrize(
    ("place", "value", "reason"),
    [
        *each(ID_PLACES, ID_DAMAGES),
        # The option ends an id at its first "=", which a key has at its end.
        *each({name: one for name, one in ID_PLACES.items() if "option" not in name}, KEY_ID_DAMAGES),
    ],
)
def test_id_of_a_key(place, value, reason, tmp_path):
    """
    An id that no key can have is refused with the reason, and a key in its place is not shown.
    """
    check_reason(place, value, reason, tmp_path, {SECRET})


@pytest.mark.parametrize(("place", "value", "reason"), each(OTHER_IDS, ID_DAMAGES))
def test_other_ids(place, value, reason, tmp_path):
    """
    So are the ids of merchants, organizations and portfolios.
    """
    check_reason(place, value, reason, tmp_path, set())


@pytest.mark.parametrize(("place", "value", "reason"), each(DECLARED_IDS, ID_DAMAGES | PATH_DAMAGES))
def test_declared_ids(place, value, reason, tmp_path):
    """
    So are the ids that programs declare; they become a part of a path, which none of them may leave.
    """
    check_reason(place, value, reason, tmp_path, set())


@pytest.mark.parametrize(("place", "value", "reason"), each(OAUTH_PLACES, OAUTH_DAMAGES))
def test_oauth_client(place, value, reason, tmp_path):
    """
    A client id or secret that is something else is refused with the reason.
    """
    check_reason(place, value, reason, tmp_path, {"hush"} | ({value} if isinstance(value, str) else set()))


@pytest.mark.parametrize(
    ("place", "value", "reason"),
    [
        *each(PRIVATE_KEY_PLACES, PRIVATE_KEY_DAMAGES | BINARY_PRIVATE_KEY_DAMAGES),
        *each(TEXT_PRIVATE_KEY_PLACES, PRIVATE_KEY_DAMAGES),
        *each({name: one for name, one in PRIVATE_KEY_PLACES.items() if "receiver" in name}, LOCKED_DAMAGES),
    ],
)
def test_private_key(place, value, reason, tmp_path):
    """
    What is not one RSA key in PEM, in clear, is refused with the reason, and nothing of it is shown.
    """
    lines = set(value.splitlines()[1:-1]) if isinstance(value, str) else set()
    check_reason(place, value, reason, tmp_path, lines)


@pytest.mark.parametrize(("place", "value", "reason"), each(CERTIFICATE_PLACES, CERTIFICATE_DAMAGES))
def test_certificate(place, value, reason, tmp_path):
    """
    What is not one certificate in PEM is refused with the reason, and nothing of it is shown.
    """
    lines = set(value.splitlines()[1:-1]) if isinstance(value, str) else set()
    check_reason(place, value, reason, tmp_path, lines)


@pytest.mark.parametrize(("place", "value", "reason"), each(P12_PLACES, P12_DAMAGES))
def test_p12_in_a_setting(place, value, reason, tmp_path):
    """
    A setting that is neither the path of a P12 file nor its content is refused with the reason.
    """
    check_reason(place, value, reason, tmp_path, {value[:40], value[-40:]} if len(value) > 40 else set())


@pytest.mark.parametrize(("content", "reason"), P12_FILES.values(), ids=P12_FILES.keys())
def test_p12_in_a_file(content, reason, tmp_path):
    """
    A file that is not a whole P12 file, or has another password, is refused with the reason.
    """
    (tmp_path / "given.p12").write_bytes(content)
    said = in_stack("P12", str(tmp_path / "given.p12"), {**P12, "P12Password": PASSWORD})

    assert reason in said
    assert (PASSWORD in said, "hush" in said) == (False, False)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("[secret]", "is '[secret]'"),
        ("***", "is masked"),
        ("${P12_PASSWORD}", "is a placeholder"),
        ("hush\nhush", "contains a line break"),
        ("hush\x00hush", "contains a control character"),
        (TEXT, "is a PEM block"),
        ("", "is empty"),
        ("\n", "is empty"),
        ([], "is not text"),
    ],
)
def test_p12_password(value, reason):
    """
    A password that only stands in place of one is refused as such.
    """
    said = in_stack("P12Password", value, {**P12, "P12": base64_of(FILE)})

    assert f"cybersourceP12Password {reason}" in said
    assert "hush" not in said


def test_missing_value_is_not_called_text(tmp_path):
    """
    None in place of a key, as from a variable that is not set, has its own message.
    """
    said = [
        asked(Receiver, keys={KEY_ID: None}),
        asked(Receiver, keys={None: SECRET}),
        asked(Receiver, keys=None),
        asked(read_keys, None),
    ]

    assert ["is None" in one for one in said] == [True] * 4
