"""
The source text of each ``resource.py``: the typed class that a program writes, from the declaration. No I/O here.
"""

import sys
import textwrap
from collections.abc import Iterator

from pulumi_payment_webhooks.reconcile.declare.shapes import (
    Field,
    MapOf,
    ObjectOf,
    Scalar,
    SetOf,
    Shape,
    dict_name,
    outputs_of,
    shape_of,
)
from pulumi_payment_webhooks.reconcile.resource import ResourceType

from .text import WIDTH, docstring, one_line, wrapped


def class_source(resource: ResourceType) -> str:
    """
    The text of the ``resource.py`` of *resource*.
    """
    return "\n".join(_lines(resource)) + "\n"


def classes_of(resource: ResourceType) -> dict[str, type]:
    """
    The classes in that ``resource.py`` which programs import, each with the model that it is generated from.
    """
    inputs = [one for one in shape_of(resource.declaration).fields if not one.derived]
    nested = {dict_name(fragment): fragment.model for fragment in _fragments(inputs)}
    return {resource.declaration.__name__: resource.declaration, **nested}


def folder_of(resource: ResourceType) -> str:
    """
    The folder of the platform that holds the declaration.
    """
    return resource.declaration.__module__.split(".")[-2]


def _lines(resource: ResourceType) -> Iterator[str]:
    inputs = [one for one in shape_of(resource.declaration).fields if not one.derived]
    derived = [one for one in shape_of(resource.declaration).fields if one.derived]
    outputs = [*derived, *outputs_of(resource.declaration).fields]
    name = resource.declaration.__name__
    head = f"What a program writes for {resource.kind}. Generated from the declaration by `make schema`."
    yield from docstring(head, "")
    yield ""
    yield "from __future__ import annotations"
    yield ""
    yield from _imports(inputs, [*inputs, *outputs])
    yield ""
    yield "from ...program import " + ", ".join(_words([*inputs, *outputs]))
    yield ""
    for fragment in _fragments(inputs):
        yield from _typed_dict(fragment)
    for fragment in _fragments([*inputs, *outputs]):
        yield from _table(f"_{_constant(fragment.model.__name__)}", fragment.fields)
    yield from _table("_INPUTS", inputs)
    yield from _table("_OUTPUTS", outputs)
    yield ""
    yield f"class {name}(Resource):"
    yield from _class_docstring(resource, inputs)
    yield f'    _kind = "{resource.kind}"'
    yield "    _inputs = _INPUTS"
    yield "    _outputs = _OUTPUTS"
    yield from _names("_filled", [one.name for one in inputs if one.from_account or one.default is not None])
    yield from _names("_secrets", sorted(resource.secrets))
    for field in inputs:
        if field.part_of:
            yield f'    _part_of = ("{field.name}", "{_python_name(field.part_of.member)}")'
    if resource.is_exclusive:
        yield "    _is_exclusive = True"
    yield from _names("_adopted_by", [one.name for one in inputs if one.adopts])
    yield ""
    yield from _constructor(inputs)
    for field in (*inputs, *outputs):
        yield ""
        yield from _getter(field)


def _names(attribute: str, names: list[str]) -> Iterator[str]:
    """A tuple of texts, for the class; nothing where there are none."""
    shown = [f'"{name}",' for name in names]
    if len(one_line := f"    {attribute} = ({' '.join(shown)})") <= WIDTH:
        shown = [one_line]
    else:
        shown = [f"    {attribute} = (", *(f"        {one}" for one in shown), "    )"]
    yield from shown if names else ()


def _imports(inputs: list[Field], fields: list[Field]) -> Iterator[str]:
    has_sets = any(_has_set(one.shape) for one in inputs)
    has_maps = any(isinstance(one.shape, MapOf | ObjectOf) for one in fields)
    collections = [*(["Iterable"] if has_sets else []), *(["Mapping"] if has_maps else [])]
    if collections:
        yield f"from collections.abc import {', '.join(collections)}"
    choices = any(isinstance(one.shape, Scalar) and one.shape.choices for one in _every(inputs))
    typing = [*(["Any"] if _fragments(fields) else []), *(["Literal"] if choices else [])]
    typing += ["NotRequired", "TypedDict"] if _fragments(inputs) else []
    if typing:
        yield f"from typing import {', '.join(typing)}"
    if collections or typing:
        yield ""
    yield "import pulumi"


def _words(inputs: list[Field]) -> list[str]:
    words = ["Named", "Resource"]
    if any(_names_a_resource(one) for one in _every(inputs)):
        words.insert(0, "REFERENCE")
    if any(_has_set(one.shape) for one in inputs):
        words.insert(0, "SET")
    if any(isinstance(one.shape, MapOf) for one in inputs):
        words.append("Each")
    if _fragments(inputs):
        words.append("Members")
    return sorted(words, key=lambda word: (not word.isupper(), word))


def _typed_dict(fragment: ObjectOf) -> Iterator[str]:
    name = dict_name(fragment)
    yield ""
    yield f"class {name}(TypedDict):"
    yield from docstring(one_line(fragment.model.__doc__), "    ")
    for field in fragment.fields:
        if field.derived:
            continue
        kind = _input(field)
        yield ""
        yield f"    {field.name}: {kind if field.required else f'NotRequired[{kind}]'}"
        yield from docstring(_described(field), "    ")
    yield ""


def _table(name: str, fields: tuple[Field, ...] | list[Field]) -> Iterator[str]:
    yield f"{name}: dict[str, Named] = {{"
    for field in fields:
        shape = "REFERENCE" if _names_a_resource(field) else _shape_source(field.shape)
        more = [f'"{field.wire}"', *([shape] if shape else []), *(["computed=True"] if field.derived else [])]
        yield f'    "{field.name}": Named({", ".join(more)}),'
    yield "}"


def _shape_source(shape: Shape) -> str:
    match shape:
        case SetOf():
            return "SET"
        case MapOf():
            return f"Each({_shape_source(shape.value) or 'None'})"
        case ObjectOf():
            return f"Members(_{_constant(shape.model.__name__)})"
        case Scalar():
            return ""


def _class_docstring(resource: ResourceType, inputs: list[Field]) -> Iterator[str]:
    yield '    """'
    for line in textwrap.dedent("    " + (resource.declaration.__doc__ or "").strip()).splitlines():
        yield f"    {line.strip()}".rstrip()
    yield ""
    yield "    Args:"
    yield "        resource_name: Name of the resource in the program; part of its URN."
    for field in inputs:
        yield from wrapped(f"{field.name}: {_described(field)}", "        ", "            ")
    yield "        opts: Pulumi's resource options."
    yield ""
    yield from wrapped(_source(resource), "    ", "    ")
    yield '    """'
    yield ""


def _source(resource: ResourceType) -> str:
    """Where the facts come from: the paragraph that the declaration's module ends with."""
    return one_line((sys.modules[resource.declaration.__module__].__doc__ or "").strip().split("\n\n")[-1])


def _constructor(inputs: list[Field]) -> Iterator[str]:
    yield "    def __init__("
    yield "        self,"
    yield "        resource_name: str,"
    yield "        *,"
    for field in sorted(inputs, key=lambda one: not _is_mandatory(one)):
        kind = _input(field)
        line = f"        {field.name}: {kind if _is_mandatory(field) else f'{kind} | None = None'},"
        yield line if len(line) <= WIDTH else line.replace("]] | ", "]]\n        | ")
    yield "        opts: pulumi.ResourceOptions | None = None,"
    yield "    ) -> None:"
    yield "        inputs = {"
    for field in inputs:
        yield f'            "{field.name}": {field.name},'
    yield "        }"
    yield "        self._register(resource_name, inputs, opts)"


def _input(field: Field) -> str:
    kind = f"pulumi.Input[{_annotation(field.shape)}]"
    return f"{kind} | pulumi.CustomResource" if _names_a_resource(field) else kind


def _getter(field: Field) -> Iterator[str]:
    kind = _read_annotation(field.shape)
    optional = not field.required and field.default is None and not field.derived
    yield "    @property"
    yield f"    def {field.name}(self) -> pulumi.Output[{kind}{' | None' if optional else ''}]:"
    yield from docstring(field.description, "        ")
    yield f'        return self._output("{field.name}")'


def _names_a_resource(field: Field) -> bool:
    is_text = isinstance(field.shape, Scalar) and field.shape.python is str and not field.shape.choices
    return bool(field.part_of or (field.local and is_text))


def _is_mandatory(field: Field) -> bool:
    return field.required and not field.from_account


def _described(field: Field) -> str:
    text = field.description
    if not field.required and field.default is not None:
        default = f"`{field.default}`" if isinstance(field.default, str) else field.default
        text = f"{text} Default: {default}."
    return text


def _annotation(shape: Shape) -> str:
    match shape:
        case Scalar():
            if shape.choices:
                return f"Literal[{', '.join(repr(one) for one in shape.choices)}]".replace("'", '"')
            return " | ".join(one.__name__ for one in shape.kinds)
        case SetOf():
            return "Iterable[pulumi.Input[str]]"
        case MapOf():
            return f"Mapping[str, pulumi.Input[{_annotation(shape.value)}]]"
        case ObjectOf():
            return dict_name(shape)


def _read_annotation(shape: Shape) -> str:
    match shape:
        case Scalar():
            is_plain = all(one in (str, int, bool, float) for one in shape.kinds)
            return " | ".join(one.__name__ for one in shape.kinds) if is_plain else "str"
        case SetOf():
            return "list[str]"
        case MapOf():
            return f"dict[str, {_read_annotation(shape.value)}]"
        case ObjectOf():
            return "Mapping[str, Any]"


def _fragments(inputs: list[Field]) -> list[ObjectOf]:
    """Nested objects, the innermost first, each once."""
    found: dict[str, ObjectOf] = {}
    for field in inputs:
        shape = field.shape.value if isinstance(field.shape, MapOf) else field.shape
        if isinstance(shape, ObjectOf):
            for inner in _fragments(list(shape.fields)):
                found.setdefault(inner.model.__name__, inner)
            found.setdefault(shape.model.__name__, shape)
    return list(found.values())


def _every(fields: list[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        if isinstance(field.shape, ObjectOf):
            yield from _every(list(field.shape.fields))


def _has_set(shape: Shape) -> bool:
    return isinstance(shape, SetOf) or (isinstance(shape, MapOf) and _has_set(shape.value))


def _python_name(wire: str) -> str:
    return "".join(f"_{one.lower()}" if one.isupper() else one for one in wire)


def _constant(name: str) -> str:
    return "".join(f"_{one}" if one.isupper() and i else one for i, one in enumerate(name)).upper()
