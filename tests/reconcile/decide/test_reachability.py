"""Which URLs a platform cannot reach."""

import pytest
from tests.reconcile.alert import FULL, Alert

from pulumi_payment_webhooks import registry
from pulumi_payment_webhooks.reconcile.decide.reachability import find_unreachable
from pulumi_payment_webhooks.reconcile.declare.declaration import UNKNOWN
from pulumi_payment_webhooks.reconcile.declare.shapes import shape_of

HERE = ["127.0.0.1:8080", "localhost", "[::1]:8443", "::1"]
ELSEWHERE = ["api.example.com", "api.example.com:8443", "192.168.0.5", "localhost.example.com"]
OK, WARNING, ERROR = "nothing", "a warning", "an error"
VERDICTS = [
    ("https://hooks.example.com/", OK, OK),
    ("https://8.8.8.8/", OK, OK),
    ("http://127.0.0.1:9000/", OK, ERROR),
    ("https://localhost/", OK, ERROR),
    ("https://shop.localhost/", OK, ERROR),
    ("https://[::ffff:127.0.0.1]/", OK, ERROR),
    ("https://hooks.test/", OK, ERROR),
    ("https://hooks.example/", OK, ERROR),
    ("https://169.254.169.254/", ERROR, ERROR),
    ("https://0.0.0.0/", ERROR, ERROR),
    ("https://[2001:db8::1]/", ERROR, ERROR),
    ("https://10.0.0.1/", WARNING, WARNING),
    ("https://[fc00::1]/", WARNING, WARNING),
    ("https://receiver/", WARNING, WARNING),
    ("https://shop.internal/", WARNING, WARNING),
]


def verdict(url, platform):
    """What is said of *url*, where the platform is at *platform*."""
    found = list(find_unreachable(shape_of(Alert), {**FULL, "url": url}, platform=platform))
    assert all(problem.path == ("url",) for problem, _ in found)
    return {(): OK, (False,): WARNING, (True,): ERROR}[tuple(is_certain for _, is_certain in found)]


@pytest.mark.parametrize("platform", HERE)
@pytest.mark.parametrize(("url", "here", "_elsewhere"), VERDICTS)
def test_url_at_a_simulator(platform, url, here, _elsewhere):
    """
    A simulator on this machine reaches this machine and reserved names, and no private network.
    """
    assert verdict(url, platform) == here


@pytest.mark.parametrize("platform", ELSEWHERE)
@pytest.mark.parametrize(("url", "_here", "elsewhere"), VERDICTS)
def test_url_at_a_platform(platform, url, _here, elsewhere):
    """
    A platform elsewhere reaches public hosts; a private network perhaps, this machine never.
    """
    assert verdict(url, platform) == elsewhere


@pytest.mark.parametrize("url", [UNKNOWN, None, "", "https://*.example.com/", "http://h.example.com/", 5, "https://["])
def test_what_the_check_reports_is_passed_over(url):
    """
    An unknown URL may be anything, and an invalid one is reported as such, once.
    """
    assert verdict(url, "api.example.com") == OK


def test_url_is_not_shown():
    """
    The message names what the host is and leads to the page, and shows nothing of the URL.
    """
    inputs = {**FULL, "url": "https://10.9.8.7/s3cret"}
    [(problem, _)] = find_unreachable(shape_of(Alert), inputs, platform="api.example.com")

    assert problem.reason == (
        "its host is a private address, which the platform cannot reach; see docs/reference/urls.md"
    )


def test_every_url_that_a_platform_calls():
    """
    The webhook URL, the health check URL and the token endpoint are looked at, wherever they are declared.
    """
    platforms = [registry.platform(name) for name in registry.PLATFORMS]
    config = {"oAuthURL": "https://10.0.0.1/"}
    inputs = {
        "webhookUrl": "https://10.0.0.1/",
        "healthCheckUrl": "https://10.0.0.1/",
        "securityPolicy": {"config": config},
        "config": config,
    }
    found = {
        (one.declaration.__name__, *problem.path)
        for platform in platforms
        for one in platform.resources
        for problem, _ in find_unreachable(shape_of(one.declaration), inputs, platform="api.example.com")
    }

    assert found == {
        ("WebhookSubscription", "webhookUrl"),
        ("WebhookSubscription", "healthCheckUrl"),
        ("WebhookSubscription", "securityPolicy", "config", "oAuthURL"),
        ("OAuthSecurityConfig", "config", "oAuthURL"),
    }
