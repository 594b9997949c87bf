"""
The hosts of Cybersource / Visa Acceptance Solutions, and which base URLs are accepted. No I/O here.

Source: the vendor's pages on webhooks and on OAuth, which name a host for each brand and environment.
"""

from __future__ import annotations

import difflib
import re
from urllib.parse import SplitResult, urlsplit

from ...net import address_of, is_loopback
from ...settings.mechanism import shown, text

HOSTS = {
    "cybersource-test": "apitest.cybersource.com",
    "cybersource-production": "api.cybersource.com",
    "cybersource-production-india": "api.in.cybersource.com",
    "visa-acceptance-test": "apitest.visaacceptance.com",
    "visa-acceptance-production": "api.visaacceptance.com",
    "cybersource-oauth-test": "api-matest.cybersource.com",
    "cybersource-oauth-production": "api-ma.cybersource.com",
}
SHORT_FORMS = {
    "test": "cybersource-test",
    "production": "cybersource-production",
    "production-india": "cybersource-production-india",
}

_VENDOR_DOMAINS = (".cybersource.com", ".visaacceptance.com")
_TEST_HOSTS = frozenset(host for name, host in HOSTS.items() if name.endswith("-test"))


def environment(value: object) -> str:
    """The full name of an environment; short forms are accepted."""
    word = text(value).lower()
    name = SHORT_FORMS.get(word, word)
    if name in HOSTS:
        return name
    close = difflib.get_close_matches(word, [*HOSTS, *SHORT_FORMS], n=1)
    hint = f"did you mean {close[0]}?" if close else f"known are {', '.join(HOSTS)}"
    raise ValueError(f"is {shown(value)}, which is not known ({hint})")


def endpoint(value: object) -> str:
    """A base URL: scheme, host and port alone; plain http only to a loopback address."""
    try:
        url = urlsplit(text(value))
        host, port = url.hostname or "", url.port
    except ValueError:
        raise ValueError("is not a URL such as https://apitest.cybersource.com") from None
    if "@" in url.netloc:
        raise ValueError("carries credentials; a URL is stored and shown, so they belong in their own settings")
    if url.scheme not in ("https", "http") or not re.fullmatch(r"[0-9a-z.:_-]+", host):
        raise ValueError("is not a URL such as https://apitest.cybersource.com")
    if url.path not in ("", "/") or _has_more(url, text(value)):
        raise ValueError("has a path or a query; only scheme, host and port are allowed")
    if url.scheme == "http" and not is_loopback(host):
        raise ValueError("is plain http, which is allowed only to a loopback address (127.0.0.1, ::1, localhost)")
    host = str(address_of(host) or host)
    shown_host = f"[{host}]" if ":" in host else host
    return f"{url.scheme}://{shown_host}" + ("" if port is None else f":{port}")


def is_production_host(host: str) -> bool:
    """Whether *host* serves real payments: every host of the vendor but those known as test hosts."""
    plain = host.lower().rstrip(".")
    return plain.endswith(_VENDOR_DOMAINS) and plain not in _TEST_HOSTS


def _has_more(url: SplitResult, typed: str) -> bool:
    return bool(url.query or url.fragment) or "?" in typed or "#" in typed
