"""
What a program declares of the signing secret of a webhook. Pure: no Pulumi, no I/O.

Source: the pages "Rotate a webhook's secret" of the Digital River API and "Webhook service" of Global Commerce.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, SecretStr

from ...pages import see
from ...reconcile.decide.ageing import explain_age, is_positive, is_rotation
from ...reconcile.declare.declaration import (
    Added,
    Adopts,
    Claim,
    Declaration,
    DeclaredValues,
    Fragment,
    Local,
    PartOf,
    Path,
    Problem,
    Replaces,
    Rule,
    Secret,
)
from ...reconcile.declare.meaning import HasRole, Meaning, Role
from ...reconcile.declare.values import Text, WholeNumber, one_of
from ...wording import Sentence, Words, kind_of
from ..api.paths import is_id
from ..rules.signing_secrets import EXPIRATIONS, received_secret

PAGE = see("reference/digital-river#signing-secrets")


def expiration(value: object) -> str:
    """When the current secret expires, also as the consoles write it: ``1 Hour``."""
    chosen = value.strip().replace(" ", "_") if isinstance(value, str) else value
    return one_of(*EXPIRATIONS)(chosen)


def webhook_id(value: object) -> str:
    """The id of a webhook, which stands in paths as it is."""
    if not isinstance(value, str):
        raise ValueError(f"must be a webhook or its id, not {kind_of(value)}")
    if not is_id(value):
        raise ValueError("must be a webhook or its id: letters, digits, hyphens, dots and underscores")
    return value


WebhookId = Annotated[str, BeforeValidator(webhook_id)]
Expiration = Annotated[
    Literal["immediately", "1_hour", "3_hours", "6_hours", "12_hours", "24_hours"], BeforeValidator(expiration)
]
ExistingSecret = Annotated[SecretStr, BeforeValidator(received_secret)]


class PreviousSecret(Fragment):
    """A secret that was current before: the platform signs with it as well until it expires."""

    secret: SecretStr = Field(description="The secret.")
    expiration_date: str | None = Field(default=None, alias="expirationDate", description="When it expires, ISO 8601.")


def existing_secret_does_not_rotate(view: DeclaredValues) -> Iterator[Problem]:
    """The platform is asked nothing of an existing secret, so nothing here can rotate it."""
    for field in ("rotation", "maxAge"):
        if view.declares("existingSecret") and view.declares(field):
            remedy = "rotate it in the console, then declare the new secret"
            yield Problem((field,), f"has no effect on an existing secret: {remedy}; {PAGE}")


class WebhookSecret(Declaration):
    """
    The secret with which the platform signs the notifications of a webhook.

    Every webhook has one from the start, and at most five that are valid. A change of `rotation`, or an age of
    `max_age` days, creates a new secret; the last one stays valid as long as `expiration` says, and is kept in
    `previous_secrets`. Only the profile `gc` has requests for secrets. With `dr-api`, rotation is an action of the
    console: give the secret that it reveals as `existing_secret`. Destroying the resource forgets the secret.
    """

    webhook: Annotated[WebhookId, Replaces(), PartOf("secret"), HasRole(Role.WHOLE)] = Field(
        description="The webhook, or its id. Another one is another secret."
    )
    expiration: Annotated[
        Expiration, Local(), HasRole(Role.KEY, "it decides how long the last secret is valid after the next rotation")
    ] = Field(default="24_hours", description="When the last secret expires after a rotation.")
    rotation: Annotated[Text | None, Local(), HasRole(Role.KEY)] = Field(
        default=None,
        description="Any text, such as a date; a change of it rotates the secret, the first one is only recorded.",
    )
    max_age: Annotated[
        WholeNumber | None, Local(), HasRole(Role.KEY, "it decides when a later deployment rotates the secret")
    ] = Field(
        default=None,
        alias="maxAge",
        description="Days after which the next `pulumi up` rotates the secret. Default: never.",
    )
    existing_secret: Annotated[ExistingSecret | None, Local(), Adopts(), HasRole(Role.KEY)] = Field(
        default=None,
        alias="existingSecret",
        description="The secret that a console revealed, to use it without a request; needed with `dr-api`.",
    )

    meaning: ClassVar[Meaning] = Meaning(
        "signing secret",
        deletion="Pulumi forgets it, and the platform signs with it as before",
        creation="the receivers of the webhook need it to verify notifications",
        renewal="every receiver of the webhook needs the new secret as soon as it is deployed",
        grace="expiration",
        is_only_forgotten=True,
    )

    class Outputs(Added):
        """What the platform adds."""

        secret: SecretStr = Field(description="The current secret; all of it is the key, `whk_` as well.")
        secret_id: Annotated[str | None, HasRole(Role.IDENTITY)] = Field(
            default=None, alias="secretId", description="The platform's id of it; none of an existing secret."
        )
        created_on: Annotated[str | None, HasRole(Role.CREATION)] = Field(
            default=None, alias="createdOn", description="When it was created, ISO 8601."
        )
        previous_secrets: Annotated[dict[str, PreviousSecret], Secret()] = Field(
            alias="previousSecrets", description="Secrets that were current before and are still valid; may be empty."
        )

    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("existing-secret", (), existing_secret_does_not_rotate),
        is_positive("maxAge"),
    )

    renewed: ClassVar[tuple[str, ...]] = ("secret", "secretId", "createdOn", "previousSecrets")
    is_deleted_first: ClassVar[bool] = False

    @classmethod
    def claims(cls, inputs: Mapping[str, object]) -> Mapping[Claim, Path]:
        """A webhook has one current secret."""
        webhook = inputs.get("webhook")
        if not isinstance(webhook, str):
            return {}
        return {Claim("the secret of this webhook", ("secret", webhook)): ("webhook",)}

    @classmethod
    def is_due(cls, state: Mapping[str, object], inputs: Mapping[str, object], *, at: datetime) -> Words | None:
        """That the secret has reached the age given."""
        return explain_age("secret", state, inputs, at=at)

    @classmethod
    def may_be_due(cls, inputs: Mapping[str, object]) -> bool:
        """Whether an age is given."""
        return inputs.get("maxAge") is not None

    @classmethod
    def is_renewed(cls, state: Mapping[str, object], inputs: Mapping[str, object]) -> bool:
        """Whether another secret becomes the current one."""
        if inputs.get("existingSecret") is not None:
            return is_rotation(state, inputs, by=("existingSecret",))
        return is_rotation(state, inputs, by=("rotation", "existingSecret"))

    @classmethod
    def on_renewal(cls, due: Words | None) -> Words:
        """That receivers need the new secret."""
        if due:
            return Sentence("{}: this update rotates it; receivers need the new one; {}", due, PAGE)
        return f"this update changes the secret; receivers need the new one; {PAGE}"
