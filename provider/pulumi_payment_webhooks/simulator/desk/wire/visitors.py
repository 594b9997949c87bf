"""
Who may use the page and the control API: programs on this machine and the page itself, but no page of another site.

A browser lets every web page send requests to loopback addresses, and a host name that resolves to 127.0.0.1 makes
such a page look like the simulator's own. No I/O here.
"""

from __future__ import annotations

from collections.abc import Mapping

from ....net import is_loopback, without_port

SAFE = frozenset({"GET", "HEAD"})
_OURS = frozenset({"none", "same-origin"})


def stranger(method: str, headers: Mapping[str, str], *, scheme: str = "http") -> str | None:
    """
    Why a request to the control API or the page is refused; None if it is allowed.

    Args:
        method: In capitals. Safe methods are allowed from everywhere: other pages cannot read the answer.
        headers: Lower-case names. Programs send no `Origin`, and are allowed.
        scheme: That of the request.
    """
    host = headers.get("host", "")
    if not is_loopback(without_port(host)):
        return f"the request is for {host or 'no host'}; use 127.0.0.1 or localhost"
    if method in SAFE:
        return None
    origin = headers.get("origin")
    if origin is not None and origin.lower() != f"{scheme}://{host.lower()}":
        return f"pages of {origin} may not use the simulator"
    if headers.get("sec-fetch-site", "none") not in _OURS:
        return "pages of other sites may not use the simulator"
    return None
