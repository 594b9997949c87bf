"""
Receiving the notifications of Cybersource / Visa Acceptance Solutions: verified, decrypted and typed.

    from pulumi_payment_webhooks.cybersource import notifications

    receiver = notifications.Receiver(keys={key_id: key}, decryption_keys=[private_key])
    notification = receiver.verify(body, headers)

Loads neither Pulumi nor an HTTP client, so that it stands alone on a server.
"""

from __future__ import annotations

from ...errors import Unreadable, Unverified
from .keys import read_keys
from .model import Item, Notification, Proof
from .receiver import Receiver, verify

__all__ = ["Item", "Notification", "Proof", "Receiver", "Unreadable", "Unverified", "read_keys", "verify"]
