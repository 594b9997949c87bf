"""The host names that clients may use for the platform. No I/O here."""

from __future__ import annotations

from ....net import without_port
from ...desk.wire.calls import Call

DOCUMENTED = frozenset(
    {
        "apitest.cybersource.com",
        "api.cybersource.com",
        "api.in.cybersource.com",
        "apitest.visaacceptance.com",
        "api.visaacceptance.com",
        "api-matest.cybersource.com",
        "api-ma.cybersource.com",
    }
)


def addressed_hosts(call: Call, own: str) -> frozenset[str]:
    """
    Every host name that a request may sign: its header, the simulator's address, the documented names.

    Args:
        call: The request; its `Host` header counts with and without its port.
        own: The simulator's own `host:port`.

    Returns:
        Names in lower case.
    """
    return DOCUMENTED.union(host_spellings(call.headers.get("host", "").lower()), host_spellings(own.lower()))


def host_spellings(host: str) -> set[str]:
    """*host* with and without its port; an IPv6 address keeps its brackets."""
    name = without_port(host)
    return {host, f"[{name}]" if ":" in name else name}
