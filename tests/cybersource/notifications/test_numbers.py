"""Numbers in a verified notification are what was sent, wherever they stand, and whatever encrypts them."""

import json
from decimal import Decimal
from time import process_time

import pytest
from tests.cybersource.notifications.sender import KEYS, NOON, PEM, headers, sealed

from pulumi_payment_webhooks.cybersource.notifications import Receiver, Unverified

SENT = ["1234567890123456.78", "123456789012345678901234567890", "1E400", "-0", "-0.0", "10.00", "0.1", "1e5", "7"]
PAYLOAD = f"[{','.join(SENT)}]"
PLAIN = f'{{"eventType":"e","payload":{PAYLOAD}}}'.encode()
BODIES = {
    "plain": PLAIN,
    "payload": f'{{"eventType":"e","payload":"{sealed(PAYLOAD.encode())}"}}'.encode(),
    "envelope": f'{{"encData":"{sealed(PLAIN)}"}}'.encode(),
    "whole body": sealed(PAYLOAD.encode()).encode(),
}


def received(body, **options):
    """The notification in *body*."""
    return Receiver(keys=KEYS, decryption_keys=[PEM], **options).verify(body, headers(body), at=NOON)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_number_prints_as_it_was_sent(body):
    """
    The text of each number has the digits, the zeros and the exponent that were sent.
    """
    assert [str(one) for one in received(body).payload] == SENT


@pytest.mark.parametrize("sent", SENT)
def test_single_number_prints_as_it_was_sent(sent):
    """
    So does a number that stands alone: as payload, deep in it, beside it, or as all that was encrypted.
    """
    plain = f'{{"eventType":"e","retryNumber":0,"payload":{sent}}}'.encode()
    deep = f'{{"eventType":"e","payload":{{"a":[[{sent}]]}}}}'.encode()
    beside = f'{{"eventType":"e","payload":1,"extra":{sent}}}'.encode()
    found = [
        received(plain).payload,
        received(deep).payload["a"][0][0],
        received(beside).model_extra["extra"],
        received(sealed(sent.encode()).encode()).payload,
    ]

    assert list(map(str, found)) == [sent] * 4


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_number_may_be_a_decimal(body):
    """
    A receiver that asks for decimals gets each number with its exact value.
    """
    assert received(body, decimals=True).payload == [Decimal(one) if one != "7" else 7 for one in SENT]


def test_number_is_a_float_as_ever():
    """
    Programs that reckon, compare, write JSON or read types go on as they did.
    """
    amount, large, *_ = received(PLAIN).payload

    assert (type(large), isinstance(amount, float), amount * 2, amount == 1234567890123456.75) == (
        int,
        True,
        2469135780246913.5,
        True,
    )
    assert json.dumps(amount) == "1234567890123456.8"


def received_payload(text):
    """The notification with that text as payload."""
    return received(f'{{"eventType":"e","payload":{text}}}'.encode())


@pytest.mark.parametrize(
    "text", ["0.1", "10.0", "-0.0", "1e22", "[1.5, -2.25e-10, 123456789.123]", '{"b": 2.0, "a": 1}']
)
def test_content_id_of_usual_numbers_stays_what_it_was(text):
    """
    The content id is made as by versions that read every fraction as a float.
    """
    assert received_payload(text).content_id == received_payload(json.dumps(json.loads(text))).content_id
    assert received_payload('{"amount": 10.5}').content_id == (
        "0bb2998cc917a283eea9d84d265928983add49e82afb235c3099e0063ddb5d1f"
    )


@pytest.mark.parametrize(("one", "other"), [("10.00", "10.0"), ("1e2", "100.0"), ("1E400", "10e399"), ("-0", "0")])
def test_content_id_is_that_of_the_value(one, other):
    """
    A platform that writes a number differently in a retry sends the same event.
    """
    assert received_payload(one).content_id == received_payload(other).content_id


def test_amounts_that_no_float_tells_apart_are_two_events():
    """
    Two amounts that are the same float make two content ids.
    """
    ids = {received_payload(text).content_id for text in ("1234567890123456.78", "1234567890123456.79")}

    assert len(ids) == 2


@pytest.mark.parametrize("decimals", [False, True])
@pytest.mark.parametrize("text", ["1E99999999999999999999", "-1E-99999999999999999999"])
def test_exponent_beyond_all_numbers_is_read(text, decimals):
    """
    A number that not even a Decimal can be is no crash, and prints as it was sent.
    """
    notification = received(f'{{"eventType":"e","payload":{text}}}'.encode(), decimals=decimals)

    assert (str(notification.payload), len(notification.content_id)) == (text, 64)


def test_hostile_numbers_take_no_time():
    """
    A stranger's megabyte of numbers is refused before they are read exactly.
    """
    body = b'{"payload":[' + b"1.5," * 250_000 + b"1]}"
    started = process_time()
    with pytest.raises(Unverified):
        Receiver(keys=KEYS).verify(body, headers(b"else"), at=NOON)

    assert process_time() - started < 1
