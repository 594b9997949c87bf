"""Headers with a time and one signature for each active secret, against known values and against forgers."""

import base64
import json
import logging
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from pulumi_payment_webhooks.crypto.stamp import stamp
from pulumi_payment_webhooks.errors import Unverified
from pulumi_payment_webhooks.notifications.stamps import MOST_SIGNATURES, StampedHeader
from pulumi_payment_webhooks.notifications.verification import log

KNOWN = json.loads((Path(__file__).parents[1] / "vectors" / "stamped_header.json").read_text())
BODY = KNOWN["body"].encode()
SENT = KNOWN["sent"]
NOON = datetime.fromtimestamp(int(SENT), UTC)
NEW, OLD = (KNOWN[name]["secret"].encode() for name in ("current", "expiring"))
BY_NEW, BY_OLD = (KNOWN[name]["signature"] for name in ("current", "expiring"))
BOTH = f"{SENT}, {BY_NEW}, {BY_OLD}"
OTHER = b"whk_11111111-2222-4333-8444-555555555555"
HEADER = StampedHeader(KNOWN["header"])


def verify(header=BOTH, body=BODY, keys=(NEW,), *, at=NOON, by=HEADER):
    """Verify a delivery with that header."""
    return by.verify(body, {"DigitalRiver-Signature": header}, keys, at=at)


@pytest.mark.parametrize(
    ("header", "keys"),
    [
        (f"{SENT}, {BY_NEW}", [NEW]),
        (f"{SENT}, {BY_OLD}", [OLD]),
        (BOTH, [NEW]),
        (BOTH, [OLD]),
        (BOTH, [NEW, OLD]),
        (f"{SENT}, {BY_OLD}, {BY_NEW}", [NEW]),
        (f"{SENT}, {BY_OLD}", [OTHER, NEW, OLD]),
        (f"{SENT},{BY_NEW}", [NEW]),
    ],
)
def test_any_signature_by_any_secret_suffices(header, keys):
    """
    During a rotation it is enough that the receiver holds one of the active secrets, in whichever order they come.
    """
    assert verify(header, keys=keys).sent_at == NOON


REFUSED = {
    "signed with a secret that the receiver does not hold": {"keys": [OTHER]},
    "receiver without secrets": {"keys": []},
    "changed body": {"body": BODY.replace(b"accepted", b"declined")},
    "changed time": {"header": BOTH.replace(SENT, str(int(SENT) + 1))},
    "time written otherwise": {"header": BOTH.replace(SENT, f"0{SENT}")},
    "body stamped at another time": {"at": NOON + timedelta(minutes=6)},
    "body from the future": {"at": NOON - timedelta(minutes=6)},
    "no signature": {"header": SENT},
    "empty signature": {"header": f"{SENT}, "},
    "empty header": {"header": ""},
    "no time": {"header": BY_NEW},
    "negative time": {"header": BOTH.replace(SENT, f"-{SENT}")},
    "time beyond the calendar": {"header": BOTH.replace(SENT, "9" * 14)},
    "digits of another script": {"header": BOTH.replace(SENT, "١٧٠٠٠٠٠٠٠٠")},
    "hexadecimal signature": {"header": f"{SENT}, {'ab' * 32}"},
    "signature cut short": {"header": f"{SENT}, {BY_NEW[:-5]}="},
    "one malformed signature beside a genuine one": {"header": f"{BOTH}, x"},
    "names as another vendor has them": {"header": f"t={SENT},v1={BY_NEW}"},
    "more signatures than any platform sends": {"header": ", ".join([SENT, *[BY_NEW] * (MOST_SIGNATURES + 1)])},
}


@pytest.mark.parametrize("given", REFUSED.values(), ids=REFUSED)
def test_malformed_is_refused_like_forged(given):
    """
    Whatever was wrong, the error is the same and says nothing; no cause hangs on it.
    """
    with pytest.raises(Unverified) as refusal:
        verify(**given)

    assert str(refusal.value) == str(Unverified())
    assert (refusal.value.__cause__, refusal.value.__context__) == (None, None)


@pytest.mark.parametrize("body", [b"", b" " * 11], ids=["empty", "too large"])
def test_body_of_another_size_is_refused_although_it_is_signed(body):
    """
    An empty body was lost on the way, and a large one is not worth the work.
    """
    signature = base64.b64encode(stamp(NEW, SENT, body)).decode()

    with pytest.raises(Unverified):
        verify(f"{SENT}, {signature}", body, by=StampedHeader(KNOWN["header"], largest_body=10))


def test_header_that_comes_twice_is_refused():
    """
    Two headers of the name could be read as either.
    """
    with pytest.raises(Unverified):
        HEADER.verify(BODY, [(KNOWN["header"], BOTH), (KNOWN["header"], BOTH)], [NEW], at=NOON)


def test_reason_is_logged_without_secret_and_body(caplog):
    """
    The debug log has the reason for the one who runs the receiver.
    """
    with caplog.at_level(logging.DEBUG, logger=log.name), pytest.raises(Unverified):
        verify(keys=[OTHER])

    assert caplog.messages == ["refused a notification: none of 2 signatures fits one of 1 secrets"]


def test_time_without_a_zone_is_a_mistake_of_the_caller():
    """
    It would mean another moment on each server.
    """
    with pytest.raises(ValueError, match="has no time zone"):
        verify(at=datetime(2023, 11, 14, 22, 13, 20))  # noqa: DTZ001 - that is the mistake


def test_platform_may_count_milliseconds():
    """
    The unit of the time is the platform's.
    """
    milliseconds = StampedHeader(KNOWN["header"], unit=timedelta(milliseconds=1))

    assert verify(by=milliseconds, at=datetime.fromtimestamp(1_700_000, UTC)).sent_at.year == 1970


def test_replay_keeps_its_id_whichever_signatures_it_keeps():
    """
    Who strips the newest signature from a recorded delivery cannot pass it off as another.
    """
    headers = (BOTH, f"{SENT}, {BY_NEW}", f"{SENT}, {BY_OLD}")

    assert len({verify(header, keys=[NEW, OLD]).delivery_id for header in headers}) == 1


def test_every_pair_is_compared(monkeypatch):
    """
    The first match does not end the comparison, so the time it takes says nothing about which secret fits.
    """
    compared = []

    def witness(key, sent, content, mac):
        compared.append((key, mac))
        return True

    monkeypatch.setattr("pulumi_payment_webhooks.notifications.stamps.is_stamped", witness)
    verify(keys=[NEW, OLD])

    assert len(set(compared)) == len(list(product((NEW, OLD), (BY_NEW, BY_OLD))))
