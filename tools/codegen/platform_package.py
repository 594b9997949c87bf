"""
The source text of a platform's ``__init__.py``: the names that programs import, each loaded when it is first used.
"""

import inspect
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from itertools import groupby
from types import ModuleType

from pulumi_payment_webhooks.reconcile.resource import Platform

from .resource_classes import classes_of, folder_of
from .text import WIDTH, one_line

_PACKAGE = "pulumi_payment_webhooks"
_ON_DEMAND = """\
if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_HOMES[name], __name__), name)
"""


def package_source(platform: Platform) -> str:
    """
    The text of the ``__init__.py`` of *platform*. Its first sentence is that of ``resources.py``.
    """
    return "\n".join(_lines(platform)) + "\n" + _ON_DEMAND


def homes(platform: Platform) -> Mapping[str, str]:
    """
    The module of each name that programs import from *platform*, sorted by name.

    Resources that share a nested object have equal classes for it, of which the last one counts.

    Raises:
        ValueError: Two modules define different things by one name.
    """
    found: dict[str, tuple[str, object]] = {}
    for name, module, source in _exports(platform):
        known, other = found.get(name, (module, source))
        if other is not source:
            raise ValueError(f"{platform.name}: {known} and {module} both define {name}")
        found[name] = module, source
    return {name: module for name, (module, _) in sorted(found.items())}


def functions_of(platform: str) -> Mapping[str, object]:
    """
    What ``functions.py`` of a platform defines, by name; empty for a platform without that module.
    """
    name = f"{_PACKAGE}.{platform}.functions"
    if find_spec(name) is None:
        return {}
    module = import_module(name)
    return {name: value for name, value in sorted(vars(module).items()) if _is_defined_in(module, name, value)}


def _exports(platform: Platform) -> Iterator[tuple[str, str, object]]:
    for resource in platform.resources:
        for name, model in classes_of(resource).items():
            yield name, f".{folder_of(resource)}.resource", model
    for name, value in functions_of(platform.name).items():
        yield name, ".functions", value


def _is_defined_in(module: ModuleType, name: str, value: object) -> bool:
    is_public = not name.startswith("_") and (inspect.isclass(value) or inspect.isfunction(value))
    return is_public and value.__module__ == module.__name__


def _lines(platform: Platform) -> Iterator[str]:
    table = homes(platform)
    yield '"""'
    yield _purpose(platform)
    yield ""
    yield "Each name is loaded when it is first used, so that a program loads only what it uses."
    yield "Generated from resources.py, the declarations and functions.py by `make schema`."
    yield '"""'
    yield ""
    yield "from __future__ import annotations"
    yield ""
    yield "from importlib import import_module"
    yield "from typing import TYPE_CHECKING, Any"
    yield ""
    yield "if TYPE_CHECKING:"
    for module, names in groupby(sorted(table, key=lambda name: (table[name], name)), key=table.__getitem__):
        yield from _import(module, list(names))
    yield ""
    yield "__all__ = ["
    yield from (f'    "{name}",' for name in table)
    yield "]"
    yield ""
    yield "_HOMES = {"
    yield from (f'    "{name}": "{module}",' for name, module in table.items())
    yield "}"
    yield ""
    yield ""


def _purpose(platform: Platform) -> str:
    doc = import_module(f"{_PACKAGE}.{platform.name}.resources").__doc__ or ""
    return one_line(doc.strip().split("\n\n")[0])


def _import(module: str, names: Iterable[str]) -> Iterator[str]:
    names = list(names)
    line = f"    from {module} import {', '.join(names)}"
    if len(line) <= WIDTH:
        yield line
        return
    yield f"    from {module} import ("
    yield from (f"        {name}," for name in names)
    yield "    )"
