"""
What exists, as `payment-webhooks export` found it.

The first `pulumi up` adopts it and changes nothing. Afterwards, remove the lines with `adopt_existing`.
"""

# Not in this program (see docs/how-to/adopt.md#what-an-export-leaves-out):
# - cybersource.DigitalSignatureKey: the platform cannot list them; what exists stays
# - subscription 05b5c9ba-0000-0000-0000-000000000006 'Fraud': webhook_url: must not contain a user
#   name or password

import pulumi
from pulumi_payment_webhooks import cybersource, digital_river

config = pulumi.Config()

# This URL may contain a token, so it is in the config.
IN_URL = config.require_secret("inUrl")
SHOP_US_URL = "https://hooks.example.com/shop_us/4"

AUTHENTICATION: digital_river.AuthenticationDict = {
    "username": "digital-river",
    "password": config.require_secret("authenticationPassword"),
}

# 5, 15, 45, 135 min after the first failure; gives up after 135 min
RETRY_POLICY: cybersource.RetryPolicyDict = {
    "algorithm": "GEOMETRIC",
    "first_retry": 5,
    "interval": 3,
    "number_of_retries": 4,
}

SECURITY_POLICY: cybersource.SecurityPolicyDict = {
    "security_type": "oAuth",
    "config": {
        "oauth_url": "https://idp.example.com/token",
        "oauth_token_expiry": 365,
    },
}

ORDER_EVENTS = [
    "order.accepted",
    "order.blocked",
    "order.created",
]

PAYMENTS_EVENTS = [
    "payments.refund.status.accepted",
    "payments.refund.status.updated",
    "payments.void.status.accepted",
]

# shop_eu

shop_eu_invoices_2026 = cybersource.WebhookSubscription(
    "shop-eu-invoices-2026",
    organization_id="shop_eu",
    name="Invoices \"2026\"\n'''",
    description="Paid and sent.",
    products={
        "customerInvoicing": [
            "invoicing.customer.invoice.paid",
            "invoicing.customer.invoice.send",
        ],
    },
    webhook_url="https://hooks.example.com/shop_eu/2",
    health_check_url="https://hooks.example.com/health",
    notification_scope="CUSTOM",
    scope_data=[
        "branch_1",
        "branch_2",
    ],
    status="ACTIVE",
    retry_policy={
        "number_of_retries": 5,
        "deactivate_flag": False,
    },
    adopt_existing=True,
)

shop_eu_refunds = cybersource.WebhookSubscription(
    "shop-eu-refunds",
    organization_id="shop_eu",
    name="Refunds",
    products={"payments": PAYMENTS_EVENTS},
    webhook_url="https://hooks.example.com/shop_eu/1",
    status="ACTIVE",
    retry_policy=RETRY_POLICY,
    adopt_existing=True,
)

# SUSPENDED when this was written: its URL did not answer; notifications are queued.
shop_eu_pay_by_link = cybersource.WebhookSubscription(
    "shop-eu-pay-by-link",
    organization_id="shop_eu",
    name="支払い",
    products={"payByLink": ["payByLink.customer.payment"]},
    webhook_url="https://hooks.example.com/shop_eu/3",
    adopt_existing=True,
)

# shop_us

shop_us_class = cybersource.WebhookSubscription(
    "shop-us-class",
    organization_id="shop_us",
    name="class",
    products={"payByLink": ["payByLink.customer.payment"]},
    webhook_url="https://hooks.example.com/shop_us/5",
    status="ACTIVE",
    security_policy=SECURITY_POLICY,
    adopt_existing=True,
)

shop_us_refunds_payments = cybersource.WebhookSubscription(
    "shop-us-refunds-payments",
    organization_id="shop_us",
    name="Refunds",
    products={"payments": PAYMENTS_EVENTS},
    webhook_url=SHOP_US_URL,
    status="ACTIVE",
    retry_policy=RETRY_POLICY,
    security_policy=SECURITY_POLICY,
    adopt_existing=True,
)

shop_us_refunds_e_check = cybersource.WebhookSubscription(
    "shop-us-refunds-e-check",
    organization_id="shop_us",
    name="refunds!",
    products={"eCheck": ["payments.credits.accepted"]},
    webhook_url=SHOP_US_URL,
    status="ACTIVE",
    adopt_existing=True,
)

# digital_river

# The platform does not show authentication.password: the config has what the receiver expects.
orders = digital_river.Webhook(
    "orders",
    address="https://hooks.example.com/orders",
    types=ORDER_EVENTS,
    enabled=True,
    authentication={
        "username": "digital-river",
        "password": config.require_secret("ordersPassword"),
    },
    adopt_existing="3f0c7a52-0000-4000-8000-000000000001",
)

# address may contain a token, so it is in the config.
orders_2 = digital_river.Webhook(
    "orders-2",
    address=config.require_secret("orders2Address"),
    types=ORDER_EVENTS,
    enabled=False,
    api_version="2021-12-13",
    authentication=AUTHENTICATION,
    adopt_existing="3f0c7a52-0000-4000-8000-000000000002",
)

webhook_in_refund = digital_river.Webhook(
    "webhook-in-refund",
    address=IN_URL,
    types=["refund.complete"],
    enabled=True,
    authentication=AUTHENTICATION,
    adopt_existing="3f0c7a52-0000-4000-8000-000000000003",
)

webhook_in_invoice = digital_river.Webhook(
    "webhook-in-invoice",
    address=IN_URL,
    types=["invoice.created"],
    enabled=True,
    adopt_existing="3f0c7a52-0000-4000-8000-000000000004",
)
