"""
The configuration of the policy pack, as a program writes it.
"""

import sys
from types import SimpleNamespace
from typing import Any

import pytest
from jsonschema import Draft7Validator

from pulumi_payment_webhooks import policies
from pulumi_payment_webhooks.policies.catalogue import RULES, choose
from pulumi_payment_webhooks.policies.parameters import Misconfigured, parameters_of
from pulumi_payment_webhooks.policies.rule import PolicyRule

NAMES = [one.name for one in RULES]


def levels(given: Any, level: str = "advisory") -> dict[str, str]:
    """
    The level of each rule.
    """
    return {one.rule.name: one.level for one in choose(given, level)}


def test_rules_have_the_level_of_the_pack() -> None:
    """
    Every rule has the level of the pack, but for the one that has to be asked for.
    """
    assert levels({}, "mandatory") == {**dict.fromkeys(NAMES, "mandatory"), "oauth": "disabled"}


def test_rule_can_have_a_level_of_its_own() -> None:
    """
    A level stands alone or beside parameters; parameters alone leave the level of the pack.
    """
    given = {"https": "mandatory", "key-age": {"days": 9, "enforcementLevel": "disabled"}, "oauth": {"exclude": ["a"]}}
    found = levels(given)

    assert [found[one] for one in ("https", "key-age", "oauth", "scope")] == [
        "mandatory",
        "disabled",
        "advisory",
        "advisory",
    ]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (["https"], "rules must be a mapping from names to levels or parameters, not a list"),
        ({"retry-coverge": "mandatory"}, "unknown rule 'retry-coverge' (did you mean 'retry-coverage'?)"),
        ({"x": "mandatory"}, f"unknown rule 'x'; the rules are {', '.join(NAMES)}"),
        ({"https": "warning"}, "https: must be one of advisory, mandatory, disabled, not 'warning'"),
        ({"https": "remediate"}, "https: must be one of advisory, mandatory, disabled, not 'remediate'"),
        ({"https": 1}, "https: must be a level or a mapping of parameters, not a number"),
        (
            {"https": {"enforcementLevel": None}},
            "https: enforcementLevel: must be one of advisory, mandatory, disabled, not null",
        ),
        ({"retry-coverage": {"hours": -1}}, "retry-coverage: hours: must be a number above 0, up to 100,000"),
        ({"retry-coverage": {"hours": 0}}, "retry-coverage: hours: must be a number above 0, up to 100,000"),
        (
            {"retry-coverage": {"hours": "24"}},
            "retry-coverage: hours: must be a number above 0, up to 100,000, not text",
        ),
        ({"retry-coverage": {"hours": 10**400}}, "retry-coverage: hours: must be a number above 0, up to 100,000"),
        ({"key-age": {"days": 1e12}}, "key-age: days: must be a number above 0, up to 100,000"),
        ({"key-age": {"days": True}}, "key-age: days: must be a number above 0, up to 100,000, not a flag"),
        ({"key-age": {"day": 3}}, "key-age: unknown parameter 'day' (did you mean 'days'?)"),
    ],
    ids=str,
)
def test_bad_configuration_is_one_line(given: Any, reason: str) -> None:
    """
    Each mistake is refused with one line that names the rule and the parameter.
    """
    with pytest.raises(Misconfigured) as error:
        choose(given, "advisory")

    assert str(error.value) == reason


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_every_parameter_has_a_schema_that_the_engine_can_use(rule: PolicyRule) -> None:
    """
    The engine refuses a whole pack for a schema that is wrong.
    """
    for one in parameters_of(rule):
        Draft7Validator.check_schema(dict(one.schema))


def test_bad_configuration_ends_the_pack() -> None:
    """
    A pack with a mistake does not start.
    """
    with pytest.raises(SystemExit) as error:
        policies.pack({"https": "warning"})  # type: ignore[dict-item]

    assert str(error.value.code).startswith("payment-webhooks: policy pack: https: must be one of ")


@pytest.mark.parametrize(
    ("name", "others", "reason"),
    [
        ("my pack", [], "name 'my pack': must be 1 to 100 letters, digits, hyphens, underscores and dots"),
        ("pack", ["https"], "policies: the name 'https' is taken: give the policy another name"),
        ("pack", ["own", "own"], "policies: the name 'own' is taken: give the policy another name"),
        ("pack", ["all"], "policies: the name 'all' is taken: give the policy another name"),
    ],
    ids=["pack", "rule", "twice", "all"],
)
def test_name_that_cannot_be_used_ends_the_pack(name: str, others: list[str], reason: str) -> None:
    """
    The SDK would raise a traceback for a name, or let one of two policies disappear.
    """
    with pytest.raises(SystemExit) as error:
        policies.pack(name=name, policies=[SimpleNamespace(name=one) for one in others])  # type: ignore[misc]

    assert error.value.code == f"payment-webhooks: policy pack: {reason}"


def test_bad_level_of_the_pack_is_refused() -> None:
    """
    The level of the whole pack is checked like those of its rules.
    """
    with pytest.raises(Misconfigured, match=r"^level: must be one of advisory, mandatory, disabled, not 'strict'$"):
        choose({}, "strict")


def test_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Without `pulumi-policy`, the pack ends with the command that installs it.
    """
    monkeypatch.delitem(sys.modules, "pulumi_payment_webhooks.policies.serving", raising=False)
    monkeypatch.setitem(sys.modules, "pulumi_policy", None)
    with pytest.raises(SystemExit) as error:
        policies.pack()

    assert str(error.value.code).endswith("pip install pulumi-payment-webhooks[policy]")


@pytest.mark.parametrize("rule", RULES, ids=lambda one: one.name)
def test_every_rule_is_described(rule: Any) -> None:
    """
    Each rule has a sentence, and each parameter a meaning, a schema and its default in words.
    """
    assert rule.description.endswith(".")
    assert [one.name for one in parameters_of(rule) if not (one.meaning and one.schema and one.otherwise)] == []
