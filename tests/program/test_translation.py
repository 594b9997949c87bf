"""Values that a program writes, as the engine gets them."""

from collections import ChainMap, deque
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from pathlib import Path
from types import MappingProxyType

import pytest
from tests.program.samples import LEAST, POLICY, TOKENS, inputs

import pulumi
from pulumi_payment_webhooks.cybersource import DigitalSignatureKey, WebhookSubscription


class Plain(Enum):
    """Events that are no texts themselves."""

    A = "a"
    B = "b"


class Texts(StrEnum):
    """Events that are texts."""

    A = "a"
    B = "b"


class Number(IntEnum):
    """A number with a name."""

    ONE = 1


@dataclass
class Event:
    """What nobody can send."""

    name: str = "a"


LISTS = {
    "list": lambda: ["b", "a"],
    "tuple": lambda: ("b", "a"),
    "set": lambda: {"b", "a"},
    "frozenset": lambda: frozenset("ab"),
    "with a duplicate": lambda: ["a", "b", "a"],
    "keys": lambda: {"b": 1, "a": 2}.keys(),
    "values": lambda: {1: "b", 2: "a"}.values(),
    "generator": lambda: (one for one in "ba"),
    "iterator": lambda: iter(["b", "a"]),
    "map": lambda: map(str.lower, "BA"),
    "deque": lambda: deque("ba"),
    "enumeration": lambda: Plain,
    "enumeration of texts": lambda: Texts,
    "members": lambda: [Plain.B, Texts.A],
}
UNFIT = {
    "object": (object(), "an object: convert it to text or a number"),
    "path": (Path("hooks"), "a PosixPath: pass the content of the file: `path.read_text()`"),
    "bytes": (b"a", "a bytes: decode it to text"),
    "bytearray": (bytearray(b"a"), "a bytearray: decode it to text"),
    "decimal": (Decimal(1), "a Decimal: convert it to text or a number"),
    "date": (date(2026, 1, 1), "a date: convert it to text or a number"),
    "dataclass": (Event(), "an Event: convert it to text or a number"),
    "class": (Event, "a type: pass a value, not a class"),
    "function": (len, "a builtin_function_or_method: call it"),
    "asset": (pulumi.StringAsset("a"), "a StringAsset: pass the content as text"),
    "complex": (1j, "a complex: convert it to text or a number"),
}
PLACES = {
    "name": lambda value: {"name": value},
    "webhook_url": lambda value: {"webhook_url": value},
    "signature_key": lambda value: {"certificate": "c", "signature_key": value},
    "products": lambda value: {"products": value},
    "products.payments": lambda value: {"products": {"payments": value}},
    "scope_data": lambda value: {"scope_data": ["a", value]},
    "retry_policy": lambda value: {"retry_policy": value},
    "retry_policy.first_retry": lambda value: {"retry_policy": {"first_retry": value}},
    "security_policy.config.oauth_url": lambda value: {"security_policy": {"config": {"oauth_url": value}}},
    "wait_for.status": lambda value: {"wait_for": {"status": [value]}},
}


def inputs_of(run, fields):
    """What the engine gets for a subscription with the result of *fields*, called in the program."""
    return run(lambda: WebhookSubscription("s", **LEAST, **fields()).urn)[1]["s"].inputs


@pytest.mark.parametrize("kind", LISTS, ids=LISTS)
def test_list_becomes_a_map(run, kind):
    """
    A list of events, whatever iterable it is, is a map from each event to true: the engine shows one line per event.
    """
    assert inputs(run, products={"payments": LISTS[kind]()})["products"] == {"payments": {"a": True, "b": True}}


@pytest.mark.parametrize("kind", LISTS, ids=LISTS)
def test_list_that_is_known_later_becomes_a_map(run, kind):
    """
    An output may be any iterable of texts, too.
    """
    later = pulumi.Output.from_input("x").apply(lambda _: LISTS[kind]())

    assert inputs(run, products={"payments": later})["products"] == {"payments": {"a": True, "b": True}}


@pytest.mark.parametrize(
    "products",
    [
        lambda: pulumi.Output.from_input({"payments": ["b", "a"]}),
        lambda: {"payments": pulumi.Output.from_input(["b", "a"])},
        lambda: {"payments": ["b", pulumi.Output.from_input("a")]},
        lambda: pulumi.Output.from_input({"payments": [pulumi.Output.from_input("b"), "a"]}),
    ],
    ids=["whole", "the list", "a member", "whole with a member"],
)
def test_outputs_inside_become_a_map_too(run, products):
    """
    Values that are known later are translated when they are known, at every depth.
    """
    seen = run(lambda: WebhookSubscription("s", **{**LEAST, "products": products()}).urn)[1]["s"].inputs

    assert seen["products"] == {"payments": {"a": True, "b": True}}


@pytest.mark.parametrize("wrong", ["payments", ["payments"], {"payments": "a"}, {"payments": [1, 2]}], ids=str)
def test_wrong_kind_of_value_reaches_the_check(run, wrong):
    """
    What cannot be translated is handed on as it is, so that the preview can say what is wrong with it.
    """
    assert inputs(run, products=wrong)["products"] == wrong


@pytest.mark.parametrize("key", [None, 5, object()], ids=["none", "number", "output"])
@pytest.mark.parametrize("field", ["products", "retry_policy"])
def test_key_that_is_not_text_is_refused(run, field, key):
    """
    A mapping with a key that is not text, such as an output, ends in one line that names resource, field and remedy.
    """
    with pytest.raises(
        pulumi.RunError, match=rf"WebhookSubscription 'one': {field}: has a key that is not text; .*apply"
    ):
        run(lambda: WebhookSubscription("one", **{**LEAST, field: {key: ["a"]}}).urn)


@pytest.mark.parametrize("wrong", UNFIT.values(), ids=UNFIT)
@pytest.mark.parametrize("later", [False, True], ids=["known", "known later"])
@pytest.mark.parametrize("place", PLACES)
def test_what_the_engine_cannot_carry_is_refused(run, place, later, wrong):
    """
    Such a value ends the program in one line that names the resource and the field, wherever it stands.
    """
    value = pulumi.Output.from_input(None).apply(lambda _: wrong[0]) if later else wrong[0]

    with pytest.raises(pulumi.RunError) as told:
        run(lambda: WebhookSubscription("one", **{**LEAST, **PLACES[place](value)}).urn)

    assert str(told.value) == f"WebhookSubscription 'one': {place}: cannot be {wrong[1]}"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ("a\ud800", "is not valid Unicode: was it read with the right encoding?"),
        (10**400, "is too large a number"),
        (-(10**400), "is too large a number"),
    ],
)
@pytest.mark.parametrize("place", PLACES)
def test_value_that_cannot_be_sent_is_refused(run, place, wrong, reason):
    """
    Text and numbers that have no form on the wire end the program in one line.
    """
    with pytest.raises(pulumi.RunError) as told:
        run(lambda: WebhookSubscription("one", **{**LEAST, **PLACES[place](wrong)}).urn)

    assert str(told.value) == f"WebhookSubscription 'one': {place}: {reason}"


def test_key_that_cannot_be_sent_is_refused(run):
    """
    A key that has no form on the wire ends the program in one line, too.
    """
    with pytest.raises(pulumi.RunError, match="products: is not valid Unicode"):
        inputs(run, products={"a\ud800": ["a"]})


def test_value_that_contains_itself_is_refused(run):
    """
    A list that contains itself ends the program in one line.
    """
    endless: list[object] = []
    endless.append(endless)

    with pytest.raises(pulumi.RunError, match="WebhookSubscription 's': name: contains itself"):
        inputs(run, name=endless)


@pytest.mark.parametrize("place", sorted(PLACES.keys() - {"signature_key"}))
def test_resource_is_refused_where_it_is_no_reference(run, place):
    """
    A resource stands for its id only where a field asks for a resource.
    """
    with pytest.raises(
        pulumi.RunError, match=r"cannot be a DigitalSignatureKey: pass one of its outputs, such as `.id`"
    ):
        run(lambda: WebhookSubscription("one", **{**LEAST, **PLACES[place](DigitalSignatureKey("k"))}).urn)


def test_component_is_no_reference(run):
    """
    A component has no id, so it cannot stand for one.
    """
    with pytest.raises(pulumi.RunError, match="signature_key: cannot be a ComponentResource: pass one of its outputs"):
        inputs_of(run, lambda: {"signature_key": pulumi.ComponentResource("shop:index:Channel", "channel")})


def test_resource_that_is_known_later_is_a_reference(run):
    """
    An output may give the resource that a field refers to.
    """
    seen = inputs_of(
        run, lambda: {"signature_key": pulumi.Output.from_input("k").apply(lambda name: DigitalSignatureKey(name))}
    )

    assert seen["signatureKey"] == "k-id"


def test_resource_inside_an_object_is_a_reference(run):
    """
    Credentials are passed as a resource inside the security policy, too.
    """
    seen = inputs_of(run, lambda: {"security_policy": {**TOKENS, "credentials": DigitalSignatureKey("k")}})

    assert seen["securityPolicy"]["credentials"] == "k-id"


@pytest.mark.parametrize("given", [iter, lambda events: (event for event in events)])
def test_iterator_is_read_once(run, given):
    """
    A generator with an output in it is read to its end, once.
    """
    events = given(["b", pulumi.Output.from_input("a"), "c"])

    assert inputs(run, products={"payments": events})["products"]["payments"] == {"a": True, "b": True, "c": True}


def test_coroutine_is_awaited(run):
    """
    A value that is awaited counts as known later.
    """

    async def listed():
        return ["b", "a"]

    assert inputs(run, products={"payments": listed()})["products"] == {"payments": {"a": True, "b": True}}


def test_members_of_enumerations_are_their_values(run):
    """
    Members of enumerations are understood as keys, as members of a list and as single values.
    """
    seen = inputs(run, name=Plain.B, products={Plain.A: [Texts.B, Plain.A]}, retry_policy={"first_retry": Number.ONE})

    assert (seen["name"], seen["products"], seen["retryPolicy"]) == (
        "b",
        {"a": {"a": True, "b": True}},
        {"firstRetry": 1},
    )
    assert {type(one) for one in seen["products"]["a"]} == {str}


def test_mapping_of_any_kind_is_an_object(run):
    """
    A mapping that is not a dict is understood, at every depth.
    """
    seen = inputs(run, products=MappingProxyType({"payments": ["a"]}), retry_policy=ChainMap(POLICY))

    assert (seen["products"], seen["retryPolicy"]["firstRetry"]) == ({"payments": {"a": True}}, 10)


@pytest.mark.parametrize("event", ["products.a.b.c", "webhook_url", 'a["b"]', "a[", ".", "retry_policy.interval"])
def test_event_may_be_called_like_a_path(run, event):
    """
    The names of events and products are the platform's: they are not taken for names of properties.
    """
    assert inputs(run, products={event: [event]})["products"] == {event: {event: True}}


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ({"first_retry": 1, "firstRetry": 2}, 2),
        ({"firstRetry": 2, "first_retry": 1}, 1),
        ({"firstRetry": 3}, 3),
    ],
)
def test_both_spellings_of_a_member(run, written, stored):
    """
    A member may be written with its stored name; of two spellings the later one counts.
    """
    assert inputs(run, retry_policy=written)["retryPolicy"] == {"firstRetry": stored}


def test_names_are_spelled_for_the_platform(run):
    """
    Snake case names become the stored ones at every depth.
    """
    seen = inputs(run, retry_policy=POLICY, security_policy=TOKENS)

    assert seen["retryPolicy"] == {"firstRetry": 10, "numberOfRetries": 2}
    assert seen["securityPolicy"]["config"] == {"oAuthURL": "https://idp.example.net/", "oAuthTokenExpiry": 365}


def test_unknown_member_reaches_the_check(run):
    """
    A misspelled member is handed on, so that the preview can suggest the right one.
    """
    assert inputs(run, retry_policy={"first_try": 1})["retryPolicy"] == {"first_try": 1}
