"""
The commands of each platform, under its name and, where no other platform has such a command, without it.

No platform is named here: each folder beside this file holds the commands of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules

import typer

from .outcomes import usage_error

_UNREAD = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}


def platforms() -> dict[str, typer.Typer]:
    """The commands of every platform, by the name of the platform."""
    folders = [one.name for one in iter_modules(import_module(__package__).__path__) if one.ispkg]
    return {name.replace("_", "-"): import_module(f".{name}", __package__).app for name in folders}


def add_platforms(root: typer.Typer, each: Mapping[str, typer.Typer]) -> None:
    """
    Give *root* the commands of *each* platform in both forms.

    The short form stands until a second platform has a command of the same name; then it names the two long forms.
    """
    owners: dict[str, list[str]] = {}
    for platform, commands in each.items():
        root.add_typer(commands, name=platform)
        for name in _by_name(commands):
            owners.setdefault(name, []).append(platform)
    for name, having in owners.items():
        if len(having) == 1:
            _add_short_form(root, name, each[having[0]])
        else:
            root.command(name, hidden=True, context_settings=_UNREAD)(_ambiguous(name, having))


def overview(each: Mapping[str, typer.Typer]) -> str:
    """The commands of *each* platform as text for `--help`."""
    counts: dict[str, int] = {}
    for commands in each.values():
        for name in _by_name(commands):
            counts[name] = counts.get(name, 0) + 1
    return "\n\n".join(_section(platform, commands, counts) for platform, commands in each.items())


def _section(platform: str, commands: typer.Typer, counts: Mapping[str, int]) -> str:
    rows = _by_name(commands)
    width = max(map(len, rows))
    long = [name for name in rows if counts[name] > 1]
    but = f"; {', '.join(long)} only with it" if long else ""
    lines = [f"Commands of {platform}, with or without that word{but}:"]
    return "\b\n" + "\n".join([*lines, *(f"  {name:<{width}}  {meaning}" for name, meaning in rows.items())])


def _by_name(commands: typer.Typer) -> dict[str, str]:
    """The short help of each command and group."""
    single = {str(one.name): str(one.short_help) for one in commands.registered_commands}
    return single | {str(one.name): str(one.short_help) for one in commands.registered_groups}


def _add_short_form(root: typer.Typer, name: str, commands: typer.Typer) -> None:
    for command in commands.registered_commands:
        if command.name == name and command.callback:
            root.command(name, short_help=command.short_help, hidden=True)(command.callback)
    for group in commands.registered_groups:
        if group.name == name and group.typer_instance:
            root.add_typer(group.typer_instance, name=name, short_help=group.short_help, hidden=True)


def _ambiguous(name: str, having: list[str]) -> Callable[[], None]:
    def refuse() -> None:
        raise usage_error(f"'{name}' is a command of {' and '.join(having)}: {' or '.join(_long_forms(name, having))}")

    return refuse


def _long_forms(name: str, having: list[str]) -> Iterator[str]:
    yield from (f"payment-webhooks {platform} {name}" for platform in having)
