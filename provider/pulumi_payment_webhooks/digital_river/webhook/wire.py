"""
A webhook as requests spell it; `api.webhooks` reads the answers. No I/O here.

Nobody knows whether an update applies defaults to what it leaves out, so each request has the complete webhook.
"""

from __future__ import annotations

from ...reconcile.decide.states import as_inputs
from ..api.webhooks import AUTHENTICATION, OAUTH_PART
from ..rules.profiles import GC
from ..rules.words import HTTP
from .declaration import Webhook


def encode(declared: Webhook, *, profile: str, clears: bool = False) -> dict[str, object]:
    """
    The body that creates a webhook, or brings one to what is declared.

    Args:
        declared: What the program declares.
        profile: Which API is asked; Global Commerce knows no versions.
        clears: Whether the platform may hold basic credentials that are to go.
    """
    inputs = as_inputs(declared)
    body = {name: inputs[name] for name in ("address", "apiVersion", "enabled", "transportType")}
    body["types"] = sorted(declared.types)
    if profile == GC:
        del body["apiVersion"]
    if declared.transport_type != HTTP:
        return body | {OAUTH_PART: inputs.get(OAUTH_PART)}
    if credentials := inputs.get(AUTHENTICATION):
        return body | {AUTHENTICATION: credentials}
    return body | ({AUTHENTICATION: None} if clears else {})


def clears_credentials(declared: Webhook, changed: frozenset[str]) -> bool:
    """Whether an update of the top-level fields *changed* leaves a webhook without basic credentials."""
    is_asked_for = declared.authentication is not None or bool(changed & {AUTHENTICATION, "transportType"})
    return is_asked_for and declared.transport_type == HTTP and not as_inputs(declared).get(AUTHENTICATION)
