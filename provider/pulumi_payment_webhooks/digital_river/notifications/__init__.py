"""
Receiving the notifications of Digital River: verified and typed.

    from pulumi_payment_webhooks.digital_river import notifications

    receiver = notifications.Receiver(secrets=[secret])
    event = receiver.verify(body, headers)

Loads neither Pulumi nor an HTTP client, so that it stands alone on a server.
"""

from __future__ import annotations

from ...errors import Unreadable, Unverified
from ...notifications.envelope import Proof
from .model import Event
from .receiver import Receiver, verify
from .secrets import read_secrets

__all__ = ["Event", "Proof", "Receiver", "Unreadable", "Unverified", "read_secrets", "verify"]
