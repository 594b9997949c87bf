"""
Create, read, update and delete of an OAuth security policy: one part of a subscription.
"""

from __future__ import annotations

from ..api.subscriptions import security_policy
from ..policies.parts import SubscriptionPart
from .declaration import OAuthSecurityConfig

_part: SubscriptionPart[OAuthSecurityConfig] = SubscriptionPart(
    member="securityPolicy",
    title="security policy",
    whole=lambda declared: declared.subscription,
    encode=security_policy,
    default={"securityType": "KEY"},
)

create = _part.create
read = _part.read
update = _part.update
delete = _part.delete
