"""
The pages about settings, resources and functions in docs/reference/, from what is declared.
"""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pulumi_payment_webhooks import registry
from pulumi_payment_webhooks.reconcile.declare.shapes import (
    Field,
    MapOf,
    ObjectOf,
    Scalar,
    SetOf,
    Shape,
    outputs_of,
    shape_of,
)
from pulumi_payment_webhooks.reconcile.resource import ResourceType
from pulumi_payment_webhooks.settings.mechanism import Setting

from . import cybersource_tables
from .platform_package import functions_of
from .tables import fill, table

DEFAULT = re.compile(r" ?Default: ([^.]+)\.")
ARGUMENT = re.compile(r"^ {4}(\w+): (.+(?:\n {8}.+)*)", re.MULTILINE)


def pages(root: Path) -> Mapping[Path, str]:
    """
    The text that each page should have.
    """
    folder = root / "docs" / "reference"
    settings = folder / "settings.md"
    return {
        settings: fill(settings.read_text(), "settings", settings_table()),
        folder / "resources.md": "\n".join(resources()) + "\n",
        folder / "functions.md": "\n".join(functions()) + "\n",
    }


def settings_table() -> str:
    rows = [row for name in registry.PLATFORMS for one in registry.platform(name).settings for row in _setting(one)]
    return table(("stack config `payment-webhooks:…`", "environment", "default", "meaning"), rows)


def resources() -> Iterator[str]:
    yield "# Resources"
    yield ""
    yield "Written by `make schema` from the declarations."
    yield "Names are those of Python programs; lists are sets, in any order."
    for name in registry.PLATFORMS:
        for resource in registry.platform(name).resources:
            yield ""
            yield from _resource(resource, name)


def functions() -> Iterator[str]:
    yield "# Functions"
    yield ""
    yield "Written by `make schema` from the code."
    yield "Each asks the platform while the program runs, in a preview too, and changes nothing."
    yield "The account is the stack's own; a problem ends the program with one line."
    for platform in registry.PLATFORMS:
        found = functions_of(platform)
        for name, function in found.items():
            if inspect.isfunction(function):
                yield ""
                yield from _function(f"{platform}.{name}", function)
        for name, model in found.items():
            if inspect.isclass(model):
                yield ""
                yield from _model(f"{platform}.{name}", model)


def _function(title: str, function: Callable[..., Any]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield _summary(function)
    yield f"Returns `{inspect.signature(function).return_annotation}`."
    yield ""
    yield table(("argument", "type", "default", "meaning"), _arguments(function)).rstrip()


def _model(title: str, model: type[Any]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield _summary(model)
    yield ""
    yield table(("member", "type", "meaning"), _members(model)).rstrip()


def _arguments(function: Callable[..., Any]) -> Iterator[tuple[str, ...]]:
    meanings = dict(ARGUMENT.findall(inspect.getdoc(function) or ""))
    for name, one in inspect.signature(function).parameters.items():
        meaning, _, in_words = meanings[name].partition(" Default: ")
        default = "required" if one.default is inspect.Parameter.empty else in_words.rstrip(".")
        yield f"`{name}`", one.annotation.removesuffix(" | None"), default, meaning


def _members(model: type[Any]) -> Iterator[tuple[str, ...]]:
    types = inspect.get_annotations(model)
    for name, meaning in ARGUMENT.findall(inspect.getdoc(model) or ""):
        yield f"`{name}`", f"`{types[name]}`", " ".join(meaning.split())


def _summary(of: Any) -> str:
    return (inspect.getdoc(of) or "").partition("\n")[0]


def _setting(one: Setting[Any]) -> Iterator[tuple[str, ...]]:
    in_words = DEFAULT.search(one.meaning)
    default = in_words[1] if in_words else "" if one.default is None else f"`{_typed(one.default)}`"
    default = cybersource_tables.DEFAULTS.get(one.name, default)
    secret = " Secret." if one.secret else ""
    yield f"`{one.name}`", f"`{one.variable}`", default, DEFAULT.sub("", one.meaning) + secret


def _typed(default: object) -> str:
    """
    Return *default* as `pulumi config set` is given it.
    """
    return f"{default:g}" if isinstance(default, float) else str(default).lower()


def _resource(resource: ResourceType, platform: str) -> Iterator[str]:
    yield f"## {platform}.{resource.declaration.__name__}"
    yield ""
    for paragraph in (resource.declaration.__doc__ or "").strip().split("\n\n"):
        yield re.sub(r"(?<=[.:]) (?=[A-Z])", "\n", " ".join(paragraph.split()))
        yield ""
    fields = shape_of(resource.declaration).fields
    yield table(("input", "type", "default", "meaning"), _inputs(fields))
    rows = [(f"`{one.name}`", _kind(one.shape), _meaning(one)) for one in outputs_of(resource.declaration).fields]
    if both := [*rows, *_derived(fields)]:
        yield table(("output besides", "type", "meaning"), both).rstrip()
    else:
        yield "It has no output but its id."


def _inputs(fields: Iterable[Field], inside: str = "") -> Iterator[tuple[str, ...]]:
    for one in fields:
        if one.derived:
            continue
        yield f"`{inside}{one.name}`", _kind(one.shape), _default(one), _meaning(one)
        if isinstance(one.shape, ObjectOf):
            yield from _inputs(one.shape.fields, f"{inside}{one.name}.")


def _derived(fields: Iterable[Field], inside: str = "") -> Iterator[tuple[str, ...]]:
    for one in fields:
        if one.derived:
            yield f"`{inside}{one.name}`", _kind(one.shape), _meaning(one)
        elif isinstance(one.shape, ObjectOf):
            yield from _derived(one.shape.fields, f"{inside}{one.name}.")


def _default(one: Field) -> str:
    if in_words := DEFAULT.search(one.description):
        return in_words[1]
    if one.required and not one.from_account:
        return "required"
    return "" if one.default in (None, "") else f"`{one.default}`"


def _meaning(one: Field) -> str:
    replaces = " Another value replaces." if one.replaces and "nother" not in one.description else ""
    return DEFAULT.sub("", one.description) + replaces + (" Secret." if one.secret else "")


def _kind(shape: Shape) -> str:
    match shape:
        case Scalar(choices=choices) if choices:
            return " or ".join(f"`{one}`" for one in choices)
        case Scalar(secret=True):
            return "str"
        case Scalar(python=python):
            return python.__name__
        case SetOf():
            return "list of str"
        case MapOf(value=value):
            return f"dict of {_kind(value)}"
        case ObjectOf():
            return "dict"
