"""
What exists in the accounts of a command: one account for each platform that the settings configure. Knows no platform.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..registry import PLATFORMS, platform
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
    chosen = _chosen(options, only)
    with ExitStack() as stack:
        opened = []
        for one in chosen:
            estate = one.estate()
            account = stack.enter_context(open_account(options, one.transport, one.account, estate.close))
            opened.append(OpenEstate(one, account, estate))
        yield opened


def _chosen(options: AccountOptions, only: Collection[str]) -> Sequence[Platform]:
    names = {name.replace("_", "-"): name for name in PLATFORMS}
    if unknown := [name for name in only if name not in names]:
        raise usage_error(f"--platform {unknown[0]}: unknown platform; the platforms are {', '.join(names)}")
    if only:
        return [platform(names[name]) for name in names if name in only]
    configured = _configured(options)
    if not configured:
        missing = ", ".join(one.replace("-", "_").upper() for one in names)
        raise usage_error(
            "no platform is configured: --stack reads the settings of a stack; "
            f"without it, they are in the environment, in variables that begin with {missing.replace(', ', ' or ')}"
        )
    if len(configured) > 1 and (options.endpoint or options.environment):
        raise usage_error("--endpoint and --environment belong to one platform: name it with --platform")
    return configured


def _configured(options: AccountOptions) -> Sequence[Platform]:
    """The platforms of which a setting has a value."""
    import os

    from ..settings.mechanism import Settings

    settings = Settings((stack_config(options) if options.has_stack else {}).get, os.environ)
    found = map(platform, PLATFORMS)
    return [one for one in found if any(settings.find(setting) is not None for setting in one.settings)]
