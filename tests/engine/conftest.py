"""
Fixtures for tests that type `pulumi` commands. They fail, rather than skip, where no engine can be had.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from engine_cache import Unavailable
from ensure import ensure
from tests.engine.project import Project, create
from tests.warm.interpreter import warm_python

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator


@pytest.fixture(scope="session")
def engine() -> Path:
    """
    The folder of the real engine, built first if need be.
    """
    try:
        return ensure()
    except Unavailable as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def pristine(engine: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """
    An empty project with a stack, from which each test takes a copy; its programs and providers start warm.
    """
    return replace(create(tmp_path_factory.mktemp("pristine"), engine), python=warm_python())


@pytest.fixture
def project(pristine: Project, tmp_path: Path) -> Project:
    """
    A project of the test's own, its stack `dev` selected and empty.
    """
    return pristine.copy_to(tmp_path / "pulumi")


@pytest.fixture
def cybersource_project(project: Project, cybersource_simulator: CybersourceSimulator) -> Project:
    """
    A project whose stack is configured for this test's simulator.
    """
    project.configure(
        plain={
            "payment-webhooks:cybersourceEndpoint": cybersource_simulator.endpoint,
            "payment-webhooks:cybersourceMerchantId": cybersource_simulator.merchant_id,
            "payment-webhooks:cybersourceOrganizationId": cybersource_simulator.organization_id,
            "payment-webhooks:cybersourceKeyId": cybersource_simulator.key_id,
            "payment-webhooks:cybersourceRetryWait": "0",
        },
        secret={"payment-webhooks:cybersourceSharedSecret": cybersource_simulator.shared_secret},
    )
    return project
