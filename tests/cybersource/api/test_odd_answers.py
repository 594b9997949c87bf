"""An odd answer says nothing about what is there: a list, a catalogue, an id, a redirect."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.cybersource.gateway import Gateway, Reply, gateway
from tests.cybersource.life import Life, account_at
from tests.cybersource.orders import LEAST, SUBSCRIPTION

from pulumi_payment_webhooks.cybersource.account.connection import disconnect
from pulumi_payment_webhooks.errors import PlatformError, Refused, Unavailable, Unclear
from pulumi_payment_webhooks.reconcile.run.lifecycle import Stored

KEY, CREDENTIALS = "cybersource:DigitalSignatureKey", "cybersource:OAuthCredentials"
ROW = {
    "webhookId": "w1",
    "name": LEAST["name"],
    "organizationId": "shop",
    "products": [{"productId": id, "eventTypes": list(events)} for id, events in LEAST["products"].items()],
    "webhookUrl": LEAST["webhookUrl"],
    "status": "INACTIVE",
}
CATALOGUE = [{"productId": "tokenManagement", "eventTypes": [{"eventName": "tms.networktoken.updated"}]}]
ODD: dict[str, Reply] = {
    "no body": Reply(200),
    "204": Reply(204),
    "null": Reply(200, b"null"),
    "text": Reply(200, b'"nothing here"'),
    "plain text": Reply(200, b"nothing here"),
    "number": Reply(200, b"0"),
    "false": Reply(200, b"false"),
    "object": Reply(200, {}),
    "wrapper": Reply(200, {"webhooks": []}),
    "error": Reply(200, {"errors": [{"type": "internal", "message": "down"}]}),
    "another error": Reply(200, {"reason": "SYSTEM_ERROR", "message": "down"}),
    "rows of nothing": Reply(200, [None]),
    "rows of text": Reply(200, ["w1"]),
    "rows without ids": Reply(200, [{"name": "orders"}]),
    "one row without an id": Reply(200, [{**ROW, "webhookId": "w2"}, {"name": "orders"}]),
    "redirect": Reply(302, None, {"location": "https://elsewhere.example/login"}),
}
IDS = {
    "..": "consists of dots",
    ".": "consists of dots",
    "a/b": "contains '/'",
    "a\\b": r"contains '\\\\'",
    "a?b": r"contains '\?'",
    "a%2Fb": "contains '%'",
    "a b": "contains ' '",
    "a\x00b": "contains a control character",
    "a\nb": "contains a control character",
    "a\x1b[2J": "contains a control character",
    "": "is empty",
    "x" * 5000: r"has 5000 characters \(at most 128\)",
    "ähem": "contains 'ä'",
}
odd = pytest.mark.parametrize("reply", ODD.values(), ids=ODD)
each_version = pytest.mark.parametrize("version", ["v1", "v2"])
each_id = pytest.mark.parametrize(("id", "flaw"), IDS.items(), ids=[repr(one)[:20] for one in IDS])

Answers = Callable[[str, str], Reply]


@pytest.fixture
def life_at(cybersource_simulator: Any) -> Iterator[Callable[..., tuple[Life, Gateway]]]:
    """Gives a resource type at a platform that answers as it is told, and that platform."""
    opened = []

    def start(answer: Answers, kind: str = SUBSCRIPTION, **settings: Any) -> tuple[Life, Gateway]:
        running = gateway(answer)
        own = running.__enter__()
        opened.append(running)
        return Life(kind, account_at(cybersource_simulator, Endpoint=own.endpoint, **settings)), own

    yield start
    disconnect()
    for running in opened:
        running.__exit__(None, None, None)


def lists(reply: Reply) -> Answers:
    """Answers a list with *reply*, the catalogue as it should be, and a POST with a lost answer."""

    def answer(method: str, target: str) -> Reply:
        if "/products/" in target:
            return Reply(200, CATALOGUE)
        return reply if method == "GET" else Reply(502)

    return answer


@odd
@each_version
def test_odd_list_is_unknown(life_at: Callable[..., tuple[Life, Gateway]], reply: Reply, version: str) -> None:
    """
    A list that is odd is an error, never an empty list, and never a part of one.
    """
    life, _ = life_at(lists(reply), ApiVersion=version)

    with pytest.raises(Unavailable, match="cannot list subscriptions: "):
        life.account.subscriptions("shop")


@odd
@each_version
def test_odd_list_creates_nothing(life_at: Callable[..., tuple[Life, Gateway]], reply: Reply, version: str) -> None:
    """
    Where the list is odd nothing is adopted, and nothing is created in its place.
    """
    life, own = life_at(lists(reply), ApiVersion=version)

    with pytest.raises(Unavailable):
        life.create({**LEAST, "adoptExisting": True})
    assert [method for method, _ in own.asked if method != "GET"] == []


@odd
@each_version
def test_odd_list_after_a_lost_answer(life_at: Callable[..., tuple[Life, Gateway]], reply: Reply, version: str) -> None:
    """
    After a create whose answer was lost, an odd list leaves it open whether it was stored, and says why.
    """
    life, own = life_at(lists(reply), ApiVersion=version)

    with pytest.raises(Unclear, match=r"not known yet whether it was stored: .*127\.0\.0\.1:\d+ "):
        life.create(LEAST)
    assert [method for method, _ in own.asked if method != "GET"] == ["POST"]


@odd
@each_version
def test_odd_list_deletes_nothing(life_at: Callable[..., tuple[Life, Gateway]], reply: Reply, version: str) -> None:
    """
    A refresh whose list is odd asks for each subscription by its id.
    """
    life, _ = life_at(lambda _, target: Reply(200, ROW) if target.endswith("/w1") else reply, ApiVersion=version)
    read = life.read(Stored("w1", {}, {"organizationId": "shop"}))

    assert read is not None
    assert read.id == "w1"


@pytest.mark.parametrize(
    "body",
    [
        None,
        "text",
        {},
        {"products": None},
        {"products": {}},
        {"webhooks": []},
        [None],
        ["text"],
        [{"productName": "x"}],
        [{"productId": 1}],
        [{"productId": ""}],
        [{"productId": "p", "eventTypes": "e"}],
        [{"productId": "p", "eventTypes": [{}]}],
        [{"productId": "p", "eventTypes": [{"eventName": 1}]}],
        {"errors": [{"type": "internal", "message": "down"}]},
    ],
    ids=str,
)
@each_version
def test_odd_catalogue_is_unknown(life_at: Callable[..., tuple[Life, Gateway]], body: Any, version: str) -> None:
    """
    A catalogue that is odd is an error: an event is not called unknown because a row cannot be read.
    """
    life, _ = life_at(lambda *_: Reply(200, body), ApiVersion=version)

    with pytest.raises(Unavailable, match="cannot list the products of the organization: "):
        life.account.catalogue("shop")


@each_id
@each_version
def test_unusable_id_of_a_new_subscription(
    life_at: Callable[..., tuple[Life, Gateway]], id: str, flaw: str, version: str
) -> None:
    """
    An id that cannot stand in a path is not stored; the error says that the platform accepted the request, and why.
    """
    life, own = life_at(
        lambda method, target: (
            Reply(404, {"reason": "NOT_FOUND", "message": "none"})
            if "/products/" not in target and method == "GET"
            else Reply(200, CATALOGUE)
            if method == "GET"
            else Reply(201, {**ROW, "webhookId": id})
        ),
        ApiVersion=version,
    )

    with pytest.raises(Unclear, match=rf"accepted it and answered with a subscription whose webhookId {flaw}"):
        life.create(LEAST)
    assert [target for _, target in own.asked if "//" in target or ".." in target] == []


@each_version
def test_usable_id_is_found_after_an_unusable_one(life_at: Callable[..., tuple[Life, Gateway]], version: str) -> None:
    """
    Where the list has the subscription with a usable id, the create has succeeded.
    """
    life, _ = life_at(
        lambda method, target: (
            Reply(201, {**ROW, "webhookId": ".."})
            if method == "POST"
            else Reply(200, CATALOGUE if "/products/" in target else [ROW] if "?" in target else ROW)
        ),
        ApiVersion=version,
    )

    assert life.create(LEAST).id == "w1"


@each_id
@each_version
def test_unusable_id_in_a_list(life_at: Callable[..., tuple[Life, Gateway]], id: str, flaw: str, version: str) -> None:
    """
    A row whose id is not usable makes the list unknown; the error says what is wrong with it.
    """
    life, _ = life_at(lists(Reply(200, [{**ROW, "webhookId": id}])), ApiVersion=version)

    with pytest.raises(Unavailable, match=f"webhookId {flaw}"):
        life.account.subscriptions("shop")


@each_id
@pytest.mark.parametrize(
    ("kind", "declared"), [(KEY, {}), (CREDENTIALS, {"clientId": "c", "clientSecret": "s3cret-9"})]
)
def test_unusable_id_of_a_new_key(
    life_at: Callable[..., tuple[Life, Gateway]], id: str, flaw: str, kind: str, declared: dict[str, Any]
) -> None:
    """
    A key whose id is not usable is not stored; the error says that the platform accepted the request, and why.
    """
    told = {"keyId": id, "key": "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU="}
    life, _ = life_at(lambda *_: Reply(201, {"status": "SUCCESS", "keyInformation": told}), kind)

    with pytest.raises(Unclear, match=rf"accepted the request, and its answer has a keyId {flaw}") as caught:
        life.create(declared)
    assert told["key"] not in str(caught.value)


@each_id
@each_version
def test_unusable_id_of_a_program_is_not_sent(
    life_at: Callable[..., tuple[Life, Gateway]], id: str, flaw: str, version: str
) -> None:
    """
    An id in a program or in a state that cannot stand in a path is refused before anything is sent.
    """
    life, own = life_at(lambda *_: Reply(200, ROW), ApiVersion=version)

    with pytest.raises(Refused, match=f"the id of the subscription {flaw}, so nothing was sent"):
        life.delete(Stored(id, {}, {}))
    assert own.asked == []


@each_version
def test_another_subscription_is_none(life_at: Callable[..., tuple[Life, Gateway]], version: str) -> None:
    """
    A subscription that nobody asked for is not taken for the one that was.
    """
    life, _ = life_at(
        lambda _, target: Reply(503) if "?" in target else Reply(200, {**ROW, "webhookId": "w2"}), ApiVersion=version
    )

    with pytest.raises(Unavailable, match="answered with another subscription"):
        life.read(Stored("w1", {}, {"organizationId": "shop"}))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@each_version
def test_redirect_after_storing(life_at: Callable[..., tuple[Life, Gateway]], status: int, version: str) -> None:
    """
    A create that is answered with a redirect may be stored: it is looked up, and found.
    """
    life, own = life_at(
        lambda method, target: (
            Reply(status, None, {"location": "/notification-subscriptions/v2/webhooks/w1"})
            if method == "POST"
            else Reply(200, CATALOGUE if "/products/" in target else [ROW] if "?" in target else ROW)
        ),
        ApiVersion=version,
    )

    assert life.create(LEAST).id == "w1"
    assert [method for method, _ in own.asked if method != "GET"] == ["POST"]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, {"errors": [{"type": "internal", "message": "down"}]}),
        Reply(200, {"reason": "SYSTEM_ERROR", "message": "down"}),
        Reply(200, b"<html>please log in</html>"),
        Reply(302, None, {"location": "/login"}),
        Reply(200, []),
        Reply(200, [None]),
        Reply(200, b'"deleted"'),
        Reply(200, b"0"),
        Reply(200, b"false"),
    ],
    ids=["errors", "reason", "page", "redirect", "list", "rows", "text", "number", "false"],
)
@each_version
def test_odd_answer_to_a_delete(life_at: Callable[..., tuple[Life, Gateway]], reply: Reply, version: str) -> None:
    """
    A delete that is answered with an error, a page, a redirect, or no object at all is not reported as done.
    """
    life, _ = life_at(lambda *_: reply, ApiVersion=version)

    with pytest.raises(PlatformError, match="cannot delete subscription"):
        life.delete(Stored("w1", {}, {}))


@pytest.mark.parametrize("reply", [Reply(204), Reply(200), Reply(200, {"status": "successfully deleted"})], ids=str)
def test_every_success_of_a_delete(life_at: Callable[..., tuple[Life, Gateway]], reply: Reply) -> None:
    """
    A delete has succeeded with any body that is no error, and with none.
    """
    life, own = life_at(lambda *_: reply)
    life.delete(Stored("w1", {}, {}))

    assert own.asked == [("DELETE", "/notification-subscriptions/v2/webhooks/w1")]


SILENT: dict[str, Reply] = {
    **{name: ODD[name] for name in ("no body", "204", "null", "text", "number", "object")},
    "no status": Reply(200, {"status": "SUCCESS"}),
}
silent = pytest.mark.parametrize("reply", SILENT.values(), ids=SILENT)


def believes(reply: Reply, row: dict[str, Any]) -> Answers:
    """Answers every change with *reply*, whatever becomes of it, and says of the subscription that it is *row*."""
    return lambda method, _: Reply(200, row) if method == "GET" else reply


@silent
@each_version
def test_status_that_no_answer_tells(life_at: Callable[..., tuple[Life, Gateway]], reply: Reply, version: str) -> None:
    """
    Where the answer does not say the status it is read again: one that did not change is a warning, and stays a change.
    """
    life, _ = life_at(believes(reply, ROW), ApiVersion=version)
    inputs = {**life.inputs(LEAST), "status": "INACTIVE"}
    before = Stored("w1", inputs, {**inputs, "currentStatus": "INACTIVE"})
    after = life.update(before, {**LEAST, "status": "ACTIVE"})

    assert after.outputs["currentStatus"] == "INACTIVE"
    assert life.changed(after, {**LEAST, "status": "ACTIVE"}) == {"status"}
    assert [text for text in life.ear.warnings if "stored other values of `status`" in text] != []


@silent
@each_version
def test_status_that_changed_in_silence(
    life_at: Callable[..., tuple[Life, Gateway]], reply: Reply, version: str
) -> None:
    """
    A status that did change is nothing to warn about, even if the answer does not say it.
    """
    life, _ = life_at(believes(reply, {**ROW, "status": "ACTIVE"}), ApiVersion=version)
    inputs = {**life.inputs(LEAST), "status": "INACTIVE"}
    after = life.update(Stored("w1", inputs, {**inputs, "currentStatus": "INACTIVE"}), {**LEAST, "status": "ACTIVE"})

    assert (after.outputs["currentStatus"], life.changed(after, {**LEAST, "status": "ACTIVE"})) == ("ACTIVE", set())
    assert life.ear.warnings == []


POLICY = {"algorithm": "ARITHMETIC", "firstRetry": 1, "interval": 5, "numberOfRetries": 3, "deactivateFlag": False}
RESET = {"algorithm": "ARITHMETIC", "firstRetry": 1, "interval": 1, "numberOfRetries": 3, "deactivateFlag": True}


@silent
@each_version
def test_reset_that_did_nothing(life_at: Callable[..., tuple[Life, Gateway]], reply: Reply, version: str) -> None:
    """
    A policy that is still there after a reset whose answer does not say so is not reported as reset.
    """
    life, _ = life_at(believes(reply, {**ROW, "retryPolicy": POLICY}), "cybersource:RetryPolicy", ApiVersion=version)

    with pytest.raises(Unavailable, match=r"cannot reset retry policy 'orders'.* still"):
        life.delete(Stored("w1/retryPolicy", {}, {"subscription": "w1", **POLICY}))
