"""
The hosts of a platform: which environment leads to which host, which base URLs are accepted, and which host serves
real payments. No I/O here, and no platform: each passes its own table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from ..net import address_of, bracketed, is_loopback
from ..wording import closest
from .values import quote, text

PRODUCTION = "production"
"""The word in the name of every environment that serves real payments."""


@dataclass(frozen=True)
class Hosts:
    """
    The environments of a platform and their hosts.

    Args:
        by_environment: The host of each environment; the name of a production environment says so. Empty where every
            stack names its endpoint.
        domains: The platform's domains, each with a dot before it; any other host below them counts as production.
        short_forms: Shorter names of environments.
        example: A host for messages; by default that of the first environment.
    """

    by_environment: Mapping[str, str]
    domains: tuple[str, ...]
    short_forms: Mapping[str, str] = field(default_factory=dict)
    example: str = ""

    def environment(self, value: object) -> str:
        """The full name of an environment; short forms are accepted."""
        word = text(value).lower()
        name = self.short_forms.get(word, word)
        if name in self.by_environment:
            return name
        close = closest(word, [*self.by_environment, *self.short_forms])
        hint = f"did you mean {close}?" if close else f"known are {', '.join(self.by_environment)}"
        raise ValueError(f"is {quote(value)}, which is not known ({hint})")

    def endpoint(self, value: object) -> str:
        """A base URL: scheme, host and port alone; plain http only to a loopback address."""
        try:
            url = urlsplit(text(value))
            host, port = url.hostname or "", url.port
        except ValueError:
            raise ValueError(self._not_a_url) from None
        if "@" in url.netloc:
            raise ValueError("carries credentials; a URL is stored and shown, so they belong in their own settings")
        if url.scheme not in ("https", "http") or not re.fullmatch(r"[0-9a-z.:_-]+", host):
            raise ValueError(self._not_a_url)
        if url.path not in ("", "/") or _has_more(url, text(value)):
            raise ValueError("has a path or a query; only scheme, host and port are allowed")
        if url.scheme == "http" and not is_loopback(host):
            raise ValueError("is plain http, which is allowed only to a loopback address (127.0.0.1, ::1, localhost)")
        return f"{url.scheme}://{bracketed(str(address_of(host) or host))}" + ("" if port is None else f":{port}")

    def is_production(self, host: str) -> bool:
        """Whether *host* serves real payments: every host of the platform but its known test hosts."""
        plain = _plain(host)
        return plain.endswith(self.domains) and plain not in self._test_hosts

    def production_environment(self, host: str) -> str:
        """The name of the production environment that *host* belongs to; of an unknown host, the first."""
        names = [name for name in self.by_environment if is_production_name(name)]
        return next((name for name in names if self.by_environment[name] == _plain(host)), names[0])

    @property
    def _test_hosts(self) -> frozenset[str]:
        return frozenset(host for name, host in self.by_environment.items() if not is_production_name(name))

    @property
    def shown(self) -> str:
        """A host for messages."""
        return self.example or next(iter(self.by_environment.values()))

    @property
    def _not_a_url(self) -> str:
        return f"is not a URL such as https://{self.shown}"


def is_production_name(environment: str) -> bool:
    """Whether the environment of that name serves real payments."""
    return PRODUCTION in environment


def _plain(host: str) -> str:
    return host.lower().rstrip(".")


def _has_more(url: SplitResult, typed: str) -> bool:
    return bool(url.query or url.fragment) or "?" in typed or "#" in typed
