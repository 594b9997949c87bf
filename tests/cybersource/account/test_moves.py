"""A state of another account stops every command, unless a setting declares the move; then the new one is recorded."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from tests.cybersource.life import Life, account_at, next_run
from tests.cybersource.orders import LEAST, SUBSCRIPTION
from tests.stand_ins.simulators import UNREVIEWED

from pulumi_payment_webhooks.cybersource.account.account import CybersourceAccount
from pulumi_payment_webhooks.reconcile.decide.states import ACCOUNT
from pulumi_payment_webhooks.reconcile.run.comparing import ComparisonVerdict, Existing
from pulumi_payment_webhooks.reconcile.run.lifecycle import Stored
from pulumi_payment_webhooks.simulator.cybersource.access.credentials import Credentials
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

RETRIES, KEY = "cybersource:RetryPolicy", "cybersource:DigitalSignatureKey"


@pytest.fixture
def second() -> Iterator[CybersourceSimulator]:
    """Another platform, where another merchant has a key on file and nothing else."""
    with CybersourceSimulator(knobs=UNREVIEWED, credentials=Credentials(merchant_id="second")) as simulator:
        simulator.add_signature_key()
        yield simulator


@pytest.fixture
def here(simulator: CybersourceSimulator, second: CybersourceSimulator) -> Iterator[CybersourceAccount]:
    """The account at the second platform, with the move to it declared."""
    yield account_at(second, MovedFrom=account_at(simulator).name)
    next_run()


def verdict(life: Life, stored: Stored) -> ComparisonVerdict:
    """What a comparison of what is stored comes to, the program unchanged."""
    difference = life.lifecycle.diff(stored.outputs, stored.inputs)
    return life.lifecycle.compare(
        Existing.of(stored.id, stored.outputs, difference), account=life.account, run=life.ear
    )


def test_other_merchant_at_the_same_host(life: Life, simulator: CybersourceSimulator) -> None:
    """
    The error names both accounts and the setting, in one line, and nothing is asked.
    """
    stored = life.create(LEAST)
    simulator.requests.clear()
    name = account_at(simulator).name
    other = Life(SUBSCRIPTION, account_at(simulator, MerchantId="somebody_else"))
    [advice] = verdict(other, stored).advice

    assert advice.refuses
    assert str(advice.problem).startswith(
        f"belongs to account {name}, and the settings lead to {other.account.name}: correct them, or set "
        "cybersourceMovedFrom after a move; see docs/"
    )
    assert len(simulator.requests) == 0


def test_move_of_what_is_there_too(life: Life, simulator: CybersourceSimulator, here: CybersourceAccount) -> None:
    """
    What exists at the new account is updated once, which records the new account and sends no change.
    """
    stored = life.create(LEAST)
    moved = Life(SUBSCRIPTION, here)
    there = moved.create(LEAST)
    state = replace(there, outputs={**there.outputs, ACCOUNT: stored.outputs[ACCOUNT]})
    next_run()
    found = verdict(moved, state)
    updated = moved.update(state, LEAST)

    assert (found.is_moved, found.is_gone, [one.is_note for one in found.advice]) == (True, False, [True])
    assert updated.outputs[ACCOUNT] == here.name
    assert verdict(moved, updated).advice == ()


def test_move_of_what_is_not_there(life: Life, here: CybersourceAccount) -> None:
    """
    What does not exist at the new account is created there, after a warning.
    """
    stored = life.create(LEAST)
    found = verdict(Life(SUBSCRIPTION, here), stored)

    assert (found.is_moved, found.is_gone, [one.refuses for one in found.advice]) == (True, True, [False])


def test_move_of_a_key(life_of: Callable[..., Life], here: CybersourceAccount, second: CybersourceSimulator) -> None:
    """
    A key cannot be looked up: a warning says so, and the update records the new account without another key.
    """
    stored = life_of(KEY).create({})
    moved = Life(KEY, here)
    before = len(second.keys)
    found = verdict(moved, stored)
    updated = moved.update(stored, {})

    assert [(one.refuses, one.is_note) for one in found.advice] == [(False, False)]
    assert (updated.outputs[ACCOUNT], updated.outputs["keyId"]) == (here.name, stored.id)
    assert len(second.keys) == before


@pytest.mark.parametrize("kind", [SUBSCRIPTION, RETRIES, KEY])
def test_refresh_records_the_account(kind: str, life: Life, life_of: Callable[..., Life]) -> None:
    """
    A refresh records the account in an old state, but for a key, of which it sees nothing.
    """
    one = life_of(kind)
    news = {SUBSCRIPTION: LEAST, KEY: {}}.get(kind) or {"subscription": life.create(LEAST).id, "interval": 7}
    stored = one.create(news if kind != KEY else {})
    read = one.read(replace(stored, outputs={k: v for k, v in stored.outputs.items() if k != ACCOUNT}))

    assert read is not None
    assert read.outputs.get(ACCOUNT) == (None if kind == KEY else one.account.name)


def test_move_from_a_third_account(life: Life, second: CybersourceSimulator) -> None:
    """
    A declared move is one from that account only.
    """
    stored = life.create(LEAST)
    moved = Life(SUBSCRIPTION, account_at(second, MovedFrom="apitest.cybersource.com/shop"))

    assert [one.refuses for one in verdict(moved, stored).advice] == [True]
