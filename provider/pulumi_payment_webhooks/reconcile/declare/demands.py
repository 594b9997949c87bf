"""
Markers for what a policy can require of a field; reviews read some of them as well. Pure: no I/O.

A rule of a policy pack walks a declaration for them, and names neither a platform nor a resource type.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .declaration import PlatformDefault


@dataclass(frozen=True)
class Covers:
    """
    Marks a retry policy, which may also be declared by a resource of its own.

    Args:
        minutes: Minutes from the first failure to the last retry, from the policy in normal form; absent members
            have the platform's defaults.
        retries: How many retries there are, from the same.

    Both raise `ValueError` where the platform has something in its place that has no times.
    """

    minutes: Callable[[Mapping[str, object]], float]
    retries: Callable[[Mapping[str, object]], int]


class CarriesToken:
    """
    Marks the field that decides whether notifications carry a bearer token.

    Args:
        values: The values with which they do.
    """

    def __init__(self, *values: str) -> None:
        self.values = values


@dataclass(frozen=True)
class EncryptsFor:
    """
    Marks the field that names the certificate for notifications.

    Args:
        products: Products whose notifications are sent encrypted only.
    """

    products: frozenset[str]


@dataclass(frozen=True)
class ReachesByDefault(PlatformDefault):
    """Marks the field that decides whose events are delivered, with its value where a program declares none."""


@dataclass(frozen=True)
class HaltsAt:
    """
    Marks the field that stops every delivery.

    Args:
        value: The value with which it does.
    """

    value: str | bool
