"""Reading JSON from strangers."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_payment_webhooks.notifications.envelope import Envelope, Proof, json_value, read_object, text_of
from pulumi_payment_webhooks.notifications.verification import Doubt

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=6,
)
OBJECTS = st.dictionaries(st.text(), VALUES, max_size=5)


class Letter(Envelope[Proof]):
    """A model with a field."""

    known: str | None = None


@given(OBJECTS, st.sampled_from([None, 0, 3]), st.booleans())
def test_object_is_read_as_by_json(value, indent, ascii):
    """
    However an object is laid out, its members are those that the standard library reads.
    """
    body = json.dumps(value, indent=indent, ensure_ascii=ascii).encode("utf-8", "surrogatepass")

    assert read_object(body) == value


@given(OBJECTS)
def test_text_of_a_member_is_exact(value):
    """
    The text of each member is the one that was written, without the blanks around it.
    """
    parts = [f"{json.dumps(name)} : {json.dumps(one)} " for name, one in value.items()]
    body = ("{ " + ", ".join(parts) + "}").encode()

    assert [text_of(name, body) for name in value] == [json.dumps(one).encode() for one in value.values()]


NO_OBJECTS = [
    b"",
    b" ",
    b"{",
    b"{}}",
    b"{} {}",
    b"[]",
    b'"text"',
    b"1",
    b"null",
    b'{"a"}',
    b'{"a":}',
    b'{"a":1,}',
    b'{,"a":1}',
    b'{"a":1 "b":2}',
    b"{1:2}",
    b'{"a":NaN}',
    b'{"a":-Infinity}',
    b'\xff{"a":1}',
    b'\xef\xbb\xbf{"a":1}',
    '{"a":1}'.encode("utf-16"),
    b'{"a":' + b"[" * 100_000,
    b'{"a":' + b"9" * 100_000 + b"}",
]


@pytest.mark.parametrize("body", NO_OBJECTS, ids=lambda body: body[:12])
def test_other_bodies_are_doubted(body):
    """
    Anything but a JSON object raises `Doubt` and nothing else, in both ways of reading.
    """
    with pytest.raises(Doubt):
        read_object(body)
    with pytest.raises(Doubt):
        text_of("a", body)


@pytest.mark.parametrize(
    "body",
    [
        b'{"a":1,"a":1}',
        b'{"a":1,"\\u0061":1}',
        b'{"a":1,' + b",".join(b'"%d":1' % one for one in range(300)) + b"}",
        b"{}",
    ],
    ids=["twice", "twice in disguise", "too many", "missing"],
)
def test_text_of_a_member_must_be_certain(body):
    """
    A member that comes twice, is lost among too many or is missing has no text.
    """
    with pytest.raises(Doubt):
        text_of("a", body)


def test_value_inside_may_be_anything():
    """
    A decrypted value may be of any kind.
    """
    assert [json_value(raw) for raw in (b"1", b'"a"', b"[]", b" {} ")] == [1, "a", [], {}]


@pytest.mark.parametrize("raw", [b"", b"text", b"\xff", b"[" * 100_000, b"NaN"])
def test_value_that_is_not_json_is_doubted(raw):
    """
    What is not JSON raises `Doubt` and nothing else.
    """
    with pytest.raises(Doubt):
        json_value(raw)


def test_unknown_members_survive_and_are_not_shown():
    """
    A member nobody has heard of is kept, and neither repr nor text of the model shows it.
    """
    letter = Letter.model_validate({"known": "a", "other": {"card": "4111"}})

    assert letter.model_dump() == {"known": "a", "other": {"card": "4111"}}
    assert (repr(letter), str(letter)) == ("Letter(known='a')", "known='a'")
