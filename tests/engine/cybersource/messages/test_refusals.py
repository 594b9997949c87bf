"""
Programs that are refused at preview, with all that a person is told.

Each folder of `tests/engine/refusals/` is named after the rule that its program breaks, perhaps with `--` and what
is special about it. It holds the program, the expected Diagnostics section, and `settings.json` where a setting or
a variable (in capitals) differs from `SETTINGS`; null takes it away. `REFUSALS=write` writes what is printed now.
"""

import ast
import inspect
import json
import os
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from pydantic import BeforeValidator
from tests.engine.project import Project

from pulumi_payment_webhooks import registry
from pulumi_payment_webhooks.reconcile.decide import checks
from pulumi_payment_webhooks.reconcile.declare import urls, values
from pulumi_payment_webhooks.reconcile.declare.shapes import MapOf, ObjectOf, Shape, shape_of

FOLDER = Path(__file__).parents[2] / "refusals"
CASES = sorted(one.parent.name for one in FOLDER.glob("*/__main__.py"))
SETTINGS = {
    "cybersourceEndpoint": "http://127.0.0.1:9",
    "cybersourceMerchantId": "simulated_merchant",
    "cybersourceOrganizationId": "simulated_organization",
    "cybersourceKeyId": "5e1f0a7c-0000-4c1d-9b7e-51a1a7ed0001",
    "cybersourceSharedSecret": "bm8gc2VjcmV0LCB0aGlzIGlzIGEgdGVzdCE=",
}
STRUCTURE = {"required", "unknown-field", "wrong-kind", "empty", "many-problems"}
ACCOUNT = {
    "allowed-organizations",
    "assertion-certificate",
    "certificate",
    "endpoint",
    "missing-settings",
    "one-product",
    "production",
    "unknown-setting",
    "unreachable",
    "wrong-settings",
}

TOGETHER = {"settings-and-fields", "declared-twice"}
CLOCK = {"expired-certificate"}


@pytest.fixture(scope="session")
def blank(pristine: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """
    One project for all programs: a refused preview leaves nothing behind.
    """
    return pristine.copy_to(tmp_path_factory.mktemp("refusals"))


def _diagnostics(project: Project, case: Path) -> str:
    file = case / "settings.json"
    given: dict[str, Any] = SETTINGS | (json.loads(file.read_text()) if file.exists() else {})
    config = {f"payment-webhooks:{name}": value for name, value in given.items() if value and not name.isupper()}
    variables = {name: value for name, value in given.items() if name.isupper()}
    project.settings_file.write_text(json.dumps({"config": config}))
    project.write((case / "__main__.py").read_text())
    out = project.fail("pulumi preview", **variables).out
    return out[out.index("Diagnostics:") : out.index("\nResources:")]


@pytest.mark.parametrize("case", CASES)
def test_program_is_refused(case: str, blank: Project) -> None:
    """
    A bad program is refused at preview with exactly these words.
    """
    printed = _diagnostics(blank, FOLDER / case)
    expected = FOLDER / case / "expected.txt"
    if os.environ.get("REFUSALS") == "write":
        expected.write_text(printed)

    assert _by_resource(printed) == _by_resource(expected.read_text())


def _by_resource(diagnostics: str) -> list[str]:
    """The part of each resource, sorted: the engine prints them in the order of a map, which differs by chance."""
    return sorted(diagnostics.removeprefix("Diagnostics:\n").strip("\n").split("\n\n"))


def _rules() -> set[str]:
    declarations = [one.declaration for one in registry.platform("cybersource").resources]
    named = {rule.name for declaration in declarations for rule in declaration.rules if not rule.warns}
    validators = {one for declaration in declarations for one in _validators(shape_of(declaration))}
    return named | validators | STRUCTURE | ACCOUNT


def _validators(shape: Shape) -> Iterator[str]:
    """The functions that judge single values, by name: `one_of(...)` counts as `one-of`."""
    if isinstance(shape, ObjectOf):
        for field in shape.fields:
            yield from _validators(field.shape)
            for marker in field.markers:
                if isinstance(marker, BeforeValidator):
                    yield marker.func.__qualname__.partition(".")[0].replace("_", "-")
    if isinstance(shape, MapOf):
        yield from _validators(shape.value)


def test_every_rule_has_a_program() -> None:
    """
    Each rule of this platform, each judge of single values, each guard of the account and the look at the clock has a
    program, and no folder is a leftover.
    """
    assert {one.partition("--")[0] for one in CASES} == _rules() | TOGETHER | CLOCK


def _refusals() -> Iterator[str]:
    """Every refusal in the sources of the rules, as a pattern: fields and values may be anything."""
    resources = registry.platform("cybersource").resources
    rules = [rule for one in resources for rule in one.declaration.rules]
    homes = {one.declaration.__module__ for one in resources} | {rule.check.__module__ for rule in rules}
    warnings = {rule.check.__qualname__.partition(".")[0] for rule in rules if rule.warns} | {"_released"}
    for module in (checks, urls, values, *map(import_module, sorted(homes))):
        body = ast.parse(inspect.getsource(module)).body
        for one in body:
            if getattr(one, "name", "") not in warnings:
                yield from _patterns(one)


def _patterns(body: ast.AST) -> Iterator[str]:
    """The patterns of the refusals in *body*, whether they are plain words or a sentence with parts."""
    words = {
        target.id: node.value
        for node in ast.walk(body)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(body):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("ValueError", "Problem", "self.refuse"):
            text = node.args[-1]
            if isinstance(text, ast.Call) and ast.unparse(text.func) == "Sentence":
                text = text.args[0]
            yield _pattern(words.get(text.id, text) if isinstance(text, ast.Name) else text)


def _pattern(text: ast.expr) -> str:
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    words = [re.escape(str(one.value)) if isinstance(one, ast.Constant) else ".*" for one in parts]
    return re.sub(r"`[A-Za-z_.*]+`|\\{\\}", r"\\S+", "".join(words))


def test_every_refusal_is_printed() -> None:
    """
    Every sentence with which a rule refuses is among the expected outputs.
    """
    printed = "\n".join((FOLDER / case / "expected.txt").read_text() for case in CASES)

    assert [one for one in _refusals() if not re.search(one, printed)] == []
