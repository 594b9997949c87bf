"""The host names that clients may use for the platform. No I/O here."""

from __future__ import annotations

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
    spoken = {call.headers.get("host", "").lower(), own.lower()}
    return DOCUMENTED | spoken | {without_port(one) for one in spoken}


def without_port(host: str) -> str:
    """*host* without what follows its last colon, IPv6 brackets respected."""
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host
