"""
What holds of every comparison, over generated stacks.
"""

import json
from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.comparing.sides_of import RETRIES, stack, subscription
from tests.stacks.exports import SUBSCRIPTION, WEBHOOK, ciphertext, plaintext, resource

from pulumi_payment_webhooks.comparing.aspects import Aspect
from pulumi_payment_webhooks.comparing.comparison import ComparisonReport, compare
from pulumi_payment_webhooks.comparing.data import to_data
from pulumi_payment_webhooks.comparing.markdown import to_markdown
from pulumi_payment_webhooks.comparing.sides import Side
from pulumi_payment_webhooks.comparing.text import to_text
from pulumi_payment_webhooks.reconcile.declare.shapes import shape_of
from pulumi_payment_webhooks.registry import resource_type

CANARY = "canary-4711"
Fields = st.SearchStrategy[dict[str, Any]]
EVENTS = st.sets(st.sampled_from(["accepted", "updated", "failed"]), min_size=1)
URLS = st.sampled_from(["https://a.example.com/x", "https://b.example.com/x", "https://b.example.com/y"])
SECRETS = st.sampled_from([ciphertext(CANARY), plaintext(CANARY)])


SUBSCRIPTIONS: Fields = st.fixed_dictionaries(
    {
        "products": st.dictionaries(
            st.sampled_from(["payments", "eCheck"]), EVENTS.map(lambda names: dict.fromkeys(names, True)), min_size=1
        ),
        "webhookUrl": URLS | SECRETS,
    },
    optional={
        "notificationScope": st.sampled_from(["SELF", "DESCENDANTS"]),
        "status": st.sampled_from(["ACTIVE", "INACTIVE"]),
        "retryPolicy": st.integers(0, 3).map(lambda count: {**RETRIES, "numberOfRetries": count}),
        "securityPolicy": st.just({"securityType": "KEY"}),
        "healthCheckUrl": URLS | SECRETS | st.just(""),
        "scopeData": st.just({"shop": True}),
    },
)
WEBHOOKS: Fields = st.fixed_dictionaries(
    {"address": URLS | SECRETS, "types": EVENTS.map(lambda names: dict.fromkeys(names, True))},
    optional={"authentication": SECRETS, "oauth": SECRETS, "enabled": st.booleans()},
)
NAMES = st.sampled_from(["a", "b", "c"])


@st.composite
def stacks(draw: st.DrawFn) -> Side:
    """
    A stack with some subscriptions and webhooks.
    """
    one = draw(st.dictionaries(NAMES, SUBSCRIPTIONS))
    other = draw(st.dictionaries(NAMES, WEBHOOKS))
    return stack(
        *(subscription(name, **fields) for name, fields in one.items()),
        *(resource(WEBHOOK, name, **fields) for name, fields in other.items()),
    )


INCLUDED = st.sets(st.sampled_from(list(Aspect)))


def essence(found: ComparisonReport, *, mirrored: bool = False) -> Any:
    """
    The differences without their order; *mirrored*, as they were with the sides exchanged.
    """
    turn = -1 if mirrored else 1

    def side(number: int) -> int:
        return 1 - number if mirrored else number

    pairs = [
        (
            pair.kind,
            pair.names[::turn],
            sorted((one.event, side(one.side), list(one.elsewhere)) for one in pair.events),
            sorted((one.path, [each.text for each in (one.first, one.second)][::turn]) for one in pair.fields),
        )
        for pair in found.pairs
    ]
    unpaired = [(one.kind, one.name, side(one.side)) for one in found.unpaired]
    return sorted(pairs), sorted(unpaired), found.received[::turn], found.equal, set(found.withheld)


@given(stacks(), INCLUDED)
def test_nothing_differs_from_itself(one: Side, include: set[Aspect]) -> None:
    """
    A stack does not differ from itself, whatever is compared.
    """
    assert compare(one, one, include).is_equal


@given(stacks(), stacks(), INCLUDED)
def test_comparison_is_mirrored(one: Side, other: Side, include: set[Aspect]) -> None:
    """
    With the sides exchanged, the same differences are found.
    """
    assert essence(compare(one, other, include)) == essence(compare(other, one, include), mirrored=True)


CHANGES: Mapping[str, tuple[Any, Any]] = {
    "webhookUrl": ("https://a.example.com/x", "https://a.example.com/z"),
    "healthCheckUrl": ("https://a.example.com/up", "https://a.example.com/down"),
    "notificationScope": ("SELF", "DESCENDANTS"),
    "status": ("ACTIVE", "INACTIVE"),
    "retryPolicy": ({**RETRIES}, {**RETRIES, "firstRetry": 9}),
    "securityPolicy": ({"securityType": "KEY"}, {"securityType": "KEY", "proxyType": "internal"}),
    "products": ({"payments": {"a": True}}, {"payments": {"b": True}}),
}


@given(st.sets(st.sampled_from(sorted(CHANGES)), min_size=1))
def test_every_change_is_reported(changed: set[str]) -> None:
    """
    Each changed field that decides about delivery is reported, and no other.
    """
    one = {name: values[0] for name, values in CHANGES.items()}
    other = {name: values[name in changed] for name, values in CHANGES.items()}
    [pair] = compare(stack(subscription(**one)), stack(subscription(**other))).pairs
    fields = {field.path.partition(".")[0] for field in pair.fields}

    assert fields | ({"products"} if pair.events else set()) == {_python_name(name) for name in changed}


@given(stacks(), stacks(), INCLUDED)
def test_no_secret_is_shown(one: Side, other: Side, include: set[Aspect]) -> None:
    """
    No form of the report shows anything of a secret, not even its ciphertext.
    """
    found = compare(one, other, include)

    assert CANARY not in f"{to_text(found)}{to_markdown(found)}{to_data(found)}{one!r}{found!r}"


WIRES = sorted(
    {one.wire for kind in (SUBSCRIPTION, WEBHOOK) for one in shape_of(resource_type(kind).declaration).fields}
)
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["", "ACTIVE", "https://[", "a\nb"]) | SECRETS | URLS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*WIRES, "a"]), inner, max_size=3),
    max_leaves=6,
)
ODD_FIELDS = st.dictionaries(st.sampled_from(WIRES), ODD)


@given(st.sampled_from([SUBSCRIPTION, WEBHOOK]), ODD_FIELDS, ODD_FIELDS, INCLUDED)
def test_damaged_states_are_compared(
    kind: str, one: dict[str, Any], other: dict[str, Any], include: set[Aspect]
) -> None:
    """
    Values of any form, such as those of an old or edited state, are compared all the same.
    """
    sides = [stack(resource(kind, "shop", **fields)) for fields in (one, other)]
    found = compare(sides[0], sides[1], include)

    assert compare(sides[0], sides[0], include).is_equal
    assert to_text(found)
    assert to_markdown(found)
    assert json.dumps(to_data(found))


def _python_name(wire: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in wire)
