"""
What exists in the accounts of a command: one account for each platform that the settings configure. Knows no platform.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..registry import PLATFORMS, platform
from ..wording import did_you_mean
from .accounts import AccountOptions, open_account, stack_config
from .outcomes import usage_error

if TYPE_CHECKING:
    from ..reconcile.ports import Estate, Existing
    from ..reconcile.resource import Platform


@dataclass(frozen=True)
class OpenEstate:
    """
    An account that is open for reading.

    Args:
        platform: Its platform.
        account: The account.
        estate: How the platform shows what exists.
    """

    platform: Platform
    account: Any
    estate: Estate

    @property
    def title(self) -> str:
        """The name of the platform, as it is typed."""
        return typed_name(self.platform.name)

    @property
    def has_owners(self) -> bool:
        """Whether objects of the platform belong to owners, such as organizations."""
        return bool(self.platform.transport.owner)

    def owners(self, wanted: Sequence[str] = ()) -> Sequence[str]:
        """The owners *wanted*, else those that the settings mean."""
        return tuple(dict.fromkeys(wanted)) or self.estate.owners(self.account)

    def read(self, owner: str, *, whole: bool = False) -> Sequence[Existing]:
        """Every object of *owner*; see :meth:`..reconcile.ports.Estate.read`."""
        return self.estate.read(self.account, owner, whole=whole)


@contextmanager
def open_estates(options: AccountOptions, only: Collection[str] = ()) -> Iterator[Sequence[OpenEstate]]:
    """
    Open an account at each platform that is configured; errors end the command with one line.

    Args:
        options: The options of the command.
        only: Names of platforms, as typed, to which the command is limited; empty for each that is configured.
    """
    config = stack_config(options)
    chosen = _chosen(options, only, config)
    with ExitStack() as stack:
        opened = []
        for one in chosen:
            estate = one.estate()
            account = stack.enter_context(open_account(options, one.transport, one.account, estate.close, config))
            opened.append(OpenEstate(one, account, estate))
        yield opened


def typed_name(platform: str) -> str:
    """The name of a platform as it is typed on a command line."""
    return platform.replace("_", "-")


def _chosen(options: AccountOptions, only: Collection[str], config: Mapping[str, object]) -> Sequence[Platform]:
    names = {typed_name(name): name for name in PLATFORMS}
    if unknown := [name for name in only if name not in names]:
        hint = did_you_mean(unknown[0], names) or f"; the platforms are {', '.join(names)}"
        raise usage_error(f"--platform {unknown[0]}: unknown platform{hint}")
    chosen = [platform(names[name]) for name in names if name in only] if only else _configured(config)
    if not chosen:
        prefixes = " or ".join(f"{name.upper()}_" for name in PLATFORMS)
        raise usage_error(
            "no platform is configured: --stack reads the settings of a stack; "
            f"without it, they are read from environment variables, which begin with {prefixes}"
        )
    if len(chosen) > 1 and (options.endpoint or options.environment):
        raise usage_error("--endpoint and --environment belong to one platform: name it with --platform")
    return chosen


def _configured(config: Mapping[str, object]) -> Sequence[Platform]:
    """The platforms of which a required setting has a value; a lone variable, such as a timeout, does not count."""
    import os

    from ..settings.mechanism import REQUIRED, Settings

    settings = Settings(config.get, os.environ)
    found = map(platform, PLATFORMS)
    return [
        one
        for one in found
        if any(setting.needed == REQUIRED and settings.find(setting) is not None for setting in one.settings)
    ]
