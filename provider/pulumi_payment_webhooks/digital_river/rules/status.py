"""
Whether a webhook delivers, in the words of the consoles. No I/O here.

Source: the page "Webhooks": the platform disables a webhook whose deliveries fail over several days.
"""

from __future__ import annotations

ENABLED = "ENABLED"
DISABLED = "DISABLED"

MEANING = {
    ENABLED: "it delivers",
    DISABLED: "switched off, or disabled by the platform after days of failures",
}
URGENCY = {ENABLED: 0, DISABLED: 5}
"""How urgent it is to act."""


def status_of(enabled: object) -> str:
    """The status of a webhook that is *enabled* or not."""
    return ENABLED if enabled is True else DISABLED
