"""
The program of a shop that manages webhooks at both platforms, in pieces that cases replace, and how it is configured.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cryptography.hazmat.primitives.serialization import Encoding
from tests.crypto.certificates import merchant_key
from tests.engine.project import Project

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

HEAD = """\
from pathlib import Path

import pulumi
from pulumi_payment_webhooks import Provider, cybersource, digital_river

"""
POLICY = {
    "PulumiPolicy.yaml": "runtime: python\nversion: 1.0.0\n",
    "__main__.py": """\
from pulumi_payment_webhooks import policies

policies.pack(
    {
        "allowed-hosts": {"hosts": ["*.example.com"], "enforcementLevel": "mandatory"},
        "retry-coverage": {"hours": 48},
        **dict.fromkeys(["https", "encryption", "key-age", "protect", "scope"], "disabled"),
    }
)
""",
}
"""A policy pack, in the folder `policy` beside the program's, by file."""
TOKEN = "token-in-query-4711"
"""A part of a URL that the program did not make a secret; it must be in no report either."""
CERTIFICATES = ("first.pem", "second.pem")
"""Files in the folder of the program."""
CAPTURES = ("payments.capture.status.accepted", "payments.capture.status.updated")
REFUNDS = ("payments.refund.status.accepted", "payments.refund.status.updated")
LINKS = ("payByLink.customer.payment",)
RETRIES: Mapping[str, object] = {
    "algorithm": "ARITHMETIC",
    "first_retry": 10,
    "interval": 60,
    "number_of_retries": 5,
    "repeat_sequence_count": 2,
    "repeat_sequence_wait_time": 120,
    "deactivate_flag": True,
}
CANARY = "canary"
"""What every secret of the program begins with; it must be in no report."""


def orders(
    *,
    events: tuple[str, ...] = (*CAPTURES, *REFUNDS),
    links: tuple[str, ...] = LINKS,
    url: str = "https://hooks.example.com/payments",
    retries: Mapping[str, object] = RETRIES,
    name: str = "orders",
    more: str = "",
) -> str:
    """
    Return the lines that declare the subscription to payments and, unless *links* is empty, to payment links.
    """
    products = {"payments": list(events), **({"payByLink": list(links)} if links else {})}
    return f"""\
orders = cybersource.WebhookSubscription(
    "{name}", name="Orders", products={products!r},
    webhook_url="{url}", health_check_url="https://hooks.example.com/health",
    retry_policy={dict(retries)!r}, signature_key=signing, certificate=encryption, {more}
)
"""


def signing(rotation: str = "2026-06") -> str:
    """
    Return the line that declares the signature key.
    """
    return f'signing = cybersource.DigitalSignatureKey("signing", rotation="{rotation}")\n'


def encryption(file: str = CERTIFICATES[0]) -> str:
    """
    Return the line that declares the encryption certificate.
    """
    return (
        f'encryption = cybersource.MessageEncryptionCertificate("encryption", certificate=Path("{file}").read_text())\n'
    )


def login(secret: str = f"{CANARY}-client-secret-4711", more: str = "") -> str:
    """
    Return the line that declares the credentials for bearer tokens.
    """
    return f"""\
login = cybersource.OAuthCredentials(
    "login", client_id="shop", client_secret=pulumi.Output.secret("{secret}"), {more}
)
"""


def oauth(url: str = "https://login.example.com/token") -> str:
    """
    Return a security policy with bearer tokens from *url*.
    """
    return f"""{{
        "security_type": "oAuth", "credentials": login, "config": {{"oauth_url": "{url}", "oauth_token_expiry": 60}},
    }}"""


def disputes(*, security: str = oauth()) -> str:
    """
    Return the lines that declare the subscription to decisions about fraud, by default with bearer tokens.
    """
    return f"""\
disputes = cybersource.WebhookSubscription(
    "disputes", name="Disputes",
    products={{"fraudManagementEssentials": ["risk.casemanagement.decision.accept"]}},
    webhook_url="https://hooks.example.com/disputes", signature_key=signing, certificate=encryption,
    security_policy={security},
)
"""


def invoices(*, url: str = f"https://hooks.example.com/{CANARY}-in-url-4711", more: str = "") -> str:
    """
    Return the lines that declare the subscription to invoices, whose URL is a secret.
    """
    return f"""\
invoices = cybersource.WebhookSubscription(
    "invoices", name="Invoices",
    products={{"customerInvoicing": ["invoicing.customer.invoice.paid", "invoicing.customer.invoice.cancel"]}},
    webhook_url=pulumi.Output.secret("{url}"), signature_key=signing, certificate=encryption, {more}
)
"""


def invoice_retries(more: str = "first_retry=10, interval=30, number_of_retries=3") -> str:
    """
    Return the line that declares when deliveries of invoices are tried again.
    """
    return f'retries = cybersource.RetryPolicy("invoice-retries", subscription=invoices, {more})\n'


def storefront(
    *,
    types: tuple[str, ...] = ("order.invoice.created", "order.credit_memo.created", "subscription.payment_failed"),
    address: str = "https://hooks.example.com/storefront",
    password: str = f"{CANARY}-password-4711",
    enabled: bool = True,
) -> str:
    """
    Return the lines that declare the webhook at Digital River.
    """
    return f"""\
storefront = digital_river.Webhook(
    "storefront", address="{address}", types={list(types)!r}, enabled={enabled},
    authentication={{"username": "callback", "password": pulumi.Output.secret("{password}")}},
)
"""


def storefront_secret(rotation: str = "2026-06") -> str:
    """
    Return the lines that declare the signing secret of that webhook.
    """
    return f"""\
storefront_secret = digital_river.WebhookSecret(
    "storefront-secret", webhook=storefront, expiration="24_hours", rotation="{rotation}",
)
"""


def another_account() -> str:
    """
    Return the lines that declare a subscription in another account; the query of its URL is a token.
    """
    return f"""\
config = pulumi.Config("payment-webhooks")
north = Provider(
    "north", cybersource_endpoint=config.require("cybersourceEndpoint"), cybersource_organization_id="branch_north",
    cybersource_merchant_id=config.require("cybersourceMerchantId"),
    cybersource_key_id=config.require("cybersourceKeyId"),
    cybersource_shared_secret=config.require_secret("cybersourceSharedSecret"),
)
tokens = cybersource.WebhookSubscription(
    "tokens-north", name="Tokens", products={{"tokenManagement": ["tms.networktoken.updated"]}},
    webhook_url="https://hooks.example.com/north?token={TOKEN}", signature_key=signing,
    opts=pulumi.ResourceOptions(provider=north),
)
"""


ESTATE: Mapping[str, str] = {
    "signing": signing(),
    "encryption": encryption(),
    "login": login(),
    "orders": orders(),
    "disputes": disputes(),
    "invoices": invoices(),
    "invoice_retries": invoice_retries(),
    "storefront": storefront(),
    "storefront_secret": storefront_secret(),
}
"""What is deployed before each case, by piece."""


def program(pieces: Mapping[str, str]) -> str:
    """
    Return the program of *pieces*.
    """
    return HEAD + "".join(pieces.values())


def configure(project: Project, platform: CybersourceSimulator, river: DigitalRiverSimulator, *, now: datetime) -> None:
    """
    Configure the stack of *project* for both simulators, and write the policy pack and the certificates.
    """
    (project.root / "policy").mkdir()
    for name, text in POLICY.items():
        project.write(text, f"../policy/{name}")
    for file in CERTIFICATES:
        certified = merchant_key(name="shop", begins=now, days=90)
        (project.folder / file).write_bytes(certified.certificate.public_bytes(Encoding.PEM))
    project.configure(
        plain={
            "payment-webhooks:cybersourceEndpoint": platform.endpoint,
            "payment-webhooks:cybersourceMerchantId": platform.merchant_id,
            "payment-webhooks:cybersourceOrganizationId": platform.organization_id,
            "payment-webhooks:cybersourceKeyId": platform.key_id,
            "payment-webhooks:cybersourceRetryWait": "0",
            "payment-webhooks:digitalRiverEndpoint": river.endpoint,
            "payment-webhooks:digitalRiverProfile": river.knobs.profile,
            "payment-webhooks:digitalRiverRetryWait": "0",
        },
        secret={
            "payment-webhooks:cybersourceSharedSecret": platform.shared_secret,
            "payment-webhooks:digitalRiverApiKey": river.api_key,
        },
    )
