"""
A part of a subscription that is owned apart from it: its retry policy, its security policy.

A part is always sent whole, because it is not known whether the platform merges nested objects or replaces them. It is
read back alone. Deleting it puts the platform's own value back; where the subscription is gone, that is done already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from ...errors import Unavailable
from ...reconcile.declare.declaration import Declaration, part_id, whole_of
from ...reconcile.ports import Observed, Request
from ..account.account import CybersourceAccount
from ..api import policies
from ..api.subscriptions import SubscriptionRow, read_row_of

ORGANIZATION = "__organization"
"""Where the state of a part keeps the organization of its subscription, which it does not declare."""

Declared = TypeVar("Declared", bound=Declaration)


@dataclass(frozen=True)
class SubscriptionPart(Generic[Declared]):
    """
    The operations of one kind of part.

    Args:
        member: Wire name of the part in a subscription.
        title: What it is called in messages.
        whole: The id of the subscription that a declaration names.
        encode: The part, whole, as the platform spells it.
        default: What the platform has where the part is not declared; sent on delete.
    """

    member: str
    title: str
    whole: Callable[[Declared], str]
    encode: Callable[[Declared], Mapping[str, Any]]
    default: Mapping[str, Any]

    def create(self, request: Request[Declared, CybersourceAccount]) -> Observed:
        """Give the subscription this part."""
        return self._send(request)

    def read(self, request: Request[None, CybersourceAccount]) -> Observed:
        """Look at the part, and at nothing else of the subscription."""
        subscription, account = whole_of(request.id), request.account
        organization = request.state.get(ORGANIZATION)
        row = account.subscription(subscription, organization, doing=f"read {self.title} {request.run.name!r}")
        return self._observe(subscription, row)

    def update(self, request: Request[Declared, CybersourceAccount]) -> Observed:
        """Send the part, whole."""
        return Observed(request.id) if request.changed <= {"credentials"} else self._send(request)

    def delete(self, request: Request[None, CybersourceAccount]) -> None:
        """Give the subscription the platform's own value back."""
        account = request.account
        subscription = whole_of(request.id)
        doing = f"reset {self.title} {request.run.name!r}"
        _insist_on_whole(subscription, account, doing)
        body = {self.member: dict(self.default)}
        answer = account.change("PATCH", account.version.item(subscription), body=body, doing=doing)
        if read_row_of(subscription, answer) is None:
            self._insist_on_default(subscription, account, doing)

    def _insist_on_default(self, subscription: str, account: CybersourceAccount, doing: str) -> None:
        """After an answer that says nothing about the part, look whether it was reset."""
        there = account.read_subscription(subscription, doing=doing).fields.get(self.member, {})
        default = policies.read_policies({self.member: self.default})[self.member]
        if any(there.get(name) != value for name, value in default.items()):
            reason = f"{account.host} did not confirm it, and subscription {subscription} still has the policy"
            raise Unavailable(f"cannot {doing}: {reason}; run the command again", reason=reason)

    def _send(self, request: Request[Declared, CybersourceAccount]) -> Observed:
        account, doing = request.account, f"set {self.title} {request.run.name!r}"
        subscription = self.whole(request.declared)
        _insist_on_whole(subscription, account, doing)
        body = {self.member: self.encode(request.declared)}
        answer = account.change("PATCH", account.version.item(subscription), body=body, doing=doing)
        request.keep(Observed(part_id(subscription, self.member)))
        row = read_row_of(subscription, answer) or account.subscription(subscription, doing=doing)
        return self._observe(subscription, row)

    def _observe(self, subscription: str, row: SubscriptionRow) -> Observed:
        hidden = {ORGANIZATION: row.organization} if row.organization is not None else {}
        part = row.fields.get(self.member) or {}
        return Observed(part_id(subscription, self.member), {"subscription": subscription, **part}, hidden)


def _insist_on_whole(subscription: str, account: CybersourceAccount, doing: str) -> None:
    """A part names no organization: where the stack may not touch every one, the subscription is asked for its own."""
    if account.is_fenced:
        account.insist_on(account.read_subscription(subscription, doing=doing).organization, doing=doing)
