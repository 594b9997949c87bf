"""Retries that wait for nothing, and a job at GitHub that posts."""

from pathlib import Path

import pytest
from tests.review.hosts.github import GithubStandIn, pull_request

from pulumi_payment_webhooks.client.retry import Patience
from pulumi_payment_webhooks.errors import NotPosted
from pulumi_payment_webhooks.review.posting import post_comment

KEY = "shop/test"


@pytest.fixture
def hasty() -> Patience:
    """Three tries, no waiting."""
    return Patience(tries=3, first_wait=0.0)


class Poster:
    """Posts from a job of pull request 7."""

    def __init__(self, github: GithubStandIn, folder: Path, patience: Patience) -> None:
        self._github, self._folder, self._patience = github, folder, patience

    def post(self, markdown="# Report", *, key=KEY, event=None, token="ghs_job", number=None, **variables):
        environ = self._github.environment(event or pull_request(), self._folder, token) | variables
        return post_comment(markdown, host="github", key=key, environ=environ, number=number, patience=self._patience)

    def refused(self, **details) -> str:
        with pytest.raises(NotPosted) as refused:
            self.post(**details)
        assert "ghs_" not in str(refused.value)
        assert "\n" not in str(refused.value)
        return str(refused.value)


@pytest.fixture
def poster(github, tmp_path, hasty):
    return Poster(github, tmp_path, hasty)
