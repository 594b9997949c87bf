"""What every test may ask for."""

from __future__ import annotations

import gc
import signal
from collections.abc import Generator, Iterator

import pytest
from hypothesis import HealthCheck, settings
from tests.faults.hosts import Hosts
from tests.faults.stack import Stack
from tests.review.hosts.github import GithubStandIn
from tests.review.hosts.gitlab import GitlabStandIn
from tests.stand_ins.simulators import UNREVIEWED

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

# How long examples take, and how many are thrown away at first, is up to the machine and to chance.
BY_CHANCE = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
settings.register_profile("steady", deadline=None, suppress_health_check=BY_CHANCE)
settings.load_profile("steady")


def pytest_configure() -> None:
    """
    Accept SIGINT, which a shell has ignored by what it starts in the background.

    Processes inherit that, and the engine would wait for each plugin that ignores the signal to end.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """
    Take thousands of tests out of the garbage collector's sight: they stay until the end, and it would walk over all
    of them again and again.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture
def cybersource_simulator() -> Iterator[CybersourceSimulator]:
    """The fixture of the package, with a simulator that does not review URLs."""
    with CybersourceSimulator(knobs=UNREVIEWED) as simulator:
        yield simulator


@pytest.fixture(scope="session")
def hosts() -> Iterator[Hosts]:
    """What starts plugin processes."""
    with Hosts() as running:
        yield running


@pytest.fixture
def stack(hosts: Hosts, cybersource_simulator: CybersourceSimulator) -> Stack:
    """An empty stack; a digital signature key is on file for its organization."""
    cybersource_simulator.add_signature_key()
    return Stack(cybersource_simulator, hosts)


@pytest.fixture(scope="session")
def running_github() -> Iterator[GithubStandIn]:
    """One stand-in for GitHub for all tests of this worker."""
    with GithubStandIn() as host:
        yield host


@pytest.fixture
def github(running_github: GithubStandIn) -> GithubStandIn:
    """A repository at GitHub with pull request 7, as if it had just been created."""
    running_github.reset()
    return running_github


@pytest.fixture(scope="session")
def running_gitlab() -> Iterator[GitlabStandIn]:
    """One stand-in for GitLab for all tests of this worker."""
    with GitlabStandIn() as host:
        yield host


@pytest.fixture
def gitlab(running_gitlab: GitlabStandIn) -> GitlabStandIn:
    """A project at GitLab with merge request 3, as if it had just been created."""
    running_gitlab.reset()
    return running_gitlab
