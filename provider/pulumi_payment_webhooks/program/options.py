"""
Resource options that name properties: Python's or the platform's names, in every spelling of a path. No I/O here.

The SDK hands what a program writes to the engine as it is, and the engine ignores a path that it does not find. So
each path is spelled as the engine stores it, and one that cannot have an effect is reported.
"""

from __future__ import annotations

import copy
from collections.abc import Awaitable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache

import pulumi

from ..faces.paths import segments, written
from ..wording import closest
from .translation import SET, At, Each, Members, Named, Shape, place

LISTS = ("ignore_changes", "replace_on_changes", "hide_diffs", "additional_secret_outputs")
_OF_THE_ENGINE = ("__", "#")  # `__provider` and `#initerror`, for example.

Path = tuple[str | int, ...]


@dataclass(frozen=True, eq=False)
class Fields:
    """What a resource type has: its inputs and its outputs, by Python name."""

    inputs: Mapping[str, Named]
    outputs: Mapping[str, Named]


class _NoEffectError(Exception):
    """The engine would ignore the path; the text says why."""


@cache
def wire_path(fields: Fields, path: str) -> str:
    """*path* in wire names; as it is where it leads nowhere, as any nested key may."""
    try:
        return written(_resolved(fields, segments(path))[0])
    except (ValueError, _NoEffectError):
        return path


def spelled(
    opts: pulumi.ResourceOptions, fields: Fields, resource: str
) -> tuple[pulumi.ResourceOptions, tuple[str, ...]]:
    """
    A copy of *opts* with its paths as the engine reads them, and a warning for each that has no effect.

    Args:
        opts: What the program wrote. An iterator in it is replaced by a list, so that others can read it too.
        fields: The fields of the resource type.
        resource: What to call the resource in messages.

    Raises:
        pulumi.RunError: An option is not a list of texts.
    """
    result, warnings = copy.copy(opts), list[str]()
    for option in LISTS:
        given = getattr(opts, option, None)
        if given is None:
            continue
        texts = _texts(given, (resource, option))
        if isinstance(given, Iterator):
            setattr(opts, option, texts)
        setattr(result, option, list(_spelled(option, texts, fields, warnings)))
    return result, tuple(warnings)


def _spelled(option: str, texts: Iterable[str], fields: Fields, warnings: list[str]) -> Iterator[str]:
    for text in texts:
        try:
            path, field = _resolved(fields, segments(text))
            _insist_on_effect(option, path, field, fields)
        except ValueError:
            warnings.append(f"{option}: {text!r} is not a property path (ignored)")
            continue
        except _NoEffectError as none:
            warnings.append(f"{option}: {none}")
            path = segments(text)
        yield str(path[0]) if option == "additional_secret_outputs" else written(path)


def _texts(given: object, at: At) -> list[str]:
    if isinstance(given, str):
        raise pulumi.RunError(f"{place(at)}: must be a list of property names, not text: write [{given!r}]")
    if isinstance(given, pulumi.Output | Awaitable):
        raise pulumi.RunError(f"{place(at)}: must be known when the program runs; an output is known later")
    if isinstance(given, bytes | Mapping) or not isinstance(given, Iterable):
        raise pulumi.RunError(f"{place(at)}: must be a list of property names, not {_kind(given)}")
    texts = [one.value if isinstance(one, Enum) else one for one in given]
    for one in texts:
        if not isinstance(one, str):
            raise pulumi.RunError(f"{place(at)}: must be a list of property names, and one is {_kind(one)}")
    return texts


def _kind(value: object) -> str:
    return "None" if value is None else f"of type {type(value).__name__}"


def _insist_on_effect(option: str, path: Path, field: Named | None, fields: Fields) -> None:
    """What nobody declares cannot be ignored, and does not differ before the platform is asked."""
    is_output = any(path[0] == one.wire for one in fields.outputs.values())
    is_computed = field is not None and field.computed
    if option == "ignore_changes" and (is_output or is_computed):
        raise _NoEffectError(f"{written(path)!r} has no effect: it is an output")
    if option == "replace_on_changes" and is_output and not is_computed:
        raise _NoEffectError(f"{written(path)!r} has no effect: it is an output")


def _resolved(fields: Fields, path: Path) -> tuple[Path, Named | None]:
    """
    The path in wire names, and the field that it ends at, if it ends at one.

    Raises:
        _NoEffectError: It leads nowhere.
    """
    shape: Shape = Members({**fields.inputs, **fields.outputs})
    found: list[str | int] = []
    field: Named | None = None
    for place_, segment in enumerate(path):
        if shape is SET:
            return (*found, _member(path, place_)), None
        if segment == "*" and isinstance(shape, Members):
            return (*found, *path[place_:]), None  # Each of the members may be meant, so nothing can be said.
        if isinstance(shape, Members):
            field = _named(shape.names, segment)
            if field is None and not found and str(segment).startswith(_OF_THE_ENGINE):
                return path, None
            if field is None:
                raise _unknown(path, place_, shape.names)
            found.append(field.wire)
            shape = field.shape
        elif isinstance(shape, Each) and isinstance(segment, str):
            found.append(segment)
            field, shape = None, shape.shape
        else:
            raise _unknown(path, place_, {})
    return tuple(found), field


def _member(path: Path, at: int) -> str:
    """The rest of *path* as one member of a set: the names of events contain dots."""
    rest = path[at:]
    if not all(isinstance(one, str) for one in rest):
        raise _NoEffectError(f"{written(path)!r} has no effect: a set has no order, so name the member")
    return ".".join(map(str, rest))


def _named(names: Mapping[str, Named], segment: str | int) -> Named | None:
    if not isinstance(segment, str):
        return None
    return names.get(segment) or next((one for one in names.values() if one.wire == segment), None)


def _unknown(path: Path, at: int, names: Mapping[str, Named]) -> _NoEffectError:
    close = closest(str(path[at]), names)
    hint = f". Did you mean {written((*path[:at], close, *path[at + 1 :]))!r}?" if close else ""
    return _NoEffectError(f"unknown property {written(path)!r} (no effect){hint}")
