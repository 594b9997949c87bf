"""Whatever a stranger sends, one error is the answer; and what plain hmac signs is accepted."""

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.digital_river.notifications.sender import BODY, BOTH, BY_NEW, NEW, NOON, OLD, SENT, headers

from pulumi_payment_webhooks.digital_river.notifications import Receiver, Unreadable, Unverified

RECEIVER = Receiver(secrets=[NEW, OLD])
TIMES = st.one_of(st.text(), st.integers().map(str), st.datetimes().map(str), st.just(SENT))
SIGNATURES = st.lists(st.one_of(st.text(), st.binary(max_size=40).map(str), st.just(BY_NEW)), max_size=5)


@given(header=st.one_of(st.text(), st.builds(lambda sent, macs: ",".join([sent, *macs]), TIMES, SIGNATURES)))
@example(header=f"0001-01-01T00:00:00+23:59, {BY_NEW}")
@example(header=f"9999-12-31T23:59:59-23:59, {BY_NEW}")
@example(header=f"{'1' * 40}, {BY_NEW}")
@example(header="\x00")
def test_strange_header_never_passes_for_another_body(header):
    """
    No header makes a forged body pass, or raises anything else.
    """
    with pytest.raises(Unverified):
        RECEIVER.verify(BODY + b" ", {"DigitalRiver-Signature": header}, at=NOON)


@given(body=st.binary(min_size=1), secret=st.sampled_from([NEW, OLD]))
def test_any_body_that_was_signed_is_accepted_or_unreadable(body, secret):
    """
    A signature that the standard library alone has made is good here, for any bytes.
    """
    with suppress(Unreadable):
        RECEIVER.verify(body, headers(body, secret), at=NOON)


@given(position=st.integers(0, len(BODY) - 1), bit=st.integers(0, 7))
def test_one_flipped_bit_is_refused(position, bit):
    """
    Every bit of the body is covered by the signature.
    """
    forged = bytearray(BODY)
    forged[position] ^= 1 << bit

    with pytest.raises(Unverified):
        RECEIVER.verify(forged, {"DigitalRiver-Signature": BOTH}, at=NOON)


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 100_000, b'{"data":' + b"9" * 5000 + b"}"])
def test_body_that_is_built_to_be_expensive_ends_in_one_line(body):
    """
    Even a genuine body may be too deep or too long to be read.
    """
    with pytest.raises(Unreadable, match="cannot be read"):
        RECEIVER.verify(body, headers(body), at=NOON)
