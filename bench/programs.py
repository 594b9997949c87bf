"""
The programs that are measured: the same objects, declared for ours and for the plain provider. No I/O here.
"""

from __future__ import annotations

from typing import Literal

Side = Literal["ours", "plain"]
SIDES: tuple[Side, ...] = ("ours", "plain")

_OURS = """\
from pulumi_payment_webhooks import cybersource

for number in range({count}):
    cybersource.WebhookSubscription(
        f"subscription-{{number:04}}",
        name=f"Subscription {{number}}",
        description={description!r},
        products={{f"product{{number:04}}": [f"product{{number:04}}.created", f"product{{number:04}}.settled"]}},
        webhook_url=f"https://hooks.example.com/products/{{number}}",
    )
"""

_PLAIN = """\
from bench.plain_provider import Subscription

for number in range({count}):
    Subscription(
        f"subscription-{{number:04}}",
        organizationId={organization!r},
        name=f"Subscription {{number}}",
        description={description!r},
        products=[
            {{
                "productId": f"product{{number:04}}",
                "eventTypes": [f"product{{number:04}}.created", f"product{{number:04}}.settled"],
            }}
        ],
        webhookUrl=f"https://hooks.example.com/products/{{number}}",
    )
"""

_OUR_WEBHOOKS = """\
from pulumi_payment_webhooks import digital_river

for number in range({count}):
    digital_river.Webhook(
        f"webhook-{{number:04}}",
        address=f"https://hooks.example.com/{version}/{{number}}",
        types=["order.accepted", "refund.complete"],
    )
"""

_PLAIN_WEBHOOKS = """\
from bench.plain_digital_river import PlainWebhook

for number in range({count}):
    PlainWebhook(
        f"webhook-{{number:04}}",
        address=f"https://hooks.example.com/{version}/{{number}}",
        types=["order.accepted", "refund.complete"],
        enabled=True,
        transportType="HTTP",
        apiVersion="default",
    )
"""


def program(side: Side, count: int, *, organization: str, description: str) -> str:
    """The program of *side* that declares *count* subscriptions, each of a product of its own."""
    template = _OURS if side == "ours" else _PLAIN
    return template.format(count=count, organization=organization, description=description)


def catalogue(count: int) -> dict[str, list[str]]:
    """The catalogue that these programs need: event types by product."""
    products = [f"product{number:04}" for number in range(count)]
    return {product: [f"{product}.created", f"{product}.settled"] for product in products}


def webhook_program(side: Side, count: int, *, version: str) -> str:
    """The program of *side* that declares *count* webhooks of Digital River, each with a URL that has *version*."""
    template = _OUR_WEBHOOKS if side == "ours" else _PLAIN_WEBHOOKS
    return template.format(count=count, version=version)
