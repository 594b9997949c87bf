"""
Pulumi provider for the webhooks of payment platforms.

``Provider`` is loaded when it is first used: a receiver of notifications never loads Pulumi.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .program import Provider

__all__ = ["Provider"]


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name != "Provider":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from .program import Provider

        return Provider
