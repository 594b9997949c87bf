"""The program that is written for an estate: as a person would have written it, and the same for the same estate."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from tests.export.test_literals import check_format

from pulumi_payment_webhooks import registry
from pulumi_payment_webhooks.export.names import name_all
from pulumi_payment_webhooks.export.program import Program, ProgramSource, write_program
from pulumi_payment_webhooks.export.selection import Candidate, Selected, Undeclarable, refuse_shared_claims, select
from pulumi_payment_webhooks.reconcile.decide.checks import check
from pulumi_payment_webhooks.reconcile.ports import ExistingObject, Observed, Status

SHOWN = Path(__file__).parents[1] / "typing/programs/exported.py"
"""Type checkers look at it, too."""
SUBSCRIPTION, WEBHOOK = "cybersource:WebhookSubscription", "digital_river:Webhook"
REFUNDS = ["payments.refund.status.accepted", "payments.refund.status.updated", "payments.void.status.accepted"]
RETRIES = {
    "algorithm": "GEOMETRIC",
    "firstRetry": 5,
    "interval": 3,
    "numberOfRetries": 4,
    "deactivateFlag": False,
    "repeatSequenceCount": 0,
    "repeatSequenceWaitTime": 0,
}
TOKENS: dict[str, Any] = {
    "securityType": "oAuth",
    "proxyType": "external",
    "config": {"oAuthURL": "https://idp.example.com/token", "oAuthTokenExpiry": 365, "oAuthTokenType": "Bearer"},
}
ACTIVE = Status("ACTIVE", "it delivers")
SUSPENDED = Status("SUSPENDED", "its URL did not answer; notifications are queued", 2)


def events(*names: str) -> dict[str, bool]:
    return dict.fromkeys(names, True)


def subscription(
    number: int, owner: str, name: str, products: dict[str, Any], status: Status, **more: Any
) -> Candidate:
    fields = {
        "organizationId": owner,
        "name": name,
        "products": products,
        "webhookUrl": f"https://hooks.example.com/{owner}/{number}",
        "healthCheckUrl": None,
        "notificationScope": "DESCENDANTS",
        "securityPolicy": {"securityType": "KEY", "proxyType": "external"},
        **({"status": status.word} if status is ACTIVE else {}),
        **more,
    }
    return found(SUBSCRIPTION, f"05b5c9ba-0000-0000-0000-00000000000{number}", owner, fields, status)


def webhook(
    number: int, address: str, types: dict[str, bool], *, unseen: tuple[str, ...] = (), **more: Any
) -> Candidate:
    plain = {"apiVersion": "default", "transportType": "HTTP", "enabled": True, "authentication": None}
    fields = {"address": address, "types": types, **plain, **more}
    return found(WEBHOOK, f"3f0c7a52-0000-4000-8000-00000000000{number}", "", fields, Status("ENABLED", ""), unseen)


def found(
    kind: str, id: str, owner: str, fields: dict[str, Any], status: Status, unseen: tuple[str, ...] = ()
) -> Candidate:
    return Candidate(registry.resource_type(kind), ExistingObject(kind, Observed(id, fields), unseen), owner, status)


def chosen(one: Candidate) -> Selected | Undeclarable:
    return select(one, lambda inputs: check(one.declaration, {}, inputs).failures)


BASIC = {"username": "digital-river", "password": "read in clear"}
ESTATE = [
    subscription(1, "shop_eu", "Refunds", {"payments": events(*REFUNDS)}, ACTIVE, retryPolicy=RETRIES),
    subscription(
        2,
        "shop_eu",
        "Invoices \"2026\"\n'''",
        {"customerInvoicing": events("invoicing.customer.invoice.paid", "invoicing.customer.invoice.send")},
        ACTIVE,
        description="Paid and sent.",
        healthCheckUrl="https://hooks.example.com/health",
        retryPolicy={**RETRIES, "algorithm": "ARITHMETIC", "firstRetry": 1, "interval": 1, "numberOfRetries": 5},
        notificationScope="CUSTOM",
        scopeData=events("branch_1", "branch_2"),
    ),
    subscription(3, "shop_eu", "支払い", {"payByLink": events("payByLink.customer.payment")}, SUSPENDED),
    subscription(
        4, "shop_us", "Refunds", {"payments": events(*REFUNDS)}, ACTIVE, retryPolicy=RETRIES, securityPolicy=TOKENS
    ),
    subscription(
        7,
        "shop_us",
        "refunds!",
        {"eCheck": events("payments.credits.accepted")},
        ACTIVE,
        webhookUrl="https://hooks.example.com/shop_us/4",
    ),
    subscription(
        5, "shop_us", "class", {"payByLink": events("payByLink.customer.payment")}, ACTIVE, securityPolicy=TOKENS
    ),
    subscription(
        6,
        "shop_us",
        "Fraud",
        {"decisionManager": events("risk.profile.decision.reject")},
        ACTIVE,
        webhookUrl="https://user:password@hooks.example.com/fraud",
    ),
    webhook(
        1,
        "https://hooks.example.com/orders",
        events("order.accepted", "order.blocked", "order.created"),
        authentication={"username": "digital-river"},
        unseen=("authentication.password",),
    ),
    webhook(
        2,
        "https://hooks.example.com/orders?token=Abcdef0123456789",
        events("order.accepted", "order.blocked", "order.created"),
        enabled=False,
        authentication=BASIC,
        apiVersion="2021-12-13",
    ),
    webhook(3, "https://hooks.example.com/in/Abcdef0123456789Abcdef", events("refund.complete"), authentication=BASIC),
    webhook(4, "https://hooks.example.com/in/Abcdef0123456789Abcdef", events("invoice.created")),
]
NOTES = ("cybersource.DigitalSignatureKey: the platform cannot list them; what exists stays",)


def exported(estate: list[Candidate], **fills: Any) -> Program:
    found = list(refuse_shared_claims([chosen(one) for one in estate]))
    selected = [one for one in found if isinstance(one, Selected)]
    refused = [one for one in found if isinstance(one, Undeclarable)]
    return write_program(ProgramSource(selected, refused, fills, NOTES))


def test_program_is_the_one_that_is_shown() -> None:
    """
    The estate above becomes the program in `tests/typing/programs/exported.py`.
    """
    assert exported(ESTATE).text == SHOWN.read_text()


def test_program_does_not_depend_on_the_order_of_the_answers() -> None:
    """
    However the platform sorts, the program has the same bytes.
    """
    shuffled = random.Random(7).sample(ESTATE, len(ESTATE))

    assert exported(shuffled) == exported(ESTATE)


def test_program_has_no_secret() -> None:
    """
    What is secret, or a URL that may hold a token, is read from the config, whether or not the platform shows it.
    """
    program = exported(ESTATE)

    assert [one for one in ("read in clear", "Abcdef", "user:password") if one in program.text] == []
    assert program.secrets == {
        "inUrl": "https://hooks.example.com/in/Abcdef0123456789Abcdef",
        "authenticationPassword": "read in clear",
        "ordersPassword": None,
        "orders2Address": "https://hooks.example.com/orders?token=Abcdef0123456789",
    }
    assert "Abcdef" not in repr(program)


def test_program_is_formatted() -> None:
    """
    Formatters change nothing at any usual line length.
    """
    for width in (88, 100, 120):
        check_format(exported(ESTATE).text, width)


def test_what_the_account_fills_in_is_left_out() -> None:
    """
    The organization of the stack is written where several organizations have objects, and nowhere else.
    """
    of_one = [one for one in ESTATE if one.owner == "shop_eu"]

    assert "organization_id" not in exported(of_one, cybersource={"organizationId": "shop_eu"}).text
    assert "organization_id" in exported(of_one, cybersource={"organizationId": "shop_us"}).text
    assert "organization_id" in exported(ESTATE, cybersource={"organizationId": "shop_eu"}).text


def test_url_of_two_platforms_is_one_constant() -> None:
    """
    Equal URLs are one constant, at whichever platform they are.
    """
    url = "https://hooks.example.com/in"
    one = subscription(1, "shop_eu", "A", {"payments": events(*REFUNDS)}, ACTIVE, webhookUrl=url, healthCheckUrl=url)
    text = exported([one, webhook(1, url, events("order.created"))]).text

    assert text.count(url) == 1
    assert text.count("=IN_URL,") == 3


def test_owner_is_named_once() -> None:
    """
    Where several organizations have objects, each name begins with the organization, wherever people have written it.
    """
    names = ["Refunds shop_eu", "shop-eu: voids", "SHOP EU", "Shop EUR"]
    found = [
        chosen(subscription(number, "shop_eu", name, {"payments": events(*REFUNDS)}, ACTIVE))
        for number, name in enumerate(names)
    ]

    assert name_all([one for one in found if isinstance(one, Selected)], modules=[], names_owner=True) == [
        "shop_eu_refunds",
        "shop_eu_voids",
        "shop_eu",
        "shop_eu_shop_eur",
    ]


def test_objects_that_share_a_natural_key_are_left_out() -> None:
    """
    Two subscriptions to one product of an organization cannot be adopted: a comment names both.
    """
    twin = subscription(7, "shop_eu", "Twin", {"payments": events("payments.void.status.accepted")}, ACTIVE)
    text = exported([ESTATE[0], twin]).text

    assert "cybersource.WebhookSubscription(" not in text
    assert [id in text for id in ("000000000001 'Refunds'", "000000000007 'Twin'")] == [True, True]


def test_name_that_is_not_shown() -> None:
    """
    A subscription whose name the platform does not show has another one, which is not sent, and a comment says so.
    """
    nameless = subscription(8, "shop_eu", "", {"payByLink": events("payByLink.customer.payment")}, ACTIVE)
    fields = {name: one for name, one in nameless.existing.observed.fields.items() if name != "name"}
    text = exported([found(SUBSCRIPTION, "05b5c9ba", "shop_eu", fields, ACTIVE)]).text

    assert 'name="subscription 05b5c9ba"' in text
    assert "# The platform does not show its name: only another text than this is sent." in text
    assert "pay_by_link = cybersource.WebhookSubscription(" in text


def test_what_cannot_be_declared_stays_unmanaged() -> None:
    """
    A part that a preview would refuse is left out, with the reason; everything around it stays.
    """
    odd = {**TOKENS["config"], "additionalConfig": {"aud": "a", "client_id": "b", "scope": "c"}}
    policy = {**TOKENS, "config": odd}
    products = {"payByLink": events("payByLink.customer.payment")}
    odd_one = subscription(9, "shop_eu", "Links", products, ACTIVE, securityPolicy=policy, scopeData=events("x"))
    text = " ".join(exported([odd_one]).text.replace("\n# ", " ").split())

    assert '"oauth_url": "https://idp.example.com/token"' in text
    assert (
        "Not declared: scope_data (is only possible with notification_scope CUSTOM: set that, or remove this)" in text
    )
    assert (
        "Not declared: security_policy.config.additional_config (is only possible with security_type oAuth_JWT)."
        in text
    )
    assert "The platform keeps it until security_policy is changed, which is sent whole." in text


def test_text_that_no_program_can_hold() -> None:
    """
    Half of a surrogate pair, which JSON can have, would stop the whole program: the text is left out, or the object.
    """
    products = {"payments": events(*REFUNDS)}
    text = exported(
        [
            subscription(1, "shop_eu", "A", products, ACTIVE, description="half \ud800"),
            subscription(2, "shop_us", "half \ud800", products, ACTIVE),
        ]
    ).text

    assert text.encode().count(b"cybersource.WebhookSubscription(") == 1
    assert "# Not declared: description (is not valid Unicode). The platform keeps it." in text
    assert "name: is not valid Unicode" in text


def test_object_of_which_nothing_is_left() -> None:
    """
    An object whose only member a preview would refuse is left out whole: an empty one would clear what is there.
    """
    one = chosen(webhook(3, "https://hooks.example.com/a", events("order.created"), authentication={"username": "a:b"}))

    assert isinstance(one, Selected)
    assert "authentication" not in one.inputs
    assert [left.path for left in one.left_out] == [("authentication",)]


def test_rule_that_insists_on_a_default() -> None:
    """
    A member that a rule wants beside another one is written although it is a default.
    """
    more = {"healthCheckUrl": "https://hooks.example.com/health", "retryPolicy": RETRIES}
    one = chosen(subscription(1, "shop_eu", "A", {"payments": events(*REFUNDS)}, ACTIVE, **more))

    assert isinstance(one, Selected)
    assert one.inputs["retryPolicy"]["deactivateFlag"] is False
    assert one.left_out == ()
