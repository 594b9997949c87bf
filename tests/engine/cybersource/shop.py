"""
A shop that declares a subscription at a simulated platform: its program, its stack and the platform side by side.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from pprint import pformat
from typing import Any

from tests.engine.project import Project, Ran

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator
from pulumi_payment_webhooks.simulator.cybersource.subscriptions.subscriptions import Subscription

KIND = "cybersource:WebhookSubscription"
KEY_KIND = "cybersource:DigitalSignatureKey"
ABSENT = object()
ORDERS: dict[str, Any] = {
    "name": "Orders",
    "description": "Tells the shop about refunds.",
    "products": {"payments": ["payments.capture.status.updated", "payments.refund.status.updated"]},
    "webhook_url": "https://hooks.example.com/payments",
    "health_check_url": "https://hooks.example.com/health",
    "notification_scope": "CUSTOM",
    "scope_data": ["branch_north", "branch_south"],
    "status": "ACTIVE",
    "retry_policy": {
        "algorithm": "ARITHMETIC",
        "first_retry": 10,
        "interval": 30,
        "number_of_retries": 3,
        "deactivate_flag": False,
        "repeat_sequence_count": 0,
        "repeat_sequence_wait_time": 0,
    },
    "security_policy": {
        "security_type": "oAuth",
        "proxy_type": "external",
        "config": {
            "oauth_url": "https://login.example.com/token",
            "oauth_token_expiry": 365,
            "oauth_token_type": "Bearer",
        },
        "credentials": "stored by hand",
    },
    "certificate": "stored by hand",
}
"""A subscription that declares every field, and of which there is nothing to warn."""
PLAIN = {name: ORDERS[name] for name in ("name", "products", "webhook_url", "certificate")}
"""A subscription that declares what it must, and a certificate: without one, a preview warns."""

_PROGRAM = """\
import pulumi
from pulumi_payment_webhooks import cybersource

{before}
subscription = cybersource.WebhookSubscription("orders", **{arguments}{more})
"""


def changed(arguments: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """
    Return *arguments* with another *value* at a dotted path; ABSENT takes it away.
    """
    copy = deepcopy(arguments)
    *parents, last = path.split(".")
    inner = copy
    for name in parents:
        inner = inner[name]
    inner[last] = value
    if value is ABSENT:
        del inner[last]
    return copy


def program(arguments: dict[str, Any], *, before: str = "", more: str = "") -> str:
    """
    Return a program that declares one subscription, `orders`.

    Args:
        arguments: Its keywords, as plain values.
        before: Lines above it.
        more: Further keywords, as source text.
    """
    extra = f", {more}" if more else ""
    return _PROGRAM.format(before=before, arguments=pformat(arguments, sort_dicts=False), more=extra)


@dataclass(frozen=True)
class Shop:
    """
    A project that is configured for a platform.

    Args:
        project: The project, its stack selected.
        platform: The simulated platform.
        before: Lines above the subscription in its programs.
        more: Further keywords of the subscription, as source text.
    """

    project: Project
    platform: CybersourceSimulator
    before: str = ""
    more: str = ""

    def declare(self, arguments: dict[str, Any], *, before: str | None = None, more: str | None = None) -> None:
        """
        Write a program that declares one subscription; see `program`.
        """
        before, more = (self.before if before is None else before), (self.more if more is None else more)
        self.project.write(program(arguments, before=before, more=more))

    def up(self, **environment: str) -> Ran:
        """
        Deploy, without a preview to save time.
        """
        return self.project.run("pulumi up --yes --skip-preview", **environment)

    def preview(self) -> dict[str, Any]:
        """
        Return the step that `pulumi preview --json` shows for the subscription.
        """
        steps = self.project.run("pulumi preview --json").json["steps"]
        found: dict[str, Any] = next(one for one in steps if KIND in one["urn"])
        return found

    def rest(self) -> str:
        """
        Return what is left to do, as the rows of a preview that looks at the platform first; empty when nothing is.

        Both what the refresh finds and what the program wants are in it. So where it is empty, a preview without
        a refresh is empty as well.
        """
        rows = self.project.run("pulumi preview --refresh").out.splitlines()
        return "\n".join(row for row in rows if "[diff:" in row or row.lstrip().startswith(("+", "-", "~ 1 ", "~ 2 ")))

    @property
    def held(self) -> list[Subscription]:
        """
        The subscriptions that the platform holds.
        """
        return list(self.platform.subscriptions)

    @property
    def subscription(self) -> Subscription:
        """
        The only subscription that the platform holds.
        """
        (one,) = self.platform.subscriptions
        return one

    @property
    def sent(self) -> list[tuple[str, Any]]:
        """
        Method and body of each request that asked for a change.
        """
        return [(one.method, one.body) for one in self.platform.requests.changes]

    def stored(self, kind: str = KIND) -> dict[str, Any]:
        """
        Return the only resource of *kind* in the state.
        """
        (one,) = self.project.resources(kind)
        return one
