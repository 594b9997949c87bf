"""
The words that members of the API can say, as the platform spells them. Pure data, no I/O here.
"""

from __future__ import annotations

V1, V2 = "v1", "v2"
"""The versions of the API, as they stand in every path."""

KEY, OAUTH, OAUTH_JWT = "KEY", "oAuth", "oAuth_JWT"
OAUTH_TYPES = (OAUTH, OAUTH_JWT)
SECURITY_TYPES = (KEY, *OAUTH_TYPES)
PROXY_TYPES = ("external", "internal")
BEARER = "Bearer"

SELF, DESCENDANTS, CUSTOM = "SELF", "DESCENDANTS", "CUSTOM"
SCOPES = (SELF, DESCENDANTS, CUSTOM)

ALGORITHMS = ("ARITHMETIC", "GEOMETRIC")
RETRY_NUMBERS = ("firstRetry", "interval", "numberOfRetries", "repeatSequenceCount", "repeatSequenceWaitTime")
"""The numbers of a retry policy, by member; together with the algorithm, they decide its times."""

KEY_STORE = "nrtd"
"""The platform's key store, which is the provider or the tenant of an egress key."""
