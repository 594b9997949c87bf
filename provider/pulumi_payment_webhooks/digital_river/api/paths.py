"""
Paths of the API, for each profile. No I/O here.

Source: the OpenAPI file. The paths of the profile `gc` are assumptions: the vendor published none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..rules.profiles import GC

_USABLE = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,99}")


@dataclass(frozen=True)
class Paths:
    """
    The paths of one profile.

    Args:
        profile: ``dr-api`` or ``gc``.
    """

    profile: str

    @property
    def webhooks(self) -> str:
        """All webhooks."""
        return "/gc/webhooks" if self.profile == GC else "/webhooks"

    def webhook(self, id: str) -> str:
        """One webhook."""
        return f"{self.webhooks}/{id}"

    def secrets(self, webhook: str) -> str:
        """The signing secrets of a webhook; only `gc` has them."""
        return f"{self.webhook(webhook)}/secrets"

    def secret(self, webhook: str, id: str) -> str:
        """One signing secret, in clear."""
        return f"{self.secrets(webhook)}/{id}"


def is_id(value: object) -> bool:
    """Whether *value* can be the id of an object: it stands in paths as it is."""
    return isinstance(value, str) and _USABLE.fullmatch(value) is not None
