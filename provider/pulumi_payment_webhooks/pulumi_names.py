"""
The names that Pulumi has for our resources: type tokens, and what a URN says. Pure: no I/O.

Type tokens are part of the state format: they never change.
"""

from __future__ import annotations

STACK = "pulumi:pulumi:Stack"
"""The type of the resource that stands for the stack itself."""
PROVIDER = "pulumi:providers:pulumi-python"
"""The type of a `Provider` of this package."""

_DYNAMIC = "pulumi-python:dynamic/"
_DEFAULT_PROVIDER = "default"


def type_token(kind: str) -> str:
    """The token of a kind such as ``cybersource:WebhookSubscription``."""
    return f"{_DYNAMIC}{kind}"


def kind_in(token: str) -> str | None:
    """The kind with that *token*; None for a token that is not of a dynamic resource."""
    return token.removeprefix(_DYNAMIC) if token.startswith(_DYNAMIC) else None


def is_default_provider(name: str) -> bool:
    """Whether *name* is that of a provider resource that the engine makes by itself, perhaps for a version."""
    return name == _DEFAULT_PROVIDER or name.startswith(f"{_DEFAULT_PROVIDER}_")


def name_in(urn: str) -> str:
    """The name of a resource in the program."""
    return urn.rpartition("::")[2] or "resource"


def type_in(urn: str) -> str:
    """The type of a resource, without its parents'; empty where it is not known."""
    return "".join(urn.split("::")[2:3]).rpartition("$")[2]


def project_in(urn: str) -> str:
    """The project of a resource; empty where it is not known."""
    return "".join(urn.split("::")[1:2])


def stack_in(urn: str) -> str:
    """The stack of a resource, as ``project/stack``; empty where it is not known."""
    name = urn.partition("::")[0].removeprefix("urn:pulumi:")
    return f"{project_in(urn)}/{name}" if project_in(urn) else ""
