"""
The source text of ``program/settings.py``: the keywords of `Provider`, one for each setting. No I/O here.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pulumi_payment_webhooks.settings.mechanism import Kind, Setting

from .text import docstring

_KINDS: Mapping[Kind, str] = {
    "string": "str",
    "number": "float",
    "integer": "int",
    "boolean": "bool",
    "array": "Iterable[pulumi.Input[str]] | str",
}


def settings_source(settings: Iterable[Setting[Any]]) -> str:
    """
    The text of ``program/settings.py`` for *settings*.
    """
    return "\n".join(_settings_lines(settings)) + "\n"


def _settings_lines(settings: Iterable[Setting[Any]]) -> Iterator[str]:
    settings = tuple(settings)
    yield from docstring("The keywords of Provider. Generated from the settings by `make schema`.", "")
    yield ""
    yield "from __future__ import annotations"
    yield ""
    yield "from collections.abc import Iterable, Mapping"
    yield "from typing import TypedDict"
    yield ""
    yield "import pulumi"
    yield ""
    yield "NAMES: Mapping[str, str] = {"
    yield from (f'    "{_keyword(one)}": "{one.name}",' for one in settings)
    yield "}"
    yield '"""Their names in stack config."""'
    yield ""
    yield from _names("SECRETS", (one for one in settings if one.secret))
    yield '"""Those whose values must never be shown."""'
    yield ""
    yield from _names("FOR_WHOLE_STACK", (one for one in settings if one.is_for_whole_stack))
    yield '"""Those of which an account has the value of the stack, if it sets none itself."""'
    yield ""
    yield ""
    yield "class ProviderSettings(TypedDict, total=False):"
    yield '    """The settings of an account; what is left out is looked up in the environment."""'
    for setting in settings:
        yield ""
        yield f"    {_keyword(setting)}: pulumi.Input[{_KINDS[setting.kind]}] | None"
        yield from docstring(f"{setting.meaning}{_default(setting)}", "    ")


def _default(setting: Setting[Any]) -> str:
    if setting.is_for_whole_stack:
        return " An account that sets none has the value of the stack's config."
    return "" if setting.default is None else f" Default: {setting.default}."


def _names(constant: str, settings: Iterable[Setting[Any]]) -> Iterator[str]:
    yield f"{constant}: frozenset[str] = frozenset("
    yield "    {"
    yield from (f'        "{_keyword(one)}",' for one in settings)
    yield "    }"
    yield ")"


def _keyword(setting: Setting[Any]) -> str:
    return setting.variable.lower()
