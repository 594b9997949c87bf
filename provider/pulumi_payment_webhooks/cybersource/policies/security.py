"""
A security policy, wherever it is declared: its fields and rules, and its members as the platform spells them. Pure: no
I/O.

Source: the vendor's page "Create a Webhook Subscription Using OAuth".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field

from ...net import same_url, same_url_in_any_case
from ...pages import see
from ...reconcile.declare.declaration import DeclaredValues, Echoed, Fragment, Local, Problem, Same
from ...reconcile.declare.meaning import HasRole, Role, Varies
from ...reconcile.declare.urls import HttpsUrl
from ...reconcile.declare.values import Text, WholeNumber, one_of
from ...wording import FieldName, Sentence
from ..api.ids import Id
from ..rules.words import NEW_URL, OAUTH_JWT, OAUTH_TYPES, ONLY_ORDERS, PROXY_TYPES, TOKEN_TYPES, ProxyType, TokenType

Proxy = Annotated[ProxyType, BeforeValidator(one_of(*PROXY_TYPES))]
NamedCredentials = Annotated[Text | None, Local(), HasRole(Role.RUN, ONLY_ORDERS)]
_TYPE = FieldName("securityType")
_CREDENTIALS = see("how-to/rotate-keys#oauth-credentials")
_REVIEWED = HasRole(Role.ACCESS, NEW_URL, interrupts=True)
_SENT = {"security_type", "proxy_type", "config"}


class AdditionalConfig(Fragment):
    """What the assertion is made of that the platform sends to the token endpoint."""

    aud: Annotated[Text, Varies.BY_HOST] = Field(description="Audience: the identity provider, as it names itself.")
    client_id: Annotated[Text, Varies.BY_KEY] = Field(
        alias="client_id", description="Client id at the identity provider."
    )
    scope: Text = Field(description="Scope of the token.")
    key_id: Annotated[Id | None, Varies.BY_KEY] = Field(
        default=None, alias="keyId", description="Key to sign with, where the organization has several providers."
    )


class OAuthConfig(Fragment):
    """Where and how the platform fetches the bearer token that it sends with each notification."""

    oauth_url: Annotated[HttpsUrl, Same(same_url), Echoed(same_url_in_any_case), _REVIEWED] = Field(
        alias="oAuthURL", description="Token endpoint; https."
    )
    oauth_token_expiry: WholeNumber | None = Field(
        default=None,
        alias="oAuthTokenExpiry",
        description="Validity of a token. The vendor gives no unit: its requests show 365, a response 300.",
    )
    oauth_token_type: Annotated[TokenType, BeforeValidator(one_of(*TOKEN_TYPES))] = Field(
        default="Bearer",
        alias="oAuthTokenType",
        description="Type of the token; the platform knows `Bearer` only.",
    )
    additional_config: AdditionalConfig | None = Field(
        default=None,
        alias="additionalConfig",
        description="What the assertion of `oAuth_JWT` is made of; only with that.",
    )


def oauth_config_fits(at: str) -> Callable[[DeclaredValues], Iterator[Problem]]:
    """
    The rule that the OAuth types need to know where the token comes from, and `KEY` has no such thing.

    Args:
        at: Dotted wire path of the policy, with a dot at its end; empty at the top.
    """

    def check(view: DeclaredValues) -> Iterator[Problem]:
        security_type = view.get(f"{at}securityType")
        path = tuple(f"{at}config".split("."))
        if security_type in OAUTH_TYPES and not view.declares(f"{at}config"):
            needs = f"is required with {{}} {security_type}: give its {{}} at least"
            yield Problem(path, Sentence(needs, _TYPE, FieldName("oAuthURL")))
        if view.declares(f"{at}config") and security_type not in OAUTH_TYPES:
            yield Problem(path, Sentence(f"is only possible with {{}} {' or '.join(OAUTH_TYPES)}", _TYPE))

    return check


def assertion_fits(at: str) -> Callable[[DeclaredValues], Iterator[Problem]]:
    """The rule that `oAuth_JWT`, and nothing else, needs an `additionalConfig`; *at* as above."""

    def check(view: DeclaredValues) -> Iterator[Problem]:
        is_jwt = view.get(f"{at}securityType") == OAUTH_JWT
        given = view.declares(f"{at}config.additionalConfig")
        path = tuple(f"{at}config.additionalConfig".split("."))
        if is_jwt and view.declares(f"{at}config") and not given:
            needs = f"is required with {{}} {OAUTH_JWT}: give {{}}, {{}} and {{}}"
            yield Problem(path, Sentence(needs, _TYPE, *map(FieldName, ("aud", "client_id", "scope"))))
        if given and not is_jwt:
            yield Problem(path, Sentence(f"is only possible with {{}} {OAUTH_JWT}", _TYPE))

    return check


def credentials_are_named(at: str) -> Callable[[DeclaredValues], Iterator[Problem]]:
    """
    The advice to name the credentials that the platform needs before it can deliver; *at* as above.

    An unchanged policy causes no advice, nor that of a subscription that is adopted: its credentials may be managed
    elsewhere.
    """

    def advise(view: DeclaredValues) -> Iterator[Problem]:
        is_oauth = view.get(f"{at}securityType") in OAUTH_TYPES
        is_adopted = bool(view.get("adoptExisting"))
        is_other = not is_adopted and any(
            view.changes(f"{at}{member}") for member in ("securityType", "config", "credentials")
        )
        if is_oauth and is_other and not view.declares(f"{at}credentials"):
            yield Problem(
                tuple(f"{at}credentials".split(".")),
                f"missing; nothing is delivered without OAuthCredentials; {_CREDENTIALS}",
            )

    return advise


def encode_security_policy(policy: BaseModel) -> dict[str, object]:
    """*policy*, a declaration with the fields of one, whole, as the platform spells it."""
    return policy.model_dump(by_alias=True, exclude_none=True, include=_SENT)
