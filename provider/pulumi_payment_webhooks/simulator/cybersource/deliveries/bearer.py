"""
The token that the platform requests before it delivers to a subscription with OAuth.

Source: docs/reference/cybersource.md, "Token call". The assertion of `oAuth_JWT` is not documented; here it is that of
RFC 7523, signed with the stored client secret (HS256), or with the organization's signature key if none is stored.
"""

from __future__ import annotations

import base64
import math
import uuid
from collections.abc import Mapping
from datetime import timedelta

from ....crypto import jwt
from ....crypto.secret_token import HS256
from ....cybersource.rules import words
from ...desk.mail.outbound import Outbound
from ...desk.mail.tokens import TokenRequest, Tokens, Undeliverable, basic_client
from ...desk.time.clock import Clock
from ..egress_keys import OAUTH, SIGNATURE, EgressKey
from ..platform import SimulatedCybersource
from ..subscriptions.subscriptions import Subscription

ASSERTION_LIFE = timedelta(minutes=5)
HMAC_BLOCK = 64
CLIENT_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


class Bearer:
    """
    Requests tokens, and caches each until it expires.

    Args:
        platform: The simulated platform.
        outbound: Sends requests.
    """

    def __init__(self, platform: SimulatedCybersource, outbound: Outbound) -> None:
        self._platform = platform
        self._clock: Clock = platform.clock
        self._tokens = Tokens(outbound, lambda: platform.clock.wall())

    def request(self, subscription: Subscription) -> TokenRequest | None:
        """
        The request for the token of *subscription*; None if it needs none.

        Raises:
            Undeliverable: Its credentials do not exist.
        """
        policy = subscription.document["securityPolicy"]
        if policy["securityType"] == words.KEY:
            return None
        config = policy["config"]
        expiry = config.get("oAuthTokenExpiry")
        life = timedelta(seconds=expiry) if expiry else None
        additional = config.get("additionalConfig", {})
        wanted = additional.get("keyId") or config.get("keyId")
        if policy["securityType"] == words.OAUTH:
            return self._with_secret(config["oAuthURL"], self._credentials(subscription, wanted), life)
        return self._with_assertion(config["oAuthURL"], subscription, additional, wanted, life)

    def token(self, request: TokenRequest) -> str:
        """
        A token, cached or new.

        Raises:
            Undeliverable: The token endpoint returns none.
        """
        return self._tokens.token(request)

    def forget(self, request: TokenRequest | None = None) -> None:
        """Drop a token from the cache, or all of them."""
        self._tokens.forget(request)

    def _with_secret(self, url: str, credentials: EgressKey, life: timedelta | None) -> TokenRequest:
        client, secret = credentials.client_key_id or "", credentials.secret
        holder = (url, credentials.key_id)
        form = {"grant_type": "client_credentials"}
        if self._platform.knobs.oauth_client == "form":
            return TokenRequest(url, {**form, "client_id": client, "client_secret": secret}, {}, holder, life)
        return TokenRequest(url, form, {"Authorization": basic_client(client, secret)}, holder, life)

    def _with_assertion(
        self,
        url: str,
        subscription: Subscription,
        additional: Mapping[str, str],
        wanted: str | None,
        life: timedelta | None,
    ) -> TokenRequest:
        key = self._signer(subscription, wanted)
        client = additional.get("client_id") or key.client_key_id or subscription.organization_id
        now = self._clock.wall()
        claims = {
            "iss": client,
            "sub": client,
            "aud": additional.get("aud") or url,
            "iat": math.floor(now.timestamp()),
            "exp": math.floor((now + ASSERTION_LIFE).timestamp()),
            "jti": str(uuid.uuid4()),
        }
        header = {"alg": HS256, "kid": wanted or key.key_id, "typ": "JWT"}
        assertion = jwt.issue(header, claims, jwt.shared_secret_key(_secret_of(key)))
        if self._platform.knobs.oauth_assertion == "grant":
            form = {"grant_type": JWT_GRANT, "assertion": assertion}
        else:
            form = {
                "grant_type": "client_credentials",
                "client_id": client,
                "client_assertion_type": CLIENT_ASSERTION,
                "client_assertion": assertion,
            }
        scope = additional.get("scope")
        if scope:
            form["scope"] = scope
        return TokenRequest(url, form, {}, (url, key.key_id, client, scope or ""), life)

    def _credentials(self, subscription: Subscription, wanted: str | None) -> EgressKey:
        """The credentials that the subscription names if they exist, otherwise the current ones."""
        named = self._platform.keys.find(wanted)
        if named is not None and (named.key_type, named.organization_id) == (OAUTH, subscription.organization_id):
            return named
        current = self._platform.keys.current(OAUTH, subscription.organization_id)
        if current is None:
            raise Undeliverable(f"no OAuth credentials exist for organization {subscription.organization_id}")
        return current

    def _signer(self, subscription: Subscription, wanted: str | None) -> EgressKey:
        try:
            return self._credentials(subscription, wanted)
        except Undeliverable:
            signer = self._platform.keys.current(SIGNATURE, subscription.organization_id)
        if signer is None:
            organization = subscription.organization_id
            raise Undeliverable(f"no key exists that can sign an assertion of organization {organization}")
        return signer


def _secret_of(key: EgressKey) -> bytes:
    """
    The bytes that sign, padded with zeros to the block of HMAC, as HMAC itself does (RFC 2104): so joserfc does not
    warn about a short client secret.
    """
    secret = base64.b64decode(key.secret) if key.key_type == SIGNATURE else key.secret.encode()
    return secret.ljust(HMAC_BLOCK, b"\0")
