"""What decides knows neither the time nor the machine: both are arguments."""

import ast
from pathlib import Path

import pytest

from pulumi_payment_webhooks import reconcile

ROOM = Path(reconcile.__file__).parent
PURE = sorted(one for folder in ("declare", "decide") for one in (ROOM / folder).glob("*.py"))
CORE = sorted(ROOM.rglob("*.py"))
MACHINE = {"asyncio", "io", "os", "pathlib", "random", "secrets", "socket", "subprocess", "sys", "threading", "time"}
CLOCKS = {"now", "today", "utcnow"}


def imports(tree: ast.AST) -> set[str]:
    names = {one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names}
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level}
    return {one.partition(".")[0] for one in names | modules}


@pytest.mark.parametrize("module", PURE, ids=lambda one: f"{one.parent.name}/{one.name}")
def test_decisions_know_no_machine(module: Path) -> None:
    """
    A module that declares or decides loads nothing that reads a clock, waits, or touches a file or a network.
    """
    assert imports(ast.parse(module.read_text())) & MACHINE == set()


@pytest.mark.parametrize("module", CORE, ids=lambda one: f"{one.parent.name}/{one.name}")
def test_core_asks_the_account_for_the_time(module: Path) -> None:
    """
    The core reads no clock of its own: the time is that of the account.
    """
    calls = [node.func for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, ast.Call)]
    clocks = [ast.unparse(one) for one in calls if isinstance(one, ast.Attribute) and one.attr in CLOCKS]

    assert set(clocks) <= {"account.now"}
