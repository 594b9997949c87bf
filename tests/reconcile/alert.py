"""A declaration from another trade, with one field of each kind: what the tests of the core declare."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, SecretStr

from pulumi_payment_webhooks.net import same_url
from pulumi_payment_webhooks.reconcile.declare.declaration import (
    Added,
    Declaration,
    DeclaredValues,
    Derived,
    Fragment,
    FromAccount,
    Local,
    Problem,
    Replaces,
    Rule,
    Same,
)
from pulumi_payment_webhooks.reconcile.declare.urls import HttpsUrl
from pulumi_payment_webhooks.reconcile.declare.values import AnyText, Flag, Text, WholeNumber, one_of
from pulumi_payment_webhooks.wording import FieldName, Sentence


def line_of(contact: Mapping[str, Any]) -> str:
    return f"{contact['phone']} after {contact['delay']} min"


class Contact(Fragment):
    """Whom to call."""

    phone: Text = Field(description="Number.")
    delay: WholeNumber = Field(default=5, description="Minutes before the call.")
    note: AnyText | None = Field(default=None, description="What to say.")
    line: Annotated[str, Derived(line_of, needs=("phone", "delay"))] = Field(
        default="", description="Computed: number and delay."
    )


def muted_alerts_call_nobody(view: DeclaredValues) -> Iterator[Problem]:
    if view.get("muted") and view.declares("contact"):
        yield Problem(("contact",), Sentence("is not possible while {}", FieldName("muted")))


class Alert(Declaration):
    """Tells whoever is on call when one of some topics occurs."""

    account_id: Annotated[Text, Replaces(), FromAccount()] = Field(alias="accountId", description="Owner.")
    url: Annotated[HttpsUrl, Same(same_url)] = Field(description="Where it is sent.")
    topics: Annotated[dict[str, Annotated[frozenset[str], Field(min_length=1)]], Field(min_length=1)] = Field(
        description="Topics by service."
    )
    teams: Annotated[frozenset[str], Field(min_length=1)] | None = Field(default=None, description="Who reads it.")
    level: Annotated[Literal["LOW", "HIGH"], BeforeValidator(one_of("LOW", "HIGH"))] | None = Field(
        default=None, description="How loud."
    )
    pause: WholeNumber = Field(default=60, description="Seconds between two tries.")
    muted: Flag | None = Field(default=None, description="Whether it is silent.")
    token: SecretStr | None = Field(default=None, description="Bearer token.")
    contact: Contact | None = Field(default=None, description="Whom to call.")
    after: Annotated[Text | None, Local()] = Field(default=None, description="What must exist first.")

    class Outputs(Added):
        """What the platform adds."""

        created_at: str = Field(alias="createdAt", description="When it was made.")
        signing_key: SecretStr = Field(alias="signingKey", description="Told once.")

    rules: ClassVar[tuple[Rule, ...]] = (Rule("muted", ("muted", "contact.delay"), muted_alerts_call_nobody),)


LEAST: Mapping[str, Any] = {
    "accountId": "acme",
    "url": "https://hooks.example.net/alerts",
    "topics": {"orders": ["order.paid", "order.late"]},
}
"""What an alert must declare."""

FULL: Mapping[str, Any] = {
    **LEAST,
    "teams": ["ops", "sales"],
    "level": "HIGH",
    "pause": 30,
    "muted": False,
    "token": "t0ken-of-the-alert",
    "contact": {"phone": "112", "delay": 1, "note": "run"},
    "after": "another",
}
"""An alert with every field declared."""
