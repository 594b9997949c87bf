"""
What the consoles offer about a webhook's signing secrets. Pure data, no I/O here.

Source: the page "Webhook service" of Global Commerce, and the dialogs of the Dashboard.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Literal, get_args

Expiration = Literal["immediately", "1_hour", "3_hours", "6_hours", "12_hours", "24_hours"]
"""When the current secret expires once there is a new one; the choices are the vendor's, the spelling is ours."""

EXPIRATIONS: tuple[Expiration, ...] = get_args(Expiration)

MOST_SECRETS = 5
"""How many secrets of a webhook can be valid at the same time."""


def delay_of(expiration: Expiration) -> timedelta:
    """How long the current secret stays valid."""
    return timedelta(hours=0 if expiration == "immediately" else int(expiration.partition("_")[0]))
