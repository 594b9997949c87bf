"""
Who may look at a desk and drive it: programs of this machine and the desk's own page, and no page of anybody else.

A browser on this machine lets every web page send requests to loopback addresses, and a name that its owner leads to
127.0.0.1 makes such a page look like one of ours. No I/O here.
"""

from __future__ import annotations

from collections.abc import Mapping

from ....net import is_loopback, without_port

SAFE = frozenset({"GET", "HEAD"})
_OURS = frozenset({"none", "same-origin"})


def stranger(method: str, headers: Mapping[str, str], *, scheme: str = "http") -> str | None:
    """
    Why a request for a control or for the page is refused; None when it is not.

    Args:
        method: In capitals. What changes nothing may be asked from anywhere: other pages cannot read the answer.
        headers: Lower-case names. Programs send no `Origin`, and are believed.
        scheme: That of the request.
    """
    host = headers.get("host", "")
    if not is_loopback(without_port(host)):
        return f"the request is for {host or 'no host'}; ask 127.0.0.1 or localhost"
    if method in SAFE:
        return None
    origin = headers.get("origin")
    if origin is not None and origin.lower() != f"{scheme}://{host.lower()}":
        return f"the request comes from a page of {origin}, which may not drive the simulator"
    if headers.get("sec-fetch-site", "none") not in _OURS:
        return "the request comes from a page of another site, which may not drive the simulator"
    return None
