"""
What a program declares of a digital signature key. Pure: no Pulumi, no I/O.

Source: reference §10; the vendor's page "Create a Digital Signature Key".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field, SecretStr

from ...reconcile.declaration import Declaration, FromAccount, Problem, Replaces, Rule, View
from ...reconcile.declaration import Outputs as Added
from ...reconcile.values import Text, WholeNumber

KEY_STORE = "nrtd"


def tenant_is_known(view: View) -> Iterator[Problem]:
    """The vendor's pages know two tenants: the organization, and `nrtd`."""
    if view.get("tenant") not in (None, KEY_STORE, view.get("organizationId")):
        yield Problem(("tenant",), f"must be {KEY_STORE!r} or the `organizationId`; leave it out for the latter")


def key_lives_a_day(view: View) -> Iterator[Problem]:
    """A key that expires at once is a mistake."""
    if view.get("expiryDuration") == 0:
        yield Problem(("expiryDuration",), "must be 1 day or more")


class DigitalSignatureKey(Declaration):
    """
    The shared secret with which the platform signs the notifications of an organization.

    An organization has one active key for all its subscriptions: a new one supersedes the last. The platform tells
    the secret once, when the key is created; it is kept, encrypted, in the stack's state. Keys cannot be read or
    deleted at the platform: destroying the resource forgets the key.
    """

    organization_id: Annotated[Text, Replaces(), FromAccount()] = Field(
        alias="organizationId",
        description="Organization or merchant id that owns the subscriptions. "
        "Default: the setting `cybersourceOrganizationId`. Another one makes another key.",
    )
    tenant: Annotated[Text | None, Replaces()] = Field(
        default=None,
        description="Tenant in the platform's key store. Default: the organization; one vendor page wants `nrtd`.",
    )
    expiry_duration: Annotated[WholeNumber, Replaces()] = Field(
        default=365,
        alias="expiryDuration",
        description="Days until the key expires. Another number makes another key.",
    )

    class Outputs(Added):
        """What the platform adds."""

        key_id: str = Field(alias="keyId", description="Id of the key, as notifications name it in `v-c-signature`.")
        key: SecretStr = Field(description="The secret: base64 of 32 bytes. Told once by the platform.")
        expiration_date: str = Field(alias="expirationDate", description="When the key expires, ISO 8601, UTC.")

    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("tenant", ("tenant", "organizationId"), tenant_is_known),
        Rule("expiry-duration", ("expiryDuration",), key_lives_a_day),
    )
