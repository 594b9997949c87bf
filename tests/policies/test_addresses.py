"""
The rules `https` and `allowed-hosts`.
"""

from typing import Any

import pytest
from tests.policies.estates import declared, found, subscription, texts, webhook

from pulumi_payment_webhooks.policies.parameters import Misconfigured
from pulumi_payment_webhooks.reconcile.declare.declaration import UNKNOWN

HTTPS, HOSTS = "https", "allowed-hosts"
CANARY = "canary-4711"


@pytest.mark.parametrize(
    "url", ["https://hooks.example.com/a", "http://127.0.0.1:9000/", "http://localhost/", "HTTPS://HOOKS.EXAMPLE.COM"]
)
def test_https_passes(url: str) -> None:
    """
    An https URL passes, and so does any URL of this machine.
    """
    assert found(HTTPS, subscription(webhookUrl=url), webhook(address=url)) == []


@pytest.mark.parametrize("url", [f"http://{CANARY}.example.com/a", f"ftp://{CANARY}/", f"http://[{CANARY}/", CANARY])
def test_other_urls_are_reported_without_their_text(url: str) -> None:
    """
    Plain http and whatever cannot be read is reported; no part of the URL is shown.
    """
    assert texts(found(HTTPS, webhook(address=url))) == ["'orders': address: must be https"]


def test_token_endpoints_are_called_too() -> None:
    """
    The URL of a token endpoint is one that the platform calls.
    """
    one = webhook(transportType="OAUTH", oauth={"tokenEndPoint": "http://login.example.com/token"})

    assert texts(found(HTTPS, one)) == ["'orders': oauth.token_end_point: must be https"]


@pytest.mark.parametrize("rule", [HTTPS, HOSTS])
def test_unknown_url_is_uncertain(rule: str) -> None:
    """
    A URL that is not known yet is said to be unchecked; an absent or cleared health check URL is none.
    """
    given: dict[str, Any] = {"hosts": ["hooks.example.com"]} if rule == HOSTS else {}
    findings = found(rule, subscription(webhookUrl=UNKNOWN, healthCheckUrl=""), **given)

    assert [one.is_known for one in findings] == [False]
    assert texts(findings) == ["'refunds': webhook_url: not known yet; the update checks it"]


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("https://hooks.example.com/a", ["hooks.example.com"]),
        ("https://hooks.example.com:8443/a", ["HOOKS.example.com"]),
        ("https://HOOKS.Example.com/a", ["*.example.com"]),
        ("https://eu.hooks.example.com/a", ["other.example.org", "*.example.com"]),
        ("https://10.0.0.7/a", ["10.0.0.7"]),
        ("https://[2001:db8::1]/a", ["2001:db8::1"]),
    ],
    ids=str,
)
def test_allowed_host_passes(url: str, hosts: list[str]) -> None:
    """
    A host passes that is named, in any case, or stands below the name after `*.`.
    """
    assert found(HOSTS, subscription(webhookUrl=url), webhook(address=url), hosts=hosts) == []


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        (f"https://{CANARY}.example.net/a", ["*.example.com"]),
        ("https://example.com/a", ["*.example.com"]),
        ("https://hooksexample.com/a", ["*.example.com"]),
        ("https://hooks.example.com.evil.net/a", ["hooks.example.com", "*.example.com"]),
        ("https://evil.net/hooks.example.com", ["hooks.example.com"]),
    ],
    ids=str,
)
def test_other_host_is_reported_without_its_name(url: str, hosts: list[str]) -> None:
    """
    Any other host is reported with those that are allowed, and not itself.
    """
    [text] = texts(found(HOSTS, subscription(webhookUrl=url), hosts=hosts))

    assert text == f"'refunds': webhook_url: its host is not allowed; allowed: {', '.join(hosts or ['none'])}"


def test_health_check_url_needs_an_allowed_host() -> None:
    """
    Every URL that gets notifications or pings is looked at.
    """
    one = subscription(healthCheckUrl="https://health.example.net/")

    assert texts(found(HOSTS, one, hosts=["hooks.example.com"])) == [
        "'refunds': health_check_url: its host is not allowed; allowed: hooks.example.com"
    ]


def test_token_endpoint_may_be_anywhere() -> None:
    """
    The identity provider gets no notification: its host is not looked at.
    """
    config = {"subscription": "sub-1", "config": {"oAuthURL": "https://login.example.org/token"}}

    assert found(HOSTS, declared("cybersource:OAuthSecurityConfig", "bearer", config), hosts=["a.example"]) == []


def test_every_host_is_allowed_by_itself() -> None:
    """
    Without hosts the rule finds nothing.
    """
    assert found(HOSTS, subscription()) == []


@pytest.mark.parametrize(
    "host", ["https://example.com", "example.com/a", "*", "*example.com", "a.*.com", "a b", "a:80", ""]
)
def test_what_is_not_a_host_is_refused(host: str) -> None:
    """
    A pattern that could match nothing, or everything, is refused.
    """
    with pytest.raises(Misconfigured, match=r"^allowed-hosts: hosts: "):
        found(HOSTS, hosts=[host])


@pytest.mark.parametrize("hosts", ["example.com", [1], {"a": 1}, None], ids=str)
def test_what_is_not_a_list_is_refused(hosts: Any) -> None:
    """
    Hosts are a list of texts.
    """
    with pytest.raises(Misconfigured, match=r"^allowed-hosts: hosts: must be a list of texts"):
        found(HOSTS, hosts=hosts)
