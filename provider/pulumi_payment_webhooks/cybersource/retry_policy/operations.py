"""
Create, read, update and delete of a retry policy: one part of a subscription.
"""

from __future__ import annotations

from ..api.subscriptions import retry_policy
from ..policies.parts import SubscriptionPart
from .declaration import RetryFields, RetryPolicy

_part: SubscriptionPart[RetryPolicy] = SubscriptionPart(
    member="retryPolicy",
    title="retry policy",
    whole=lambda declared: declared.subscription,
    encode=retry_policy,
    default=retry_policy(RetryFields()),
)

create = _part.create
read = _part.read
update = _part.update
delete = _part.delete
