"""
What a program declares of a webhook. Pure: no Pulumi, no I/O.

Source: the page "Webhooks" of the Digital River API, its OpenAPI file, and the page "Webhook service" of Global
Commerce.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, SecretStr

from ...net import same_url, same_url_in_any_case
from ...pages import see
from ...reconcile.declare.declaration import (
    Added,
    Adopts,
    Claim,
    Clearable,
    Declaration,
    DeclaredValues,
    Echoed,
    Fragment,
    FromAccount,
    Local,
    Path,
    Problem,
    Public,
    Restless,
    Rule,
    Same,
    Secret,
)
from ...reconcile.declare.demands import CarriesToken, HaltsAt
from ...reconcile.declare.meaning import HasRole, Meaning, Role
from ...reconcile.declare.urls import WebUrl
from ...reconcile.declare.values import Flag, Text, flag, one_of
from ...wording import FieldName, Sentence, Shown, few, kind_of
from ..api.paths import is_id
from ..rules.versions import DEFAULT, LATEST, PUBLISHED
from ..rules.words import CLIENT_CREDENTIALS, GRANTS, OAUTH, PASSWORD, TRANSPORTS

_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)
_TRANSPORT, _GRANT = FieldName("transportType"), FieldName("grantType")
_DISABLED = see("reference/digital-river#enabled")


def api_version(value: object) -> str:
    """``default``, ``latest`` or the date of a version."""
    if not isinstance(value, str):
        raise ValueError(f"must be {DEFAULT} or a date, not {kind_of(value)}")
    word = value.strip().lower()
    if word not in (DEFAULT, LATEST) and not _DATE.fullmatch(word):
        raise ValueError(f"must be {DEFAULT}, {LATEST} or the date of a version, such as {PUBLISHED[0]}")
    return word


def adoption(value: object) -> bool | str:
    """Whether to adopt, or the id of what to adopt."""
    if isinstance(value, str) and value.casefold() not in ("true", "false"):
        if not is_id(value):
            raise ValueError("must be True, or the id of a webhook")
        return value
    return flag(value)


ApiVersion = Annotated[str, BeforeValidator(api_version)]
Transport = Annotated[Literal["HTTP", "OAUTH"], BeforeValidator(one_of(*TRANSPORTS))]
Grant = Annotated[Literal["password", "client_credentials"], BeforeValidator(one_of(*GRANTS))]
Adoption = Annotated[bool | str, BeforeValidator(adoption)]
Url = Annotated[WebUrl, Same(same_url), Echoed(same_url_in_any_case)]


class Authentication(Fragment):
    """The basic credentials that the platform sends with each notification. `{}` clears them."""

    username: Text | None = Field(default=None, description="User name; without a colon.")
    password: SecretStr | None = Field(default=None, description="Password.")


class OAuth(Fragment):
    """Where and how the platform fetches the bearer token that it sends with each notification."""

    token_end_point: Url = Field(alias="tokenEndPoint", description="Token endpoint; https with the profile `dr-api`.")
    client_id: Text = Field(alias="clientID", description="Client id at the token endpoint.")
    client_secret: SecretStr = Field(alias="clientSecret", description="Client secret at the token endpoint.")
    grant_type: Grant = Field(
        default="password",
        alias="grantType",
        description="`password` needs `user_name` and `password` as well; `client_credentials` has neither. Only the "
        "consoles offer the latter; that the API spells it so is an assumption.",
    )
    user_name: Text | None = Field(default=None, alias="userName", description="User name of the grant `password`.")
    password: SecretStr | None = Field(default=None, description="Password of the grant `password`.")


def types_are_names(view: DeclaredValues) -> Iterator[Problem]:
    """The platform knows names of events, and no pattern."""
    patterns = sorted(one for one in view.get("types") or () if "*" in one)
    if patterns:
        remedy = "name each type, or use digital_river.all_event_types()"
        yield Problem(("types",), Sentence(f"{{}}: `*` is not possible here; {remedy}", few(patterns)))


def credentials_fit_transport(view: DeclaredValues) -> Iterator[Problem]:
    """`OAUTH` needs `oauth`, and `authentication` belongs to `HTTP`."""
    is_oauth = view.get("transportType") == OAUTH
    if is_oauth and not view.declares("oauth"):
        needs = [FieldName(f"oauth.{one}") for one in ("tokenEndPoint", "clientID", "clientSecret")]
        yield Problem(("oauth",), Sentence("is required with {} OAUTH: give {}, {} and {}", _TRANSPORT, *needs))
    if is_oauth and view.declares("authentication") and not view.clears("authentication"):
        reason = "is only possible with {} HTTP: remove it, or use HTTP"
        yield Problem(("authentication",), Sentence(reason, _TRANSPORT))
    if not is_oauth and view.declares("oauth"):
        reason = "is only possible with {} OAUTH: set that, or remove this"
        yield Problem(("oauth",), Sentence(reason, _TRANSPORT))


def user_fits_grant(view: DeclaredValues) -> Iterator[Problem]:
    """The grant `password` needs a user, and `client_credentials` has none."""
    grant = view.get("oauth.grantType")
    for member in ("userName", "password"):
        is_given = view.declares(f"oauth.{member}")
        if grant == PASSWORD and not is_given:
            reason = f"is required with {{}} {PASSWORD}: give it, or use {CLIENT_CREDENTIALS}"
            yield Problem(("oauth", member), Sentence(reason, _GRANT))
        if grant == CLIENT_CREDENTIALS and is_given:
            reason = f"is only possible with {{}} {PASSWORD}: remove it"
            yield Problem(("oauth", member), Sentence(reason, _GRANT))


def user_name_is_expressible(view: DeclaredValues) -> Iterator[Problem]:
    """A password belongs to a user, whose name has no colon (RFC 7617)."""
    name = view.get("authentication.username")
    if view.declares("authentication.password") and not view.declares("authentication.username"):
        reason = "is required with {}: give it, or {{}} for no credentials"
        yield Problem(("authentication", "username"), Sentence(reason, FieldName("authentication.password")))
    if isinstance(name, str) and ":" in name:
        yield Problem(
            ("authentication", "username"), "must not contain a colon, which basic authentication cannot send"
        )


def new_webhook_delivers(view: DeclaredValues) -> Iterator[Problem]:
    """A new webhook that is disabled receives nothing; an adopted webhook was disabled before."""
    if view.is_new and view.get("enabled") is False and not view.get("adoptExisting"):
        yield Problem(("enabled",), f"False: nothing will be delivered; set it to True to receive events; {_DISABLED}")


def version_is_published(view: DeclaredValues) -> Iterator[Problem]:
    """A date that the vendor's pages do not name may be a misprint."""
    version = view.get("apiVersion")
    if version not in (DEFAULT, LATEST, *PUBLISHED) and view.changes("apiVersion"):
        reason = "{} is not a version that the vendor's pages name; the newest is {}"
        yield Problem(("apiVersion",), Sentence(reason, Shown(str(version)), Shown(PUBLISHED[0])))


class Webhook(Declaration):
    """
    A webhook: the platform sends the events of some types to one URL.

    Several webhooks may have the same URL. Everything can be changed in place. The platform disables a webhook whose
    deliveries fail for several days, which a refresh shows as a change of `enabled`; the next `pulumi up` enables it
    again. Its signing secret can be had from `WebhookSecret`.
    """

    address: Annotated[Url, HasRole(Role.ADDRESS, "delivery moves to the new URL with the deployment")] = Field(
        description="URL that receives the notifications."
    )
    types: Annotated[frozenset[str], Public(), Field(min_length=1), HasRole(Role.EVENTS)] = Field(
        description="Event types, such as `order.accepted`, in any order; `all_event_types()` lists all of them."
    )
    enabled: Annotated[Flag, FromAccount(), Restless(), HasRole(Role.STATUS), HaltsAt(False)] = Field(
        description="Whether notifications are sent. Default: `True`, and `False` with the profile `gc`, as in the "
        "console."
    )
    api_version: Annotated[
        ApiVersion, HasRole(Role.FORMAT, "the fields of notifications may differ in another version")
    ] = Field(
        default=DEFAULT,
        alias="apiVersion",
        description="Version of the payloads: a date; `default` is that of the API key.",
    )
    transport_type: Annotated[Transport, HasRole(Role.ACCESS), CarriesToken(OAUTH)] = Field(
        default="HTTP",
        alias="transportType",
        description="`HTTP`, with basic credentials if you like, or `OAUTH`, with a bearer token.",
    )
    authentication: Annotated[Authentication | None, Secret(), Clearable(), HasRole(Role.ACCESS)] = Field(
        default=None,
        description="Basic credentials that are sent with each notification; only with `HTTP`. `{}` means none, and "
        "removing them clears them.",
    )
    oauth: Annotated[OAuth | None, Secret(), HasRole(Role.ACCESS)] = Field(
        default=None, description="Where the bearer token comes from; only with `OAUTH`, which needs it."
    )
    adopt_existing: Annotated[Adoption | None, Local(), Adopts(once=True), HasRole(Role.RUN)] = Field(
        default=None,
        alias="adoptExisting",
        description="Whether to adopt the webhook that has this address and these types, if there is exactly one; or "
        "the id of the webhook to adopt. Not sent.",
    )

    meaning: ClassVar[Meaning] = Meaning(
        "webhook", deletion="its events are delivered nowhere, unless another webhook has them too"
    )

    class Outputs(Added):
        """What the platform adds."""

        created_time: Annotated[str, HasRole(Role.CREATION)] = Field(
            alias="createdTime", description="When the platform created it, ISO 8601, UTC."
        )
        live_mode: bool = Field(
            alias="liveMode", description="Whether it is a live webhook; otherwise, it is for tests."
        )

    is_deleted_first: ClassVar[bool] = False

    @classmethod
    def claims(cls, inputs: Mapping[str, object]) -> Mapping[Claim, Path]:
        """A webhook that is adopted by its id can only be adopted once."""
        id = inputs.get("adoptExisting")
        return {Claim(f"webhook {id}", ("webhook", id)): ("adoptExisting",)} if isinstance(id, str) else {}

    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("types", ("types",), types_are_names),
        Rule("transport", ("transportType",), credentials_fit_transport),
        Rule("grant", ("oauth.grantType",), user_fits_grant),
        Rule("user-name", ("authentication.username",), user_name_is_expressible),
        Rule("disabled", ("enabled",), new_webhook_delivers, warns=True),
        Rule("version", ("apiVersion",), version_is_published, warns=True),
    )
