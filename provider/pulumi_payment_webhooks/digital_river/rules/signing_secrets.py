"""
What the consoles offer about a webhook's signing secrets, and what a secret looks like. Pure: no I/O here.

Source: the page "Webhook service" of Global Commerce, and the dialogs of the Dashboard.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Literal, get_args

from ...crypto.given.credentials import text_secret
from ...crypto.given.lookalikes import an_id

Expiration = Literal["immediately", "1_hour", "3_hours", "6_hours", "12_hours", "24_hours"]
"""When the current secret expires once there is a new one; the choices are the vendor's, the spelling is ours."""

EXPIRATIONS: tuple[Expiration, ...] = get_args(Expiration)

IMMEDIATELY: Expiration = "immediately"

_API_KEY = re.compile(r"[sp]k_")

MOST_SECRETS = 5
"""How many secrets of a webhook can be valid at the same time."""


def delay_of(expiration: Expiration) -> timedelta:
    """How long the current secret stays valid."""
    return timedelta(hours=0 if expiration == IMMEDIATELY else int(expiration.partition("_")[0]))


def received_secret(value: object) -> str:
    """
    The signing secret of a webhook, without blanks around it; its prefix is part of it.

    Raises:
        ValueError: It cannot be one. The reason shows nothing of it.
    """
    secret = text_secret(value).decode()
    if an_id(secret):
        raise ValueError("is an id, not a signing secret: the consoles show secrets that begin with whk_")
    if _API_KEY.match(secret):
        raise ValueError("is an API key, not the signing secret of a webhook: such a secret begins with whk_")
    return secret


def secret_key(value: object) -> bytes:
    """
    The bytes of a signing secret that signatures are made with: its text.

    Raises:
        ValueError: As `received_secret` does.
    """
    return received_secret(value).encode()
