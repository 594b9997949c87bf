"""
What is recorded: for each case, the program that is previewed over the deployed `ESTATE`, or what moved meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.review.recording import estate
from tests.review.recording.estate import CANARY, CAPTURES, ESTATE, LINKS, REFUNDS, RETRIES

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

PREVIEW = "pulumi preview --json"
REFRESH = "pulumi refresh --preview-only --json"
GONE = ""
"""Takes a piece out of the program."""
POLICED = "pulumi preview --json --policy-pack ../policy"
UNSUPPORTED_URL = "http://hooks.example.com/payments"


@dataclass(frozen=True)
class Platforms:
    """The two simulators that the estate is deployed to."""

    cybersource: CybersourceSimulator
    river: DigitalRiverSimulator

    def subscription(self, name: str) -> str:
        """
        Return the id of the subscription with the name *name* at the platform.
        """
        return next(one.webhook_id for one in self.cybersource.subscriptions if one.name == name)


@dataclass(frozen=True)
class Case:
    """
    A change of the deployed estate, and the command that shows it.

    Args:
        change: The pieces of the program that are other than in the estate.
        command: The command.
        is_first: Whether nothing is deployed yet.
        settings: Settings of the stack, without the namespace, besides those of the estate.
        has_log: Whether the log of the engine's events is recorded too: it has what the document does not contain.
        protects: Type and name of a resource that the stack protects.
        move: What somebody did at the platforms. It is not undone, so cases with this come last.
    """

    change: Mapping[str, str] = field(default_factory=dict)
    command: str = PREVIEW
    is_first: bool = False
    settings: Mapping[str, str] = field(default_factory=dict)
    has_log: bool = False
    protects: str = ""
    move: Callable[[Platforms], object] | None = None

    @property
    def program(self) -> str:
        return estate.program({**ESTATE, **self.change})


def _suspend(at: Platforms) -> None:
    at.cybersource.subscriptions.suspend(at.subscription("Disputes"))


def _drift(at: Platforms) -> None:
    products = [
        {"productId": "payments", "eventTypes": [*CAPTURES, REFUNDS[0]]},
        {"productId": "payByLink", "eventTypes": [*LINKS]},
    ]
    at.cybersource.edit(at.subscription("Orders"), {"products": products})
    at.cybersource.subscriptions.remove(at.subscription("Invoices"))
    at.river.disable(next(iter(at.river.webhooks)).id)


def _outage(at: Platforms) -> None:
    at.river.fail(503, count=1000)


CASES: Mapping[str, Case] = {
    "first-deployment": Case(is_first=True),
    "unchanged": Case(),
    "event-removed": Case({"orders": estate.orders(events=(*CAPTURES, REFUNDS[1]))}),
    "event-added": Case({"orders": estate.orders(events=(*CAPTURES, *REFUNDS, "payments.void.status.accepted"))}),
    "url-changed": Case({"orders": estate.orders(url="https://receiver.example.com/payments")}),
    "key-rotated": Case({"signing": estate.signing("2026-12")}),
    "certificate-replaced": Case({"encryption": estate.encryption(estate.CERTIFICATES[1])}),
    "credentials-rotated": Case({"login": estate.login(f"{CANARY}-client-secret-0815")}),
    "retries-shortened": Case(
        {
            "orders": estate.orders(retries={**RETRIES, "number_of_retries": 2, "repeat_sequence_count": 0}),
            "invoice_retries": estate.invoice_retries("first_retry=10, interval=30, number_of_retries=5"),
        }
    ),
    "subscription-deleted": Case({"orders": GONE}),
    "mass-deletion": Case(dict.fromkeys(ESTATE, GONE)),
    "deletions-above-the-limit": Case({"orders": GONE, "disputes": GONE}, settings={"cybersourceMaxDeletions": "1"}),
    "failed-check": Case({"orders": estate.orders(url=UNSUPPORTED_URL)}),
    "failed-program": Case({"orders": "orders = missing\n"}),
    "failed-configuration": Case({"orders": 'pulumi.Config().require("receiver")\n'}),
    "warning": Case({"more": 'pulumi.log.warn("The receiver is deployed from another repository.")\n'}),
    "policy-violation": Case(
        {"orders": estate.orders(url="https://hooks.example.net/payments")}, command=POLICED, has_log=True
    ),
    "authentication-changed": Case(
        {"disputes": estate.disputes(security=estate.oauth("https://sso.example.com/token"))}
    ),
    "authentication-removed": Case({"disputes": estate.disputes(security='{"security_type": "KEY"}')}),
    "scope-changed": Case({"orders": estate.orders(more='notification_scope="CUSTOM", scope_data=["branch_north"]')}),
    "paused": Case({"orders": estate.orders(more='status="INACTIVE"')}),
    "owner-changed": Case({"orders": estate.orders(more='organization_id="branch_north"')}),
    "owner-changed-create-first": Case(
        {
            "orders": estate.orders(
                more='organization_id="branch_north", opts=pulumi.ResourceOptions(delete_before_replace=False)'
            )
        }
    ),
    "renamed": Case(
        {
            "orders": estate.orders(
                name="payments", more='opts=pulumi.ResourceOptions(aliases=[pulumi.Alias(name="orders")])'
            )
        }
    ),
    "adopted": Case({"orders": estate.orders(name="payments", more="adopt_existing=True")}),
    "secret-url-changed": Case({"invoices": estate.invoices(url=f"https://hooks.example.com/{CANARY}-in-url-0815")}),
    "unprotected": Case(protects="cybersource:WebhookSubscription::orders"),
    "replacement-requested": Case(
        command=f"{PREVIEW} --target-replace "
        "urn:pulumi:dev::shop::pulumi-python:dynamic/cybersource:WebhookSubscription::orders"
    ),
    "protected": Case({"orders": GONE}, protects="cybersource:WebhookSubscription::orders"),
    "product-moved": Case(
        {
            "orders": estate.orders(links=()),
            "links": (
                'links = cybersource.WebhookSubscription("links", name="Links", '
                'products={"payByLink": ["payByLink.customer.payment"]}, '
                'webhook_url="https://hooks.example.com/links", signature_key=signing)\n'
            ),
        }
    ),
    "another-account": Case({"more": estate.another_account()}),
    "other-resources": Case({"more": 'pulumi.ComponentResource("shop:index:Group", "group")\n'}),
    "created": Case(
        {
            "tokens": (
                'tokens = cybersource.WebhookSubscription("tokens", name="Tokens", '
                'products={"tokenManagement": ["tms.networktoken.updated"]}, '
                'webhook_url="https://hooks.example.com/tokens", signature_key=signing)\n'
                'group = pulumi.ComponentResource("shop:index:Group", "group")\n'
            )
        }
    ),
    "webhook-changed": Case(
        {
            "storefront": estate.storefront(
                types=("order.invoice.created", "order.credit_memo.created", "subscription.cancelled"),
                address="https://receiver.example.com/storefront",
            )
        }
    ),
    "webhook-deleted": Case({"storefront": GONE, "storefront_secret": GONE}),
    "webhook-disabled": Case({"storefront": estate.storefront(enabled=False)}),
    "webhook-secret-rotated": Case({"storefront_secret": estate.storefront_secret("2026-12")}),
    "webhook-password-changed": Case({"storefront": estate.storefront(password=f"{CANARY}-password-0815")}),
    "no-drift": Case(command=REFRESH),
    "suspension": Case(command=REFRESH, move=_suspend),
    "suspension-with-events": Case(command=REFRESH, has_log=True),
    "drift": Case(command=REFRESH, move=_drift),
    "preview-with-refresh": Case(
        {"orders": estate.orders(more='status="ACTIVE"')}, command="pulumi preview --refresh --json", has_log=True
    ),
    "failed-refresh": Case(command=REFRESH, move=_outage),
}
