"""What becomes of the platform's refusals."""

from __future__ import annotations

from typing import Any

import pytest
from tests.digital_river.life import Life, account_at
from tests.digital_river.webhooks import LEAST, WEBHOOK

from pulumi_payment_webhooks.client.answer import Answer
from pulumi_payment_webhooks.digital_river.account.refusals import explain_error, fields_of, is_error, refusal
from pulumi_payment_webhooks.errors import AlreadyExists, Missing, PlatformError, Refused, Unavailable
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator


def error(status: int, *errors: dict[str, str], kind: str = "bad_request") -> Answer:
    return Answer(status, {"type": kind, "errors": list(errors)}, reference="r-1")


MISSING = {"code": "missing_parameter", "parameter": "address", "message": "A parameter is missing."}
NOT_FOUND = {"code": "not_found", "parameter": "id", "message": "Webhook 'x' not found."}


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (error(400, MISSING), Refused, "the platform refused: address: A parameter is missing ("),
        (error(404, NOT_FOUND, kind="not_found"), Missing, "it does not exist at"),
        (Answer(404, {"message": "no route"}), Unavailable, "is there a gateway or a wrong endpoint?"),
        (Answer(404, None, is_foreign=True), Unavailable, "is there a gateway or a wrong endpoint?"),
        (error(409, NOT_FOUND, kind="conflict"), Refused, "the platform refused: id: Webhook 'x' not found ("),
        (error(409, {"code": "already_exists"}, kind="conflict"), AlreadyExists, "another object in its place"),
        (Answer(400, None, is_foreign=True), Refused, "without JSON"),
        (Answer(400, None), Refused, "the platform refused (HTTP 400"),
        (error(403, kind="forbidden"), Refused, "it needs Write for webhooks, from a Developer or Administrator"),
        (error(401, kind="unauthorized"), Refused, "a key that was created or changed is accepted within 10 minutes"),
    ],
)
def test_refusal_becomes_an_error(account: Any, answer: Answer, kind: type[PlatformError], words: str) -> None:
    """
    Status and type decide the class; the text has the platform's words, parameters and reference.
    """
    found = refusal(answer, doing="create webhook 'orders'", settings=account.settings)

    assert type(found) is kind
    assert words in str(found)
    assert answer.reference is None or "platform reference r-1" in str(found)


def test_fields_are_those_with_a_parameter() -> None:
    """
    An error without a parameter is said, and belongs to no field.
    """
    body = {"type": "bad_request", "errors": [MISSING, {"message": "Something else."}, "odd"]}

    assert fields_of(body) == (("address", "A parameter is missing."),)
    assert explain_error(body) == "address: A parameter is missing.; Something else."


@pytest.mark.parametrize("body", [None, [], {}, {"type": "not_found"}, {"errors": []}, "not found"])
def test_other_shapes_are_no_error_of_the_platform(body: Any) -> None:
    """
    Type and errors together are the platform's own shape.
    """
    assert not is_error(body)


@pytest.mark.parametrize(
    ("profile", "role"), [("dr-api", "from a Developer or Administrator"), ("gc", "the role Webhook Manager")]
)
def test_forbidden_names_the_role(simulator: DigitalRiverSimulator, profile: str, role: str) -> None:
    """
    A key that may only read is refused with the role that can change that.
    """
    simulator.turn(profile=profile)
    account = account_at(simulator, ApiKey=simulator.restrict_key("read"))
    life = Life(WEBHOOK, account)

    with pytest.raises(Refused, match=role):
        life.create({**LEAST, "types": ["subscription.created"]})


def test_unknown_key_stops_the_preview(simulator: DigitalRiverSimulator) -> None:
    """
    A key that the platform does not accept is an error in the preview already.
    """
    life = Life(WEBHOOK, account_at(simulator, ApiKey=f"sk_test_{'f' * 32}"))
    [advice] = life.check(LEAST)

    assert advice.refuses
    assert "does not accept the API key" in str(advice.problem)


def test_key_stays_out_of_what_is_said(simulator: DigitalRiverSimulator) -> None:
    """
    A refusal shows nothing of the key.
    """
    key = f"sk_test_{'f' * 32}"
    life = Life(WEBHOOK, account_at(simulator, ApiKey=key))

    with pytest.raises(Refused) as refused:
        life.create(LEAST)

    assert key not in str(refused.value)
    assert refused.value.reference


def test_requests_name_the_version(webhooks: Life, simulator: DigitalRiverSimulator) -> None:
    """
    Each request asks for the version that this package knows, whichever the key is pinned to.
    """
    webhooks.create(LEAST)

    assert {one.headers["digitalriver-version"] for one in simulator.requests} == {"2021-12-13"}
