"""
The policy pack on the real engine: each rule refuses one program and accepts another, and can be configured.
"""

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.engine.digital_river.stack import Stack
from tests.engine.project import Project, Ran
from tests.stand_ins.simulators import UNREVIEWED

from pulumi_payment_webhooks.policies.catalogue import RULES
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/policies.md").read_text()
CANARY = "canary-4711"
PREVIEW = "pulumi preview --policy-pack ../policy"
RULES_OF_THE_TEAM: Mapping[str, Any] = {
    "required-events": {
        "events": {"cybersource": {"eCheck": ["payments.credits.failed"]}, "digital_river": ["order.accepted"]}
    },
    "retry-coverage": {"hours": 48},
    "allowed-hosts": {"hosts": ["*.example.com"]},
    "oauth": "mandatory",
    "protect": {"stacks": ["dev"]},
}
HEAD = "import pulumi\nfrom pulumi_payment_webhooks import cybersource, digital_river\n"
REFUSED = f"""
key = cybersource.DigitalSignatureKey("key", max_age=400)
cybersource.WebhookSubscription(
    "refunds",
    name="Refunds",
    products={{"payments": ["payments.refund.status.accepted"]}},
    webhook_url=pulumi.Output.secret("https://{CANARY}.example.net/refunds"),
    signature_key=key,
)
digital_river.Webhook("orders", address="http://hooks.example.com/orders", types=["order.blocked"])
"""
ACCEPTED = """
key = cybersource.DigitalSignatureKey("key", max_age=90)
certificate = pulumi.Output.secret("key-id")
credentials = cybersource.OAuthCredentials("credentials", client_id="id", client_secret="secret")
guarded = pulumi.ResourceOptions(protect=True)
refunds = cybersource.WebhookSubscription(
    "refunds",
    name="Refunds",
    products={
        "payments": ["payments.refund.status.accepted"],
        "eCheck": ["payments.credits.accepted", "payments.credits.failed"],
    },
    webhook_url=pulumi.Output.secret("https://hooks.example.com/refunds"),
    notification_scope="DESCENDANTS",
    signature_key=key,
    certificate=certificate,
    opts=guarded,
)
cybersource.RetryPolicy("patience", subscription=refunds, first_retry=60, interval=1440)
cybersource.OAuthSecurityConfig(
    "bearer", subscription=refunds, config={"oauth_url": "https://login.example.org/token"}, credentials=credentials
)
digital_river.Webhook(
    "orders",
    address="https://hooks.example.com/orders",
    types=["order.accepted"],
    transport_type="OAUTH",
    oauth={
        "token_end_point": "https://login.example.org/token",
        "client_id": "id",
        "client_secret": "secret",
        "grant_type": "client_credentials",
    },
    opts=guarded,
)
"""
VIOLATIONS = {
    "required-events": (
        "cybersource, eCheck: no subscription has payments.credits.failed: add it to products",
        "digital_river: no webhook has order.accepted: add it to types",
    ),
    "retry-coverage": ("'refunds': retry_policy: not declared, and the platform's default retries for 3 minutes",),
    "https": ("'orders': address: must be https",),
    "allowed-hosts": ("'refunds': webhook_url: its host is not allowed; allowed: *.example.com",),
    "oauth": (
        "'refunds': security_policy.security_type: notifications carry no bearer token",
        "'orders': transport_type: notifications carry no bearer token",
    ),
    "encryption": ("'refunds': certificate: missing, and events of payments are only sent encrypted",),
    "key-age": ("'key': max_age: 400 days; 365 are allowed",),
    "protect": ("'refunds': not protected", "'orders': not protected"),
    "scope": ("'refunds': notification_scope: not declared, so the platform uses 'DESCENDANTS'",),
}
every_rule = pytest.mark.parametrize("rule", [one.name for one in RULES])


@pytest.fixture(scope="module")
def shop(pristine: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """
    A project with accounts at both platforms, and a policy pack beside it, whose rules are mandatory.
    """
    project = pristine.copy_to(tmp_path_factory.mktemp("policies") / "pulumi")
    with CybersourceSimulator(knobs=UNREVIEWED) as simulator, DigitalRiverSimulator() as river:
        project.configure(
            plain={
                "payment-webhooks:cybersourceEndpoint": simulator.endpoint,
                "payment-webhooks:cybersourceMerchantId": simulator.merchant_id,
                "payment-webhooks:cybersourceOrganizationId": simulator.organization_id,
                "payment-webhooks:cybersourceKeyId": simulator.key_id,
            },
            secret={"payment-webhooks:cybersourceSharedSecret": simulator.shared_secret},
        )
        Stack.configured(project, river)
        (project.root / "policy").mkdir()
        project.write("runtime: python\nversion: 1.0.0\n", "../policy/PulumiPolicy.yaml")
        write_pack(project, RULES_OF_THE_TEAM)
        yield project


def write_pack(project: Project, rules: Mapping[str, Any]) -> None:
    """
    Write the program of the pack.
    """
    program = f"from pulumi_payment_webhooks import policies\n\npolicies.pack({rules!r}, level='mandatory')\n"
    project.write(program, "../policy/__main__.py")


@pytest.fixture(scope="module")
def refused(shop: Project) -> Ran:
    """
    The preview of a program that every rule refuses.
    """
    shop.write(HEAD + REFUSED)
    return shop.fail(PREVIEW)


@pytest.fixture(scope="module")
def accepted(shop: Project) -> Ran:
    """
    The preview of a program that no rule refuses.
    """
    shop.write(HEAD + ACCEPTED)
    return shop.attempt(PREVIEW)


@every_rule
def test_rule_refuses(rule: str, refused: Ran) -> None:
    """
    A program that violates the rule fails its preview, with the resource, the field and the remedy.
    """
    blocks = refused.out.split("- [mandatory]  ")
    said = "".join(one for one in blocks if one.startswith(f"{rule} "))

    assert [one for one in VIOLATIONS[rule] if one not in said] == []


@every_rule
def test_rule_accepts(rule: str, accepted: Ran) -> None:
    """
    A program that follows the rule passes, and the rule says nothing.
    """
    assert f"]  {rule} " not in accepted.out
    assert accepted.code == 0, str(accepted)


def test_no_violation_shows_a_secret(refused: Ran) -> None:
    """
    A URL that the program marked as secret is refused without a part of it.
    """
    assert CANARY not in refused.text


def test_configuration_file_prevails(shop: Project) -> None:
    """
    Levels and parameters of `--policy-pack-config` prevail over those of the pack.
    """
    shop.write(HEAD + REFUSED)
    configuration = {
        "all": "disabled",
        "retry-coverage": {"enforcementLevel": "advisory", "hours": 0.01},
        "key-age": {"enforcementLevel": "advisory", "days": 30},
    }
    text = shop.run(configured(shop, configuration)).out

    assert "'key': max_age: 400 days; 30 are allowed" in text
    assert [one for one in VIOLATIONS if f"]  {one} " in text] == ["key-age"]


@pytest.mark.parametrize(
    ("configuration", "says"),
    [
        ({"retry-coverge": "mandatory"}, "unknown rule 'retry-coverge' (did you mean 'retry-coverage'?)"),
        ({"retry-coverage": {"hour": 3}}, "retry-coverage: unknown parameter 'hour' (did you mean 'hours'?)"),
        ({"retry-coverage": {"hours": -3}}, "retry-coverage: hours: Must be greater than 0"),
        ({"key-age": {"days": "30"}}, "key-age: days: Invalid type. Expected: number, given: string"),
        ({"allowed-hosts": {"hosts": ["https://a"]}}, "allowed-hosts: hosts: 'https://a' is not a host"),
    ],
    ids=["rule", "parameter", "negative", "kind", "host"],
)
def test_bad_configuration_file_is_one_line(shop: Project, configuration: Mapping[str, Any], says: str) -> None:
    """
    A mistake in the configuration file fails the command with one line that names the rule and the parameter.
    """
    ran = shop.fail(configured(shop, configuration))

    assert [
        says in line
        for line in ran.text.splitlines()
        if line.startswith("error: configuring") or "error: validating policy config: " in line
    ][-1:] == [True]
    assert "Traceback" not in ran.text


def configured(project: Project, configuration: Mapping[str, Any]) -> str:
    """
    The command with a configuration file.
    """
    project.write(json.dumps(configuration), "../policy.json")
    return f"{PREVIEW} --policy-pack-config ../policy.json"


def test_unknown_rule_of_a_pack_is_one_line(shop: Project) -> None:
    """
    A mistake in the program of the pack fails the command with one line.
    """
    write_pack(shop, {"https": {"stack": ["prod"]}})
    text = shop.fail(PREVIEW).text
    write_pack(shop, RULES_OF_THE_TEAM)

    assert "payment-webhooks: policy pack: https: unknown parameter 'stack' (did you mean 'stacks'?)\n" in text
    assert "Traceback" not in text


INVOICES = """
from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "invoices",
    name="Invoices",
    products={
        "customerInvoicing": ["invoicing.customer.invoice.paid"],
        "payments": ["payments.void.status.accepted", "payments.void.status.rejected"],
    },
    webhook_url="https://hooks.example.com/invoices",
    signature_key=cybersource.DigitalSignatureKey("key"),
    certificate="key-id",
    retry_policy={"interval": 30},
    notification_scope="SELF",
)
"""


def test_pack_of_the_example_accepts_what_the_example_declares(shop: Project) -> None:
    """
    The pack of example 04 runs as it stands, and refuses the platform's default policy.
    """
    pack, compiled = ROOT / "examples/04-environments/policy", shutil.ignore_patterns("__pycache__")
    shutil.copytree(pack, shop.root / "example", dirs_exist_ok=True, ignore=compiled)
    shop.write(INVOICES)
    good = shop.run("pulumi preview --policy-pack ../example").out
    shop.write(INVOICES.replace('"interval": 30', '"interval": 1'))
    bad = shop.fail("pulumi preview --policy-pack ../example").out

    assert "✅ payment-webhooks@v1.0.0" in good
    assert "[mandatory]  retry-coverage" in bad


def test_own_rule_of_the_page_runs(shop: Project) -> None:
    """
    The pack with a rule of its own that the page shows runs as it stands, beside the rules of this package.
    """
    [own] = [one for one in re.findall(r"^```python\n(.*?)^```$", PAGE, re.M | re.S) if "no_voids" in one]
    (shop.root / "own").mkdir(exist_ok=True)
    shop.write("runtime: python\n", "../own/PulumiPolicy.yaml")
    shop.write(own, "../own/__main__.py")
    shop.write(INVOICES.replace("https://hooks", "http://localhost/"))
    text = shop.run("pulumi preview --policy-pack ../own").out

    assert "[advisory]  no-voids" in text
    says = "invoices: products.payments: remove payments.void.status.accepted, payments.void.status.rejected"
    assert says in text
    assert "]  https " not in text


UNKNOWN = """
import pulumi
from pulumi.dynamic import CreateResult, Resource, ResourceProvider

from pulumi_payment_webhooks import cybersource

class Maker(ResourceProvider):
    def create(self, props):
        return CreateResult("made", {"url": "http://localhost:9/hook", "events": ["payments.credits.failed"]})

class Made(Resource):
    url: pulumi.Output[str]
    events: pulumi.Output[list[str]]

made = Made(Maker(), "made", {"url": None, "events": None})
cybersource.WebhookSubscription(
    "refunds", name="Refunds", products={"eCheck": made.events}, webhook_url=made.url,
    signature_key=cybersource.DigitalSignatureKey("key"),
)
"""


def test_unknown_values_are_judged_by_the_update(shop: Project, tmp_path: Path) -> None:
    """
    A preview says that it cannot judge what is not known yet; the update judges it before the resource is created.
    """
    project = shop.copy_to(tmp_path / "pulumi")
    project.write(UNKNOWN)
    write_pack(
        project,
        {
            "allowed-hosts": {"hosts": ["*.example.com"]},
            "required-events": RULES_OF_THE_TEAM["required-events"],
            **dict.fromkeys(("retry-coverage", "scope"), "disabled"),
        },
    )
    preview = project.attempt(PREVIEW).out
    update = project.fail("pulumi up --yes --skip-preview --policy-pack ../policy").out

    assert "[advisory]  allowed-hosts" in preview
    assert "'refunds': webhook_url: not known yet; the update checks it" in preview
    assert "'refunds': products: not known yet; the update checks whether it has payments.credits.failed" in preview
    assert "'refunds': webhook_url: its host is not allowed; allowed: *.example.com" in update
    assert project.resources(":WebhookSubscription") == []


def test_removed_resource_does_not_count_after_a_refresh(shop: Project, tmp_path: Path) -> None:
    """
    With `--refresh`, the engine also shows resources to a pack that the program does not declare any more.
    """
    project = shop.copy_to(tmp_path / "pulumi")
    hook = 'digital_river.Webhook("{0}", address="https://hooks.example.com/{0}", types=["order.{0}"])\n'
    write_pack(project, {"required-events": {"events": {"digital_river": ["order.accepted"]}}, "protect": "disabled"})
    project.write(HEAD + hook.format("accepted") + hook.format("blocked"))
    project.run("pulumi up --yes --skip-preview --policy-pack ../policy")
    project.write(HEAD + hook.format("blocked"))

    assert "no webhook has order.accepted" in project.fail(f"{PREVIEW} --refresh").out
    assert "no webhook has order.accepted" in project.fail(PREVIEW).out
