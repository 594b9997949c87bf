"""
`payment-webhooks compare`, typed for two real stacks and for what they have deployed.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.engine.project import Project

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

CANARY = "canary-4711"
PROGRAM = f"""
import pulumi
from pulumi_payment_webhooks import cybersource, digital_river

live = pulumi.get_stack() == "live"
host = "https://hooks.example.com" if live else "https://hooks.test.example.com"

key = cybersource.DigitalSignatureKey("key")
refunds = cybersource.WebhookSubscription(
    "refunds",
    name=f"refunds of {{pulumi.get_stack()}}",
    webhook_url=f"{{host}}/refunds",
    products={{"tokenManagement": ["tms.networktoken.updated"] + ([] if live else ["tms.networktoken.binding"])}},
    retry_policy={{"number_of_retries": 5}} if live else None,
    signature_key=key,
)
invoices = cybersource.WebhookSubscription(
    "invoices",
    name="invoices",
    webhook_url=pulumi.Output.secret(f"{{host}}/{CANARY}"),
    products={{"customerInvoicing": ["invoicing.customer.invoice.paid"]}},
    signature_key=key,
)
if not live:
    cybersource.RetryPolicy("later", subscription=invoices, number_of_retries=4)
if live:
    basic = {{"username": "shop", "password": "{CANARY}"}}
    digital_river.Webhook("orders", address=f"{{host}}/dr", types=["order.accepted"], authentication=basic)
"""
REPORT = """\
dev and live differ in 4 places; 1 resource is equal.
dev receives 1 event type that live does not.
live receives 1 event type that dev does not.

subscription invoices
  retry_policy
    dev:  1, 2, 3, 4 min after the first failure; gives up after 4 min
    live: 1, 2, 3 min after the first failure; gives up after 3 min (default)

subscription refunds
  only in dev: tms.networktoken.binding of tokenManagement
  retry_policy
    dev:  1, 2, 3 min after the first failure; gives up after 3 min (default)
    live: 1, 2, 3, 4, 5 min after the first failure; gives up after 5 min

only in live
  webhook orders
    order.accepted

Not compared, because it is secret: webhook_url of invoices.
Left out unless --include names them: ids, hosts, organizations, names, keys.
"""
EQUAL = "do not differ: 2 resources compared."


@pytest.fixture
def deployed(project: Project) -> Iterator[Project]:
    """
    A project with two stacks, each deployed to a simulator of its own.
    """
    accounts = ({"organization_id": "shop_org_test"}, {"organization_id": "shop_org"})
    with (
        CybersourceSimulator(account=accounts[0]) as dev,
        CybersourceSimulator(account=accounts[1]) as live,
        DigitalRiverSimulator() as river,
    ):
        project.write(PROGRAM)
        for stack, simulator in (("dev", dev), ("live", live)):
            if stack == "live":
                project.run("pulumi stack init live")
            project.configure(
                plain={
                    "payment-webhooks:cybersourceEndpoint": simulator.endpoint,
                    "payment-webhooks:cybersourceMerchantId": simulator.merchant_id,
                    "payment-webhooks:cybersourceOrganizationId": simulator.organization_id,
                    "payment-webhooks:cybersourceKeyId": simulator.key_id,
                    "payment-webhooks:digitalRiverEndpoint": river.endpoint,
                },
                secret={
                    "payment-webhooks:cybersourceSharedSecret": simulator.shared_secret,
                    "payment-webhooks:digitalRiverApiKey": river.api_key,
                },
            )
            project.run("pulumi up --yes --skip-preview")
        yield project


def test_stacks_and_organizations_are_compared(deployed: Project, tmp_path: Path) -> None:
    """
    Two stacks are compared from any folder and without their passphrase, and each with what exists; no secret appears.
    """
    stacks = "payment-webhooks compare dev live"
    report = deployed.run(stacks, PULUMI_CONFIG_PASSPHRASE="wrong")
    elsewhere = deployed.attempt(
        f"payment-webhooks compare organization/shop/dev organization/shop/live --cwd {tmp_path} --fail-on events"
    )
    secrets = [
        deployed.run(f"{stacks} --json --include hosts,ids,keys,names,organizations").text,
        deployed.run(f"{stacks} --format markdown").text,
        deployed.run(
            "payment-webhooks compare organization:shop_org_test organization: --stack dev --stack-b live"
        ).text,
    ]
    declared = deployed.run("payment-webhooks compare dev organization:shop_org_test --fail-on difference")
    river = deployed.run("payment-webhooks compare live digital-river: --fail-on difference")
    missing = deployed.fail("payment-webhooks compare dev prod")

    assert report.out == REPORT
    assert elsewhere.code == 10
    assert [text for text in secrets if CANARY in text] == []
    assert declared.out.startswith(f"dev and organization:shop_org_test {EQUAL}")
    assert river.out.startswith("live and digital-river do not differ: 1 resource compared.")
    assert (missing.code, missing.err) == (
        2,
        "payment-webhooks: pulumi cannot read the stack: no stack named 'prod' found\n",
    )
