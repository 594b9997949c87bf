"""
The import contracts of pyproject.toml: each import that they are to forbid breaks the one that forbids it.

The violations are derived from the contracts, so a new contract, layer or room is tested without a line here.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise, permutations, product
from pathlib import Path
from typing import Any

import grimp
import pytest
from importlinter.application.use_cases import read_user_options
from importlinter.configuration import configure
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract
from importlinter.domain.contract import Contract

from contracts import REST, HomesContract, RoomsContract

ROOT = Path(__file__).parents[2]
PACKAGE = "pulumi_payment_webhooks"
TYPES: dict[str, type[Contract]] = {
    "acyclic_siblings": AcyclicSiblingsContract,
    "independence": IndependenceContract,
    "homes": HomesContract,
    "layers": LayersContract,
    "forbidden": ForbiddenContract,
    "rooms": RoomsContract,
}
GRAPH = grimp.build_graph(PACKAGE, include_external_packages=True, cache_dir=None)
ROOMS = sorted(GRAPH.find_children(PACKAGE))

configure()
OPTIONS = read_user_options(str(ROOT / "pyproject.toml"))
CONTRACTS = OPTIONS.contracts_options

pytestmark = pytest.mark.no_cover  # Nothing of the package runs here.
every_contract = pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract["name"])


@dataclass(frozen=True)
class Violation:
    """An import that a contract forbids."""

    importer: str
    imported: str


def matching(expressions: list[str]) -> Iterator[str]:
    for expression in expressions:
        yield from sorted(GRAPH.find_matching_modules(expression)) if "*" in expression else [expression]


def contains(package: str, module: str) -> bool:
    return f"{module}.".startswith(f"{package}.")


def violations(contract: dict[str, Any]) -> set[Violation]:
    """
    Imports that the contract forbids: upwards from every layer, from every source, of every dependency elsewhere.
    """
    match contract["type"]:
        case "layers":
            return set(upwards_and_sideways(contract["layers"], matching(contract["containers"])))
        case "rooms":
            return set(into_rooms(contract))
        case "forbidden":
            pairs = product(matching(contract["source_modules"]), matching(contract["forbidden_modules"]))
            return {Violation(*pair) for pair in pairs if not contains(*pair) and not contains(*reversed(pair))}
        case "homes":
            return set(away_from_home(contract))
        case "independence":
            return {Violation(*pair) for pair in permutations(matching(contract["modules"]), 2)}
        case "acyclic_siblings":
            return set(backwards(contract))
        case kind:
            raise NotImplementedError(kind)


def away_from_home(contract: dict[str, Any]) -> Iterator[Violation]:
    """Each dependency in each room that is not its home, and one that has no home."""
    homes = HomesContract(contract["name"], OPTIONS.session_options, contract)
    for dependency, room in product([*homes.table, "requests"], ROOMS):
        if not homes.is_home(dependency, room, GRAPH):
            yield Violation(room, dependency)


def into_rooms(contract: dict[str, Any]) -> Iterator[Violation]:
    """The same with the wildcard spelled out: every child of a container that no other layer names."""
    rooms = RoomsContract(contract["name"], OPTIONS.session_options, contract)
    for container in rooms.containers_in(GRAPH):
        rest = " | ".join(rooms.rest_of(container, GRAPH))
        yield from upwards_and_sideways([rest if row == REST else row for row in contract["layers"]], [container])


def upwards_and_sideways(layers: list[str], containers: Iterable[str]) -> Iterator[Violation]:
    for container in containers:
        rows = [[f"{container}.{name.strip(' ()')}" for name in row.split("|")] for row in layers]
        present = [[name for name in row if name in GRAPH.modules] for row in rows]
        filled = [row for row in present if row]
        for above, below in pairwise(filled):
            yield from (Violation(*pair) for pair in product(below, above))
        for row in filled:
            yield from (Violation(*pair) for pair in permutations(row, 2))


def backwards(contract: dict[str, Any]) -> Iterator[Violation]:
    graph = without_ignored(contract)
    skipped = list(matching(contract.get("skip_descendants", [])))
    for ancestor in matching(contract["ancestors"]):
        for package in (ancestor, *sorted(graph.find_descendants(ancestor))):
            if any(contains(one, package) for one in skipped):
                continue
            for pair in permutations(sorted(graph.find_children(package)), 2):
                if graph.direct_import_exists(importer=pair[0], imported=pair[1], as_packages=True):
                    yield Violation(*reversed(pair))


def without_ignored(contract: dict[str, Any]) -> grimp.ImportGraph:
    graph = deepcopy(GRAPH)
    for expression in contract.get("ignore_imports", []):
        for one in graph.find_matching_direct_imports(expression):
            graph.remove_import(importer=one["importer"], imported=one["imported"])
    return graph


def is_kept(contract: dict[str, Any], graph: grimp.ImportGraph) -> bool:
    """Whether *graph*, which the check may change, keeps the contract."""
    checked = TYPES[contract["type"]](contract["name"], OPTIONS.session_options, contract)
    return checked.check(graph, verbose=False).kept


@every_contract
def test_every_violation_breaks_its_contract(contract):
    """
    Each forbidden import, added alone, breaks the contract that forbids it.
    """
    missed = []
    for violation in violations(contract):
        graph = deepcopy(GRAPH)
        graph.add_import(importer=violation.importer, imported=violation.imported)
        missed += [violation] if is_kept(contract, graph) else []

    assert violations(contract)
    assert missed == []


@every_contract
def test_unlisted_module_breaks_an_exhaustive_contract(contract):
    """
    A new module in a container of an exhaustive contract breaks it, until somebody gives it a layer.
    """
    for container in matching(contract["containers"]) if contract.get("exhaustive") else ():
        graph = deepcopy(GRAPH)
        graph.add_module(f"{container}.unlisted")

        assert not is_kept(contract, graph)


def test_import_in_a_file_is_reported(tmp_path):
    """
    `lint-imports` reports each import that is written into a file of a copied tree, with its line: an upward import
    in each room, and each dependency away from its home.
    """
    shutil.copytree(ROOT / "provider", tmp_path / "provider", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "contracts.py", tmp_path / "tools")
    [house] = [violations(contract) for contract in CONTRACTS if contract.get("containers") == [PACKAGE]]
    [homes] = [violations(contract) for contract in CONTRACTS if contract["type"] == "homes"]
    planted = {plant(tmp_path / "provider", one) for one in house | homes}
    ran = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "provider"), "COLUMNS": "1000"},
        capture_output=True,
        text=True,
        check=False,
    )
    reported = set(re.findall(r"(\S+ -> \S+ \(l\.\d+)", ran.stdout))

    assert {one.importer for one in house} == set(ROOMS) - {f"{PACKAGE}.cli"}
    assert (ran.returncode, planted - reported) == (1, set())


def plant(folder: Path, violation: Violation) -> str:
    """Write the import as the last line of its file; return what the report must say."""
    path = folder.joinpath(*violation.importer.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    text = f"{file.read_text()}import {violation.imported}\n"
    file.write_text(text)
    return f"{violation.importer} -> {violation.imported} (l.{len(text.splitlines())}"
