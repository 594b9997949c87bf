"""Webhooks that exist already: those that are adopted, and those that a create would duplicate."""

from __future__ import annotations

import pytest
from tests.digital_river.life import Life, next_run
from tests.digital_river.webhooks import BASIC, LEAST, WITH_BASIC
from tests.messages import check_warning

from pulumi_payment_webhooks.errors import AlreadyExists, Missing
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

ADOPTING = {**LEAST, "adoptExisting": True}
NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def existing(webhooks: Life) -> str:
    """The id of a webhook that this program does not manage."""
    id = webhooks.create(LEAST).id
    next_run()
    return id


def test_twin_is_a_warning(webhooks: Life, existing: str) -> None:
    """
    A new webhook with the address and types of another one would have each event delivered twice.
    """
    [advice] = webhooks.check(LEAST)
    check_warning(f"orders: {advice.problem}")

    assert existing in str(advice.problem)
    assert not advice.refuses


def test_other_types_are_no_twin(webhooks: Life, existing: str) -> None:
    """
    Two webhooks of one address with other types are usual.
    """
    assert existing
    assert webhooks.check({**LEAST, "types": ["order.created"]}) == []


def test_twin_is_adopted(webhooks: Life, simulator: DigitalRiverSimulator, existing: str) -> None:
    """
    The only webhook with this address and these types is adopted, without a change where it is as declared.
    """
    [note] = webhooks.check(ADOPTING)
    simulator.requests.clear()
    stored = webhooks.create(ADOPTING)

    assert (note.is_note, str(note.problem)) == (True, f"adopts webhook {existing}, which is as declared")
    assert stored.id == existing
    assert simulator.requests.changes == []


def test_adoption_changes_what_differs(webhooks: Life, simulator: DigitalRiverSimulator, existing: str) -> None:
    """
    A preview names what an adoption changes, and the create changes it.
    """
    news = {**ADOPTING, "authentication": BASIC, "apiVersion": "2021-12-13"}
    [warning] = webhooks.check(news)
    stored = webhooks.create(news)

    assert "and changes `apiVersion`, `authentication`" in str(warning.problem)
    assert simulator.webhooks[existing].credentials == BASIC
    assert stored.id == existing


def test_adoption_keeps_credentials_that_are_not_declared(webhooks: Life, simulator: DigitalRiverSimulator) -> None:
    """
    Credentials that the program does not mention stay as they are when a webhook is adopted and changed.
    """
    id = webhooks.create(WITH_BASIC).id
    next_run()

    webhooks.create({**ADOPTING, "apiVersion": "2021-12-13"})

    assert simulator.webhooks[id].credentials == BASIC


def test_several_twins_are_refused(webhooks: Life, existing: str) -> None:
    """
    Two webhooks fit, so an id has to say which is meant: in the preview, and again in the deployment.
    """
    other = webhooks.create(LEAST).id
    next_run()
    [advice] = webhooks.check(ADOPTING)

    assert advice.refuses
    assert all(id in str(advice.problem) for id in (existing, other))
    with pytest.raises(AlreadyExists, match=r"several webhooks have this address and these types"):
        webhooks.create(ADOPTING)


def test_adopts_by_id(webhooks: Life, simulator: DigitalRiverSimulator, existing: str) -> None:
    """
    An id is adopted whatever its address and types are, and gets those that are declared.
    """
    webhooks.create(LEAST)
    next_run()
    news = {**LEAST, "types": ["order.created"], "adoptExisting": existing}
    [warning] = webhooks.check(news)
    stored = webhooks.create(news)

    assert f"adopts webhook {existing} and changes `types`" in str(warning.problem)
    assert (stored.id, simulator.webhooks[existing].types) == (existing, ["order.created"])


def test_id_that_does_not_exist_is_refused(webhooks: Life) -> None:
    """
    A preview finds an id that no webhook has, and so does the deployment.
    """
    news = {**LEAST, "adoptExisting": NOWHERE}
    [advice] = webhooks.check(news)

    assert advice.refuses
    with pytest.raises(Missing, match=f"cannot adopt webhook {NOWHERE}"):
        webhooks.create(news)


def test_adoption_without_a_twin_creates(webhooks: Life) -> None:
    """
    Where nothing fits, a webhook is created, and nothing is said.
    """
    assert webhooks.check(ADOPTING) == []
    assert webhooks.create(ADOPTING).id


def test_two_resources_do_not_adopt_one_webhook(webhooks: Life, existing: str) -> None:
    """
    A webhook is adopted once in a run.
    """
    assert webhooks.create(ADOPTING).id == existing

    with pytest.raises(AlreadyExists, match=r"another resource has adopted webhook"):
        webhooks.create(ADOPTING)


def test_one_id_is_claimed_once(webhooks: Life, existing: str) -> None:
    """
    Two resources of a program that adopt one id have the same claim.
    """
    claims = webhooks.resource.claims(webhooks.inputs({**LEAST, "adoptExisting": existing}))

    assert [one.title for one in claims] == [f"webhook {existing}"]
    assert webhooks.resource.claims(webhooks.inputs(ADOPTING)) == {}
