"""
What an address is: this machine, a private network, or a host of the Internet. The same answer for every caller.

No I/O: no name is looked up. What a message may show of a URL is its public part.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}
LOOPBACK = "a loopback address"
PRIVATE = "a private address"
LINK_LOCAL = "a link-local address"
UNUSABLE = "an address that no host on the Internet has"
SINGLE_LABEL = "a name without a domain"
PRIVATE_NAME = "a name for private networks"
RESERVED_NAME = "a name reserved for tests and documentation"

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
LOOPBACK_NETWORKS = tuple(map(ipaddress.ip_network, ("127.0.0.0/8", "::1/128")))
_PRIVATE = tuple(
    map(
        ipaddress.ip_network,
        ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10"),
    )
)
_LINK_LOCAL = tuple(map(ipaddress.ip_network, ("169.254.0.0/16", "fe80::/10")))
_UNUSABLE = tuple(
    map(
        ipaddress.ip_network,
        (
            *("0.0.0.0/8", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24"),
            *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "::/96", "100::/64", "2001:db8::/32", "3fff::/20"),
            "ff00::/8",
        ),
    )
)
_CARRIES_IPV4 = {ipaddress.ip_network("64:ff9b::/96"): 0, ipaddress.ip_network("2002::/16"): 80}
"""IPv6 networks whose addresses lead to an IPv4 address, and how many bits follow it (RFC 6052, RFC 3056)."""

_RESERVED_NAMES = ("test", "invalid", "example")
_PRIVATE_NAMES = ("local", "internal", "home.arpa", "localdomain", "lan", "home", "corp", "intranet", "private")
_NUMBER = re.compile(r"0[xX](?P<hex>[0-9a-fA-F]*)|(?P<octal>0[0-7]*)|(?P<decimal>[1-9][0-9]{0,9})")
_LAST_LABEL_IS_A_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0[xX][0-9a-fA-F]*)")


@dataclass(frozen=True)
class Origin:
    """Scheme, host in lower case, and port of a URL."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.scheme}://{bracketed(self.host)}" + (
            "" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}"
        )


def origin_of(url: str | SplitResult) -> Origin:
    """
    The origin of an absolute http or https URL.

    Raises:
        ValueError: *url* is not such a URL.
    """
    parts = urlsplit(url) if isinstance(url, str) else url
    port = parts.port
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise ValueError("not an absolute http or https URL")
    return Origin(parts.scheme, parts.hostname, DEFAULT_PORTS[parts.scheme] if port is None else port)


def address_of(host: str) -> _Address | None:
    """
    The IP address that *host* spells; None for a name.

    Every spelling counts that an operating system or a browser accepts: ``127.1``, ``0x7f000001`` and ``2130706433``
    are 127.0.0.1, and so is the IPv6 address ``::ffff:127.0.0.1``.
    """
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return _loosely_spelled(host.removesuffix("."))
    return getattr(address, "ipv4_mapped", None) or address


def is_number(host: str) -> bool:
    """Whether *host* can only be an IP address, well spelled or not: no name ends in a number."""
    return ":" in host or _LAST_LABEL_IS_A_NUMBER.fullmatch(host.removesuffix(".")) is not None


def is_loopback(host: str) -> bool:
    """
    Whether *host* is this machine, and cannot be another one: 127.0.0.0/8, ::1, ``localhost`` and names under it.

    0.0.0.0 is not: a server that listens there is open to other machines.
    """
    if (address := address_of(host)) is not None:
        return _is_in(address, LOOPBACK_NETWORKS)
    name = host.lower().removesuffix(".")
    return name == "localhost" or (name.endswith(".localhost") and "*" not in name)


def usual_spelling(host: str) -> str:
    """*host* as it is usually written: ``127.1`` is ``127.0.0.1``, a name under ``localhost`` is ``localhost``."""
    if (address := address_of(host)) is not None:
        return str(address)
    return "localhost" if is_loopback(host) else host.lower().removesuffix(".")


def bracketed(host: str) -> str:
    """*host* as URLs and Host headers spell it: an IPv6 address in brackets."""
    return f"[{host}]" if ":" in host else host


def without_port(authority: str) -> str:
    """The host in ``host``, ``host:port`` or ``[address]:port``."""
    if authority.startswith("["):
        return authority[1:].partition("]")[0]
    return authority.partition(":")[0] if authority.count(":") == 1 else authority


def why_not_public(host: str) -> str | None:
    """
    What *host* is, where a server on the Internet cannot reach it; None where it can, as far as the spelling shows.

    Returns:
        One of the constants of this module, such as :data:`PRIVATE`.
    """
    if is_loopback(host):
        return LOOPBACK
    if (address := address_of(host)) is not None:
        return _why_unreachable(address)
    name = host.lower().removesuffix(".")
    if _ends_in(name, _RESERVED_NAMES):
        return RESERVED_NAME
    if _ends_in(name, _PRIVATE_NAMES):
        return PRIVATE_NAME
    return None if "." in name else SINGLE_LABEL


def same_url(one: object, other: object) -> bool:
    """Whether two URLs differ at most in the case of the host and in a default port that is written out."""
    return isinstance(one, str) and isinstance(other, str) and url_key(one) == url_key(other)


def url_key(url: str) -> object:
    """What is equal for two URLs that are the same; a text that is not a URL is its own key."""
    try:
        return _essence(urlsplit(url))
    except ValueError:
        return url


def same_url_in_any_case(one: object, other: object) -> bool:
    """As :func:`same_url`, for a platform that answers with the whole URL in lower case."""
    return isinstance(one, str) and isinstance(other, str) and same_url(one.casefold(), other.casefold())


def public_part(url: str) -> str | None:
    """
    *url* without user info, query and fragment, which may contain a token; a mark stands for a query or a fragment.

    None if it is not an absolute URL with a host.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = parts.netloc.rpartition("@")[2]
    if not (parts.scheme and host):
        return None
    mark = "?…" if parts.query else "#…" if parts.fragment else ""
    return f"{parts.scheme}://{host}{parts.path}{mark}"


def _essence(parts: SplitResult) -> tuple[object, ...]:
    port = DEFAULT_PORTS.get(parts.scheme) if parts.port is None else parts.port
    return (parts.scheme, parts.hostname, port, parts.path or "/", parts.query)


def _why_unreachable(address: _Address) -> str | None:
    for network, shift in _CARRIES_IPV4.items():
        if address in network:
            inner = ipaddress.IPv4Address(int(address) >> shift & 0xFFFFFFFF)
            return UNUSABLE if _is_in(inner, LOOPBACK_NETWORKS) else _why_unreachable(inner)
    kinds = ((PRIVATE, _PRIVATE), (LINK_LOCAL, _LINK_LOCAL), (UNUSABLE, _UNUSABLE))
    return next((kind for kind, networks in kinds if _is_in(address, networks)), None)


def _is_in(address: _Address, networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]) -> bool:
    return any(address in network for network in networks)


def _ends_in(name: str, suffixes: tuple[str, ...]) -> bool:
    return any(name == suffix or name.endswith(f".{suffix}") for suffix in suffixes)


def _loosely_spelled(host: str) -> ipaddress.IPv4Address | None:
    """An IPv4 address of one to four numbers, each decimal, octal or hexadecimal; the last fills what is left."""
    numbers = [_NUMBER.fullmatch(part) for part in host.split(".")]
    if len(numbers) > 4 or None in numbers:
        return None
    *leading, last = (_value(number) for number in numbers if number is not None)
    if any(value > 255 for value in leading) or last >= 256 ** (4 - len(leading)):
        return None
    whole = sum(value << 8 * (3 - place) for place, value in enumerate(leading)) + last
    return ipaddress.IPv4Address(whole)


def _value(number: re.Match[str]) -> int:
    if number["hex"] is not None:
        return int(number["hex"] or "0", 16)
    return int(number["octal"], 8) if number["octal"] is not None else int(number["decimal"])
