"""
A simulated platform and projects that are configured for it. One simulator serves all tests of a worker, one by one.
"""

import shlex
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.engine.cybersource.shop import ORDERS, Shop
from tests.engine.project import Project
from tests.stand_ins.simulators import UNREVIEWED

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

NAMESPACE = "payment-webhooks"
KEY = {"before": 'key = cybersource.DigitalSignatureKey("key")', "more": "signature_key=key"}


@pytest.fixture(scope="session")
def running() -> Iterator[CybersourceSimulator]:
    """
    One simulator for all tests of this worker.
    """
    with CybersourceSimulator(knobs=UNREVIEWED) as simulator:
        yield simulator


@pytest.fixture
def platform(running: CybersourceSimulator) -> CybersourceSimulator:
    """
    The simulated platform as if it had just been started.
    """
    running.reset()
    running.latency = 0.0
    return running


@pytest.fixture(scope="session")
def configured(pristine: Project, running: CybersourceSimulator, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """
    An empty project whose stack is configured for the simulated platform, from which tests take copies.
    """
    project = pristine.copy_to(tmp_path_factory.mktemp("configured"))
    plain = {
        "cybersourceEndpoint": running.endpoint,
        "cybersourceMerchantId": running.merchant_id,
        "cybersourceOrganizationId": running.organization_id,
        "cybersourceKeyId": running.key_id,
        "cybersourceRetryWait": "0",
    }
    words = [f"--plaintext {NAMESPACE}:{name}={value}" for name, value in plain.items()]
    secret = shlex.quote(f"{NAMESPACE}:cybersourceSharedSecret={running.shared_secret}")
    project.run(f"pulumi config set-all {' '.join(words)} --secret {secret}")
    return project


@dataclass(frozen=True)
class Deployed:
    """A stack with a key and the subscription `ORDERS`, and what the platform held of the latter."""

    project: Project
    webhook_id: str
    document: dict[str, Any]


@pytest.fixture(scope="session")
def deployed(configured: Project, running: CybersourceSimulator, tmp_path_factory: pytest.TempPathFactory) -> Deployed:
    """
    The stack of `open_shop`, deployed once.
    """
    running.reset()
    shop = Shop(configured.copy_to(tmp_path_factory.mktemp("deployed")), running, **KEY)
    shop.declare(ORDERS)
    shop.up()
    return Deployed(shop.project, shop.subscription.webhook_id, deepcopy(shop.subscription.document))


@pytest.fixture
def shop(configured: Project, platform: CybersourceSimulator, tmp_path: Path) -> Shop:
    """
    A shop with an empty stack; a digital signature key is on file for its organization.
    """
    platform.add_signature_key()
    return Shop(configured.copy_to(tmp_path / "pulumi"), platform)


@pytest.fixture
def open_shop(deployed: Deployed, platform: CybersourceSimulator, tmp_path: Path) -> Shop:
    """
    A shop whose key and subscription `ORDERS` are deployed, active, and nothing has been asked of the platform yet.
    """
    shop = Shop(deployed.project.copy_to(tmp_path / "pulumi"), platform, **KEY)
    platform.add_signature_key()
    there = platform.subscriptions.add(deepcopy(deployed.document))
    platform.subscriptions.set_status(there.webhook_id, "ACTIVE")
    # The platform chose another id this time: the state has to name it.
    state = shop.project.state_path
    state.write_text(state.read_text().replace(deployed.webhook_id, there.webhook_id))
    return shop
