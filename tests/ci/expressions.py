"""The few expressions of GitHub Actions that our action uses; anything else fails."""

import re
from collections.abc import Mapping
from typing import Any

_EXPRESSION = re.compile(r"\$\{\{ *(.*?) *\}\}")
_PATH = re.compile(r"[a-z_]+(\.[A-Za-z_][A-Za-z0-9_-]*)+")
_COMPARED = re.compile(r"(\S+) (==|!=) '([^']*)'")


def fill(text: str, contexts: Mapping[str, Any]) -> str:
    """*text* with the value of each expression in its place."""
    return _EXPRESSION.sub(lambda found: _text(evaluate(found[1], contexts)), text)


def evaluate(expression: str, contexts: Mapping[str, Any]) -> Any:
    """The value of one expression: a path, two paths with `||`, or a comparison with a text."""
    if compared := _COMPARED.fullmatch(expression):
        is_equal = _text(_value(compared[1], contexts)) == compared[3]
        return is_equal == (compared[2] == "==")
    values = [_value(path, contexts) for path in expression.split(" || ")]
    return next((value for value in values if value), values[-1])


def _value(path: str, contexts: Mapping[str, Any]) -> Any:
    assert _PATH.fullmatch(path), f"{path} is not an expression that these tests know"
    value: Any = contexts
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _text(value: Any) -> str:
    """As GitHub writes a value into a text."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
