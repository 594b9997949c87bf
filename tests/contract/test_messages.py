"""Messages of the core and of the platforms name fields as data, so that every face can spell them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import pulumi_payment_webhooks
from pulumi_payment_webhooks import registry

PACKAGE = Path(pulumi_payment_webhooks.__file__).parent
MODULES = sorted(
    module
    for room in ("reconcile", *registry.PLATFORMS)
    for module in (PACKAGE / room).rglob("*.py")
    if module.name != "resource.py" or room == "reconcile"
)
PYTHON = {
    python
    for platform in registry.PLATFORMS
    for one in registry.platform(platform).resources
    for wire, python in one.names.items()
    if wire != python
}
NAME = re.compile(rf"\b({'|'.join(sorted(PYTHON, key=len, reverse=True))})\b")


def messages(tree: ast.AST) -> Iterator[str]:
    """The texts of more than one word in the code: neither docstrings nor descriptions, which Python programs read."""
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    described = [node for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "description"]
    docs |= {id(inner) for node in described for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield from () if id(node) in docs else (node.value,)


@pytest.mark.parametrize("module", MODULES, ids=lambda one: str(one.relative_to(PACKAGE)))
def test_no_message_speaks_python(module: Path) -> None:
    """
    No text in the code names a field as Python programs write it.
    """
    assert [text for text in messages(ast.parse(module.read_text())) if NAME.search(text)] == []
