"""
A contract for import-linter that names the shared rooms of a folder once, and leaves the rest to a wildcard.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

import grimp
from importlinter.contracts.layers import Layer, LayersContract, ModuleTail
from importlinter.domain.contract import ContractCheck
from importlinter.domain.fields import ListField
from importlinter.domain.helpers import module_expressions_to_modules
from importlinter.domain.imports import ModuleExpression

REST = "*"


class RoomsContract(LayersContract):
    """
    Layers as import-linter knows them, in those of the containers that have every required layer.

    The layer ``*`` stands for every other child of a container: each folder of a resource, which imports no other.
    """

    type_name = "rooms"

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
        return sorted(name for name in children if name not in named)


def is_rest(layer: Layer) -> bool:
    """Whether *layer* is the wildcard."""
    return {tail.name for tail in layer.module_tails} == {REST}
