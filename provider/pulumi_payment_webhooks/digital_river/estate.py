"""
What exists in an account of Digital River: its webhooks. Reads, and changes nothing.

Every webhook has a signing secret, which is revealed on request only: at most its id and its dates are read here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from ..client.listing import ask_each
from ..errors import Missing
from ..reconcile.ports import Estate, ExistingKey, ExistingObject, Observed, Status
from .account.account import DigitalRiverAccount
from .api.webhooks import AUTHENTICATION, OAUTH_PART, WebhookRow
from .rules.status import MEANING, URGENCY, status_of
from .rules.words import OAUTH, PASSWORD
from .webhook_secret.rotation import list_secrets

MOST_LISTED = 100
"""Webhooks that a list has at most. Source: the OpenAPI file."""

_KIND = "digital_river:Webhook"
_SECRET_KIND = "digital_river:WebhookSecret"


class DigitalRiverEstate:
    """The estate of an account, which has no owners."""

    @property
    def statuses(self) -> Sequence[Status]:
        """Enabled or disabled."""
        return tuple(map(_status, URGENCY))

    def status(self, existing: ExistingObject) -> Status:
        """Whether it is enabled."""
        return _status(status_of(existing.observed.fields.get("enabled")))

    def owners(self, account: DigitalRiverAccount) -> Sequence[str]:
        """One, without a name."""
        return ("",)

    def read(self, account: DigitalRiverAccount, owner: str, *, whole: bool = False) -> Sequence[ExistingObject]:
        """
        Every webhook of the mode of the key, in the order of their ids; the platform lists at most 100.

        A row that leaves out what every webhook has is read by its id; with *whole*, every row is.
        """
        return [_existing(row) for row in account.whole_webhooks(each=whole)]

    def find(self, account: DigitalRiverAccount, id: str) -> ExistingObject | None:
        """The webhook *id*, read by itself."""
        try:
            return _existing(account.read_webhook(id, doing=f"read webhook {id}"))
        except Missing:
            return None

    def keys(self, account: DigitalRiverAccount, found: Sequence[ExistingObject]) -> Sequence[ExistingKey]:
        """The valid signing secrets of each webhook, without their values; only the profile `gc` lists them."""
        if not self.lists_keys(account):
            return ()
        webhooks = [one.observed.id for one in found]
        listed = ask_each(partial(_secrets_of, account), webhooks, workers=account.workers)
        return [key for keys in listed for key in keys]

    def lists_keys(self, account: DigitalRiverAccount) -> bool:
        """The published API has no request for secrets."""
        return account.settings.is_gc

    def unlisted(self, account: DigitalRiverAccount, found: Sequence[ExistingObject]) -> Iterator[str]:
        """Webhooks beyond the limit of the list."""
        if len(found) >= MOST_LISTED:
            yield f"the platform lists at most {MOST_LISTED} webhooks: there may be more"

    def close(self) -> None:
        """Close the connections."""
        from .account.connection import disconnect

        disconnect()


def _secrets_of(account: DigitalRiverAccount, webhook: str) -> Sequence[ExistingKey]:
    try:
        rows = list_secrets(webhook, account)
    except Missing:
        return ()
    return [ExistingKey(_SECRET_KIND, row.id, webhook, row.created or None, row.expires) for row in rows]


def _existing(row: WebhookRow) -> ExistingObject:
    return ExistingObject(_KIND, Observed(row.id, row.fields, row.added), tuple(_unseen(row)))


def _unseen(row: WebhookRow) -> Iterator[str]:
    """The credentials that the webhook has, as far as the platform masks them."""
    basic, oauth = row.fields.get(AUTHENTICATION), row.fields.get(OAUTH_PART) or {}
    if basic is not None and "password" not in basic:
        yield f"{AUTHENTICATION}.password"
    if row.fields.get("transportType") != OAUTH:
        return
    needs = ("clientSecret", PASSWORD) if oauth.get("grantType", PASSWORD) == PASSWORD else ("clientSecret",)
    yield from (f"{OAUTH_PART}.{one}" for one in needs if one not in oauth)


def _status(word: str) -> Status:
    return Status(word, MEANING[word], URGENCY[word])


ESTATE: Estate = DigitalRiverEstate()
