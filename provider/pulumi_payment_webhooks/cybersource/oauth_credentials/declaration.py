"""
What a program declares of OAuth client credentials. Pure: no Pulumi, no I/O.

Source: the vendor's page "Provide Your OAuth Credentials".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, SecretStr

from ...crypto.given import credentials
from ...pages import see
from ...reconcile.decide.ageing import explain_age, is_positive, is_rotation, remark_on_expiry
from ...reconcile.declare.declaration import Added, Declaration, FromAccount, Local, Replaces, Rule
from ...reconcile.declare.meaning import HasRole, Meaning, Role
from ...reconcile.declare.values import Text, WholeNumber
from ...wording import Sentence, Words
from ..api.ids import Id

STORED = ("clientId", "clientSecret", "expiryDuration", "rotation")

ClientId = Annotated[str, BeforeValidator(credentials.client_id)]
ClientSecret = Annotated[SecretStr, BeforeValidator(credentials.client_secret)]


class OAuthCredentials(Declaration):
    """
    The client credentials with which the platform fetches tokens from your identity provider.

    They are stored at the platform, which cannot read them back or delete them: destroying the resource forgets
    them. Any change stores them again under a new key id; the resource keeps its id.
    """

    organization_id: Annotated[Id, Replaces(), FromAccount(), HasRole(Role.OWNER)] = Field(
        alias="organizationId",
        description="Organization that owns the subscriptions; with another one nothing is delivered. "
        "Default: the setting `cybersourceOrganizationId`.",
    )
    client_id: Annotated[ClientId, HasRole(Role.KEY)] = Field(
        alias="clientId",
        description="User name or client id at the identity provider. Blanks and line breaks around it are removed.",
    )
    client_secret: Annotated[ClientSecret, HasRole(Role.KEY)] = Field(
        alias="clientSecret",
        description="Password or client secret, encrypted in state. Blanks and line breaks around it are removed.",
    )
    expiry_duration: Annotated[WholeNumber, HasRole(Role.KEY)] = Field(
        default=365, alias="expiryDuration", description="Days until the platform forgets them."
    )
    rotation: Annotated[Text | None, Local(), HasRole(Role.KEY)] = Field(
        default=None,
        description="Any text, such as a date; a change of it stores the credentials again, the first one is only "
        "recorded. Not sent.",
    )
    max_age: Annotated[
        WholeNumber | None, Local(), HasRole(Role.KEY, "it decides when a later deployment stores them again")
    ] = Field(
        default=None,
        alias="maxAge",
        description="Days after which the next `pulumi up` stores them again. Default: never. Not sent.",
    )

    meaning: ClassVar[Meaning] = Meaning(
        "OAuth credentials",
        deletion="Pulumi forgets them, and the platform keeps them until they expire",
        creation="the identity provider must accept them from the deployment on",
        renewal="the platform stores them again; the identity provider must accept them from the deployment on",
        is_only_forgotten=True,
        is_plural=True,
    )

    class Outputs(Added):
        """What the platform adds."""

        key_id: Annotated[str, HasRole(Role.IDENTITY)] = Field(
            alias="keyId", description="Id under which the platform keeps them now."
        )
        created_on: Annotated[str | None, HasRole(Role.CREATION)] = Field(
            default=None, alias="createdOn", description="When they were stored, ISO 8601."
        )
        expiration_date: Annotated[str | None, HasRole(Role.EXPIRY)] = Field(
            default=None, alias="expirationDate", description="When they expire, ISO 8601, UTC."
        )

    renewed: ClassVar[tuple[str, ...]] = ("keyId",)
    rules: ClassVar[tuple[Rule, ...]] = (is_positive("expiryDuration"), is_positive("maxAge"))

    @classmethod
    def remarks(cls, state: Mapping[str, object], *, at: datetime) -> Iterator[Words]:
        """That they end soon."""
        return remark_on_expiry("OAuth credentials", state, at=at)

    @classmethod
    def is_due(cls, state: Mapping[str, object], inputs: Mapping[str, object], *, at: datetime) -> Words | None:
        """That they have reached the age given."""
        return explain_age("credentials", state, inputs, at=at)

    @classmethod
    def may_be_due(cls, inputs: Mapping[str, object]) -> bool:
        """Whether an age is given."""
        return inputs.get("maxAge") is not None

    @classmethod
    def is_renewed(cls, state: Mapping[str, object], inputs: Mapping[str, object]) -> bool:
        """Whether they are stored again, under another id."""
        return is_rotation(state, inputs, by=STORED)

    @classmethod
    def on_renewal(cls, due: Words | None) -> Words | None:
        """That they are stored again although nobody changed them."""
        page = see("how-to/rotate-keys#by-age")
        return Sentence("{}: this update stores them again; {}", due, page) if due else None
