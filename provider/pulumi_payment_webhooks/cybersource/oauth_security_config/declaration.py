"""
What a program declares of an OAuth security policy. Pure: no Pulumi, no I/O.

Source: the vendor's page "Create a Webhook Subscription Using OAuth".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from ...reconcile.declare.declaration import Claim, Declaration, PartOf, Path, Replaces, Rule
from ...reconcile.declare.demands import CarriesToken
from ...reconcile.declare.meaning import HasRole, Meaning, Role
from ...reconcile.declare.values import one_of
from ..api.ids import Id
from ..policies.security import NamedCredentials, OAuthConfig, Proxy, assertion_fits, credentials_are_named
from ..rules.words import OAUTH_TYPES, OAuthType


class OAuthSecurityConfig(Declaration):
    """
    The OAuth security policy of one subscription, owned apart from it.

    It is always sent whole. Destroying it gives the subscription `KEY` back: mutual trust and the digital signature.
    A subscription whose own `security_policy` is declared cannot have one.
    """

    subscription: Annotated[Id, Replaces(), PartOf("securityPolicy"), HasRole(Role.WHOLE)] = Field(
        description="The subscription, or its id. Another one moves the policy there."
    )
    security_type: Annotated[OAuthType, BeforeValidator(one_of(*OAUTH_TYPES)), CarriesToken(*OAUTH_TYPES)] = Field(
        default="oAuth",
        alias="securityType",
        description="`oAuth`: a bearer token for client credentials; `oAuth_JWT`: one for a signed assertion.",
    )
    proxy_type: Proxy | None = Field(
        default=None, alias="proxyType", description="Route of the delivery; unmanaged unless given."
    )
    config: OAuthConfig = Field(description="Where the token comes from.")
    credentials: NamedCredentials = Field(
        default=None, description="The organization's `OAuthCredentials`, so that they exist first. Not sent."
    )

    meaning: ClassVar[Meaning] = Meaning(
        "OAuth security policy",
        deletion="notifications of the subscription no longer carry a bearer token",
        creation="notifications of the subscription carry a bearer token from now on",
        role=Role.ACCESS,
    )

    @classmethod
    def claims(cls, inputs: Mapping[str, object]) -> Mapping[Claim, Path]:
        """A subscription has one."""
        subscription = inputs.get("subscription")
        if not isinstance(subscription, str):
            return {}
        return {Claim("the security policy of this subscription", ("security policy", subscription)): ("subscription",)}

    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("oauth-jwt-config", ("securityType", "config.additionalConfig"), assertion_fits("")),
        Rule("oauth-credentials", ("securityType",), credentials_are_named(""), warns=True),
    )
