"""The media type that each operation asks for."""

from typing import Any

import pytest
from tests.crypto.certificates import encryption_pem
from tests.cybersource.gateway import Reply, gateway
from tests.cybersource.life import Life, account_at
from tests.cybersource.orders import LEAST, SUBSCRIPTION

from pulumi_payment_webhooks.cybersource.account.connection import disconnect
from pulumi_payment_webhooks.errors import Refused

JSON, HAL = "application/json;charset=utf-8", "application/hal+json;charset=utf-8"
KEY, CREDENTIALS = "cybersource:DigitalSignatureKey", "cybersource:OAuthCredentials"
CERTIFICATE = "cybersource:MessageEncryptionCertificate"


@pytest.fixture
def asked(cybersource_simulator: Any) -> Any:
    """Gives an account, and what is asked for: method, path without ids, media type; everything is refused with 406."""
    with gateway(lambda *_: Reply(406)) as own:
        yield (
            lambda **more: account_at(cybersource_simulator, Endpoint=own.endpoint, **more),
            lambda: [
                (method, target.partition("?")[0], headers["accept"])
                for (method, target), headers in zip(own.asked, own.headers, strict=True)
            ],
        )
    disconnect()


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_catalogue(asked: Any, version: str) -> None:
    """
    The catalogue is asked for as HAL, and a refusal names that type.
    """
    account_of, requests = asked
    with pytest.raises(Refused, match=rf"does not answer with {HAL.replace('+', '.')} \(HTTP 406\)"):
        account_of(ApiVersion=version).catalogue("shop")

    assert requests() == [("GET", f"/notification-subscriptions/{version}/products/shop", HAL)]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("GET", "/w1"),
        ("POST", ""),
        ("PATCH", "/w1"),
        ("PUT", "/w1/status"),
        ("DELETE", "/w1"),
    ],
    ids=str,
)
def test_subscriptions(asked: Any, method: str, path: str) -> None:
    """
    Every operation on subscriptions asks for plain JSON, and a refusal names that type.
    """
    account_of, requests = asked
    whole = f"/notification-subscriptions/v2/webhooks{path}"
    account = account_of()
    with pytest.raises(Refused, match=rf"does not answer with {JSON} \(HTTP 406\)"):
        account.ask(method, whole, doing="do it") if method == "GET" else account.change(method, whole, doing="do it")

    assert requests() == [(method, whole, JSON)]


@pytest.mark.parametrize(
    ("kind", "declared", "path", "accept"),
    [
        (KEY, {}, "/kms/egress/v2/keys-sym", HAL),
        (CREDENTIALS, {"clientId": "c", "clientSecret": "s3cret-9"}, "/kms/egress/v2/keys-sym", HAL),
        (CERTIFICATE, {"certificate": encryption_pem()}, "/kms/egress/v2/keys-asym", JSON),
        (SUBSCRIPTION, LEAST, "/notification-subscriptions/v2/webhooks", JSON),
    ],
    ids=["key", "credentials", "certificate", "subscription"],
)
def test_creations(asked: Any, kind: str, declared: dict[str, Any], path: str, accept: str) -> None:
    """
    Symmetric keys are asked for as HAL, certificates and subscriptions as plain JSON.
    """
    account_of, requests = asked
    with pytest.raises(Refused):
        Life(kind, account_of()).create(declared)

    assert requests() == [("POST", path, accept)]
