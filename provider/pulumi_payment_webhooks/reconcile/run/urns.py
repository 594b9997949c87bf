"""
What a URN says of a resource: its stack, its project, its type and its name. Pure: no I/O.
"""

from __future__ import annotations


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
