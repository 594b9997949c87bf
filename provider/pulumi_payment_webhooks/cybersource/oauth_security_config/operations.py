"""
Create, read, update and delete of an OAuth security policy: one part of a subscription.
"""

from __future__ import annotations

from ..policies.parts import SubscriptionPart
from ..policies.security import encode_security_policy
from ..rules.words import KEY
from .declaration import OAuthSecurityConfig

_part: SubscriptionPart[OAuthSecurityConfig] = SubscriptionPart(
    member="securityPolicy",
    title="security policy",
    whole=lambda declared: declared.subscription,
    encode=encode_security_policy,
    default={"securityType": KEY},
)

create = _part.create
read = _part.read
update = _part.update
delete = _part.delete
