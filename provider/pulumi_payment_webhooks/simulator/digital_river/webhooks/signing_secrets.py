"""The signing secrets of one webhook: which are valid at a time, and how they are rotated. No I/O and no clock here."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ....digital_river.rules.signing_secrets import MOST_SECRETS, Expiration, delay_of

PREFIX = "whk_"


class SecretLimitReached(ValueError):
    """A webhook would have more valid secrets than it may have."""


@dataclass
class SigningSecret:
    """
    One secret.

    Args:
        created: When it was made.
        expires: When it ends; None for the current one.
        token: The secret itself; all of it is the key.
        id: The platform's id of it.
    """

    created: datetime
    expires: datetime | None = None
    token: str = field(default_factory=lambda: f"{PREFIX}{uuid.uuid4()}", repr=False)
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def is_valid(self, at: datetime) -> bool:
        """Whether it signs at that time."""
        return self.expires is None or at < self.expires

    @property
    def state(self) -> str:
        """`active` for the current one, `expiring` for another that is valid."""
        return "active" if self.expires is None else "expiring"


class SigningSecrets:
    """
    The secrets of one webhook; there is always a current one.

    Args:
        all: Every secret, oldest first.
    """

    def __init__(self, all: list[SigningSecret]) -> None:
        self._all = all

    @property
    def all(self) -> list[SigningSecret]:
        """Every secret, oldest first, those that have ended included."""
        return list(self._all)

    @property
    def current(self) -> SigningSecret:
        """The one that does not expire."""
        return self._all[-1]

    def valid(self, at: datetime) -> list[SigningSecret]:
        """Those that sign at that time, newest first."""
        return [one for one in reversed(self._all) if one.is_valid(at)]

    def find(self, id: str, at: datetime) -> SigningSecret | None:
        """A valid one by its id."""
        return next((one for one in self.valid(at) if one.id == id), None)

    def rotate(
        self, expiration: Expiration, at: datetime, *, when_full: Literal["refuse", "drop_oldest"]
    ) -> SigningSecret:
        """
        Make a new current secret, and let the previous one expire.

        Args:
            expiration: When the previous one expires; those before it keep their own times.
            at: Now.
            when_full: What happens if too many would be valid.

        Raises:
            SecretLimitReached: Too many would be valid.
        """
        if expiration != "immediately" and len(valid := self.valid(at)) >= MOST_SECRETS:
            if when_full == "refuse":
                raise SecretLimitReached(f"{len(valid)} secrets are valid already")
            valid[-1].expires = at
        self.current.expires = at + delay_of(expiration)
        self._all.append(SigningSecret(created=at))
        return self.current
