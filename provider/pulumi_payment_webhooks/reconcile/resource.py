"""
What a platform registers: its resource types and itself. Data and what follows from it; nothing here performs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from importlib import import_module
from importlib.util import find_spec
from inspect import getattr_static, isclass

from ..settings.mechanism import AnySetting, Settings
from ..settings.transport import TransportSettings
from .declare.declaration import Claim, Declaration, Path, part_id
from .declare.shapes import ObjectOf, names_of, outputs_of, shape_of
from .ports import Account, Advise, Comparison, Estate, Operations


@dataclass(frozen=True)
class ResourceType:
    """
    One type of resource: its declaration and what can be done with it.

    Args:
        kind: ``"<platform folder>:<Name>"``; part of the state format.
        platform: The platform's folder.
        declaration: The fields, markers and rules.
        operations: Loads the operations, when they are first needed.
        advise: Loads the look at the platform that a check may take, when it is first needed.
        comparison: Loads the way in which previews see its objects at the platform, when it is first needed.
    """

    kind: str
    platform: str
    declaration: type[Declaration]
    operations: Callable[[], Operations]
    advise: Callable[[], Advise] | None = None
    comparison: Callable[[], Comparison] | None = None

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Wire names to the names that Python programs write, inputs and outputs."""
        return {**names_of(shape_of(self.declaration)), **names_of(outputs_of(self.declaration))}

    @cached_property
    def secrets(self) -> frozenset[str]:
        """Top-level wire names whose values are secret."""
        fields = (*shape_of(self.declaration).fields, *outputs_of(self.declaration).fields)
        return frozenset(one.wire for one in fields if one.secret)

    @cached_property
    def is_exclusive(self) -> bool:
        """Whether the platform has room for one object at a time: it is deleted before it is replaced."""
        has_claims = getattr_static(self.declaration, "claims") is not getattr_static(Declaration, "claims")
        return has_claims and self.declaration.is_deleted_first

    @cached_property
    def is_part(self) -> bool:
        """Whether its objects are parts of other objects, such as a policy of a subscription."""
        return any(one.part_of for one in shape_of(self.declaration).fields)

    @cached_property
    def part(self) -> str | None:
        """The name under which the whole can declare it, if it is a part."""
        return next((one.part_of.member for one in shape_of(self.declaration).fields if one.part_of), None)

    def claims(self, inputs: Mapping[str, object]) -> Mapping[Claim, Path]:
        """The natural keys that *inputs* occupy, each with the field that claims it."""
        return self.declaration.claims(inputs)

    def parts(self, id: str, inputs: Mapping[str, object]) -> Iterator[str]:
        """The ids that the parts declared inline would have, were they owned apart."""
        for one in shape_of(self.declaration).fields:
            if isinstance(one.shape, ObjectOf) and not one.local and one.wire in inputs:
                yield part_id(id, one.wire)


def resource_in(platform: str, folder: str, seen_as: str = "") -> ResourceType:
    """
    The resource type in a folder of a platform: its declaration, its operations, and its advice where it has one.

    Args:
        platform: The package of the platform, as a dotted name.
        folder: The folder of the resource.
        seen_as: How previews see its objects: a module of the platform, and a comparison in it, as
            ``webhook.comparison:WEBHOOKS``; empty if they do not.

    Raises:
        ValueError: ``declaration.py`` defines no declaration, or several.
    """
    package, name = f"{platform}.{folder}", platform.rpartition(".")[2]
    module = import_module(f"{package}.declaration")
    found = [one for one in vars(module).values() if isclass(one) and issubclass(one, Declaration)]
    declarations = [one for one in found if one.__module__ == module.__name__]
    if len(declarations) != 1:
        raise ValueError(f"{module.__name__} must define one Declaration, and defines {len(declarations)}")
    return ResourceType(
        kind=f"{name}:{declarations[0].__name__}",
        platform=name,
        declaration=declarations[0],
        operations=lambda: import_module(f"{package}.operations"),
        advise=(lambda: import_module(f"{package}.advice").advise) if find_spec(f"{package}.advice") else None,
        comparison=partial(_comparison, platform, seen_as) if seen_as else None,
    )


def _comparison(platform: str, seen_as: str) -> Comparison:
    module, _, name = seen_as.partition(":")
    found: Comparison = getattr(import_module(f"{platform}.{module}"), name)
    return found


@dataclass(frozen=True)
class Platform:
    """
    One platform, whole.

    Args:
        name: Its folder.
        account: An account at it, from the settings; raises `SettingsProblem` where they do not suffice.
        reviewer: The same for checks and diffs, which may need less.
        settings: What it asks for.
        resources: Its resource types.
        transport: Those of its settings that say where requests go.
        estate: Loads the view of everything that exists in an account.
    """

    name: str
    account: Callable[[Settings], Account]
    reviewer: Callable[[Settings], Account]
    settings: tuple[AnySetting, ...]
    resources: tuple[ResourceType, ...]
    transport: TransportSettings
    estate: Callable[[], Estate]

    @property
    def settings_prefix(self) -> str:
        """How the names of its settings begin: its folder in camelCase."""
        first, *rest = self.name.split("_")
        return first + "".join(part.capitalize() for part in rest)
