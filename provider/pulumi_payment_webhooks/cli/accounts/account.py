"""
The account of a command: from its options, then from the config of a stack if one is named, then from the environment.

No platform here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from ...errors import SettingsProblem
from ..outcomes import report_errors, usage_error
from .stacks import read_config

if TYPE_CHECKING:
    from ...settings.mechanism import Settings
    from ...settings.transport import TransportSettings

T = TypeVar("T")

_NO_STACK = "(no stack was read: --stack reads one, and --environment or --endpoint names the host)"


@dataclass(frozen=True)
class AccountOptions:
    """
    The options about the account.

    Args:
        environment: ``--environment``.
        endpoint: ``--endpoint``.
        stack: ``--stack``.
        folder: ``--cwd``.
    """

    environment: str | None = None
    endpoint: str | None = None
    stack: str | None = None
    folder: str | None = None

    @property
    def has_stack(self) -> bool:
        """Whether a stack's config is read."""
        return self.stack is not None or self.folder is not None


@contextmanager
def open_account(
    options: AccountOptions,
    transport: TransportSettings,
    account_of: Callable[[Settings], T],
    close: Callable[[], None],
    config: Mapping[str, object] | None = None,
    title: str = "",
) -> Iterator[T]:
    """
    Open the account; its errors, and those of its operations, end the command with one line each.

    Args:
        options: The options of the command.
        transport: The settings of the platform that those options replace.
        account_of: Returns the account for its settings.
        close: Closes its connections.
        config: The config of the stack, where it has been read already.
        title: What begins a message about the settings, where they are not those of the stack itself.
    """
    settings = settings_of(options, transport, config)
    try:
        with chdir(options.folder or "."):  # a stack's config names files as its program sees them
            found = account_of(settings)
    except SettingsProblem as problem:
        raise usage_error(f"{title}{problem}" if options.has_stack else f"{problem}\n{_NO_STACK}") from None
    try:
        with report_errors():
            yield found
    finally:
        close()


def settings_of(
    options: AccountOptions, transport: TransportSettings, read: Mapping[str, object] | None = None
) -> Settings:
    """
    The settings; an option about the host replaces every other setting of it, and counts as the stack's config.

    Args:
        options: The options of the command.
        transport: The settings of the platform that those options replace.
        read: The config of the stack, where it has been read already: `pulumi` takes a second.
    """
    from ...settings.mechanism import Settings

    config = dict(stack_config(options) if read is None else read)
    environ = dict(os.environ)
    typed = {"--endpoint": (transport.endpoint, options.endpoint)}
    if transport.has_environments:
        typed["--environment"] = (transport.environment, options.environment)
    elif options.environment:
        raise usage_error("--environment: the platform has no environments that name a host; give --endpoint")
    if options.environment or options.endpoint:
        for setting, _ in typed.values():
            config.pop(setting.key, None)
            environ.pop(setting.variable, None)
    for option, (setting, value) in typed.items():
        if value is None:
            continue
        try:
            setting.parse(value)
        except ValueError as problem:
            raise usage_error(f"{option} {problem}") from None
        config[setting.key] = value
    return Settings(config.get, environ)


def stack_config(options: AccountOptions) -> Mapping[str, object]:
    """The config of the stack that *options* name, secrets in clear; they stay in this process. Empty without one."""
    if not options.has_stack:
        return {}
    return read_config(options.stack, options.folder, show_secrets=True)
