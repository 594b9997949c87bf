"""
Every rule of the policy pack, and the reading of its configuration. Pure: no I/O.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from ..wording import did_you_mean, kind_of
from .access import ENCRYPTION, OAUTH
from .accidents import PROTECT, SCOPE
from .addresses import ALLOWED_HOSTS, HTTPS
from .events import REQUIRED_EVENTS
from .keys import KEY_AGE
from .parameters import Misconfigured, read_parameters
from .retries import RETRY_COVERAGE
from .rule import PolicyRule

Level = Literal["advisory", "mandatory", "disabled"]

ALL = "all"
LEVEL = "enforcementLevel"
_PACK_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")
LEVELS: tuple[Level, ...] = get_args(Level)
RULES = (
    REQUIRED_EVENTS,
    RETRY_COVERAGE,
    HTTPS,
    ALLOWED_HOSTS,
    OAUTH,
    ENCRYPTION,
    KEY_AGE,
    PROTECT,
    SCOPE,
)


@dataclass(frozen=True)
class ChosenRule:
    """
    A rule as a platform team wants it.

    Args:
        rule: The rule.
        level: What a violation does.
        parameters: The parameters that were given, as they were given.
    """

    rule: PolicyRule
    level: Level
    parameters: Mapping[str, object]


def choose(given: Mapping[str, object], level: object) -> tuple[ChosenRule, ...]:
    """
    Every rule, with the level and the parameters that *given* has for it.

    Args:
        given: By the name of a rule: a level, or a mapping of parameters with the level as ``enforcementLevel``.
        level: Level of the rules for which no level is given.

    Raises:
        Misconfigured: A rule, a level or a parameter is unknown, or a value is invalid.
    """
    if not isinstance(given, Mapping):
        raise Misconfigured(f"rules must be a mapping from names to levels or parameters, not {kind_of(given)}")
    insist_on_names(given)
    usual = _level("level", level)
    return tuple(_choose(rule, given, usual) for rule in RULES)


def insist_on_names(names: Iterable[str]) -> None:
    """
    Refuse an unknown name of a rule.

    Raises:
        Misconfigured: There is no such rule.
    """
    known = [one.name for one in RULES]
    for name in names:
        if name not in known:
            hint = did_you_mean(str(name), known) or f"; the rules are {', '.join(known)}"
            raise Misconfigured(f"unknown rule {name!r}{hint}")


def insist_on_own_names(pack: str, others: Iterable[str]) -> None:
    """
    Refuse a name that the engine does not accept, or that two policies would share.

    Args:
        pack: Name of the pack.
        others: Names of its further policies.

    Raises:
        Misconfigured: A name cannot be used.
    """
    if not _PACK_NAME.fullmatch(pack):
        raise Misconfigured(f"name {pack!r}: must be 1 to 100 letters, digits, hyphens, underscores and dots")
    taken = {ALL, *(one.name for one in RULES)}
    for name in others:
        if name in taken:
            raise Misconfigured(f"policies: the name {name!r} is taken: give the policy another name")
        taken.add(name)


def _choose(rule: PolicyRule, given: Mapping[str, object], usual: Level) -> ChosenRule:
    wanted = given.get(rule.name)
    if wanted is None:
        return ChosenRule(rule, "disabled" if rule.is_opt_in else usual, {})
    if isinstance(wanted, str):
        return ChosenRule(rule, _level(rule.name, wanted), {})
    if not isinstance(wanted, Mapping):
        raise Misconfigured(f"{rule.name}: must be a level or a mapping of parameters, not {kind_of(wanted)}")
    parameters = {name: value for name, value in wanted.items() if name != LEVEL}
    read_parameters(rule, parameters)
    return ChosenRule(rule, _level(f"{rule.name}: {LEVEL}", wanted.get(LEVEL, usual)), parameters)


def _level(where: str, value: object) -> Level:
    for one in LEVELS:
        if value == one:
            return one
    shown = repr(value) if isinstance(value, str) else kind_of(value)
    raise Misconfigured(f"{where}: must be one of {', '.join(LEVELS)}, not {shown}")
