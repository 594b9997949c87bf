"""
Writes the generated parts of docs/reference/: settings, resources, functions, retry schedules, knobs.

Everything else in those files is written by hand. `--check` changes nothing and names the stale files.
"""

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import knob_table
from pulumi_payment_webhooks import registry
from pulumi_payment_webhooks.cybersource.account import settings as cybersource
from pulumi_payment_webhooks.cybersource.rules import catalogue
from pulumi_payment_webhooks.cybersource.rules.retry_schedule import RetryRules, describe
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
from pulumi_payment_webhooks.reconcile.run.lifecycle import ResourceType
from pulumi_payment_webhooks.settings.mechanism import Setting

ROOT = Path(__file__).resolve().parents[1]
MARK = "<!-- {name}: written by tools/docs.py -->\n"
END = "<!-- end -->"
DEFAULT = re.compile(r" ?Default: ([^.]+)\.")
REQUIRED = {
    cybersource.MERCHANT_ID.name: "required",
    **{one.name: "required" for one in cybersource.NEEDED_FOR[cybersource.JWT]},
    **{one.name: f"required with `{cybersource.JWT_P12}`" for one in cybersource.NEEDED_FOR[cybersource.JWT_P12]},
}
ADDRESS = {cybersource.ENVIRONMENT.name, cybersource.ENDPOINT.name}

SETTINGS = "docs/reference/settings.md"
RESOURCES = "docs/reference/resources.md"
FUNCTIONS = "docs/reference/functions.md"
KNOBS = "docs/reference/simulator-knobs.md"
API = "docs/reference/cybersource.md"
ARGUMENT = re.compile(r"^ {4}(\w+): (.+(?:\n {8}.+)*)", re.MULTILINE)
POLICIES = (
    ("the platform's defaults", RetryRules(), False),
    ("`first_retry` 10, `interval` 30", RetryRules(first_retry=10, interval=30), False),
    ("the same, `deactivate_flag`", RetryRules(first_retry=10, interval=30), True),
    ("the same, `GEOMETRIC`", RetryRules("GEOMETRIC", first_retry=10, interval=30), True),
    (
        "`first_retry` 10, `interval` 30, `repeat_sequence_count` 1, `repeat_sequence_wait_time` 10",
        RetryRules(first_retry=10, interval=30, repeat_sequence_count=1, repeat_sequence_wait_time=10),
        False,
    ),
    ("`number_of_retries` 0", RetryRules(number_of_retries=0), False),
)


def written() -> Mapping[Path, str]:
    """
    The text that each file should have.
    """
    return {
        ROOT / SETTINGS: _fill_file(ROOT / SETTINGS, "settings", settings_table()),
        ROOT / "docs/reference/retry-schedule.md": _fill_file(
            ROOT / "docs/reference/retry-schedule.md", "schedules", schedules_table()
        ),
        ROOT / RESOURCES: "\n".join(resources()) + "\n",
        ROOT / FUNCTIONS: "\n".join(functions()) + "\n",
        ROOT / KNOBS: _fill_file(
            ROOT / KNOBS, "knobs", _table(("knob", "default", "positions", "meaning"), knob_table.rows())
        ),
        ROOT / API: api(),
    }


def settings_table() -> str:
    rows = [row for name in registry.PLATFORMS for one in registry.platform(name).settings for row in _setting(one)]
    return _table(("stack config `payment-webhooks:…`", "environment", "default", "meaning"), rows)


def schedules_table() -> str:
    rows = [(policy, describe(rules, deactivates=flag)) for policy, rules, flag in POLICIES]
    return _table(("policy", "`schedule`"), rows)


def api() -> str:
    """
    The page about the platform's API, with the tables of products.
    """
    current = [(*row, "yes" if id in catalogue.ENCRYPTED else "") for id, row in _events(catalogue.CURRENT)]
    more = [row for _, row in _events(catalogue.ALSO_SEEN)]
    text = _fill((ROOT / API).read_text(), "products", _table(("product", "event types", "encrypted"), current))
    return _fill(text, "more products", _table(("product", "event types"), more))


def _events(products: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, tuple[str, str]]]:
    for id, events in products.items():
        yield id, (f"`{id}`", ", ".join(f"`{one}`" for one in events))


def resources() -> Iterator[str]:
    yield "# Resources"
    yield ""
    yield "Written by `tools/docs.py` from the declarations."
    yield "Names are those of Python programs; lists are sets, in any order."
    for name in registry.PLATFORMS:
        for resource in registry.platform(name).resources:
            yield ""
            yield from _resource(resource, name)


def functions() -> Iterator[str]:
    yield "# Functions"
    yield ""
    yield "Written by `tools/docs.py` from the code."
    yield "Each asks the platform while the program runs, in a preview too, and changes nothing."
    yield "The account is the stack's own; a problem ends the program with one line."
    for platform in registry.PLATFORMS:
        module = import_module(f"pulumi_payment_webhooks.{platform}")
        found = {name: getattr(module, name) for name in module.__all__}
        for name in (name for name in found if name.startswith("get_")):
            yield ""
            yield from _function(f"{platform}.{name}", found[name])
        for name in (name for name in found if name.endswith("Info")):
            yield ""
            yield f"## {platform}.{name}"
            yield ""
            yield _summary(found[name])
            yield ""
            yield _table(("member", "type", "meaning"), _members(found[name])).rstrip()


def _function(title: str, function: Callable[..., Any]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield _summary(function)
    yield f"Returns `{inspect.signature(function).return_annotation}`."
    yield ""
    yield _table(("argument", "type", "default", "meaning"), _arguments(function)).rstrip()


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
    if one.name in REQUIRED:
        default = REQUIRED[one.name]
    if one.name in ADDRESS:
        default = "one of these two"
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
    yield _table(("input", "type", "default", "meaning"), _inputs(fields))
    rows = [(f"`{one.name}`", _kind(one.shape), _meaning(one)) for one in outputs_of(resource.declaration).fields]
    if both := [*rows, *_derived(fields)]:
        yield _table(("output besides", "type", "meaning"), both).rstrip()
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


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def _fill_file(file: Path, name: str, table: str) -> str:
    return _fill(file.read_text(), name, table)


def _fill(text: str, name: str, table: str) -> str:
    """
    Return *text* with *table* between the marks of *name*.
    """
    before, mark, rest = text.partition(MARK.format(name=name))
    return f"{before}{mark}\n{table}\n{END}{rest.partition(END)[2]}"


def main() -> int:
    stale = {file: text for file, text in written().items() if not file.exists() or file.read_text() != text}
    if "--check" in sys.argv:
        for file in stale:
            print(f"{file.relative_to(ROOT)} is stale: `python tools/docs.py` writes it anew")
        return 1 if stale else 0
    for file, text in stale.items():
        file.write_text(text)
        print(f"wrote {file.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
