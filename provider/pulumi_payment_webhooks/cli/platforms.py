"""
The commands of each platform, under its name and, where no other platform has such a command, without it.

No platform is named here: each folder beside this file that has an `app` holds the commands of one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules

import typer

from ..registry import typed_name
from .outcomes import usage_error

_NONE: Mapping[str, str] = {}
_UNREAD = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}


def platforms() -> dict[str, typer.Typer]:
    """The commands of every platform, by the name of the platform."""
    names = [one.name for one in iter_modules(import_module(__package__).__path__) if one.ispkg]
    folders = {name: import_module(f".{name}", __package__) for name in names}
    return {typed_name(name): folder.app for name, folder in folders.items() if hasattr(folder, "app")}


def short_forms() -> dict[str, str]:
    """
    Which platform keeps the short form of a command that other platforms have as well: its `SHORT_FORMS`.

    A short form that scripts use keeps its meaning when a platform is added.
    """
    kept: dict[str, str] = {}
    for platform in platforms():
        package = import_module(f".{platform.replace('-', '_')}", __package__)
        kept |= dict.fromkeys(getattr(package, "SHORT_FORMS", ()), platform)
    return kept


def add_platforms(root: typer.Typer, each: Mapping[str, typer.Typer], kept: Mapping[str, str] = _NONE) -> None:
    """
    Give *root* the commands of *each* platform in both forms.

    Where several platforms have a command of the same name, the short form is that of the platform that *kept* names;
    if it names none, the short form runs nothing and prints the long forms.
    """
    owners: dict[str, list[str]] = {}
    for platform, commands in each.items():
        root.add_typer(commands, name=platform)
        for name in _by_name(commands):
            owners.setdefault(name, []).append(platform)
    for name, having in owners.items():
        if owner := having[0] if len(having) == 1 else kept.get(name):
            _add_short_form(root, name, each[owner], [one for one in having if one != owner])
        else:
            root.command(name, hidden=True, context_settings=_UNREAD)(_ambiguous(name, having))


def overview(each: Mapping[str, typer.Typer], kept: Mapping[str, str] = _NONE) -> str:
    """The commands of *each* platform as text for `--help`."""
    counts: dict[str, int] = {}
    for commands in each.values():
        for name in _by_name(commands):
            counts[name] = counts.get(name, 0) + 1
    shared = {name for name, count in counts.items() if count > 1}
    sections = [
        _section(platform, commands, {name for name in shared if kept.get(name) != platform})
        for platform, commands in each.items()
    ]
    return "\n\n".join(sections)


def _section(platform: str, commands: typer.Typer, long: Collection[str]) -> str:
    rows = _by_name(commands)
    width = max(map(len, rows))
    only = [name for name in rows if name in long]
    but = f"; {', '.join(only)} only with it" if only else ""
    how = "with that word" if len(only) == len(rows) else f"with or without that word{but}"
    lines = [f"Commands of {platform}, {how}:"]
    return "\b\n" + "\n".join([*lines, *(f"  {name:<{width}}  {meaning}" for name, meaning in rows.items())])


def _by_name(commands: typer.Typer) -> dict[str, str]:
    """The short help of each command and group."""
    single = {str(one.name): str(one.short_help) for one in commands.registered_commands}
    return single | {str(one.name): str(one.short_help) for one in commands.registered_groups}


def _add_short_form(root: typer.Typer, name: str, commands: typer.Typer, others: list[str]) -> None:
    """The command without its platform; its help names the long forms of *others*, which have one of this name."""
    epilog = f"Of another platform: {', '.join(_long_forms(name, others))}" if others else None
    for command in commands.registered_commands:
        if command.name == name and command.callback:
            root.command(name, short_help=command.short_help, hidden=True, epilog=epilog)(command.callback)
    for group in commands.registered_groups:
        if group.name == name and group.typer_instance:
            root.add_typer(group.typer_instance, name=name, short_help=group.short_help, hidden=True, epilog=epilog)


def _ambiguous(name: str, having: list[str]) -> Callable[[], None]:
    def refuse() -> None:
        raise usage_error(f"'{name}' is a command of {' and '.join(having)}: {' or '.join(_long_forms(name, having))}")

    return refuse


def _long_forms(name: str, having: list[str]) -> Iterator[str]:
    yield from (f"payment-webhooks {platform} {name}" for platform in having)
