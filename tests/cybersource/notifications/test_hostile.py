"""What strangers may send: all of it fails alike, and none of it takes long."""

import base64
import time
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cybersource.notifications.sender import (
    KEY_ID,
    KEYS,
    NOON,
    PAYLOAD,
    PEM,
    Memory,
    envelope,
    headers,
    sealed,
    written,
)

from pulumi_payment_webhooks.cybersource.notifications import Receiver, Unverified

RECEIVER = Receiver(keys=KEYS, decryption_keys=[PEM])
MESSAGE = sealed(written(PAYLOAD))
BODIES = [
    written(envelope()),
    written(envelope(payload=MESSAGE)),
    written({"encData": MESSAGE}),
    MESSAGE.encode(),
    written(envelope(payload="{CBC}" + base64.b64encode(b"c" * 64).decode())),
]
SIGNED = [headers(body)["v-c-signature"] for body in BODIES]
MEBIBYTE = 1024 * 1024
MAC = base64.b64encode(b"m" * 32).decode()
GOOD_FORM = {"v-c-signature": f"t={int(NOON.timestamp() * 1000)};keyId={KEY_ID};sig={MAC}"}


def refusal(body, given, at=NOON, receiver=RECEIVER):
    """How a delivery is refused; any other error passes through and fails the test."""
    with pytest.raises(Unverified) as refused:
        receiver.verify(body, given, at=at)
    return type(refused.value), str(refused.value)


ALIKE = (Unverified, "the notification is not verified")


@given(st.binary(max_size=2000), st.dictionaries(st.text(), st.text()) | st.just(GOOD_FORM))
def test_noise_is_refused(body, given):
    """
    Arbitrary bytes under arbitrary headers, or under a header of good form, are refused alike.
    """
    assert refusal(body, given) == ALIKE


@given(st.text() | st.from_regex(r"t=[0-9]{1,20};keyId=[\w-]{1,40};sig=[A-Za-z0-9+/]{43}=", fullmatch=True))
def test_arbitrary_header_is_refused(header):
    """
    A genuine body under a header that was made up is refused alike.
    """
    assert refusal(BODIES[0], {"v-c-signature": header}) == ALIKE


@given(st.data(), st.sampled_from(range(len(BODIES))))
def test_truncated_delivery_is_refused(data, which):
    """
    Every beginning of a genuine body but the whole is refused alike.
    """
    end = data.draw(st.integers(0, len(BODIES[which]) - 1))

    assert refusal(BODIES[which][:end], {"v-c-signature": SIGNED[which]}) == ALIKE


@given(st.data(), st.sampled_from(range(len(BODIES))), st.integers(1, 255))
def test_altered_delivery_is_refused(data, which, change):
    """
    A genuine body with any one byte altered is refused alike.
    """
    body = bytearray(BODIES[which])
    body[data.draw(st.integers(0, len(body) - 1))] ^= change

    assert refusal(bytes(body), {"v-c-signature": SIGNED[which]}) == ALIKE


@given(st.data())
def test_altered_header_is_refused(data):
    """
    A genuine header with any one character of key id or signature replaced is refused alike.
    """
    header = SIGNED[0]
    key_id, mac = header.index("keyId=") + 6, header.index(";sig=") + 5  # the name between them has no case
    at = data.draw(st.integers(key_id, mac - 6) | st.integers(mac, len(header) - 3))
    other = data.draw(st.characters(codec="utf-8", exclude_characters=header[at] + ' "'))

    assert refusal(BODIES[0], {"v-c-signature": header[:at] + other + header[at + 1 :]}) == ALIKE


@given(st.timedeltas(min_value=timedelta(minutes=5, microseconds=1), max_value=timedelta(days=3650)), st.booleans())
def test_stale_and_early_deliveries_are_refused(age, early):
    """
    A genuine delivery at any time beyond the tolerance is refused alike.
    """
    assert refusal(BODIES[0], {"v-c-signature": SIGNED[0]}, at=NOON - age if early else NOON + age) == ALIKE


@given(st.sampled_from(range(4)))
def test_replayed_delivery_is_refused(which):
    """
    A genuine delivery is refused alike when it comes the second time.
    """
    receiver = Receiver(keys=KEYS, decryption_keys=[PEM], seen=Memory().has_seen)
    receiver.verify(BODIES[which], {"v-c-signature": SIGNED[which]}, at=NOON)

    assert refusal(BODIES[which], {"v-c-signature": SIGNED[which]}, receiver=receiver) == ALIKE


@pytest.mark.parametrize("changes", [{}, {"payload": None}, {"payload": None, "payloads": []}])
def test_genuine_body_is_no_payload(changes):
    """
    A genuine body in the place of a payload, with or without a payload of its own, is refused alike.
    """
    genuine = envelope(**changes)
    wrapped = written(envelope(eventType="payments.refund.status.accepted", payload=genuine))

    assert refusal(wrapped, headers(written(genuine))) == ALIKE


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=8,
    )
)
def test_forged_payload_is_refused(payload):
    """
    A payload that was made up, in an envelope that was made up, is refused alike.
    """
    assert refusal(written(envelope(payload=payload)), GOOD_FORM) == ALIKE


@pytest.mark.parametrize(
    "body",
    [
        b"[" * MEBIBYTE,
        b'{"a":' * (MEBIBYTE // 5),
        b'{"payload":' + b"[" * (MEBIBYTE - 11),
        b'{"payload":' + b"9" * (MEBIBYTE - 12) + b"}",
        b'{"payload":[' + b",".join([b"9" * 4000] * 260) + b"]}",
        b'{"payload":"' + b"\\u0041" * (MEBIBYTE // 6 - 3) + b'"}',
        b"{" + b",".join(b'"%d":0' % one for one in range(90_000)) + b"}",
        b'{"payload":{' + b",".join(b'"%d":0' % one for one in range(90_000)) + b"}}",
        b" " * MEBIBYTE,
        b"{" + b" " * (MEBIBYTE - 2) + b"}",
        b"A" * 4096 + b".A" * 400_000,
        b"A" * (MEBIBYTE - 8) + b".A.A.A.A",
        b"." * MEBIBYTE,
        b'{"payload":"' + MESSAGE.replace(".", "." + "A" * 200_000, 3).encode() + b'"}',
        b'{"payload":"{CBC}' + b"A" * (MEBIBYTE - 40) + b'"}',
    ],
    ids=[
        "arrays",
        "objects",
        "nested payload",
        "huge number",
        "huge numbers",
        "escapes",
        "members",
        "payload members",
        "blanks",
        "blanks inside",
        "dots",
        "long header",
        "only dots",
        "huge message",
        "huge legacy",
    ],
)
def test_body_that_is_made_to_be_expensive_is_refused_in_a_blink(body):
    """
    The worst bodies of the largest size cost less than a second of this processor.
    """
    started = time.process_time()

    assert refusal(body, GOOD_FORM) == ALIKE
    assert time.process_time() - started < 1


def test_body_that_is_too_large_is_not_looked_into():
    """
    A hundred times the largest body is refused by its size, before a digest is made of it.
    """
    body = memoryview(bytes(100 * MEBIBYTE))
    started = time.process_time()

    assert refusal(body, GOOD_FORM) == ALIKE
    assert time.process_time() - started < 0.2
