"""
What a Pulumi program holds: the base of every resource class. Loads nothing but Pulumi.

A program writes Python names, lists and nested mappings; the engine stores camelCase names, and sets as maps from
each member to ``true``, because it compares arrays index by index and maps by key. The translation between the two
is here, and needs no more than the :class:`Named` table that every generated class carries.
"""

from __future__ import annotations

import base64
import sys
from collections.abc import Awaitable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import pulumi

from .errors import PaymentWebhooksError

if TYPE_CHECKING:
    from typing import Unpack

    from .program_settings import ProviderSettings

_FACE = "pulumi_payment_webhooks.dynamic"
_STACK = 9  # Frames: six from Pulumi's to the generated constructor, the program's line, and two above it.


class _Set:
    """A set of texts."""


SET = _Set()


@dataclass(frozen=True)
class Each:
    """A map whose values all have one shape."""

    shape: Shape


@dataclass(frozen=True)
class Members:
    """A nested object."""

    names: Mapping[str, Named]


Shape = _Set | Each | Members | None


@dataclass(frozen=True)
class Named:
    """The wire name of a field, and the shape of its value where that has to be translated."""

    wire: str
    shape: Shape = None


class Resource(pulumi.CustomResource):
    """Base of the generated classes."""

    _kind: ClassVar[str]
    _inputs: ClassVar[Mapping[str, Named]]
    _outputs: ClassVar[Mapping[str, Named]]
    _filled: ClassVar[Sequence[str]] = ()
    _secrets: ClassVar[Sequence[str]] = ()
    _part_of: ClassVar[tuple[str, str] | None] = None
    _is_exclusive: ClassVar[bool] = False

    def _register(self, resource_name: str, inputs: Mapping[str, Any], opts: pulumi.ResourceOptions | None) -> None:
        """
        Make the resource known to the engine, in place of the constructor.

        Pulumi takes the caller of the third ``__init__`` on the stack for the program's line, and stores it: that has
        to be the generated one.

        Args:
            resource_name: Name of the resource in the program; part of its URN.
            inputs: What the program wrote, by Python name; None where it wrote nothing.
            opts: Pulumi's resource options.
        """
        opts = self._as_part(resource_name, inputs, opts)
        self._declared = (resource_name, frozenset(name for name, value in inputs.items() if value is not None))
        self._parts: dict[str, str] = {}
        props: dict[str, Any] = dict.fromkeys((*self._filled, *self._outputs, *_foreign(opts, self._inputs)))
        for name, value in inputs.items():
            if value is not None:
                props[name] = self._wire_value(resource_name, name, value)
        props["__provider"] = stored_literal(self._kind)
        if self._is_exclusive:
            # `--replace` asks no provider: in place of itself, an object can only be made once the old one is gone.
            opts = pulumi.ResourceOptions.merge(pulumi.ResourceOptions(delete_before_replace=True), opts)
        if self._secrets:
            hidden = pulumi.ResourceOptions(additional_secret_outputs=list(self._secrets))
            opts = pulumi.ResourceOptions.merge(opts, hidden)
        with _short_stack():
            pulumi.CustomResource.__init__(self, f"pulumi-python:dynamic/{self._kind}", resource_name, props, opts)
        _wait_for_id_alone(self.__dict__[name] for name in props)

    def _wire_value(self, resource_name: str, name: str, value: Any) -> Any:
        try:
            return _to_wire(self._inputs[name].shape, value)
        except _KeyIsNoText as wrong:
            raise pulumi.RunError(f"{type(self).__name__} {resource_name!r}: {name}: {wrong}") from None

    def _as_part(
        self, resource_name: str, inputs: Mapping[str, Any], opts: pulumi.ResourceOptions | None
    ) -> pulumi.ResourceOptions | None:
        """
        Refuse to own what the whole declares itself; and go when the whole goes, without a call.

        Raises:
            pulumi.RunError: The same thing is declared twice.
        """
        field, member = self._part_of or ("", "")
        whole = inputs.get(field)
        if not isinstance(whole, Resource):
            return opts
        name, declared = whole._declared
        if member in declared:
            raise pulumi.RunError(
                f"{type(self).__name__} {resource_name!r} and {type(whole).__name__} {name!r} both declare the "
                f"{member} of {name!r}: remove {member}= there, or this resource"
            )
        if (earlier := whole._parts.setdefault(member, resource_name)) != resource_name:
            raise pulumi.RunError(
                f"{type(self).__name__} {resource_name!r} and {earlier!r} both declare the {member} of {name!r}: "
                "keep one of them"
            )
        return pulumi.ResourceOptions.merge(pulumi.ResourceOptions(deleted_with=whole), opts)

    def translate_input_property(self, prop: str) -> str:
        """The wire spelling of a property path such as ``retry_policy.interval``."""
        return ".".join(_WIRE_NAMES[type(self)].get(part, part) for part in prop.split("."))

    def translate_output_property(self, prop: str) -> str:
        """The Python spelling of a wire name."""
        return _PYTHON_NAMES[type(self)].get(prop, prop)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        table = dict(_all_names({**cls._inputs, **cls._outputs}))
        _WIRE_NAMES[cls] = table
        _PYTHON_NAMES[cls] = {wire: name for name, wire in table.items()}

    def _output(self, name: str) -> pulumi.Output[Any]:
        if name not in self.__dict__:
            return self.urn.apply(lambda _: None)
        value: pulumi.Output[Any] = self.__dict__[name]
        named = self._inputs.get(name) or self._outputs[name]
        return value if named.shape is None else value.apply(lambda known: _to_program(named.shape, known))


def stack_setting(key: str) -> str | None:
    """The value of a key in the stack's own config, secrets in clear; None where it is not set."""
    value: str | None = pulumi.runtime.get_config(key)
    return value


@contextmanager
def plain_failures() -> Iterator[None]:
    """Ours end the program in one clear text, without a traceback."""
    try:
        yield
    except PaymentWebhooksError as failure:
        raise pulumi.RunError(str(failure)) from failure


@contextmanager
def _short_stack() -> Iterator[None]:
    """
    Have Pulumi store the program's line with a resource, and not the whole stack down to the interpreter.

    That is half of the state, and paths of one person's machine; and the engine writes the whole state in every step.
    """
    before = getattr(sys, "tracebacklimit", None)
    sys.tracebacklimit = _STACK
    try:
        yield
    finally:
        if before is None:
            del sys.tracebacklimit
        else:
            sys.tracebacklimit = before


class Provider(pulumi.ProviderResource):
    """
    One account, for programs that use several: pass it as ``opts=pulumi.ResourceOptions(provider=…)``.

    It has a process of its own, with the settings given here in place of the stack's; what is left out is looked up
    in the environment. Another credential changes nothing else: no resource is replaced.

    Args:
        resource_name: Name of the account in the program.
        opts: Pulumi's resource options.
        settings: Settings by their Python name, e.g. ``cybersource_key_id``; credentials are kept encrypted. Each
            is described in `program_settings`.
    """

    def __init__(
        self, resource_name: str, *, opts: pulumi.ResourceOptions | None = None, **settings: Unpack[ProviderSettings]
    ) -> None:
        given = {
            f"payment-webhooks:{_camel(name)}": pulumi.Output.secret(value) if _is_credential(name) else value
            for name, value in settings.items()
            if value is not None
        }
        super().__init__("pulumi-python", resource_name, given, opts)


def _is_credential(name: str) -> bool:
    return any(word in name for word in ("secret", "password", "p12"))


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def _wait_for_id_alone(outputs: Iterable[pulumi.Output[Any]]) -> None:
    """
    Have Pulumi wait for the id and the URN of a resource, and not for each of its properties, which come with them.

    At the end of a program it looks at everything that it waits for whenever one thing is done: with a thousand
    resources that is half of a preview. What a program makes of a property is waited for as ever. An SDK without
    this way of saying so waits for all.
    """
    for one in outputs:
        if untrack := getattr(one, "_untrack", None):
            untrack()


def _foreign(opts: pulumi.ResourceOptions | None, inputs: Mapping[str, Named]) -> Mapping[str, Named]:
    """
    The inputs that may get a value although the program gives none: by an earlier deployment, or by a transform.

    Pulumi makes an output of every property it is told of, at a cost that programs of many resources feel; of the
    others, what is not given is known to be nothing. A parent may hand its transforms down, and does not tell.
    """
    may_be_changed = opts and (opts.ignore_changes or opts.transforms or opts.parent)
    return inputs if may_be_changed or _has_transforms() else {}


def _has_transforms() -> bool:
    """Whether the stack may have transforms: the SDK serves callbacks then. Where it hides that, there are none."""
    servicer = getattr(sys.modules.get("pulumi.runtime._callbacks"), "_CallbackServicer", None)
    return bool(getattr(servicer, "_servicers", ()))


_WIRE_NAMES: dict[type, dict[str, str]] = {}
_PYTHON_NAMES: dict[type, dict[str, str]] = {}


def stored_literal(kind: str) -> str:
    """
    What a stack stores to find its way back to us: a constant that names ``dynamic.<kind>`` and holds nothing else.

    It is a pickle of protocol 0 that refers to a module's member, written by hand: the same bytes for every Python
    and every version of Pulumi. Part of the state format; it never changes.
    """
    return base64.b64encode(f"c{_FACE}\n{kind}\n.".encode()).decode()


def _all_names(table: Mapping[str, Named]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, named in table.items():
        found.append((name, named.wire))
        shape = named.shape.shape if isinstance(named.shape, Each) else named.shape
        if isinstance(shape, Members):
            found.extend(_all_names(shape.names))
    return found


class _KeyIsNoText(TypeError):
    """A key of a mapping is something else than text."""

    def __init__(self) -> None:
        super().__init__(
            "has a key that is no text; where it is an output, make the whole mapping of it: "
            'id.apply(lambda id: {id: ["..."]})'
        )


def _to_wire(shape: Shape, value: Any) -> Any:
    if isinstance(value, pulumi.CustomResource):
        return value.id
    if shape is None or value is None:
        return value
    if isinstance(value, pulumi.Output | Awaitable):
        return pulumi.Output.from_input(value).apply(lambda known: _to_wire(shape, known))
    if isinstance(shape, _Set):
        return _set_to_wire(value)
    if not isinstance(value, Mapping):
        return value
    if not all(isinstance(key, str) for key in value):
        raise _KeyIsNoText
    if isinstance(shape, Each):
        return {key: _to_wire(shape.shape, one) for key, one in value.items()}
    names = shape.names
    return {
        names[name].wire if name in names else name: _to_wire(names[name].shape if name in names else None, one)
        for name, one in value.items()
    }


def _set_to_wire(value: Any) -> Any:
    if not isinstance(value, list | tuple | set | frozenset):
        return value
    if any(isinstance(member, pulumi.Output | Awaitable) for member in value):
        return pulumi.Output.all(*value).apply(_set_to_wire)
    return dict.fromkeys(sorted(value), True) if all(isinstance(one, str) for one in value) else list(value)


def _to_program(shape: Shape, value: Any) -> Any:
    if isinstance(shape, _Set) and isinstance(value, Mapping):
        return sorted(value)
    if isinstance(shape, Each) and isinstance(value, Mapping):
        return {key: _to_program(shape.shape, one) for key, one in value.items()}
    if isinstance(shape, Members) and isinstance(value, Mapping):
        shapes = {name: named.shape for name, named in shape.names.items()}
        return {name: _to_program(shapes.get(name), one) for name, one in value.items()}
    return value
