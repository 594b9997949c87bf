"""
Create, read, update and delete of a retry policy: one part of a subscription.
"""

from __future__ import annotations

from ..policies.parts import SubscriptionPart
from ..policies.retry import RetryFields, encode_retry_policy
from .declaration import RetryPolicy

_part: SubscriptionPart[RetryPolicy] = SubscriptionPart(
    member="retryPolicy",
    title="retry policy",
    whole=lambda declared: declared.subscription,
    encode=encode_retry_policy,
    default=encode_retry_policy(RetryFields()),
)

create = _part.create
read = _part.read
update = _part.update
delete = _part.delete
