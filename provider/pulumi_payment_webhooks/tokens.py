"""
The type tokens that our resources have in Pulumi. Part of the state format: they never change. Pure: no I/O.
"""

from __future__ import annotations

_DYNAMIC = "pulumi-python:dynamic/"


def type_token(kind: str) -> str:
    """The token of a kind such as ``cybersource:WebhookSubscription``."""
    return f"{_DYNAMIC}{kind}"


def kind_of(token: str) -> str | None:
    """The kind with that *token*; None for a token that is not of a dynamic resource."""
    return token.removeprefix(_DYNAMIC) if token.startswith(_DYNAMIC) else None
