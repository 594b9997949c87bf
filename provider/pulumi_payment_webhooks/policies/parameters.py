"""
The kinds of parameters that rules have, and the reading of a configuration. Pure: no I/O.

An error names the rule and the parameter, and says what is expected.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ..wording import did_you_mean, kind_of
from .rule import Parameter, PolicyRule, Values

_TEXTS = {"type": "array", "items": {"type": "string", "minLength": 1}}


class Misconfigured(ValueError):
    """A configuration of the policy pack cannot be used; the text says why."""


MOST = 100_000
"""The greatest number; days beyond it would exceed every calendar."""


def positive_number(name: str, meaning: str, *, default: float) -> Parameter:
    """A number above 0, up to `MOST`."""
    schema = {"type": "number", "exclusiveMinimum": 0, "maximum": MOST, "default": default}
    return Parameter(name, meaning, schema, _read_number, default, f"{default:g}")


def texts(
    name: str, meaning: str, *, default: tuple[str, ...] | None = None, otherwise: str = "", each: Any = None
) -> Parameter:
    """A list of texts; *each* checks a text, and raises `ValueError`."""

    def read(value: Any) -> tuple[str, ...]:
        if isinstance(value, str) or not isinstance(value, list | tuple | set | frozenset):
            raise ValueError(f"must be a list of texts, not {kind_of(value)}")
        for one in value:
            if not isinstance(one, str) or not one:
                raise ValueError(f"must be a list of texts, and has {kind_of(one) if one != '' else 'an empty text'}")
            if each:
                each(one)
        return tuple(value)

    return Parameter(name, meaning, _TEXTS, read, default, otherwise or ", ".join(f"`{one}`" for one in default or ()))


def parameters_of(rule: PolicyRule) -> tuple[Parameter, ...]:
    """All parameters of *rule*, also those that every rule has."""
    stacks = texts("stacks", "Stacks that the rule judges; `*` stands for any characters", default=rule.stacks)
    exclude = texts("exclude", "Names of resources that it leaves out; `*` as above", default=(), otherwise="none")
    return (*rule.parameters, stacks, exclude)


def read_parameters(rule: PolicyRule, given: Mapping[str, object]) -> Values:
    """
    The parameters of *rule*, from those that are given.

    Raises:
        Misconfigured: A parameter is unknown, or a value is invalid.
    """
    known = {one.name: one for one in parameters_of(rule)}
    for name in given:
        if name not in known:
            raise Misconfigured(f"{rule.name}: unknown parameter {name!r}{did_you_mean(name, known)}")
    return {name: _value(rule, one, given) for name, one in known.items()}


def _value(rule: PolicyRule, parameter: Parameter, given: Mapping[str, object]) -> object:
    if parameter.name not in given:
        return parameter.default
    try:
        return parameter.read(given[parameter.name])
    except ValueError as error:
        raise Misconfigured(f"{rule.name}: {parameter.name}: {error}") from None


def allowed_texts(name: str, meaning: str, *, otherwise: str, each: Callable[[str], None]) -> Parameter:
    """A list of the only texts that are allowed, which cannot be empty; *each* checks a text."""
    listed = texts(name, meaning, otherwise=otherwise, each=each)

    def read(value: Any) -> tuple[str, ...]:
        found: tuple[str, ...] = listed.read(value)
        if not found:
            raise ValueError("must not be empty, because nothing would be allowed")
        return found

    return replace(listed, schema={**listed.schema, "minItems": 1}, read=read)


def _read_number(value: Any) -> float:
    expected = f"must be a number above 0, up to {MOST:,}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{expected}, not {kind_of(value)}")
    if not 0 < value <= MOST:
        raise ValueError(expected)
    return value
