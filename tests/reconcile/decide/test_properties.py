"""What holds for every declaration, whatever is declared."""

import random

from hypothesis import given
from hypothesis import strategies as st
from tests.reconcile.alert import Alert

from pulumi_payment_webhooks.reconcile.decide.checks import check
from pulumi_payment_webhooks.reconcile.decide.differences import diff
from pulumi_payment_webhooks.reconcile.decide.states import as_model, select_owned

words = st.text(alphabet="abcXYZ.-_0", min_size=1, max_size=6)
numbers = st.integers(0, 10**12)
sets = st.lists(words, min_size=1, max_size=4)
hosts = st.sampled_from(["hooks.example.net", "HOOKS.example.net", "hooks.example.net:443", "hooks.example.net:8443"])
contacts = st.fixed_dictionaries({"phone": words}, optional={"delay": numbers, "note": st.text(max_size=5)})
alerts = st.fixed_dictionaries(
    {
        "accountId": words,
        "url": st.builds("https://{}/{}".format, hosts, words),
        "topics": st.dictionaries(words, sets, min_size=1, max_size=3),
    },
    optional={
        "teams": sets,
        "level": st.sampled_from(["LOW", "HIGH"]),
        "pause": numbers,
        "muted": st.just(False),
        "token": words,
        "contact": contacts,
        "after": words,
    },
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = ["accountId", "url", "topics", "teams", "level", "pause", "muted", "token", "contact", "after", "other"]


def normal(news, olds=None):
    checked = check(Alert, olds or {}, news)
    assert checked.failures == ()
    return checked.inputs


def respelled(value, dice):
    """The same declaration in another order and spelling."""
    if isinstance(value, dict):
        entries = [(name, respelled(one, dice)) for name, one in value.items()]
        dice.shuffle(entries)
        return dict(entries)
    if isinstance(value, list):
        return dice.sample(value, len(value)) + value[: dice.randint(0, 1)]
    if isinstance(value, bool):
        return dice.choice([value, str(value), str(value).lower(), str(value).upper()])
    if isinstance(value, int):
        return dice.choice([value, str(value), float(value)])
    if value in ("LOW", "HIGH"):
        return dice.choice([value, value.lower(), value.title()])
    return value


@given(alerts)
def test_normal_form_is_idempotent(alert):
    """
    The normal form of a normal form is itself.
    """
    once = normal(alert)

    assert normal(once) == once


@given(alerts)
def test_nothing_differs_from_itself(alert):
    """
    A normal form compared with itself differs in nothing.
    """
    assert diff(Alert, normal(alert), normal(alert)).changed == frozenset()


@given(alerts, st.integers())
def test_spelling_and_order_do_not_matter(alert, seed):
    """
    The same declaration in another order and in other spellings of its values has the same normal form.
    """
    assert normal(respelled(alert, random.Random(seed))) == normal(alert)


@given(alerts, alerts)
def test_difference_is_empty_only_between_equals(one, other):
    """
    Two normal forms without a difference are the same.
    """
    first, second = normal(one), normal(other)

    assert bool(diff(Alert, first, second).changed) == (first != second)


@given(alerts, alerts)
def test_difference_has_no_direction(one, other):
    """
    The same paths differ, whichever side is looked at first.
    """
    first, second = normal(one), normal(other)

    assert diff(Alert, first, second) == diff(Alert, second, first)


@given(alerts, alerts)
def test_what_the_platform_has_is_owned_only_where_declared(declared, observed):
    """
    A state never holds the name of a field that is not declared.
    """
    assert select_owned(Alert, normal(declared), normal(observed)).keys() <= normal(declared).keys()


@given(alerts)
def test_echo_is_no_drift(alert):
    """
    A platform that reports exactly what was declared has not drifted.
    """
    assert select_owned(Alert, normal(alert), normal(alert)) == normal(alert)


@given(alerts)
def test_every_normal_form_makes_a_model(alert):
    """
    What passes a check can be built into the model that operations work with.
    """
    assert as_model(Alert, normal(alert)).account_id == alert["accountId"]


@given(st.dictionaries(st.sampled_from(FIELDS), anything), st.dictionaries(st.sampled_from(FIELDS), anything))
def test_check_judges_anything(olds, news):
    """
    Whatever a program writes and an old state holds, a check ends in a judgement and not in an exception.
    """
    checked = check(Alert, olds, news)

    assert all(problem.reason for problem in checked.failures)
