"""The names a client may know this platform by. No I/O here."""

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
    Every host a client may say it calls: the header it sent, the simulator's address, the documented names.

    Args:
        call: Whose `Host` header counts, with and without its port.
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
