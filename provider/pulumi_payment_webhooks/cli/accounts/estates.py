"""
What exists in the accounts of a command: one account for each platform that the settings configure. Knows no platform.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ...errors import PlatformError
from ...registry import PLATFORMS, platform, typed_name
from ...wording import did_you_mean, join_words
from ..outcomes import exit_code_of, exit_with, usage_error
from ..printing import harmless_line
from .account import AccountOptions, open_account, stack_config

if TYPE_CHECKING:
    from ...reconcile.ports import Estate, ExistingObject
    from ...reconcile.resource import Platform


Config = Mapping[str, object]
NO_PROVIDERS: Mapping[str, Config] = MappingProxyType({})


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

    def read(self, owner: str) -> Sequence[ExistingObject]:
        """Every object of *owner*, as a whole; an error ends the command with a line that names the owner."""
        try:
            return self.estate.read(self.account, owner, whole=True)
        except PlatformError as problem:
            raise exit_with(exit_code_of(problem), harmless_line(f"{owner or self.title}: {problem}")) from None


@contextmanager
def open_estates(
    options: AccountOptions, only: Collection[str] = (), *, providers: Mapping[str, Config] = NO_PROVIDERS
) -> Iterator[Sequence[OpenEstate]]:
    """
    Open an account at each platform that is configured; errors end the command with one line.

    Args:
        options: The options of the command.
        only: Names of platforms, as typed, to which the command is limited; empty for each that is configured.
        providers: The settings of each `Provider` of the stack, by its name: each is an account of its own, which
            follows that of the stack.
    """
    config = stack_config(options)
    wanted = _wanted(only)
    described = {name: _described(wanted, one) for name, one in providers.items()}
    chosen = _chosen(options, wanted, config, except_for=[one for several in described.values() for one in several])
    with ExitStack() as stack:
        opened = [_open(stack, options, one, config) for one in chosen]
        alone = AccountOptions(stack=options.stack, folder=options.folder)
        for name, several in described.items():
            for one in several:
                found = _open(stack, alone, one, providers[name], title=f"provider {name!r}: ")
                if all(found.account.name != known.account.name for known in opened if known.platform is one):
                    opened.append(found)
        yield opened


def check_owners(opened: Sequence[OpenEstate], owners: Sequence[str], platforms: Collection[str]) -> None:
    """
    End the command where *owners* are named of platforms that have none, or an owner has no name.

    Args:
        opened: The open accounts.
        owners: The owners that were named.
        platforms: The platforms that were named.
    """
    if not all(one.strip() for one in owners):
        raise usage_error("the name of an organization is empty")
    without = list(dict.fromkeys(one.title for one in opened if not one.has_owners))
    if owners and without and (len(without) == len(opened) or set(without) & set(platforms)):
        raise usage_error(f"{join_words(without)}: the platform has no organizations; name none, or another platform")


def _open(stack: ExitStack, options: AccountOptions, one: Platform, config: Config, *, title: str = "") -> OpenEstate:
    estate = one.estate()
    account = stack.enter_context(open_account(options, one.transport, one.account, estate.close, config, title))
    return OpenEstate(one, account, estate)


def _wanted(only: Collection[str]) -> Sequence[Platform] | None:
    """The platforms named in *only*; None where none is named."""
    names = {typed_name(name): name for name in PLATFORMS}
    if unknown := [name for name in only if name not in names]:
        hint = did_you_mean(unknown[0], names) or f"; the platforms are {', '.join(names)}"
        raise usage_error(f"--platform {unknown[0]}: unknown platform{hint}")
    return [platform(names[name]) for name in names if name in only] if only else None


def _chosen(
    options: AccountOptions, wanted: Sequence[Platform] | None, config: Config, *, except_for: Collection[Platform]
) -> Sequence[Platform]:
    """The platforms at which the settings themselves describe an account; another may do so for *except_for*."""
    import os

    configured = [one for one in map(platform, PLATFORMS) if _is_configured(one, config, os.environ)]
    if wanted is not None:
        configured = [one for one in wanted if one in configured or one not in except_for]
    if not configured and not except_for:
        prefixes = " or ".join(f"{name.upper()}_" for name in PLATFORMS)
        raise usage_error(
            "no platform is configured: --stack reads the settings of a stack; "
            f"without it, they are read from environment variables, which begin with {prefixes}"
        )
    if len(configured) > 1 and (options.endpoint or options.environment):
        raise usage_error("--endpoint and --environment belong to one platform: name it with --platform")
    return configured


def _described(wanted: Sequence[Platform] | None, config: Config) -> Sequence[Platform]:
    """Those of the platforms *wanted*, or of all, that *config* itself says something about."""
    every = map(platform, PLATFORMS) if wanted is None else wanted
    return [one for one in every if any(setting.key in config for setting in one.settings)]


def _is_configured(one: Platform, config: Config, environ: Mapping[str, str]) -> bool:
    """Whether a required setting has a value; a lone variable, such as a timeout, does not count."""
    from ...settings.mechanism import REQUIRED, Settings

    settings = Settings(config.get, environ)
    return any(setting.needed == REQUIRED and settings.find(setting) is not None for setting in one.settings)
