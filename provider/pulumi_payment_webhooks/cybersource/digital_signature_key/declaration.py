"""
What a program declares of a digital signature key. Pure: no Pulumi, no I/O.

Source: the vendor's page "Create a Digital Signature Key".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, SecretStr

from ...crypto.given import credentials
from ...pages import see
from ...reconcile.decide.ageing import explain_age, is_positive, is_rotation, remark_on_expiry
from ...reconcile.declare.declaration import (
    Added,
    Adopts,
    Claim,
    Declaration,
    DeclaredValues,
    Fragment,
    FromAccount,
    Local,
    Path,
    Problem,
    Replaces,
    Rule,
    Secret,
)
from ...reconcile.declare.meaning import HasRole, Meaning, Role
from ...reconcile.declare.values import Text, WholeNumber
from ...wording import FieldName, Sentence, Words
from ..api.ids import Id
from ..egress.fields import tenant_is_known
from ..rules.keys import signature_key

ROTATING = ("rotation", "expiryDuration", "tenant")
EXISTING = ("existingKeyId", "existingKey")
_EXISTING = see("how-to/rotate-keys#hold-a-key-that-exists")

KeyId = Annotated[str, BeforeValidator(credentials.key_id)]
SignatureKey = Annotated[SecretStr, BeforeValidator(signature_key)]


class PreviousKey(Fragment):
    """A key that was current before: notifications that are tried again may still be signed with it."""

    key: SecretStr = Field(description="The secret.")
    expiration_date: str | None = Field(default=None, alias="expirationDate", description="When it expires, ISO 8601.")


def existing_key_is_whole(view: DeclaredValues) -> Iterator[Problem]:
    """An existing key needs both its id and its secret."""
    for one, other in (("existingKeyId", "existingKey"), ("existingKey", "existingKeyId")):
        if view.declares(one) and not view.declares(other):
            reason = "is required with {}: an existing key is held by its id and its secret"
            yield Problem((other,), Sentence(reason, FieldName(one)))


def existing_key_does_not_rotate(view: DeclaredValues) -> Iterator[Problem]:
    """An existing key is used without a call, so nothing here can rotate it."""
    for field in ("rotation", "maxAge"):
        if view.declares("existingKeyId") and view.declares(field):
            yield Problem(
                (field,),
                f"has no effect on an existing key: declare the next key's id and secret instead; {_EXISTING}",
            )


class DigitalSignatureKey(Declaration):
    """
    The shared secret with which the platform signs the notifications of an organization.

    An organization has one active key for all its subscriptions: a new one supersedes the last. The platform shows
    the secret once, when it creates the key; it is kept, encrypted, in the stack's state. Another `rotation`,
    `tenant` or `expiry_duration` creates a new current key and keeps the old key in `previous_keys`. Keys cannot be
    read or deleted at the platform: destroying the resource forgets the key.
    """

    organization_id: Annotated[Id, Replaces(), FromAccount(), HasRole(Role.OWNER)] = Field(
        alias="organizationId",
        description="Organization or merchant id that owns the subscriptions. "
        "Default: the setting `cybersourceOrganizationId`. Another organization replaces the key.",
    )
    tenant: Annotated[Text | None, HasRole(Role.KEY)] = Field(
        default=None,
        description="Tenant in the platform's key store. Default: the organization; one vendor page wants `nrtd`.",
    )
    expiry_duration: Annotated[WholeNumber, HasRole(Role.KEY)] = Field(
        default=365, alias="expiryDuration", description="Days until a key expires. Another number creates a new key."
    )
    rotation: Annotated[Text | None, Local(), HasRole(Role.KEY)] = Field(
        default=None,
        description="Any text, such as a date; a change of it creates a new key, the first one is only recorded. "
        "Not sent.",
    )
    max_age: Annotated[
        WholeNumber | None, Local(), HasRole(Role.KEY, "it decides when a later deployment rotates the key")
    ] = Field(
        default=None,
        alias="maxAge",
        description="Days after which the next `pulumi up` creates a new key. Default: never. Not sent.",
    )
    existing_key_id: Annotated[KeyId | None, Local(), Adopts(), HasRole(Role.KEY)] = Field(
        default=None,
        alias="existingKeyId",
        description="Id of an existing key, to use it without a call. Blanks and line breaks around it are removed.",
    )
    existing_key: Annotated[SignatureKey | None, Local(), Adopts(), HasRole(Role.KEY)] = Field(
        default=None,
        alias="existingKey",
        description="Its secret: base64 of 32 bytes. Blanks and line breaks around it are removed.",
    )

    meaning: ClassVar[Meaning] = Meaning(
        "signature key",
        deletion="Pulumi forgets it, and the platform signs with it until it expires",
        creation="it supersedes the organization's active key, if there is one: then every receiver needs the new key",
        renewal="every receiver of the organization needs the new key as soon as it is deployed; the previous "
        "key stays valid until it expires, and the state keeps it until then",
        is_only_forgotten=True,
    )

    class Outputs(Added):
        """What the platform adds."""

        key_id: Annotated[str, HasRole(Role.IDENTITY)] = Field(
            alias="keyId", description="Id of the current key, as notifications name it in `v-c-signature`."
        )
        key: SecretStr = Field(description="The current secret: base64 of 32 bytes. The platform shows it once.")
        created_on: Annotated[str | None, HasRole(Role.CREATION)] = Field(
            default=None, alias="createdOn", description="When it was created, ISO 8601, UTC."
        )
        expiration_date: Annotated[str | None, HasRole(Role.EXPIRY)] = Field(
            default=None, alias="expirationDate", description="When it expires, ISO 8601, UTC."
        )
        previous_keys: Annotated[dict[str, PreviousKey], Secret()] = Field(
            alias="previousKeys", description="Keys that were current before and are still valid, by id; may be empty."
        )

    rules: ClassVar[tuple[Rule, ...]] = (
        tenant_is_known(default="latter"),
        is_positive("expiryDuration"),
        is_positive("maxAge"),
        Rule("existing-key", (), existing_key_is_whole),
        Rule("existing-key-rotation", (), existing_key_does_not_rotate),
    )

    renewed: ClassVar[tuple[str, ...]] = ("keyId", "key", "previousKeys")
    is_deleted_first: ClassVar[bool] = False

    @classmethod
    def claims(cls, inputs: Mapping[str, object]) -> Mapping[Claim, Path]:
        """An organization has one active key, which the last one that was created is."""
        organization = inputs.get("organizationId")
        if not isinstance(organization, str):
            return {}
        page = see("how-to/rotate-keys#one-key-for-an-organization")
        remedy = f"keep one, the newer if deployed; {page}"
        claim = Claim("its signature key", ("signature key", organization.casefold()), remedy)
        return {claim: ("organizationId",)}

    @classmethod
    def remarks(cls, state: Mapping[str, object], *, at: datetime) -> Iterator[Words]:
        """That the key ends soon."""
        return remark_on_expiry("signature key", state, at=at)

    @classmethod
    def is_due(cls, state: Mapping[str, object], inputs: Mapping[str, object], *, at: datetime) -> Words | None:
        """That the key has reached the age given."""
        return explain_age("key", state, inputs, at=at)

    @classmethod
    def may_be_due(cls, inputs: Mapping[str, object]) -> bool:
        """Whether an age is given."""
        return inputs.get("maxAge") is not None

    @classmethod
    def is_renewed(cls, state: Mapping[str, object], inputs: Mapping[str, object]) -> bool:
        """Whether another key becomes current: a new key, or another existing key."""
        if inputs.get("existingKeyId") is not None:
            return is_rotation(state, inputs, by=EXISTING)
        return is_rotation(state, inputs, by=(*ROTATING, *EXISTING))

    @classmethod
    def on_renewal(cls, due: Words | None) -> Words:
        """That receivers need the new key."""
        page = see("how-to/rotate-keys#rotate")
        if due:
            effect = "{}: this update rotates it, superseding the active key; receivers need the new one; {}"
            return Sentence(effect, due, page)
        effect = "this update rotates the key, which supersedes the organization's active key; "
        return f"{effect}give receivers the new one; {page}"
