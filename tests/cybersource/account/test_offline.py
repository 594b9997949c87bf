"""Offline previews: checks and diffs ask nobody and need no credentials; deployments need them, and check events."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cybersource.life import Life, account_at, next_run
from tests.cybersource.orders import LEAST, SUBSCRIPTION
from tests.stand_ins.dynamic_process import CallFailed, Host, running_host

from pulumi_payment_webhooks.cybersource.account.account import account_of
from pulumi_payment_webhooks.errors import PaymentWebhooksError, SettingsProblem
from pulumi_payment_webhooks.reconcile.run.comparing import Existing
from pulumi_payment_webhooks.settings.mechanism import Settings
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

KEY = "cybersource:DigitalSignatureKey"
MISSPELT = {**LEAST, "products": {"tokenManagement": ["tms.networktoken.updatd"]}}
NOTE = "nothing is compared with the platform: previews are offline"


def stack(**settings: Any) -> dict[str, Any]:
    return {f"payment-webhooks:cybersource{name}": value for name, value in settings.items()}


@pytest.fixture
def offline(simulator: CybersourceSimulator, tmp_path: Path) -> Iterator[Host]:
    """A process of a stack that knows where the platform is, and nothing else."""
    settings = stack(Endpoint=simulator.endpoint, OrganizationId="shop", OfflinePreview="true", StrictEvents="true")
    with running_host(settings, tmp_path) as host:
        yield host


@pytest.fixture
def strict(simulator: CybersourceSimulator) -> Iterator[Life]:
    """Subscriptions of a stack whose previews are offline and whose events are strict."""
    yield Life(SUBSCRIPTION, account_at(simulator, OfflinePreview="true", StrictEvents="true"))
    next_run()


def test_preview_without_credentials(offline: Host, simulator: CybersourceSimulator) -> None:
    """
    Checks and diffs of new and existing resources pass without credentials, ask nobody, and say so once.
    """
    checked = [offline.check(kind, news) for kind, news in ((KEY, {}), (SUBSCRIPTION, MISSPELT))]
    inputs = checked[1]["inputs"]
    offline.check(SUBSCRIPTION, LEAST, inputs)
    answer = offline.diff(SUBSCRIPTION, inputs, inputs, id="w1")

    assert [one.get("failures") for one in checked] == [None, None]
    assert answer["changes"] == "DIFF_NONE"
    assert [one.message.partition(": ")[2] for one in offline.engine.heard].count(NOTE) == 1
    assert len(simulator.requests) == 0


def test_deployment_without_credentials(offline: Host, simulator: CybersourceSimulator) -> None:
    """
    A create and a delete need the credentials, and name each setting that is missing.
    """
    inputs = offline.check(SUBSCRIPTION, LEAST)["inputs"]

    for attempt in (
        lambda: offline.create(SUBSCRIPTION, inputs),
        lambda: offline.update(SUBSCRIPTION, "w1", inputs, {**inputs, "name": "other"}),
        lambda: offline.delete(SUBSCRIPTION, "w1", inputs),
    ):
        with pytest.raises(CallFailed, match="cybersourceSharedSecret is not set"):
            attempt()
    assert len(simulator.requests) == 0


def test_account_of_another_state(offline: Host, simulator: CybersourceSimulator) -> None:
    """
    Without a merchant nobody can say that a state is of another account; with one, it stops the preview as ever.
    """
    state = {**LEAST, "organizationId": "shop", "__account": "elsewhere.example.com/other"}
    passed = offline.diff(SUBSCRIPTION, state, state, id="w1")
    named = Life(SUBSCRIPTION, account_at(simulator, OfflinePreview="true"))
    one = Existing.of("w1", state, named.lifecycle.diff(state, state))
    found = named.lifecycle.compare(one, account=named.account, run=named.ear)

    assert (passed["changes"], [one.refuses for one in found.advice]) == ("DIFF_NONE", [True])


def test_strict_events_are_checked_by_the_deployment(strict: Life, simulator: CybersourceSimulator) -> None:
    """
    What the preview did not check, the create and the update do, before they send anything.
    """
    assert strict.check(MISSPELT)[0].is_note
    with pytest.raises(SettingsProblem, match=r"did you mean 'tms\.networktoken\.updated'"):
        strict.create(MISSPELT)
    stored = strict.create(LEAST)
    simulator.requests.clear()
    with pytest.raises(SettingsProblem, match="cybersourceStrictEvents is set"):
        strict.update(stored, MISSPELT)

    assert simulator.requests.changes == []


def test_strict_events_without_a_catalogue(strict: Life, simulator: CybersourceSimulator) -> None:
    """
    A deployment that cannot check strict events sends nothing.
    """
    simulator.fail(500, count=9, path="/products/*")
    with pytest.raises(PaymentWebhooksError, match="cannot list the products"):
        strict.create(LEAST)

    assert simulator.requests.changes == []


def test_other_updates_check_no_events(strict: Life, simulator: CybersourceSimulator) -> None:
    """
    An update that brings no event does not read the catalogue.
    """
    stored = strict.create(LEAST)
    simulator.requests.clear()
    strict.update(stored, {**LEAST, "name": "renamed"})

    assert [one.method for one in simulator.requests] == ["PATCH"]


def test_only_credentials_may_be_missing() -> None:
    """
    Where the platform is must be known offline as well, and what is set must be valid.
    """
    settings = Settings(stack(OfflinePreview="true", Workers="many").get, {})
    with pytest.raises(SettingsProblem) as caught:
        account_of(settings, for_preview=True)

    assert [line.partition(" ")[0] for line in str(caught.value).splitlines()] == ["2", "neither", "cybersourceWorkers"]


@pytest.mark.parametrize("authentication", ["jwt", "jwt-p12", "http-signature"])
def test_every_way_of_signing(authentication: str) -> None:
    """
    However requests are signed, an offline preview needs nothing for it.
    """
    settings = Settings(stack(OfflinePreview="true", Environment="test", Authentication=authentication).get, {})
    account = account_of(settings, for_preview=True)

    assert (account.is_offline, account.name, account.fills()) == (True, None, {"organizationId": None})
