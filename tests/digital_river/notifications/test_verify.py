"""Headers with a time and one signature for each active secret, against known values and against forgers."""

import logging
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from tests.digital_river.notifications.sender import (
    BODY,
    BOTH,
    BY_NEW,
    BY_OLD,
    KNOWN,
    NEW,
    NOON,
    OLD,
    OTHER,
    SENT,
    envelope,
    headers,
    signature,
    written,
)

from pulumi_payment_webhooks.digital_river import notifications
from pulumi_payment_webhooks.digital_river.notifications import Receiver, Unreadable, Unverified
from pulumi_payment_webhooks.digital_river.rules.signature import signature_header
from pulumi_payment_webhooks.errors import SettingsProblem
from pulumi_payment_webhooks.notifications.verification import ONE_MEBIBYTE, log

LARGE = b" " * (ONE_MEBIBYTE + 1)


def verify(header=BOTH, body=BODY, secrets=(NEW,), *, at=NOON, **given):
    """Verify a delivery with that header."""
    return Receiver(secrets=secrets, **given).verify(body, {"DigitalRiver-Signature": header}, at=at)


@pytest.mark.parametrize(
    ("header", "secrets"),
    [
        (f"{SENT}, {BY_NEW}", [NEW]),
        (f"{SENT}, {BY_OLD}", [OLD]),
        (BOTH, [NEW]),
        (BOTH, [OLD]),
        (BOTH, [NEW, OLD]),
        (BOTH, NEW),
        (f"{SENT}, {BY_OLD}, {BY_NEW}", [NEW]),
        (f"{SENT}, {BY_OLD}", [OTHER, NEW, OLD]),
        (f"{SENT},{BY_NEW}", [NEW]),
        (f"{BOTH}, v2=of-another-kind", [OLD]),
    ],
)
def test_any_signature_by_any_secret_suffices(header, secrets):
    """
    During a rotation it is enough that the receiver has one of the active secrets, in whichever order they come.
    """
    event = verify(header, secrets=secrets)

    assert (event.type, event.proof.sent_at) == ("order.accepted", NOON)


@pytest.mark.parametrize("name", ["current", "expiring"])
def test_known_signature_is_that_of_plain_hmac(name):
    """
    The known signatures, those of the standard library and those that the simulator sends are the same.
    """
    secret, known = KNOWN[name]["secret"], KNOWN[name]["signature"]

    assert signature(BODY, secret) == known
    assert signature_header([secret], BODY, sent=SENT) == f"{SENT}, {known}"


def test_three_lines_verify_a_delivery():
    """
    The function does what a receiver does.
    """
    assert notifications.verify(BODY, headers(BODY, OLD), secrets=[NEW, OLD], at=NOON) == verify()


def test_time_is_now_unless_it_is_given():
    """
    Without a time, a delivery sent now passes.
    """
    now = str(int(datetime.now(UTC).timestamp()))

    assert Receiver(secrets=[NEW]).verify(BODY, headers(BODY, sent=now)).id == verify().id


REFUSED = {
    "signed with a secret that the receiver does not have": {"secrets": [OTHER]},
    "receiver without secrets": {"secrets": []},
    "secret without its prefix": {"secrets": [f"x{NEW.removeprefix('whk_')}"]},
    "changed body": {"body": BODY.replace(b"accepted", b"declined")},
    "changed time": {"header": BOTH.replace(SENT, str(int(SENT) + 1))},
    "time written otherwise": {"header": BOTH.replace(SENT, f"0{SENT}")},
    "body stamped at another time": {"at": NOON + timedelta(minutes=6)},
    "body from the future": {"at": NOON - timedelta(minutes=6)},
    "body too old for this receiver": {"at": NOON + timedelta(seconds=2), "tolerance": timedelta(seconds=1)},
    "empty body": {"body": b"", "header": headers(b"")["DigitalRiver-Signature"]},
    "large body": {"body": LARGE, "header": headers(LARGE)["DigitalRiver-Signature"]},
    "large body for this receiver": {"largest_body": len(BODY) - 1},
    "no signature": {"header": SENT},
    "empty signature": {"header": f"{SENT}, "},
    "empty header": {"header": ""},
    "no time": {"header": BY_NEW},
    "negative time": {"header": BOTH.replace(SENT, f"-{SENT}")},
    "time beyond the calendar": {"header": BOTH.replace(SENT, "9" * 14)},
    "time of many digits": {"header": BOTH.replace(SENT, "9" * 40)},
    "digits of another script": {"header": BOTH.replace(SENT, "١٧٠٠٠٠٠٠٠٠")},
    "hexadecimal signature": {"header": f"{SENT}, {'ab' * 32}"},
    "signature cut short": {"header": f"{SENT}, {BY_NEW[:-5]}="},
    "names as another vendor has them": {"header": f"t={SENT},v1={BY_NEW}"},
    "more signatures than any platform sends": {"header": ", ".join([SENT, *[BY_NEW] * 50])},
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


@pytest.mark.parametrize("given", [[], [("digitalriver-signature", BOTH), ("DigitalRiver-Signature", BOTH)]])
def test_header_that_is_missing_or_comes_twice_is_refused(given):
    """
    Two headers of the name could be read as either.
    """
    with pytest.raises(Unverified):
        Receiver(secrets=[NEW]).verify(BODY, given, at=NOON)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"secrets": [OTHER]}, "none of 2 signatures fits one of 1 secrets"),
        ({"body": b""}, "empty body: was it consumed by middleware?"),
        ({"header": BOTH.replace(SENT, "soon")}, "the time of the signature cannot be read"),
    ],
)
def test_reason_is_logged_without_secret_and_body(given, reason, caplog):
    """
    The debug log has the reason for the one who runs the receiver.
    """
    with caplog.at_level(logging.DEBUG, logger=log.name), pytest.raises(Unverified):
        verify(**given)

    assert caplog.messages == [f"refused a notification: {reason}"]


@pytest.mark.parametrize(
    "sent", ["1700000000", "1700000000000", "2023-11-14T22:13:20Z", "2023-11-14T22:13:20.000000+00:00"]
)
def test_unit_of_the_time_does_not_matter(sent):
    """
    No page of the vendor names the unit, so each usual one is read; an old delivery is refused in each.
    """
    receiver = Receiver(secrets=[NEW])

    assert receiver.verify(BODY, headers(BODY, sent=sent), at=NOON).proof.sent_at == NOON
    with pytest.raises(Unverified):
        receiver.verify(BODY, headers(BODY, sent=sent), at=NOON + timedelta(minutes=6))


def test_replay_keeps_its_id_whichever_signatures_it_keeps():
    """
    Nobody who strips the newest signature from a recorded delivery can pass it off as another.
    """
    given = (BOTH, f"{SENT}, {BY_NEW}", f"{SENT}, {BY_OLD}", f"{SENT},{BY_OLD},x")

    assert len({verify(header, secrets=[NEW, OLD]).proof.delivery_id for header in given}) == 1


def test_retry_of_the_platform_is_another_delivery_of_the_same_event():
    """
    Each attempt is signed at a new time.
    """
    later = Receiver(secrets=[NEW]).verify(BODY, headers(BODY, sent=str(int(SENT) + 60)), at=NOON)

    assert later.proof.delivery_id != verify().proof.delivery_id
    assert later.content_id == verify().content_id


def test_delivery_that_was_seen_is_refused():
    """
    The first of two equal deliveries passes, and the second does not; a forgery is not remembered.
    """
    seen = []

    def has_seen(id):
        seen.append(id)
        return seen.count(id) > 1

    receiver = Receiver(secrets=[NEW], seen=has_seen)
    with pytest.raises(Unverified):
        receiver.verify(BODY, headers(BODY, OTHER), at=NOON)

    assert seen == []
    assert receiver.verify(BODY, headers(BODY), at=NOON).proof.delivery_id == seen[0]
    with pytest.raises(Unverified):
        receiver.verify(BODY, headers(BODY), at=NOON)


def test_every_pair_is_compared(monkeypatch):
    """
    The first match does not end the comparison, so the time it takes says nothing about which secret fits.
    """
    compared = []

    def witness(expected, mac):
        compared.append((expected, mac))
        return True

    monkeypatch.setattr("pulumi_payment_webhooks.digital_river.rules.signature.hmac.compare_digest", witness)
    verify(secrets=[NEW, OLD])

    assert len(set(compared)) == len(list(product((NEW, OLD), (BY_NEW, BY_OLD))))


def test_body_is_read_once_for_each_secret(monkeypatch):
    """
    Signatures cost a stranger nothing, and must not multiply our work.
    """
    asked = []

    def stamp(secret, sent, content):
        asked.append(secret)
        return bytes(32)

    monkeypatch.setattr("pulumi_payment_webhooks.digital_river.rules.signature.stamp", stamp)
    with pytest.raises(Unverified):
        verify(", ".join([SENT, *[BY_OLD] * 40]), secrets=[NEW, OTHER])

    assert asked == [NEW.encode(), OTHER.encode()]


@pytest.mark.parametrize("body", [b"[]", b"7", b"order", b'{"type":', written(envelope(liveMode={"a": "hunter2"}))])
def test_genuine_delivery_that_is_no_event_is_unreadable(body):
    """
    What the platform has signed and we cannot read is not silently refused; the message shows nothing of it.
    """
    with pytest.raises(Unreadable, match="a genuine notification cannot be read") as problem:
        verify(headers(body)["DigitalRiver-Signature"], body)

    assert "hunter2" not in str(problem.value)


@pytest.mark.parametrize("kind", [bytearray, memoryview])
def test_body_may_be_of_any_type_of_bytes(kind):
    """
    Frameworks hand over the raw bytes in several types.
    """
    assert verify(body=kind(BODY)).type == "order.accepted"


@pytest.mark.parametrize("body", [BODY.decode(), {"type": "order.accepted"}, None])
def test_body_that_is_not_bytes_is_a_mistake_of_the_caller(body):
    """
    JSON that was parsed has other bytes.
    """
    with pytest.raises(TypeError, match="raw bytes"):
        verify(body=body)


def test_time_without_a_zone_is_a_mistake_of_the_caller():
    """
    It would mean another moment on each server.
    """
    with pytest.raises(ValueError, match="has no time zone"):
        verify(at=datetime(2023, 11, 14, 22, 13, 20))  # noqa: DTZ001 - that is the mistake


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"secrets": [NEW, ""]}, "signing secret number 2 is empty"),
        ({"secrets": None}, "`secrets` is None"),
        ({"secrets": {NEW: NEW}}, "`secrets` is a mapping"),
        ({"secrets": [NEW.removeprefix("whk_")]}, "signing secret number 1 is an id, not a signing secret"),
        ({"secrets": ["sk_test_0123456789abcdef"]}, "signing secret number 1 is an API key"),
        ({"secrets": [NEW], "tolerance": 300}, "`tolerance` must be a timedelta of 0 or more"),
        ({"secrets": [NEW], "tolerance": timedelta(seconds=-1)}, "`tolerance` must be a timedelta of 0 or more"),
    ],
)
def test_receiver_that_could_verify_nothing_is_refused_when_it_is_created(given, reason):
    """
    What would refuse every delivery, or fail with the first, is said at the start, and shows no secret.
    """
    with pytest.raises(SettingsProblem) as problem:
        Receiver(**given)

    assert str(problem.value).startswith(reason)
    assert "0123456789abcdef" not in str(problem.value)
    assert NEW.removeprefix("whk_") not in str(problem.value)


def test_secrets_may_change_while_the_receiver_runs():
    """
    A rotation needs no restart.
    """
    secrets = [OTHER]
    receiver = Receiver(secrets=secrets)
    with pytest.raises(Unverified):
        receiver.verify(BODY, headers(BODY), at=NOON)

    secrets.append(NEW)

    assert receiver.verify(BODY, headers(BODY), at=NOON).type == "order.accepted"


def test_repr_shows_no_secret():
    """
    A receiver can be printed.
    """
    assert NEW not in repr(Receiver(secrets=[NEW]))
