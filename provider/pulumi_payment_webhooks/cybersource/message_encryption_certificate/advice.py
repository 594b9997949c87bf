"""
What to say of the dates of a certificate before it is stored: the platform refuses a certificate that has expired.

A certificate that is stored already causes a warning, not a failure: its end must not stop the rest of a deployment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from ...pages import see
from ...reconcile.decide.ageing import NOTICE
from ...reconcile.declare.declaration import Problem
from ...reconcile.ports import Advice, Run
from ..account.account import CybersourceAccount

_REPLACE = see("how-to/encrypt-notifications#replace-a-certificate")


def advise(
    inputs: Mapping[str, object], olds: Mapping[str, object], *, account: CybersourceAccount, run: Run
) -> Iterator[Advice]:
    """Look at the end of a certificate that is new in *inputs*."""
    ends = inputs.get("expiresAt")
    if not isinstance(ends, str) or inputs.get("certificate") == olds.get("certificate"):
        return
    left = datetime.fromisoformat(ends) - account.now()
    if left.total_seconds() <= 0:
        reason = f"expired on {ends[:10]}; the platform accepts only a valid certificate; {_REPLACE}"
        yield Advice(Problem(("certificate",), reason), refuses=True)
    elif left <= NOTICE:
        yield Advice(Problem(("certificate",), f"expires on {ends[:10]}, in {left.days} days; {_REPLACE}"))
