"""
Pulumi's own resource options, as they work with our resources.
"""

from tests.engine.cybersource.crowd import Crowd
from tests.engine.cybersource.shop import KIND, ORDERS, PLAIN, Shop, changed, program

EVENT = "payments.refund.status.updated"
VOID = "payments.void.status.accepted"
URN = f"urn:pulumi:dev::shop::pulumi-python:dynamic/{KIND}::orders"
IGNORED = {
    "name": ("name", "Refunds"),
    "health_check_url": ("health_check_url", "https://hooks.example.com/alive"),
    "retry_policy.interval": ("retry_policy.interval", 99),
    "retry_policy": ("retry_policy.interval", 99),
    'retry_policy["interval"]': ("retry_policy.interval", 99),
    "['retryPolicy'].interval": ("retry_policy.interval", 99),
    "security_policy['config'].oAuthURL": ("security_policy.config.oauth_url", "https://login.example.com/other"),
    f"products['payments']['{EVENT}']": ("products.payments", ["payments.capture.status.updated"]),
    "products.*": ("products.payments", ["payments.capture.status.updated"]),
    "scope_data.branch_north": ("scope_data", ["branch_south"]),
    f'products.payments["{EVENT}"]': ("products.payments", ["payments.capture.status.updated"]),
    f'products.payments["{VOID}"]': ("products.payments", [*ORDERS["products"]["payments"], VOID]),
}

TRANSFORM = """
key = cybersource.DigitalSignatureKey("key")

def describe(args):
    added = {"description": "By a transform."} if "WebhookSubscription" in args.type_ else {}
    return pulumi.ResourceTransformResult(props={**args.props, **added}, opts=args.opts)

pulumi.runtime.register_resource_transform(describe)
"""

OTHER_NAMES = """
key = cybersource.DigitalSignatureKey("key")

async def settle(args):
    if "WebhookSubscription" not in args.type_:
        return None
    ignoring = pulumi.ResourceOptions(ignore_changes=['retry_policy["interval"]', "webhook_ulr"])
    return pulumi.ResourceTransformResult(
        props={**args.props, "health_check_url": "https://hooks.example.com/alive"},
        opts=pulumi.ResourceOptions.merge(args.opts, ignoring),
    )

pulumi.runtime.register_resource_transform(settle)
"""


def _options(source: str) -> str:
    return f"signature_key=key, opts=pulumi.ResourceOptions({source})"


def test_ignored_change(shop: Shop) -> None:
    """
    A path in `ignore_changes`, spelled as the program spells it, is not changed; one event has its name in brackets.
    """
    crowd = Crowd(shop)
    names = {path: f"branch_{number}" for number, path in enumerate(IGNORED)}
    crowd.gather(names.values(), ORDERS)
    crowd.declare(
        {name: changed(ORDERS, *IGNORED[path]) for path, name in names.items()},
        {name: f"opts=pulumi.ResourceOptions(ignore_changes=[{path!r}])" for path, name in names.items()},
    )

    assert f"{len(IGNORED) + 1} unchanged" in shop.project.run("pulumi preview --expect-no-changes").text


def test_ignored_drift(open_shop: Shop) -> None:
    """
    What somebody changed at the platform stays, where the program ignores changes of it.
    """
    open_shop.platform.edit(open_shop.subscription.webhook_id, {"description": "Mine."})
    open_shop.declare(ORDERS, more=_options('ignore_changes=["description"]'))
    open_shop.project.run("pulumi up --yes --skip-preview --refresh")

    assert open_shop.sent == []


def test_transform_of_the_stack(shop: Shop) -> None:
    """
    What a transform of the whole stack adds is sent, and read by the program that did not write it.
    """
    told = 'pulumi.export("told", subscription.description)'
    shop.project.write(f"{program(PLAIN, before=TRANSFORM)}\n{told}\n")
    shop.up()

    assert shop.project.run("pulumi stack output told").out.strip() == "By a transform."


def test_transform_writes_names_in_every_spelling(open_shop: Shop) -> None:
    """
    A transform may write Python names, in properties and in options; one without effect is a warning.
    """
    open_shop.declare(changed(ORDERS, "retry_policy.interval", 99), before=OTHER_NAMES, more="signature_key=key")
    ran = open_shop.project.run("pulumi preview --json").json
    step = next(one for one in ran["steps"] if KIND in one["urn"])

    assert list(step["detailedDiff"]) == ["healthCheckUrl"]
    assert "orders: a transform's ignore_changes: unknown property 'webhook_ulr'" in str(ran["diagnostics"])


def test_replace_on_changes(open_shop: Shop) -> None:
    """
    A path in `replace_on_changes`, spelled as the program spells it, makes a change of it a replacement.
    """
    path = "retry_policy.interval"
    open_shop.declare(changed(ORDERS, path, 20), more=_options(f"replace_on_changes=[{path!r}]"))

    assert "replace" in open_shop.preview()["op"]


def test_platform_that_ignores_a_change(open_shop: Shop) -> None:
    """
    A change that the platform accepts and does not make is a warning on the resource, and its remedy works.
    """
    open_shop.platform.turn(patch_retry_policy="ignore")
    open_shop.declare(changed(ORDERS, "retry_policy.interval", 20))
    told = open_shop.up().out
    open_shop.project.run(f"pulumi destroy --yes --skip-preview --target {URN}")
    open_shop.up()

    assert "orders: the platform stored other values of retry_policy.interval; see docs/" in told
    assert open_shop.rest() == ""


def test_protected(open_shop: Shop) -> None:
    """
    A protected subscription survives `pulumi destroy`.
    """
    open_shop.declare(ORDERS, more=_options("protect=True"))
    open_shop.up()
    open_shop.project.fail("pulumi destroy --yes --skip-preview")

    assert len(open_shop.held) == 1


def test_type_is_stable(open_shop: Shop) -> None:
    """
    Policies and `--target` find a subscription under a type that is part of the state format.
    """
    assert open_shop.stored()["type"] == f"pulumi-python:dynamic/{KIND}"
