"""
A part of a subscription that is owned apart from it: its retry policy, its security policy.

A part is always sent whole, because nobody knows whether the platform merges nested objects or replaces them. It is
read back alone. Deleting it puts the platform's own value back; where the subscription is gone, that is done already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from ...errors import Unavailable
from ...reconcile.declare.declaration import Declaration, part_id, whole_of
from ...reconcile.ports import Keep, Observed, Request, Run
from ..account.account import CybersourceAccount
from ..api import subscriptions as api

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
        default: What the platform has where nobody declares the part; sent on delete.
    """

    member: str
    title: str
    whole: Callable[[Declared], str]
    encode: Callable[[Declared], Mapping[str, Any]]
    default: Mapping[str, Any]

    def create(self, request: Request[Declared, CybersourceAccount]) -> Observed:
        """Give the subscription this part."""
        declared = request.declared
        return self._send(self.whole(declared), self.encode(declared), request.account, request.run, request.keep)

    def read(self, request: Request[None, CybersourceAccount]) -> Observed:
        """Look at the part, and at nothing else of the subscription."""
        subscription = whole_of(request.id)
        organization = request.state.get(api.ORGANIZATION)
        answer = request.account.subscription(
            subscription, organization, doing=f"read {self.title} {request.run.name!r}"
        )
        return self._observed(subscription, answer)

    def update(self, request: Request[Declared, CybersourceAccount]) -> Observed:
        """Send the part, whole."""
        declared = request.declared
        if request.changed <= {"credentials"}:
            return Observed(request.id)
        return self._send(self.whole(declared), self.encode(declared), request.account, request.run, request.keep)

    def delete(self, request: Request[None, CybersourceAccount]) -> None:
        """Give the subscription the platform's own value back."""
        account = request.account
        subscription = whole_of(request.id)
        doing = f"reset {self.title} {request.run.name!r}"
        _insist_on_whole(subscription, account, doing)
        body = {self.member: dict(self.default)}
        answer = account.change("PATCH", account.version.item(subscription), body=body, doing=doing)
        if api.id_of(answer) != subscription:
            self._insist_on_default(subscription, account, doing)

    def _insist_on_default(self, subscription: str, account: CybersourceAccount, doing: str) -> None:
        """After an answer that says nothing about the part, look whether it was reset."""
        there = self._observed(subscription, account.read_subscription(subscription, doing=doing)).fields
        default = self._observed(subscription, {self.member: self.default}).fields
        if any(there.get(name) != value for name, value in default.items()):
            reason = f"{account.host} did not confirm it, and subscription {subscription} still has the policy"
            raise Unavailable(f"cannot {doing}: {reason}; run the command again", reason=reason)

    def _send(
        self, subscription: str, part: Mapping[str, Any], account: CybersourceAccount, run: Run, keep: Keep
    ) -> Observed:
        doing = f"set {self.title} {run.name!r}"
        _insist_on_whole(subscription, account, doing)
        answer = account.change("PATCH", account.version.item(subscription), body={self.member: part}, doing=doing)
        keep(Observed(part_id(subscription, self.member)))
        if api.id_of(answer) != subscription:
            answer = account.subscription(subscription, doing=doing)
        return self._observed(subscription, answer)

    def _observed(self, subscription: str, answer: Any) -> Observed:
        fields = api.fields_of(answer)
        hidden = {api.ORGANIZATION: fields["organizationId"]} if "organizationId" in fields else {}
        part = fields.get(self.member) or {}
        return Observed(part_id(subscription, self.member), {"subscription": subscription, **part}, hidden)


def _insist_on_whole(subscription: str, account: CybersourceAccount, doing: str) -> None:
    """A part names no organization: where the stack may not touch every one, the subscription is asked for its own."""
    if account.is_fenced:
        answer = account.read_subscription(subscription, doing=doing)
        account.insist_on(answer.get("organizationId"), doing=doing)
