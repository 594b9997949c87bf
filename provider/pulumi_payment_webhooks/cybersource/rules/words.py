"""
The words that members of the API can say, as the platform spells them. Pure data, no I/O here.
"""

from __future__ import annotations

from typing import Literal, get_args

V1, V2 = "v1", "v2"
"""The versions of the API, as they stand in every path."""

ONLY_ORDERS = "it only decides the order of the deployment, and is not sent to the platform"
"""What a change of a field means that names another resource, so that it exists first."""
NEW_URL = "the platform reviews the new URL, which takes 1 to 2 business days and interrupts delivery"
"""What the change of a reviewed URL means, as a clause."""

OAuthType = Literal["oAuth", "oAuth_JWT"]
SecurityType = Literal["KEY", OAuthType]
ProxyType = Literal["external", "internal"]
TokenType = Literal["Bearer"]
Scope = Literal["SELF", "DESCENDANTS", "CUSTOM"]
Algorithm = Literal["ARITHMETIC", "GEOMETRIC"]

OAUTH_TYPES: tuple[OAuthType, ...] = get_args(OAuthType)
SECURITY_TYPES: tuple[SecurityType, ...] = get_args(SecurityType)
PROXY_TYPES: tuple[ProxyType, ...] = get_args(ProxyType)
TOKEN_TYPES: tuple[TokenType, ...] = get_args(TokenType)
SCOPES: tuple[Scope, ...] = get_args(Scope)
ALGORITHMS: tuple[Algorithm, ...] = get_args(Algorithm)

EXTERNAL: ProxyType = "external"
KEY: SecurityType = "KEY"
OAUTH: OAuthType = "oAuth"
OAUTH_JWT: OAuthType = "oAuth_JWT"
BEARER: TokenType = "Bearer"
SELF: Scope = "SELF"
DESCENDANTS: Scope = "DESCENDANTS"
CUSTOM: Scope = "CUSTOM"

RETRY_NUMBERS = ("firstRetry", "interval", "numberOfRetries", "repeatSequenceCount", "repeatSequenceWaitTime")
"""The numbers of a retry policy, by member; together with the algorithm, they decide its times."""

KEY_STORE = "nrtd"
"""The platform's key store, which is the provider or the tenant of an egress key."""
