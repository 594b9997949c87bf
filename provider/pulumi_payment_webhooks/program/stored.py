"""
What a stack stores of us. Part of the state format: it never changes.
"""

from __future__ import annotations

import base64

_FACE = "pulumi_payment_webhooks.dynamic"


def stored_literal(kind: str) -> str:
    """
    The constant with which a stack finds its way back to us: it names ``dynamic.<kind>`` and holds nothing else.

    It is a pickle of protocol 0 that refers to a module's member, written by hand: the same bytes for every Python
    and every version of Pulumi.
    """
    return base64.b64encode(f"c{_FACE}\n{kind}\n.".encode()).decode()
