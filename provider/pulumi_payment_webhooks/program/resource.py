"""
The base of every resource class that a program writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NoReturn

import pulumi

from .. import hints
from ..faces.pulumi_sdk import correct_transforms, has_transforms, provider_of, short_stack, wait_for_id_alone
from ..pages import see
from ..pulumi_names import type_token
from .options import Fields, spelled, wire_path
from .stack import program_hint
from .stored import stored_literal
from .translation import REFERENCE, Named, StoredKey, members_to_wire, python_names, to_program, to_wire


class Resource(pulumi.CustomResource):
    """Base of the generated classes."""

    _kind: ClassVar[str]
    _inputs: ClassVar[Mapping[str, Named]]
    _outputs: ClassVar[Mapping[str, Named]]
    _filled: ClassVar[Sequence[str]] = ()
    _secrets: ClassVar[Sequence[str]] = ()
    _part_of: ClassVar[tuple[str, str] | None] = None
    _is_exclusive: ClassVar[bool] = False
    _adopted_by: ClassVar[Sequence[str]] = ()
    _fields: ClassVar[Fields]
    _python_names: ClassVar[Mapping[str, str]]

    def _register(self, resource_name: str, inputs: Mapping[str, Any], opts: pulumi.ResourceOptions | None) -> None:
        """
        Make the resource known to the engine, in place of the constructor.

        Pulumi takes the caller of the third ``__init__`` on the stack for the program's line, and stores it: that has
        to be the generated one.

        Args:
            resource_name: Name of the resource in the program; part of its URN.
            inputs: What the program wrote, by Python name; None where it wrote nothing.
            opts: Pulumi's resource options.

        Raises:
            pulumi.RunError: What the program wrote cannot be handed to the engine.
        """
        title = self._title(resource_name)
        opts, warnings = self._options(title, opts)
        opts = self._as_part(resource_name, inputs, opts)
        self._declared = (resource_name, frozenset(name for name, value in inputs.items() if value is not None))
        self._parts: dict[str, str] = {}
        props: dict[str, Any] = dict.fromkeys((*self._filled, *self._outputs, *_foreign(opts, self._inputs)))
        for name, value in inputs.items():
            if value is not None:
                props[name] = to_wire(self._inputs[name].shape, value, (title, name))
        props["__provider"] = stored_literal(self._kind)
        if self._is_exclusive:
            # `--replace` asks no provider: in place of itself, an object can only be made once the old one is gone.
            opts = pulumi.ResourceOptions.merge(pulumi.ResourceOptions(delete_before_replace=True), opts)
        if self._secrets:
            hidden = pulumi.ResourceOptions(additional_secret_outputs=list(self._secrets))
            opts = pulumi.ResourceOptions.merge(opts, hidden)
        with short_stack():
            pulumi.CustomResource.__init__(self, type_token(self._kind), resource_name, props, opts)
        wait_for_id_alone(self.__dict__[name] for name in props)
        # Pulumi reads the inputs once the program is through: by then, what is declared after this resource is known.
        self._late = props
        if hint := program_hint(self._kind, provider_of(self)):
            self._late[hints.PROGRAM] = hint
        for warning in warnings:
            pulumi.log.warn(f"{resource_name}: {warning}", self)

    @classmethod
    def _title(cls, resource_name: object) -> str:
        if not isinstance(resource_name, str) or not resource_name:
            raise pulumi.RunError(f"{cls.__name__}: resource_name must be text that is not empty")
        return f"{cls.__name__} {resource_name!r}"

    @classmethod
    def _options(cls, title: str, opts: object) -> tuple[pulumi.ResourceOptions | None, tuple[str, ...]]:
        """
        The options as the engine reads them, and a warning for each name without effect.

        Raises:
            pulumi.RunError: They ask for an import or a look-up, which a stack cannot do, or are not options.
        """
        if opts is None:
            return None, ()
        if not isinstance(opts, pulumi.ResourceOptions):
            raise pulumi.RunError(f"{title}: opts must be pulumi.ResourceOptions(...)")
        for option in ("import_", "id"):
            if getattr(opts, option, None) is not None:
                raise pulumi.RunError(f"{title}: {cls._impossible(f'{option}=')}")
        return spelled(opts, cls._fields, title)

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
        if named := whole._inputs.get(member):
            whole._late.setdefault(hints.PARTS, []).append(named.wire)
        return pulumi.ResourceOptions.merge(pulumi.ResourceOptions(deleted_with=whole), opts)

    @classmethod
    def get(cls, resource_name: str, id: object, opts: object = None) -> NoReturn:
        """
        Pulumi's look-up, which no stack of ours can do.

        Raises:
            pulumi.RunError: Always; it names what to write instead.
        """
        raise pulumi.RunError(f"{cls._title(resource_name)}: {cls._impossible('get')}")

    @classmethod
    def _impossible(cls, what: str) -> str:
        instead = f"use {' and '.join(cls._adopted_by)}" if cls._adopted_by else f"declare it without {what}"
        return f"{what} is not possible; to manage what exists, {instead}; {see('how-to/adopt')}"

    def translate_input_property(self, prop: str) -> str:
        """
        The wire spelling of a property path such as ``retry_policy.interval``.

        The SDK asks for it with every option that names properties, and with every key of the inputs.
        """
        return str(prop) if isinstance(prop, StoredKey) else wire_path(self._fields, prop)

    def translate_output_property(self, prop: str) -> str:
        """The Python spelling of a wire name."""
        return self._python_names.get(prop, prop)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._fields = Fields(cls._inputs, cls._outputs)
        cls._python_names = dict(python_names({**cls._inputs, **cls._outputs}))
        _CLASSES.setdefault(type_token(cls._kind), cls)

    def _output(self, name: str) -> pulumi.Output[Any]:
        if name not in self.__dict__:
            return self.urn.apply(lambda _: None)
        value: pulumi.Output[Any] = self.__dict__[name]
        named = self._inputs.get(name) or self._outputs[name]
        return value if named.shape in (None, REFERENCE) else value.apply(lambda known: to_program(named.shape, known))


_CLASSES: dict[str, type[Resource]] = {}


def _foreign(opts: pulumi.ResourceOptions | None, inputs: Mapping[str, Named]) -> Mapping[str, Named]:
    """
    The inputs that may get a value although the program gives none: by an earlier deployment, or by a transform.

    Pulumi makes an output of every property it is told of, at a cost that programs of many resources feel; of the
    others, what is not given is known to be nothing. A parent may hand its transforms down, and does not tell.
    """
    may_be_changed = opts and (opts.ignore_changes or opts.transforms or opts.parent)
    return inputs if may_be_changed or has_transforms() else {}


def _corrected(
    args: pulumi.ResourceTransformArgs, result: pulumi.ResourceTransformResult
) -> pulumi.ResourceTransformResult:
    """What a transform returns for one of our resources, with every name as a stack stores it."""
    cls = _CLASSES.get(args.type_)
    if cls is None:
        return result
    title = cls._title(args.name)
    opts, warnings = cls._options(title, result.opts)
    for warning in warnings:
        pulumi.log.warn(f"{args.name}: a transform's {warning}")
    return pulumi.ResourceTransformResult(members_to_wire(cls._inputs, result.props, (title,)), opts or result.opts)


correct_transforms(_corrected)
