"""URLs that the platform calls, in Pulumi's own plugin process."""

import pytest
from tests.stand_ins.dynamic_process import SECRET_MARK, SUBSCRIPTION, UNKNOWN, running_host
from tests.stand_ins.simulators import UNREVIEWED

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

POLICY = "cybersource:OAuthSecurityConfig"
NEWS = {
    "name": "orders",
    "products": {"payByLink": {"payByLink.customer.payment": True}},
    "webhookUrl": "https://hooks.example.net/visa",
}
CANNOT_WORK = [
    "https://*.example.net/hook",
    "https://10.0.0.1:8443/hook",
    "https://localhost./hook",
    "https://receiver/",
]


def config(simulator, endpoint):
    """A stack's settings for *endpoint*, with the credentials of *simulator*."""
    values = {
        "Endpoint": endpoint,
        "MerchantId": simulator.merchant_id,
        "KeyId": simulator.key_id,
        "SharedSecret": {**SECRET_MARK, "value": simulator.shared_secret},
        "RetryWait": "0",
    }
    return {f"payment-webhooks:cybersource{name}": value for name, value in values.items()}


@pytest.fixture(scope="module")
def simulator():
    """One simulator for the module."""
    with CybersourceSimulator(knobs=UNREVIEWED) as simulator:
        simulator.add_signature_key(simulator.merchant_id)
        yield simulator


@pytest.fixture(scope="module")
def rehearsal(simulator, tmp_path_factory):
    """A plugin process that is configured for the simulator."""
    with running_host(config(simulator, simulator.endpoint), tmp_path_factory.mktemp("rehearsal")) as host:
        yield host


@pytest.fixture(scope="module")
def elsewhere(simulator, tmp_path_factory):
    """A plugin process that is configured for a platform on another machine."""
    with running_host(config(simulator, "https://gateway.example.net"), tmp_path_factory.mktemp("elsewhere")) as host:
        yield host


@pytest.fixture
def host(rehearsal):
    """The plugin process of the simulator, with nothing heard yet."""
    rehearsal.engine.heard.clear()
    return rehearsal


def reasons(checked):
    return [one["reason"] for one in checked.get("failures", [])]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000/hook", "https://localhost/hook", "https://[::1]/hook"])
def test_loopback_receiver_of_a_platform_elsewhere(elsewhere, url):
    """
    A receiver on this machine is an error where the platform is elsewhere, for each URL, and none is shown.
    """
    config = {"oAuthURL": url}
    subscription = elsewhere.check(
        SUBSCRIPTION,
        {
            **NEWS,
            "webhookUrl": url,
            "healthCheckUrl": url,
            "securityPolicy": {"securityType": "oAuth", "config": config},
        },
    )
    policy = elsewhere.check(POLICY, {"subscription": "5", "config": config})
    said = "its host is a loopback address, which the platform cannot reach; see docs/reference/urls.md"

    assert reasons(subscription) == [
        f"{field}: {said}" for field in ("webhook_url", "health_check_url", "security_policy.config.oauth_url")
    ]
    assert reasons(policy) == [f"config.oauth_url: {said}"]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000/hook", "https://shop.localhost/hook", "https://hooks.test/"])
def test_loopback_receiver_of_a_simulator(host, url):
    """
    A receiver on this machine is as good as any where the platform is a simulator on this machine.
    """
    assert reasons(host.check(SUBSCRIPTION, {**NEWS, "webhookUrl": url})) == []
    assert [one.message for one in host.engine.warnings if "cannot reach" in one.message] == []


def test_private_receiver_is_a_warning(host):
    """
    A private network may be connected with the platform: a preview warns, names the field and goes on.
    """
    assert reasons(host.check(SUBSCRIPTION, {**NEWS, "healthCheckUrl": "https://10.9.8.7/s3cret"})) == []
    assert [one.message for one in host.engine.warnings if "cannot reach" in one.message] == [
        "orders: health_check_url: its host is a private address, which the platform cannot reach; "
        "see docs/reference/urls.md"
    ]


def test_url_that_is_known_later(elsewhere):
    """
    A URL that is not known before the deployment passes, and so does the rest.
    """
    config = {"oAuthURL": UNKNOWN}

    assert reasons(elsewhere.check(POLICY, {"subscription": UNKNOWN, "config": config})) == []


@pytest.mark.parametrize("url", CANNOT_WORK)
def test_state_with_a_url_that_cannot_work(host, simulator, url):
    """
    A state from before can be refreshed, corrected and destroyed, whatever URL is in it.
    """
    stored = host.create(SUBSCRIPTION, host.check(SUBSCRIPTION, NEWS)["inputs"])
    id, state = stored["id"], {**stored["properties"], "webhookUrl": url, "healthCheckUrl": url}
    simulator.edit(id, {"webhookUrl": url, "healthCheckUrl": url})
    read = host.read(SUBSCRIPTION, id, state)
    corrected = host.check(SUBSCRIPTION, NEWS, read["inputs"])["inputs"]
    updated = host.update(SUBSCRIPTION, id, read["properties"], corrected)
    host.delete(SUBSCRIPTION, id, {**updated["properties"], "webhookUrl": url})

    assert (read["properties"]["webhookUrl"], updated["properties"]["webhookUrl"]) == (url, NEWS["webhookUrl"])
    assert id not in simulator.subscriptions
