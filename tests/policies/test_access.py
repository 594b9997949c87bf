"""
The rules `oauth` and `encryption`.
"""

from typing import Any

import pytest
from tests.policies.estates import declared, found, subscription, texts, webhook

from pulumi_payment_webhooks.reconcile.declare.declaration import UNKNOWN

OAUTH, ENCRYPTION = "oauth", "encryption"
PAYMENTS = {"payments": {"payments.capture.status.updated": True}}


@pytest.mark.parametrize("one", ["oAuth", "oAuth_JWT"])
def test_bearer_token_passes(one: str) -> None:
    """
    Both types with a bearer token pass.
    """
    assert found(OAUTH, subscription(securityPolicy={"securityType": one})) == []
    assert found(OAUTH, webhook(transportType="OAUTH")) == []


@pytest.mark.parametrize("policy", [None, {}, {"securityType": "KEY"}], ids=str)
def test_subscription_without_a_token_is_reported(policy: Any) -> None:
    """
    A subscription without a policy, or with the type `KEY`, is reported with what to set.
    """
    says = "notifications carry no bearer token: set it to 'oAuth' or 'oAuth_JWT'"

    assert texts(found(OAUTH, subscription(securityPolicy=policy))) == [
        f"'refunds': security_policy.security_type: {says}"
    ]


def test_webhook_without_a_token_is_reported() -> None:
    """
    A webhook of the transport `HTTP` is reported.
    """
    assert texts(found(OAUTH, webhook())) == [
        "'orders': transport_type: notifications carry no bearer token: set it to 'OAUTH'"
    ]


def test_policy_that_is_declared_apart_counts() -> None:
    """
    The separate security policy of a subscription counts; that of another subscription does not.
    """
    whole, other = subscription(), subscription("other")
    bearer = declared("cybersource:OAuthSecurityConfig", "bearer", {"subscription": UNKNOWN}, of=whole)

    assert [one.about for one in found(OAUTH, whole, other, bearer)] == [other]


@pytest.mark.parametrize("policy", [UNKNOWN, {"securityType": UNKNOWN}], ids=["whole", "member"])
def test_unknown_policy_is_uncertain(policy: Any) -> None:
    """
    A policy that is not known yet is not judged.
    """
    [one] = found(OAUTH, subscription(securityPolicy=policy))

    assert not one.is_known


@pytest.mark.parametrize("certificate", ["key-1", UNKNOWN], ids=str)
def test_certificate_passes(certificate: Any) -> None:
    """
    A subscription that names a certificate passes, even if its id is not known yet.
    """
    assert found(ENCRYPTION, subscription(products=PAYMENTS, certificate=certificate)) == []


def test_missing_certificate_is_reported() -> None:
    """
    A subscription to events that are encrypted needs one; the products are named.
    """
    products = {**PAYMENTS, "unifiedCheckout": {"uc.orders.transactionresults": True}, "eCheck": {"a": True}}

    assert texts(found(ENCRYPTION, subscription(products=products))) == [
        "'refunds': certificate: missing, and events of payments, unifiedCheckout are only sent encrypted: "
        "name a certificate of the organization"
    ]


def test_other_products_need_no_certificate() -> None:
    """
    A subscription to other products passes, and so does a webhook of a platform that encrypts nothing.
    """
    assert found(ENCRYPTION, subscription(), webhook()) == []


def test_products_can_be_named() -> None:
    """
    The parameter replaces the products of the guide.
    """
    assert len(found(ENCRYPTION, subscription(), products=["eCheck"])) == 1
    assert found(ENCRYPTION, subscription(products=PAYMENTS), products=["eCheck"]) == []


def test_unknown_products_are_uncertain() -> None:
    """
    Products that are not known yet are not judged.
    """
    [one] = found(ENCRYPTION, subscription(products=UNKNOWN))

    assert not one.is_known
