"""
One account, for programs that use several.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pulumi

from . import settings as program_settings
from .options import Fields, spelled
from .stack import stack_setting
from .translation import Named, to_setting

if TYPE_CHECKING:
    from typing import Unpack

    from .settings import ProviderSettings


def _key(name: str) -> str:
    """The full key of a setting in stack config."""
    return f"payment-webhooks:{name}"


class Provider(pulumi.ProviderResource):
    """
    One account, for programs that use several: pass it as ``opts=pulumi.ResourceOptions(provider=…)``.

    It has a process of its own, with the settings given here in place of the stack's; what is left out is looked up
    in the environment, except for a limit that protects the whole stack. Another credential changes nothing else: no
    resource is replaced.

    Args:
        resource_name: Name of the account in the program.
        opts: Pulumi's resource options.
        settings: Settings by their Python name, e.g. ``cybersource_key_id``; credentials are kept encrypted. Each
            is described in `program_settings`.
    """

    def __init__(
        self, resource_name: str, *, opts: pulumi.ResourceOptions | None = None, **settings: Unpack[ProviderSettings]
    ) -> None:
        title = f"Provider {resource_name!r}"
        given = {
            _key(_config_name(name)): _guarded(name, to_setting(value, (title, name)))
            for name, value in settings.items()
            if value is not None
        }
        given = {**_of_stack(), **given}
        known, warnings = (None, ()) if opts is None else spelled(opts, _FIELDS, title)
        super().__init__("pulumi-python", resource_name, given, known)
        for warning in warnings:
            pulumi.log.warn(f"{resource_name}: {warning}", self)


def _of_stack() -> dict[str, object]:
    """The settings of the stack that hold for each of its accounts."""
    keys = [_key(program_settings.NAMES[name]) for name in sorted(program_settings.FOR_WHOLE_STACK)]
    found = {key: stack_setting(key) for key in keys}
    return {
        key: pulumi.Output.secret(value) if pulumi.runtime.is_config_secret(key) else value
        for key, value in found.items()
        if value is not None
    }


_FIELDS = Fields({name: Named(_key(wire)) for name, wire in program_settings.NAMES.items()}, {})


def _guarded(name: str, value: object) -> object:
    """*value*, secret where the setting is; a setting that nobody knows may be a misspelled credential."""
    is_open = name in program_settings.NAMES and name not in program_settings.SECRETS
    return value if is_open else pulumi.Output.secret(value)


def _config_name(name: str) -> str:
    """The name in stack config; where nobody knows it, one that the check can report."""
    first, *rest = name.split("_")
    return program_settings.NAMES.get(name) or first + "".join(part.capitalize() for part in rest)
