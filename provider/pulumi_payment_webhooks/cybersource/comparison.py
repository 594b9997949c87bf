"""
How previews see objects: subscriptions and their parts in one list for each organization, keys not at all.

Everything is asked through the account's shared lookups, in the background where it is known early enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..reconcile.declare.declaration import part_id, whole_of
from ..reconcile.ports import Comparison, Observed, Run
from .account.account import CybersourceAccount
from .account.settings import guard_organization
from .api import subscriptions as api
from .rules.status import OF_A_REVIEW, remark
from .webhook_subscription.advice import new_events

HEALTH_URL = "healthCheckUrl"
_URLS = frozenset({"webhookUrl", HEALTH_URL, "securityPolicy"})


class _Subscriptions:
    is_blind = False

    def prepare(self, inputs: Mapping[str, Any], olds: Mapping[str, Any], *, account: CybersourceAccount) -> None:
        organization = inputs.get("organizationId")
        if isinstance(organization, str):
            account.lookups.begin(organization)
            if new_events(inputs, olds):
                account.lookups.begin_catalogue(organization)

    def reach(self, inputs: Mapping[str, Any], *, account: CybersourceAccount, run: Run) -> None:
        organization = inputs.get("organizationId")
        if isinstance(organization, str):
            account.lookups.reach(organization)

    def observe(self, id: str, state: Mapping[str, Any], *, account: CybersourceAccount) -> Observed | None:
        organization = state.get("organizationId") or account.settings.organization_id
        row = account.lookups.row(id, organization, needs=HEALTH_URL if state.get(HEALTH_URL) else "")
        known = _known(id, row, account)
        if known is None:
            return None
        if HEALTH_URL not in row and account.lookups.is_terse(organization):
            known.pop(HEALTH_URL, None)
        return Observed(id, known, api.added_of(row))

    def remarks(self, observed: Observed, changed: frozenset[str]) -> Iterator[str]:
        """A status that needs attention, unless another URL is on its way: that begins another review."""
        status = str(observed.added.get("currentStatus"))
        if not (status in OF_A_REVIEW and changed & _URLS):
            yield from remark(status)


@dataclass(frozen=True)
class _Parts:
    member: str
    is_blind = False

    def prepare(self, inputs: Mapping[str, Any], olds: Mapping[str, Any], *, account: CybersourceAccount) -> None:
        """A part does not say whose list its subscription is on: that is known when it is compared."""

    def reach(self, inputs: Mapping[str, Any], *, account: CybersourceAccount, run: Run) -> None:
        subscription = inputs.get("subscription")
        if isinstance(subscription, str) and not run.is_fresh(subscription):
            account.lookups.row(subscription, _owner(subscription, {}, account))

    def observe(self, id: str, state: Mapping[str, Any], *, account: CybersourceAccount) -> Observed | None:
        subscription = whole_of(id)
        row = account.lookups.row(subscription, _owner(subscription, state, account))
        known = _known(subscription, row, account)
        part = (known or {}).get(self.member)
        return Observed(part_id(subscription, self.member), part) if part else None

    def remarks(self, observed: Observed, changed: frozenset[str]) -> Iterator[str]:
        yield from ()


class _Keys:
    is_blind = True

    def prepare(self, inputs: Mapping[str, Any], olds: Mapping[str, Any], *, account: CybersourceAccount) -> None:
        organization = inputs.get("organizationId")
        if isinstance(organization, str):
            account.lookups.begin(organization)

    def reach(self, inputs: Mapping[str, Any], *, account: CybersourceAccount, run: Run) -> None:
        organization = inputs.get("organizationId")
        if isinstance(organization, str):
            account.lookups.reach(organization)

    def observe(self, id: str, state: Mapping[str, Any], *, account: CybersourceAccount) -> Observed | None:
        """Nothing of a key can be seen; that the platform accepts the credentials can."""
        account.lookups.reach(state.get("organizationId") or account.settings.organization_id)
        return None

    def remarks(self, observed: Observed, changed: frozenset[str]) -> Iterator[str]:
        yield from ()


SUBSCRIPTIONS: Comparison = _Subscriptions()
RETRY_POLICIES: Comparison = _Parts("retryPolicy")
SECURITY_POLICIES: Comparison = _Parts("securityPolicy")
KEYS: Comparison = _Keys()


def _known(id: str, row: Mapping[str, Any], account: CybersourceAccount) -> dict[str, Any] | None:
    """The fields in *row* that this process has not written since; None where it has deleted the subscription."""
    written = account.lookups.written(id)
    if written is None:
        return None
    known = api.fields_of({name: value for name, value in row.items() if name not in written})
    if HEALTH_URL in written:
        known.pop(HEALTH_URL, None)
    return known


def _owner(subscription: str, state: Mapping[str, Any], account: CybersourceAccount) -> str | None:
    """Whose list *subscription* should be on; None where the stack may not touch that organization."""
    organization = (
        state.get(api.ORGANIZATION) or account.lookups.owner(subscription) or account.settings.organization_id
    )
    return None if guard_organization(account.settings, organization) else organization
