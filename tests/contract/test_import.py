"""What an import finds at the simulated platform, by the id alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.cybersource.life import Life, account_at, next_run
from tests.cybersource.orders import FULL, LEAST, SUBSCRIPTION

from pulumi_payment_webhooks.errors import PaymentWebhooksError
from pulumi_payment_webhooks.reconcile.run.lifecycle import Stored
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

RETRY_POLICY, SECURITY = "cybersource:RetryPolicy", "cybersource:OAuthSecurityConfig"
KEYS = ["cybersource:DigitalSignatureKey", "cybersource:OAuthCredentials", "cybersource:MessageEncryptionCertificate"]
TOKENS = {"oAuthURL": "https://idp.example.net/token", "oAuthTokenExpiry": 365}

Declared = tuple[str, dict[str, Any], set[str]]

EVERYTHING: list[Declared] = [
    (SUBSCRIPTION, FULL, {"signatureKey"}),
    (SUBSCRIPTION, LEAST, set()),
    (RETRY_POLICY, {"firstRetry": 10, "interval": 30}, set()),
    (SECURITY, {"config": TOKENS}, set()),
]
readable = pytest.mark.parametrize(
    ("kind", "news", "here"), EVERYTHING, ids=["subscription", "least subscription", "retry policy", "security"]
)


@pytest.fixture(params=["v1", "v2"])
def account(cybersource_simulator: CybersourceSimulator, request: pytest.FixtureRequest) -> Iterator[Any]:
    """An account with each version of the API; each import is in a run of its own."""
    cybersource_simulator.add_signature_key()
    yield account_at(cybersource_simulator, ApiVersion=request.param)
    next_run()


def one_product(news: dict[str, Any]) -> dict[str, Any]:
    """*news* with a single product, as v1 wants it."""
    return {**news, "products": dict(list(news["products"].items())[:1])} if "products" in news else news


def deployed(kind: str, news: dict[str, Any], account: Any) -> tuple[Life, dict[str, Any], Stored]:
    if kind != SUBSCRIPTION:
        news = {"subscription": Life(SUBSCRIPTION, account).create(LEAST).id, **news}
    life, news = Life(kind, account), one_product(news)
    stored = life.create(news)
    next_run()
    return life, news, stored


@readable
def test_import_finds_what_was_declared(account: Any, kind: str, news: dict[str, Any], here: set[str]) -> None:
    """
    A program that declares what an import finds shows no difference; what the first program declared is all there.
    """
    life, news, stored = deployed(kind, news, account)
    found = life.lifecycle.import_(stored.id, account=account, run=life.ear)
    assert found is not None

    assert life.changed(found, found.inputs) == set()
    declared = {name: one for name, one in news.items() if name not in here}
    assert [path for path in life.changed(found, declared) if path.partition(".")[0] in declared] == []


@readable
def test_import_is_recorded_like_a_create(account: Any, kind: str, news: dict[str, Any], here: set[str]) -> None:
    """
    What an import stores of outputs and of the account is what a create stored.
    """
    life, news, stored = deployed(kind, news, account)
    found = life.lifecycle.import_(stored.id, account=account, run=life.ear)
    assert found is not None

    added = stored.outputs.keys() - stored.inputs.keys()
    assert {name: found.outputs[name] for name in added} == {name: stored.outputs[name] for name in added}


@pytest.mark.parametrize("kind", KEYS)
def test_what_the_platform_never_shows_cannot_be_imported(account: Any, kind: str) -> None:
    """
    A key, of which nothing can be read, is refused.
    """
    life = Life(kind, account)

    with pytest.raises(PaymentWebhooksError, match=r"cannot import k1: .* shows nothing of such an object"):
        life.lifecycle.import_("k1", account=account, run=life.ear)


def test_import_of_what_does_not_exist(account: Any) -> None:
    """
    An id that the platform does not know is answered with nothing.
    """
    life = Life(SUBSCRIPTION, account)

    assert life.lifecycle.import_("00000000-0000-0000-0000-000000000000", account=account, run=life.ear) is None
