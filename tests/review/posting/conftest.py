"""Retries that wait for nothing."""

import pytest

from pulumi_payment_webhooks.client import Patience


@pytest.fixture
def hasty() -> Patience:
    """Three tries, no waiting."""
    return Patience(tries=3, first_wait=0.0)
