"""
Contracts for import-linter: one with a wildcard for the rooms of a folder, and one for the homes of dependencies.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import cast

import grimp
from importlinter import Contract, ContractCheck, output
from importlinter.contracts.layers import Layer, LayersContract, ModuleTail
from importlinter.domain.fields import ListField, StringField
from importlinter.domain.helpers import module_expressions_to_modules
from importlinter.domain.imports import ModuleExpression

REST = "*"


class RoomsContract(LayersContract):
    """
    Layers as import-linter knows them, in those of the containers that have every required layer.

    The layer ``*`` stands for every other child of a container: each folder of a resource, which imports no other. With
    ``rest_has``, it stands for those that have a module of that name, such as the platforms; ``exhaustive`` then
    reports any further child.
    """

    type_name = "rooms"
    rest_has = StringField(required=False, default="")

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        """Check the containers that have the required layers, with ``*`` spelled out."""
        found = list(self.containers_in(graph))
        rest = {name for container in found for name in self.rest_of(container, graph)}
        others = Layer({ModuleTail(name, is_optional=True) for name in rest})
        # The fields of a contract are declared as descriptions, and hold values.
        self.layers = cast(ListField, [others if is_rest(layer) else layer for layer in self._rows])
        self.containers = cast(ListField, [ModuleExpression(name) for name in found])
        return super().check(graph, verbose)

    @property
    def _rows(self) -> Sequence[Layer]:
        return cast(Sequence[Layer], self.layers)

    def containers_in(self, graph: grimp.ImportGraph) -> Iterator[str]:
        """The containers that have every required layer."""
        required = {tail.name for one in self._rows for tail in one.module_tails if not tail.is_optional} - {REST}
        expressions = cast(Sequence[ModuleExpression], self.containers)
        for module in sorted(module_expressions_to_modules(graph, expressions), key=lambda one: one.name):
            if all(f"{module.name}.{name}" in graph.modules for name in required):
                yield module.name

    def rest_of(self, container: str, graph: grimp.ImportGraph) -> list[str]:
        """The names of the children of *container* that no other layer names."""
        named = {tail.name for layer in self._rows for tail in layer.module_tails}
        children = (child.rpartition(".")[2] for child in graph.find_children(container))
        return sorted(name for name in children if name not in named and self._is_rest(container, name, graph))

    def _is_rest(self, container: str, name: str, graph: grimp.ImportGraph) -> bool:
        wanted = cast(str, self.rest_has)
        return not wanted or f"{container}.{name}.{wanted}" in graph.modules


def is_rest(layer: Layer) -> bool:
    """Whether *layer* is the wildcard."""
    return {tail.name for tail in layer.module_tails} == {REST}


class HomesContract(Contract):
    """
    Each dependency is imported in its homes alone, and no dependency is without a home.

    A line such as ``"httpx: client | simulator"`` names dependencies, then rooms of the package, with wildcards.
    """

    type_name = "homes"
    homes = ListField(subfield=StringField())

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        """Look at every import of a module that is neither of the package nor of the standard library."""
        found = []
        for dependency in sorted(one for one in graph.modules if not self._is_known(one)):
            for importer in sorted(graph.find_modules_that_directly_import(dependency)):
                if not self.is_home(dependency, importer, graph):
                    details = graph.get_import_details(importer=importer, imported=dependency)
                    found.append((importer, dependency, [one["line_number"] for one in details]))
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each import, with its line."""
        for importer, dependency, lines in check.metadata["found"]:
            homes = self.table.get(dependency)
            where = f"belongs in {', '.join(homes)}" if homes else "has no home"
            output.print_error(f"- {importer} -> {dependency} (l.{', '.join(map(str, lines))}): {where}", bold=False)
        output.new_line()

    @cached_property
    def table(self) -> Mapping[str, list[str]]:
        """The homes of each dependency, as written."""
        found: dict[str, list[str]] = {}
        for line in cast(Sequence[str], self.homes):
            dependencies, _, homes = line.partition(":")
            for one in dependencies.split("|"):
                found[one.strip()] = [home.strip() for home in homes.split("|")]
        return found

    def is_home(self, dependency: str, importer: str, graph: grimp.ImportGraph) -> bool:
        """Whether *importer* stands in a home of *dependency*."""
        for home in self.table.get(dependency, ()):
            expression = f"{self._root}.{home}"
            homes = graph.find_matching_modules(expression) if "*" in home else {expression}
            if any(f"{importer}.".startswith(f"{one}.") for one in homes):
                return True
        return False

    @property
    def _root(self) -> str:
        return str(self.session_options["root_packages"][0])

    def _is_known(self, module: str) -> bool:
        package = module.partition(".")[0]
        return package == self._root or package in sys.stdlib_module_names
