"""A platform and a handler of it, for each test."""

import pytest
from tests.reconcile.board import Board, handler_of

from pulumi_payment_webhooks.reconcile.run.handler import Handler


@pytest.fixture
def board() -> Board:
    """The platform."""
    return Board()


@pytest.fixture
def handler(board: Board) -> Handler:
    """A handler in a process of its own."""
    return handler_of(board)
