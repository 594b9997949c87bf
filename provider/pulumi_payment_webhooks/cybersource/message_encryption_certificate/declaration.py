"""
What a program declares of a message encryption certificate. Pure: no Pulumi, no I/O.

Source: the vendor's webhook guide, and the specification of its key service.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from ...pages import see
from ...reconcile.decide.ageing import earliest, is_positive, is_rotation, remark_on_expiry
from ...reconcile.declare.declaration import (
    Added,
    Declaration,
    Derived,
    Fragment,
    FromAccount,
    Local,
    Replaces,
    Rule,
)
from ...reconcile.declare.meaning import HasRole, Meaning, Role
from ...reconcile.declare.values import Text, WholeNumber
from ...wording import Words
from ..api.ids import Id
from ..api.moments import write_moment
from ..egress.fields import tenant_is_known

REMEDY = f"declare another certificate; {see('how-to/encrypt-notifications')}"


def certificate_pem(value: object) -> str:
    """One certificate of an RSA key in PEM, without whatever stands around it."""
    from ...crypto.certificates import read_certificate  # It costs time: only programs that have one pay for it.

    return read_certificate(value).pem


def expires_at(certificate: str) -> str:
    """When *certificate* ends, ISO 8601, UTC."""
    from ...crypto.certificates import read_certificate

    return write_moment(read_certificate(certificate).expires_at)


def fingerprint(certificate: str) -> str:
    """SHA-256 of *certificate*, hexadecimal."""
    from ...crypto.certificates import read_certificate

    return read_certificate(certificate).fingerprint


class PreviousKey(Fragment):
    """A certificate that was current before: what is under way or tried again may be encrypted with it."""

    fingerprint: str = Field(description="SHA-256 of the certificate, hexadecimal.")
    expiration_date: str | None = Field(default=None, alias="expirationDate", description="When it expires, ISO 8601.")


class MessageEncryptionCertificate(Declaration):
    """
    The certificate with which the platform encrypts the notifications of an organization.

    The receiver has its private key, which never comes here. The certificate is stored at the platform,
    which cannot read it back or delete it: destroying the resource forgets it. Another certificate is stored under a
    new key id, and the resource keeps its id; the old one is among `previous_keys` for as long as it is valid.
    """

    organization_id: Annotated[Id, Replaces(), FromAccount(), HasRole(Role.OWNER)] = Field(
        alias="organizationId",
        description="Organization that owns the subscriptions; with another one nothing is delivered. "
        "Default: the setting `cybersourceOrganizationId`.",
    )
    certificate: Annotated[str, BeforeValidator(certificate_pem), HasRole(Role.KEY)] = Field(
        description="The certificate in PEM, of an RSA key of 2048 bits or more; without its chain or private key."
    )
    tenant: Annotated[Text | None, HasRole(Role.KEY)] = Field(
        default=None,
        description="Tenant in the platform's key store. Default: `nrtd`; the vendor's guide wants the organization.",
    )
    expiry_duration: Annotated[WholeNumber, HasRole(Role.KEY)] = Field(
        default=365,
        alias="expiryDuration",
        description="Days for which the platform is asked to keep it; it ends with the certificate in any case.",
    )
    rotation: Annotated[Text | None, Local(), HasRole(Role.KEY)] = Field(
        default=None,
        description="Any text, such as a date; a change of it stores the certificate again, the first one is only "
        "recorded. Not sent.",
    )
    expires_at: Annotated[
        str, Derived(lambda one: expires_at(one["certificate"]), needs=("certificate",)), HasRole(Role.EXPIRY)
    ] = Field(default="", alias="expiresAt", description="When the certificate ends, ISO 8601, UTC.")
    fingerprint: Annotated[
        str, Derived(lambda one: fingerprint(one["certificate"]), needs=("certificate",)), HasRole(Role.KEY)
    ] = Field(
        default="", description="SHA-256 of it, hexadecimal; `openssl x509 -fingerprint -sha256` writes it with colons."
    )

    meaning: ClassVar[Meaning] = Meaning(
        "encryption certificate",
        deletion="Pulumi forgets it, and the platform encrypts with it until it expires",
        creation="the platform encrypts with it: every receiver of the organization needs its private key before the "
        "deployment",
        renewal="every receiver of the organization needs the private key of the new certificate before the "
        "deployment; notifications that were encrypted earlier need the previous private key",
        is_only_forgotten=True,
    )

    class Outputs(Added):
        """What the platform adds."""

        key_id: Annotated[str, HasRole(Role.IDENTITY)] = Field(
            alias="keyId", description="Id under which the platform keeps it now."
        )
        created_on: Annotated[str | None, HasRole(Role.CREATION)] = Field(
            default=None, alias="createdOn", description="When it was stored, ISO 8601."
        )
        expiration_date: Annotated[str | None, HasRole(Role.EXPIRY)] = Field(
            default=None, alias="expirationDate", description="When the platform forgets it, ISO 8601, UTC."
        )
        previous_keys: dict[str, PreviousKey] = Field(
            alias="previousKeys",
            description="Certificates that were current before and are still valid, by key id; may be empty.",
        )

    renewed: ClassVar[tuple[str, ...]] = ("keyId", "previousKeys")
    rules: ClassVar[tuple[Rule, ...]] = (
        tenant_is_known(default="former"),
        is_positive("expiryDuration"),
    )

    @classmethod
    def is_renewed(cls, state: Mapping[str, object], inputs: Mapping[str, object]) -> bool:
        """Whether a certificate is stored, under another id."""
        return is_rotation(state, inputs, by=("certificate", "tenant", "expiryDuration", "rotation"))

    @classmethod
    def remarks(cls, state: Mapping[str, object], *, at: datetime) -> Iterator[Words]:
        """That it ends soon, or has ended."""
        ends = {**state, "expirationDate": earliest(state.get("expiresAt"), state.get("expirationDate"))}
        return remark_on_expiry("certificate", ends, at=at, remedy=REMEDY)
