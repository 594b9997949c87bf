"""
The settings that every platform has: which host is used, whose objects may be touched, and how requests travel.

Each platform declares them once, under its own prefix and in its own words. A production host is only used when the
stack's own config names a production environment. No I/O here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from ..errors import SettingsProblem
from .account_names import account_name
from .deletions import DeletionSettings
from .hosts import Hosts, is_production_name
from .mechanism import REQUIRED, Setting, Settings
from .values import boolean, integer, items, number, text

_ONE_OF_TWO = "one of these two"


@dataclass(frozen=True, kw_only=True)
class Transport:
    """
    The values of those settings, checked. The defaults stand here and nowhere else.

    Args:
        endpoint: Base URL: scheme, host and port.
        environment: Full name of the environment; None when only an endpoint is set.
        allowed_owners: The only owners whose objects may be touched; None for any.
        offline_preview: Whether previews send nothing to the platform.
        moved_from: Name of the account in which the resources were created; None where that is this account.
        workers: Concurrent requests, at most.
        timeout: Seconds to wait for a connection, and for an answer.
        retries: Tries in all of a request that is safe to repeat.
        retry_wait: Seconds before the second try; 0 turns every wait off.
    """

    endpoint: str
    environment: str | None = None
    allowed_owners: frozenset[str] | None = None
    offline_preview: bool = False
    moved_from: str | None = None
    workers: int = 32
    timeout: float = 30.0
    retries: int = 4
    retry_wait: float = 0.5

    @property
    def host(self) -> str:
        """Host, and port where the endpoint names a port, for messages."""
        return urlsplit(self.endpoint).netloc


@dataclass(frozen=True)
class Terms:
    """
    What a platform calls things.

    Args:
        prefix: How the names of its settings begin, e.g. ``cybersource``.
        account: Who an account belongs to, e.g. ``merchant``.
        owner: Who objects belong to, e.g. ``organization``; a stack may be limited to some owners. Empty where the
            platform names no owner.
        objects: What a stack has at the platform, e.g. ``subscriptions``; a run may be limited in deleting them.
        short_forms: What follows the list of environments in the description of that setting.
        offline: What else an offline preview leaves out, to follow "with the platform then".
    """

    prefix: str
    account: str
    owner: str = ""
    objects: str = "objects"
    short_forms: str = ""
    offline: str = ""


class TransportSettings:
    """
    The settings of one platform.

    Args:
        terms: What the platform calls things.
        hosts: Its environments and hosts. Without environments, every stack names its endpoint, and the platform
            itself guards production.
        owner_id: Reads the id of an owner; raises ValueError with the words that follow "has an id that".
    """

    def __init__(self, terms: Terms, hosts: Hosts, owner_id: Callable[[object], str] = text) -> None:
        self._terms = terms
        self._hosts = hosts
        self._owner_id = owner_id

    @property
    def owner(self) -> str:
        """What the platform calls those who own objects; empty where it names no owner."""
        return self._terms.owner

    @property
    def has_environments(self) -> bool:
        """Whether the platform has environments that name its hosts."""
        return bool(self._hosts.by_environment)

    @cached_property
    def environment(self) -> Setting[str]:
        """The environment, which names the host; only of a platform that has environments."""
        return Setting(
            self._name("Environment"),
            f"Which host is used: {', '.join(self._hosts.by_environment)}{self._terms.short_forms}.",
            self._hosts.environment,
            example=next(iter(self._hosts.by_environment)),
            needed=_ONE_OF_TWO,
        )

    @cached_property
    def endpoint(self) -> Setting[str]:
        """The base URL."""
        meaning = "Base URL used instead of an environment's host, for a simulator or a gateway."
        if not self._hosts.by_environment:
            meaning = f"Base URL of the platform, such as https://{self._hosts.shown}, or of a simulator."
        return Setting(
            self._name("Endpoint"),
            meaning,
            self._hosts.endpoint,
            example="http://127.0.0.1:8080",
            needed=_ONE_OF_TWO if self._hosts.by_environment else REQUIRED,
        )

    @cached_property
    def allowed_owners(self) -> Setting[frozenset[str]]:
        """The owners to which the stack is limited."""
        owners = f"{self._terms.owner}s"
        return Setting(
            self._name(f"Allowed{owners.capitalize()}"),
            f"The only {owners} this stack may touch: a list, or ids with commas between them. Default: any.",
            self._owners,
            example=",".join([f"<{self._terms.owner} id>"] * 2),
            kind="array",
        )

    @cached_property
    def offline_preview(self) -> Setting[bool]:
        """Whether previews send nothing to the platform."""
        return Setting(
            self._name("OfflinePreview"),
            "Whether previews ask the platform nothing and need no credentials, e.g. for pull requests from forks. "
            f"Nothing is compared with the platform then{self._terms.offline}.",
            boolean,
            default=Transport.offline_preview,
            example="true",
            kind="boolean",
        )

    @cached_property
    def moved_from(self) -> Setting[str]:
        """The account in which the resources were created."""
        owner = self._terms.account
        return Setting(
            self._name("MovedFrom"),
            f"The account in which the stack's resources were created, as host/{owner}, after an intended move to "
            "another.",
            self._account,
            example=f"<host>/<{owner} id>",
        )

    @cached_property
    def workers(self) -> Setting[int]:
        """The most concurrent requests."""
        return Setting(
            self._name("Workers"),
            "Requests to the platform at the same time, at most.",
            integer(1, 256),
            default=Transport.workers,
            example=str(Transport.workers),
            kind="integer",
        )

    @cached_property
    def timeout(self) -> Setting[float]:
        """The time limits of a request."""
        return Setting(
            self._name("Timeout"),
            "Seconds to wait for a connection, and for an answer.",
            number(0.01, 600),
            default=Transport.timeout,
            example=f"{Transport.timeout:g}",
            kind="number",
        )

    @cached_property
    def retries(self) -> Setting[int]:
        """The tries of a request."""
        return Setting(
            self._name("Retries"),
            "How often a request that is safe to repeat is tried, in all; answers 429 do not count.",
            integer(1, 10),
            default=Transport.retries,
            example=str(Transport.retries),
            kind="integer",
        )

    @cached_property
    def retry_wait(self) -> Setting[float]:
        """The wait before the second try."""
        return Setting(
            self._name("RetryWait"),
            "Seconds before the second try; each further wait is twice as long. 0 turns every waiting off.",
            number(0, 60),
            default=Transport.retry_wait,
            example=f"{Transport.retry_wait:g}",
            kind="number",
        )

    @cached_property
    def deletions(self) -> DeletionSettings:
        """How many objects one run may delete."""
        return DeletionSettings(self._terms.prefix, self._terms.objects)

    def read(self, settings: Settings) -> Transport:
        """
        The values.

        Raises:
            SettingsProblem: One of them is missing, wrong, or leads to production without saying so.
        """
        return Transport(
            endpoint=self.base_url(settings),
            environment=settings.get(self.environment) if self._hosts.by_environment else None,
            allowed_owners=settings.get(self.allowed_owners) if self._terms.owner else None,
            offline_preview=settings.require(self.offline_preview),
            moved_from=settings.get(self.moved_from),
            workers=settings.require(self.workers),
            timeout=settings.require(self.timeout),
            retries=settings.require(self.retries),
            retry_wait=settings.require(self.retry_wait),
        )

    def is_offline(self, settings: Settings) -> bool:
        """Whether previews are offline. A value that is neither true nor false is reported with all other problems."""
        try:
            return settings.require(self.offline_preview)
        except SettingsProblem:
            return False

    def base_url(self, settings: Settings) -> str:
        """
        The base URL to use; a production host only when the stack's own config says so.

        Raises:
            SettingsProblem: None is named, the environment contradicts the stack, or production is not declared.
        """
        if not self._hosts.by_environment:
            return settings.require(self.endpoint)
        name, url = settings.get(self.environment), settings.get(self.endpoint)
        if name is None and url is None:
            raise SettingsProblem(
                f"neither {self.environment.name} nor {self.endpoint.name} is set: {self.environment.command}"
            )
        if name and url and self._is_contradicted(settings, name, url):
            raise SettingsProblem(
                f"{self.endpoint.variable} in the environment contradicts the stack, which names {name}: "
                f"unset the variable, or pulumi config set {self.endpoint.key} {url}"
            )
        if self._is_production(name, url) and not self._is_declared_production(settings):
            raise SettingsProblem(self._undeclared(name, url))
        return url or f"https://{self._hosts.by_environment[name or '']}"

    def why_not_allowed(self, transport: Transport, owner: str) -> str | None:
        """Why this stack may not touch objects of *owner*; None when it may."""
        allowed = transport.allowed_owners
        if allowed is None or owner in allowed:
            return None
        return (
            f"the {self._terms.owner} is not among those this stack may touch "
            f"({', '.join(sorted(allowed))}); {self.allowed_owners.name} lists them"
        )

    def _name(self, ending: str) -> str:
        return f"{self._terms.prefix}{ending}"

    def _owners(self, value: object) -> frozenset[str]:
        ids = items(value)
        try:
            return frozenset(map(self._owner_id, ids))
        except ValueError as wrong:
            raise ValueError(f"has an id that {wrong}") from None

    def _account(self, value: object) -> str:
        example = f"{self._hosts.shown}/my_{self._terms.account}"
        return account_name(value, form=f"host/{self._terms.account}", example=example)

    def _is_contradicted(self, settings: Settings, name: str, url: str) -> bool:
        is_split = settings.place_of(self.environment) == "stack" and settings.place_of(self.endpoint) == "environment"
        return is_split and urlsplit(url).hostname != self._hosts.by_environment[name]

    def _is_production(self, name: str | None, url: str | None) -> bool:
        """Whether requests would reach real payments: with a URL its host decides, else the environment."""
        if url:
            return self._hosts.is_production(urlsplit(url).hostname or "")
        return name is not None and is_production_name(name)

    def _is_declared_production(self, settings: Settings) -> bool:
        name = settings.get(self.environment)
        return settings.place_of(self.environment) == "stack" and name is not None and is_production_name(name)

    def _undeclared(self, name: str | None, url: str | None) -> str:
        is_named = name is not None and is_production_name(name)
        wanted = name if is_named else self._hosts.production_environment(urlsplit(url or "").hostname or "")
        remedy = f"pulumi config set {self.environment.key} {wanted}"
        if url:
            return (
                f"{self.endpoint.name} is a production host, and the stack's own config does not name "
                f"its environment as production: {remedy}"
            )
        return (
            f"{self.environment.variable} in the environment names production, "
            f"and only the stack's own config may do that: {remedy}"
        )
