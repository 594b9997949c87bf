"""Stand-ins for the two hosts, and retries that wait for nothing."""

from collections.abc import Iterator

import pytest
from tests.review.hosts.github import GithubStandIn
from tests.review.hosts.gitlab import GitlabStandIn

from pulumi_payment_webhooks.client import Patience


@pytest.fixture
def github() -> Iterator[GithubStandIn]:
    """A repository with pull request 7."""
    with GithubStandIn() as host:
        yield host


@pytest.fixture
def gitlab() -> Iterator[GitlabStandIn]:
    """A project with merge request 3."""
    with GitlabStandIn() as host:
        yield host


@pytest.fixture
def hasty() -> Patience:
    """Three tries, no waiting."""
    return Patience(tries=3, first_wait=0.0)
