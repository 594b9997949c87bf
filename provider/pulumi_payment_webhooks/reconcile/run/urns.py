"""
What a URN says of a resource: Pulumi's name of it within a stack. Pure: no I/O.
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
