"""What needs attention, and what a job can name."""

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.stacks.exports import ciphertext
from tests.survey.things import SUBSCRIPTION, managed

from pulumi_payment_webhooks.reconcile.ports import Status
from pulumi_payment_webhooks.registry import resource_type
from pulumi_payment_webhooks.stacks.state import Managed
from pulumi_payment_webhooks.survey.conditions import lines, met, title_of
from pulumi_payment_webhooks.survey.found import Absent, FoundKey, FoundObject, Place, Survey

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
SUSPENDED, ACTIVE = Status("SUSPENDED", "it does not answer", 5), Status("ACTIVE", "it delivers")
HERE = Place("cybersource", "api.example.net", "shop_eu")
KEY, CREDENTIALS = map(resource_type, ("cybersource:DigitalSignatureKey", "cybersource:OAuthCredentials"))


def thing(status: Status = ACTIVE, state: Managed | None = None, **more: Any) -> FoundObject:
    return FoundObject(HERE, SUBSCRIPTION, "w-1", status, {"name": "orders"}, {}, managed=state, **more)


def key(expires: str | None, type: Any = KEY, *, is_managed: bool = True) -> FoundKey:
    state = managed(type.kind, "signing") if is_managed else None
    return FoundKey(HERE, type, "k-1", expires=expires, managed=state)


def said(survey: Survey, within: int = 30) -> list[tuple[str, str]]:
    return [(one.word, one.remark) for one in lines(survey, at=NOW, within=within)]


@pytest.mark.parametrize(
    ("expires", "word", "remark"),
    [
        ("2027-03-10T12:00:00Z", "EXPIRING", "signature key expires on 2027-03-10, in 9 days"),
        ("2027-03-02T18:00:00Z", "EXPIRING", "signature key expires on 2027-03-02, in 1 day"),
        ("2027-03-01T18:00:00Z", "EXPIRING", "signature key expires on 2027-03-01, today"),
        ("2027-03-01T11:00:00Z", "EXPIRED", "signature key expired on 2027-03-01"),
    ],
    ids=["days", "a day", "hours", "past"],
)
def test_key_that_ends_soon_has_a_line(expires: str, word: str, remark: str) -> None:
    """
    A key that expires soon, or has expired, says when.
    """
    assert said(Survey(keys=[key(expires)])) == [(word, remark)]


def test_key_that_expires_first_comes_first() -> None:
    """
    Of several keys, the key with the least time left comes first.
    """
    found = said(Survey(keys=[key(f"2027-03-{day:02}T12:00:00Z") for day in (20, 4, 10)]))

    assert [remark.rpartition(", in ")[2] for _, remark in found] == ["3 days", "9 days", "19 days"]


def test_credentials_are_a_plural() -> None:
    """
    Credentials expire; a key expires.
    """
    assert said(Survey(keys=[key("2027-03-10T12:00:00Z", CREDENTIALS)]))[0][1].startswith("OAuth credentials expire on")


@pytest.mark.parametrize(
    "one",
    [
        key("2027-04-01T12:00:00Z"),
        key(None),
        key("soon"),
        key("2027-03-02"),
        key("2027-03-02T00:00:00Z", is_managed=False),
    ],
    ids=["later", "never", "no time", "no zone", "not managed"],
)
def test_other_keys_have_no_line(one: FoundKey) -> None:
    """
    A key that ends later, never, at a time that is not known, or that nobody manages, needs no attention.
    """
    assert said(Survey(keys=[one])) == []


def test_lines_are_in_order_of_urgency() -> None:
    """
    What is missing comes first, then what does not deliver, then keys, then what needs nothing.
    """
    survey = Survey(
        objects=[thing(), thing(SUSPENDED)],
        keys=[key("2027-03-10T12:00:00Z"), key("2027-02-10T12:00:00Z")],
        absent=[Absent(HERE, managed())],
    )

    assert [word for word, _ in said(survey)] == ["MISSING", "SUSPENDED", "EXPIRED", "EXPIRING", "ACTIVE"]


def test_declared_status_needs_no_attention() -> None:
    """
    A status that the program itself declares is not urgent and meets no condition.
    """
    survey = Survey(objects=[thing(SUSPENDED, managed(), is_as_declared=True)], has_stack=True)
    [line] = lines(survey, at=NOW, within=30)

    assert (line.urgency, line.remark) == (0, "it does not answer, as declared")
    assert met(survey, ["SUSPENDED"], at=NOW, within=30) == []


@pytest.mark.parametrize("has_stack", [True, False])
def test_only_a_stack_shows_what_is_unmanaged(has_stack: bool) -> None:
    """
    Without a stack nothing is called unmanaged, in no line and by no condition.
    """
    survey = Survey(objects=[thing()], has_stack=has_stack)

    assert (said(survey)[0][1] == "it delivers; not managed by the stack") is has_stack
    assert bool(met(survey, ["unmanaged"], at=NOW, within=30)) is has_stack


def test_findings_are_in_the_order_of_the_conditions() -> None:
    """
    What meets a condition is reported in the order in which the job names them, and nothing else is.
    """
    survey = Survey(
        objects=[thing(SUSPENDED, managed())],
        keys=[key("2027-03-10T12:00:00Z")],
        absent=[Absent(HERE, managed())],
        has_stack=True,
    )
    found = met(survey, ["expiring", "SUSPENDED"], at=NOW, within=30)

    assert [(one.condition, one.title) for one in found] == [("expiring", "signing"), ("SUSPENDED", "orders")]


@pytest.mark.parametrize(
    ("name", "state", "title"),
    [
        ("orders", managed(), "orders"),
        ("[secret]", managed(name=ciphertext()), "orders"),
        (None, None, "w-1"),
        ("", managed(), "orders"),
        (" \t", None, "w-1"),
    ],
    ids=["name", "secret", "nothing", "empty", "blank"],
)
def test_object_is_called_by_its_name_or_resource_or_id(name: str | None, state: Managed | None, title: str) -> None:
    """
    An object is called by its name, else by its resource, else by its id; never by a secret.
    """
    assert title_of(FoundObject(HERE, SUBSCRIPTION, "w-1", ACTIVE, {"name": name}, {}, managed=state)) == title
