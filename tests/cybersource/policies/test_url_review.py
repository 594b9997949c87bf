"""Which changes of URLs are reviewed by the platform, so that a preview warns of the time without deliveries."""

from typing import Any

import pytest
from tests.cybersource.orders import FULL, LEAST, SUBSCRIPTION

from pulumi_payment_webhooks.reconcile.declare.declaration import UNKNOWN

POLICY = "cybersource:OAuthSecurityConfig"
APART = {"subscription": "w", "config": {"oAuthURL": "https://idp.example.net/token"}, "credentials": "c"}
ORGANIZATION = {"organizationId": "a"}
OTHER = "https://other.example.net/"


@pytest.fixture
def warned(life_of):
    """The warnings of a review, where *olds* was deployed and *news* is declared; with *olds* empty it is new."""

    def warn(kind: str, olds: dict[str, Any], news: dict[str, Any], *, offline: bool = True) -> list[str]:
        life = life_of(kind, OfflinePreview=offline)
        before = life.inputs(olds) if olds else {}
        inputs = life.inputs(news, before)
        advice = life.lifecycle.advice(inputs, before, account=life.account, run=life.ear)
        return [str(one.problem) for one in advice if "days of review" in str(one.problem)]

    return warn


def oauth(url: str) -> dict[str, Any]:
    return {"securityType": "oAuth", "config": {"oAuthURL": url}, "credentials": "c"}


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"webhookUrl": OTHER}, "`webhookUrl`"),
        ({"webhookUrl": LEAST["webhookUrl"] + "/"}, "`webhookUrl`"),
        ({"webhookUrl": LEAST["webhookUrl"].upper().replace("HTTPS", "https")}, "`webhookUrl`"),
        ({"healthCheckUrl": OTHER}, "`healthCheckUrl`"),
        ({"securityPolicy": oauth(OTHER)}, "`securityPolicy.config.oAuthURL`"),
        ({"webhookUrl": OTHER, "healthCheckUrl": OTHER}, "`healthCheckUrl`, `webhookUrl`"),
    ],
    ids=["webhook", "slash", "case of the path", "health", "oauth", "both"],
)
def test_changed_url_is_reviewed(warned, change: dict[str, Any], fields: str) -> None:
    """
    Each URL that the platform reviews is named in one warning when it changes.
    """
    (reason,) = warned(SUBSCRIPTION, FULL | ORGANIZATION, FULL | ORGANIZATION | change)

    assert reason == (
        f"{fields} changed: 1 to 2 business days of review without delivery (retries: not documented); "
        "see docs/how-to/change-a-url.md"
    )


@pytest.mark.parametrize("url", ["healthCheckUrl", "securityPolicy"])
def test_added_url_is_reviewed(warned, url: str) -> None:
    """
    A health check or OAuth URL that a deployed subscription gets is reviewed as well.
    """
    news = LEAST | ORGANIZATION | {url: FULL[url] | {"credentials": "c"} if url == "securityPolicy" else FULL[url]}

    assert len(warned(SUBSCRIPTION, LEAST | ORGANIZATION, news)) == 1


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"webhookUrl": "https://HOOKS.example.net:443/visa"},
        {"healthCheckUrl": "https://hooks.EXAMPLE.net/visa/health"},
        {"securityPolicy": oauth("https://IDP.example.net:443/token")},
        {"healthCheckUrl": None},
        {"healthCheckUrl": ""},
        {"webhookUrl": UNKNOWN},
        {"name": "sales"},
        {"organizationId": "b", "webhookUrl": OTHER},
    ],
    ids=str,
)
def test_nothing_is_reviewed(warned, change: dict[str, Any]) -> None:
    """
    Equal spellings, URLs that go or are not known yet, other changes and another subscription are no review.
    """
    olds = FULL | ORGANIZATION | {"securityPolicy": oauth("https://idp.example.net/token")}

    assert warned(SUBSCRIPTION, olds, olds | change) == []


def test_new_subscription_is_not_changed(warned) -> None:
    """
    A new subscription interrupts nothing.
    """
    assert warned(SUBSCRIPTION, {}, FULL | ORGANIZATION) == []


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ({"config": {"oAuthURL": OTHER}}, 1),
        ({"config": {"oAuthURL": "https://IDP.example.net/token"}}, 0),
        ({"subscription": "v"}, 0),
        ({"proxyType": "internal"}, 0),
    ],
    ids=str,
)
def test_url_of_a_policy_apart(warned, change: dict[str, Any], number: int) -> None:
    """
    The OAuth URL of a policy that is declared apart is reviewed when it changes, and not when the policy moves.
    """
    assert len(warned(POLICY, APART, APART | change)) == number


def test_url_that_the_platform_has_is_not_new(warned, simulator, life_of) -> None:
    """
    A URL that the subscription has at the platform already, such as one that moves from a policy apart, is no change.
    """
    policy = oauth("https://idp.example.net/token")
    life_of(SUBSCRIPTION).create(LEAST | {"securityPolicy": policy})

    assert warned(SUBSCRIPTION, LEAST, LEAST | {"securityPolicy": policy}, offline=False) == []
    assert len(warned(SUBSCRIPTION, LEAST, LEAST | {"securityPolicy": oauth(OTHER)}, offline=False)) == 1


@pytest.mark.parametrize(("url", "number"), [(OTHER, 1), ("https://idp.example.net/token", 0)])
def test_policy_apart_for_a_subscription_that_exists(warned, simulator, life_of, url: str, number: int) -> None:
    """
    A new policy apart brings a review to a subscription that exists, unless it has that URL already.
    """
    stored = life_of(SUBSCRIPTION).create(LEAST | {"securityPolicy": oauth("https://idp.example.net/token")})
    news = {"subscription": stored.id, "config": {"oAuthURL": url}, "credentials": "c"}

    assert len(warned(POLICY, {}, news, offline=False)) == number
