"""Only the platform's own 404 says that something does not exist; that of a gateway changes nothing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.cybersource.gateway import Gateway, Reply, gateway
from tests.cybersource.life import Life, account_at
from tests.cybersource.orders import LEAST, SUBSCRIPTION

from pulumi_payment_webhooks.client.answer import Answer
from pulumi_payment_webhooks.cybersource.account.connection import disconnect
from pulumi_payment_webhooks.cybersource.account.refusals import says_missing
from pulumi_payment_webhooks.errors import Missing, PlatformError, Unavailable
from pulumi_payment_webhooks.reconcile.run.lifecycle import Stored

RETRIES, SECURITY = "cybersource:RetryPolicy", "cybersource:OAuthSecurityConfig"
FOREIGN: dict[str, Any] = {
    "empty": None,
    "kong": {"message": "no Route matched with those values"},
    "kong with a request id": {"message": "no Route matched with those values", "request_id": "5f2a0001"},
    "null": b"null",
    "list": [],
    "object": {},
    "text": b'"not found"',
    "plain text": b"404 page not found",
    "html": b"<html><title>404 Not Found</title></html>",
    "cloud": {"message": "Not Found"},
    "error": {"error": "Not found"},
    "spring": {"timestamp": "2026-11-01T10:00:00Z", "status": 404, "error": "Not Found", "path": "/x"},
    "framework": {"statusCode": 404, "message": "Cannot GET /x", "error": "Not Found"},
    "number alone": {"statusCode": 404, "message": "Resource not found"},
    "problem": {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "no such page"},
    "json api": {"errors": [{"status": "404", "title": "Not Found"}]},
    "no errors": {"errors": []},
    "fault": {"fault": {"faultstring": "Unable to identify proxy", "detail": {"errorcode": "NotFound"}}},
    "nested": {"error": {"code": 404, "message": "x", "errors": [{"reason": "notFound", "message": "x"}]}},
    "empty members": {"reason": "", "message": "", "details": []},
    "reason alone": {"reason": "Not Found"},
}
DETAILS = [{"field": "webhookId", "reason": "INVALID_DATA"}]
OWN: dict[str, Any] = {
    "specified": {"reason": "NOT_FOUND", "message": "no webhook", "details": DETAILS},
    "with its number": {"statusCode": 404, "reason": "NOT_FOUND", "message": "no webhook", "details": DETAILS},
    "without details": {"reason": "NOT_FOUND", "message": "no webhook"},
    "without a message": {"reason": "INVALID_DATA", "details": DETAILS},
    "general": {"status": "INVALID_REQUEST", "reason": "INVALID_DATA", "message": "no webhook"},
    "wrapped": {"errorInformation": {"reason": "INVALID_DATA", "message": "no webhook"}},
    "status wrapped": {"responseStatus": {"status": 404, "reason": "NOT_FOUND", "message": "no webhook"}},
    "of a key": {"keyInformation": {"errorInformation": {"reason": "INVALID_DATA", "details": DETAILS}}},
    "errors": {"errors": [{"type": "notFound", "message": "no webhook"}]},
    "response": {"response": {"rmsg": "no webhook"}},
}
foreign = pytest.mark.parametrize("body", FOREIGN.values(), ids=FOREIGN)
each_version = pytest.mark.parametrize("version", ["v1", "v2"])
NOT_THE_PLATFORM = r"127\.0\.0\.1:\d+ answered (404|410), but not as the platform does: is there a gateway or a wrong"


@pytest.fixture
def wall(request: pytest.FixtureRequest) -> Iterator[Gateway]:
    """A gateway that answers everything with 404 and the body of the test."""
    body = request.getfixturevalue("body")
    with gateway(lambda *_: Reply(404, body)) as own:
        yield own
    disconnect()


@pytest.fixture
def behind(cybersource_simulator: Any, wall: Gateway) -> Callable[..., Life]:
    """Gives a resource type by kind, behind the gateway."""
    return lambda kind, **more: Life(kind, account_at(cybersource_simulator, Endpoint=wall.endpoint, **more))


@foreign
@each_version
@pytest.mark.parametrize(
    ("kind", "id", "state"),
    [
        (SUBSCRIPTION, "w1", {"organizationId": "shop"}),
        (RETRIES, "w1/retryPolicy", {"subscription": "w1"}),
        (SECURITY, "w1/securityPolicy", {"subscription": "w1"}),
    ],
    ids=["subscription", "retry", "oauth"],
)
def test_refresh_keeps_the_state(
    behind: Callable[..., Life], body: Any, version: str, kind: str, id: str, state: dict[str, Any]
) -> None:
    """
    A refresh through a gateway that answers 404 fails, and finds nothing deleted.
    """
    with pytest.raises(Unavailable, match=NOT_THE_PLATFORM):
        behind(kind, ApiVersion=version).read(Stored(id, {}, state))


@foreign
@each_version
def test_delete_is_not_done(behind: Callable[..., Life], body: Any, version: str) -> None:
    """
    A delete that a gateway answers with 404 is not reported as done.
    """
    with pytest.raises(Unavailable, match=NOT_THE_PLATFORM):
        behind(SUBSCRIPTION, ApiVersion=version).delete(Stored("w1", {}, {"organizationId": "shop"}))


@foreign
@each_version
def test_part_is_not_reset(behind: Callable[..., Life], body: Any, version: str) -> None:
    """
    A policy whose reset a gateway answers with 404 is not reported as reset.
    """
    with pytest.raises(Unavailable, match=NOT_THE_PLATFORM):
        behind(RETRIES, ApiVersion=version).delete(Stored("w1/retryPolicy", {}, {}))


@foreign
@each_version
def test_update_does_not_speak_of_a_deleted_object(behind: Callable[..., Life], body: Any, version: str) -> None:
    """
    An update that a gateway answers with 404 fails for that reason, without advice to refresh.
    """
    life = behind(SUBSCRIPTION, ApiVersion=version)
    inputs = life.inputs(LEAST)

    with pytest.raises(Unavailable, match=NOT_THE_PLATFORM) as caught:
        life.update(Stored("w1", inputs, inputs), {**LEAST, "name": "other"})
    assert "refresh" not in str(caught.value)


@foreign
@each_version
def test_nothing_is_adopted_or_created(behind: Callable[..., Life], wall: Gateway, body: Any, version: str) -> None:
    """
    Where a gateway answers the list with 404, it is not known who has a product: nothing is created.
    """
    life = behind(SUBSCRIPTION, ApiVersion=version)

    with pytest.raises(Unavailable, match=NOT_THE_PLATFORM):
        life.create({**LEAST, "adoptExisting": True})
    assert [method for method, _ in wall.asked if method != "GET"] == []


@foreign
@each_version
def test_list_and_catalogue_are_unknown(behind: Callable[..., Life], body: Any, version: str) -> None:
    """
    What an organization has and is offered is not known where a gateway answers 404.
    """
    account = behind(SUBSCRIPTION, ApiVersion=version).account

    with pytest.raises(Unavailable, match=NOT_THE_PLATFORM):
        account.subscriptions("shop")
    with pytest.raises(Unavailable, match=NOT_THE_PLATFORM):
        account.catalogue("shop")


@pytest.mark.parametrize("status", [404, 410])
@pytest.mark.parametrize("body", OWN.values(), ids=OWN)
def test_platform_says_it_in_every_documented_shape(status: int, body: Any) -> None:
    """
    Each error shape of the platform is recognized.
    """
    body = {**body, "statusCode": status} if "statusCode" in body else body

    assert says_missing(Answer(status, body))


@pytest.mark.parametrize("status", [404, 410])
@pytest.mark.parametrize("body", [one for one in FOREIGN.values() if not isinstance(one, bytes)], ids=str)
def test_other_shapes_are_not_recognized(status: int, body: Any) -> None:
    """
    No other shape is taken for the platform's, with either status.
    """
    assert not says_missing(Answer(status, body))


def test_bare_number_counts_beside_the_reference() -> None:
    """
    A body with the status alone is the platform's where the platform's reference of the request is beside it.
    """
    assert says_missing(Answer(404, {"statusCode": 404, "message": "none"}, reference="ref-1"))


@pytest.mark.parametrize("body", OWN.values(), ids=OWN)
@each_version
def test_own_404_is_deleted_and_an_empty_list(cybersource_simulator: Any, body: Any, version: str) -> None:
    """
    The platform's own 404 ends a delete, drops an object at a refresh, and is an empty list.
    """
    with gateway(lambda *_: Reply(404, body)) as own:
        life = Life(SUBSCRIPTION, account_at(cybersource_simulator, Endpoint=own.endpoint, ApiVersion=version))
        life.delete(Stored("w1", {}, {}))
        read = life.read(Stored("w1", {}, {"organizationId": "shop"}))
        rows = list(life.account.subscriptions("shop", {"payments": ["a"]}))
    disconnect()

    assert (read, rows) == (None, [])


@pytest.mark.parametrize("kind", [RETRIES, SECURITY], ids=["retry", "oauth"])
@each_version
def test_part_of_a_deleted_subscription_is_reported(cybersource_simulator: Any, kind: str, version: str) -> None:
    """
    A refresh that finds a policy's subscription deleted drops the policy, with a warning that names the host.
    """
    life = Life(kind, account_at(cybersource_simulator, ApiVersion=version))
    read = life.read(Stored("w1/part", {}, {"subscription": "w1"}))
    disconnect()

    assert read is None
    assert life.ear.warnings == [
        f"w1/part was deleted at {life.account.host}; removed from the state; see docs/how-to/find-drift.md"
    ]


def test_reason_names_the_host(cybersource_simulator: Any) -> None:
    """
    The short reason, for a message that says itself what was being done, names status and host.
    """
    with gateway(lambda *_: Reply(404)) as own:
        account = account_at(cybersource_simulator, Endpoint=own.endpoint)
        with pytest.raises(PlatformError) as caught:
            account.subscriptions("shop")
    disconnect()

    assert caught.value.reason.startswith(f"404: {account.settings.host} answered, but not as the platform does")


def test_own_404_is_missing(cybersource_simulator: Any) -> None:
    """
    The platform's own 404 for an id is an error that names the host.
    """
    account = account_at(cybersource_simulator)
    with pytest.raises(Missing, match=rf"cannot read it: it does not exist at {account.settings.host}"):
        account.read_subscription("w1", doing="read it")
    disconnect()
