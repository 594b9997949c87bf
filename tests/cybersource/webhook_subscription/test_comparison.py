"""What a preview says after it has compared with the platform: one list for each organization, names and no values."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.cybersource.gateway import Gateway, Reply, gateway
from tests.cybersource.life import Life, account_at, next_run
from tests.cybersource.orders import FULL, LEAST, SUBSCRIPTION
from tests.cybersource.previews import asked, previewed, said

from pulumi_payment_webhooks.reconcile.decide.states import hidden_part
from pulumi_payment_webhooks.reconcile.run.lifecycle import Stored
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

RETRIES, SECURITY, KEY = "cybersource:RetryPolicy", "cybersource:OAuthSecurityConfig", "cybersource:DigitalSignatureKey"
TOKENS: dict[str, Any] = {
    "securityType": "oAuth",
    "config": {"oAuthURL": "https://idp.example.net/token", "oAuthTokenType": "Bearer"},
}
LIST = "/v2/webhooks$"
SECRET = "CANARY4711"

LifeOf = Callable[..., Life]


@pytest.fixture
def orders(life: Life) -> Stored:
    """A subscription that declares much, as an earlier run has stored it."""
    stored = life.create(FULL)
    next_run()
    return stored


def test_unchanged_preview_asks_for_one_list(life: Life, simulator: CybersourceSimulator, life_of: LifeOf) -> None:
    """
    Subscriptions, policies apart and a key of one organization are compared in one request, silently.
    """
    more = {"products": {"payByLink": ["payByLink.customer.payment"]}}
    lives = {kind: life_of(kind) for kind in (KEY, RETRIES, SECURITY)}
    orders, links = life.create(LEAST), life.create({**LEAST, **more})
    policies = [{"subscription": orders.id, **more} for more in ({"interval": 7}, TOKENS)]
    declared = [
        (life, orders, LEAST),
        (life, links, {**LEAST, **more}),
        (lives[KEY], lives[KEY].create({}), {}),
        (lives[RETRIES], lives[RETRIES].create(policies[0]), policies[0]),
        (lives[SECURITY], lives[SECURITY].create(policies[1]), policies[1]),
    ]
    next_run()
    simulator.requests.clear()
    found = [said(one.preview(stored, news)) for one, stored, news in declared]

    assert found == [[]] * 5
    assert asked(simulator) == ["GET webhooks"]


def test_what_is_gone_is_an_error(life: Life, orders: Stored, simulator: CybersourceSimulator) -> None:
    """
    A subscription that does not exist is an error with its id, the host and the remedy, and was asked for by id.
    """
    simulator.subscriptions.remove(orders.id)
    simulator.requests.clear()
    host = simulator.endpoint.removeprefix("http://")

    assert previewed(life, orders, FULL) == [
        ("error", f"{orders.id} does not exist at {host}: run `pulumi up --refresh`")
    ]
    assert asked(simulator) == ["GET webhooks", f"GET {orders.id}"]


def test_what_is_gone_and_changed_is_an_error(life: Life, orders: Stored, simulator: CybersourceSimulator) -> None:
    """
    A change of the program does not hide that the subscription is gone.
    """
    simulator.subscriptions.remove(orders.id)

    assert [kind for kind, _ in previewed(life, orders, {**FULL, "name": "other"})] == ["error"]


def test_what_is_replaced_may_be_gone(life: Life, orders: Stored, simulator: CybersourceSimulator) -> None:
    """
    A subscription that is replaced anyway is not missed: deleting what is gone succeeds.
    """
    simulator.subscriptions.remove(orders.id)
    simulator.offer("west", {"tokenManagement": FULL["products"]["tokenManagement"], "payByLink": []})

    assert "error" not in [kind for kind, _ in previewed(life, orders, {**FULL, "organizationId": "west"})]


DRIFT: dict[str, dict[str, Any]] = {
    "name": {"name": SECRET},
    "description": {"description": SECRET},
    "products.payByLink": {
        "products": [
            {"productId": "payByLink", "eventTypes": ["payByLink.merchant.payment"]},
            {"productId": "tokenManagement", "eventTypes": LEAST["products"]["tokenManagement"]},
        ]
    },
    "webhookUrl": {"webhookUrl": f"https://hooks.example.net/{SECRET}"},
    "healthCheckUrl": {"healthCheckUrl": f"https://hooks.example.net/{SECRET}"},
    "notificationScope": {"notificationScope": "DESCENDANTS"},
    "retryPolicy.interval": {"retryPolicy": {"firstRetry": 10, "interval": 31, "deactivateFlag": "true"}},
    "securityPolicy.config.oAuthURL": {
        "securityPolicy": {
            "securityType": "oAuth",
            "proxyType": "external",
            "config": {**TOKENS["config"], "oAuthURL": f"https://idp.example.net/{SECRET}", "oAuthTokenExpiry": 365},
        }
    },
    "securityPolicy.securityType": {"securityPolicy": {"securityType": "KEY", "proxyType": "external"}},
}


@pytest.mark.parametrize(("field", "edit"), DRIFT.items(), ids=DRIFT)
def test_drift_is_a_warning(
    field: str, edit: dict[str, Any], life: Life, orders: Stored, simulator: CybersourceSimulator
) -> None:
    """
    What was changed at the platform is one warning that names the field and shows no value.
    """
    simulator.edit(orders.id, edit)
    [(severity, text)] = previewed(life, orders, FULL)

    assert (severity, text.partition(";")[0]) == ("warning", f"differs at the platform in `{field}`")
    assert SECRET not in text
    assert len(text) <= 160


def test_unmanaged_fields_do_not_drift(life: Life, simulator: CybersourceSimulator) -> None:
    """
    What a program does not declare is not compared.
    """
    stored = life.create(LEAST)
    for edit in DRIFT.values():
        simulator.edit(stored.id, {name: value for name, value in edit.items() if name not in LEAST})

    assert previewed(life, stored, LEAST) == []


SPELLINGS = [
    {"response_shape": "flat"},
    {"response_shape": "products"},
    {"list_answer": "object"},
    {"numbers_on_get": "strings"},
    {"flags_on_get": "string"},
    {"scope_in_answers": "object"},
    {"security_policy_in_answers": "list"},
    {"names_in_answers": False},
    {"url_case": "lower"},
]


@pytest.mark.parametrize("knobs", SPELLINGS, ids=str)
def test_spelling_is_no_drift(knobs: dict[str, Any], life: Life, simulator: CybersourceSimulator) -> None:
    """
    However the platform spells its list, what is as declared is compared silently.
    """
    news = {**FULL, "products": LEAST["products"], "webhookUrl": "https://hooks.example.net/Visa"}
    stored = life.create(news)
    simulator.turn(**knobs)

    assert previewed(life, stored, news) == []


@pytest.mark.parametrize("status", ["SUSPENDED", "BLOCKED", "PENDING_REVIEW"])
def test_status_of_the_platform_is_a_warning(
    status: str, life: Life, orders: Stored, simulator: CybersourceSimulator
) -> None:
    """
    A status that needs attention is one warning.
    """
    simulator.subscriptions.set_status(orders.id, status)
    [(severity, text)] = previewed(life, orders, FULL)

    assert (severity, text.partition(":")[0]) == ("warning", f"status is {status}")


@pytest.mark.parametrize(
    ("status", "news", "is_said"),
    [
        ("BLOCKED", {"webhookUrl": "https://hooks.example.net/other"}, False),
        ("PENDING_REVIEW", {"healthCheckUrl": "https://hooks.example.net/other"}, False),
        ("SUSPENDED", {"webhookUrl": "https://hooks.example.net/other"}, True),
        ("BLOCKED", {"name": "other"}, True),
    ],
)
def test_status_of_what_is_changed(
    status: str,
    news: dict[str, Any],
    is_said: bool,
    life: Life,
    orders: Stored,
    simulator: CybersourceSimulator,
) -> None:
    """
    A review that ends with the change of a URL is not reported; every other status is, whatever changes.
    """
    simulator.subscriptions.set_status(orders.id, status)
    texts = [text for _, text in previewed(life, orders, {**FULL, **news})]

    assert any(text.startswith(f"status is {status}") for text in texts) == is_said


def test_wanted_status_drifts(life: Life, simulator: CybersourceSimulator) -> None:
    """
    A subscription that was switched off at the platform differs where the program declares a status.
    """
    found = []
    for product, more in (("payByLink", {}), ("tokenManagement", {"status": "ACTIVE"})):
        event = {"payByLink": "payByLink.customer.payment", "tokenManagement": "tms.networktoken.updated"}[product]
        news = {**LEAST, "products": {product: [event]}, **more}
        stored = life.create(news)
        simulator.subscriptions.set_status(stored.id, "INACTIVE")
        found.append([text.partition(";")[0] for _, text in previewed(life, stored, news)])

    assert found == [[], ["differs at the platform in `status`"]]


def test_list_that_loses_rows(life: Life, orders: Stored, simulator: CybersourceSimulator) -> None:
    """
    What is not on the list but exists is compared by its id, silently.
    """
    simulator.fail(404, path=LIST)
    simulator.requests.clear()

    assert previewed(life, orders, FULL) == []
    assert asked(simulator) == ["GET webhooks", f"GET {orders.id}"]


def test_fault_after_the_list(life: Life, orders: Stored, simulator: CybersourceSimulator) -> None:
    """
    What is not on the list, and gets no answer by its id, is not said to be gone.
    """
    simulator.subscriptions.remove(orders.id)
    simulator.fail(503, count=9, path=orders.id)
    [(severity, text)] = previewed(life, orders, FULL)

    assert (severity, "503" in text) == ("warning", True)


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("kind", [SUBSCRIPTION, KEY])
def test_refused_credentials_are_an_error(
    status: int, kind: str, life_of: LifeOf, simulator: CybersourceSimulator
) -> None:
    """
    A definite no is one error with the reason, whether the resource exists or is new.
    """
    life = life_of(kind)
    news = LEAST if kind == SUBSCRIPTION else {}
    stored = life.create(news)
    simulator.fail(status, count=9)
    existing = previewed(life, stored, news)
    next_run()
    new = said(life.check(news))

    assert [[severity for severity, _ in one] for one in (existing, new)] == [["error"], ["error"]]
    assert [str(status) in text for [(_, text)] in (existing, new)] == [True, True]


@pytest.mark.parametrize("fault", [500, 503, 429, "reset-before"])
def test_no_answer_is_one_warning(
    fault: str | int, life: Life, life_of: LifeOf, simulator: CybersourceSimulator
) -> None:
    """
    Without an answer the first resource says why, for all, and everything is asked once.
    """
    keys = life_of(KEY)
    stored, key = life.create(LEAST), keys.create({})
    next_run()
    simulator.fail(fault, count=9)
    simulator.requests.clear()
    found = [*life.preview(stored, LEAST), *keys.preview(key, {})]

    assert {(one.refuses, one.once) for one in found} == {(False, True)}
    assert len({one.problem.reason for one in found}) == 1
    assert asked(simulator) == ["GET webhooks"]


ODD = {
    "nothing": Reply(200, None),
    "204": Reply(204),
    "null": Reply(200, b"null"),
    "text": Reply(200, b'"none"'),
    "html": Reply(200, b"<html></html>"),
    "rows without ids": Reply(200, [{"name": "x"}]),
    "redirect": Reply(302, None, {"location": "https://elsewhere.example.com/"}),
    "foreign 404": Reply(404, {"message": "no Route matched with those values"}),
    "empty 404": Reply(404),
}


@pytest.fixture
def at() -> Iterator[Callable[[Callable[[str, str], Reply]], Gateway]]:
    """Starts something that answers in the place of the platform."""
    running = []

    def start(answer: Callable[[str, str], Reply]) -> Gateway:
        running.append(gateway(answer))
        return running[-1].__enter__()

    yield start
    next_run()
    for one in running:
        one.__exit__(None, None, None)


@pytest.mark.parametrize("reply", ODD.values(), ids=ODD)
def test_odd_list_is_no_empty_list(
    reply: Reply, orders: Stored, life: Life, simulator: CybersourceSimulator, at: Callable[..., Gateway]
) -> None:
    """
    An odd answer says nothing about what is there: a warning with the reason, and nothing by id.
    """
    wall = at(lambda *_: reply)
    behind = Life(SUBSCRIPTION, account_at(simulator, Endpoint=wall.endpoint))
    state = {name: value for name, value in orders.outputs.items() if name not in hidden_part(orders.outputs)}
    [(severity, text)] = previewed(behind, replace(orders, outputs=state), FULL)

    assert (severity, text.startswith("not compared with the platform: ")) == ("warning", True)
    assert len(wall.asked) == 1


def test_terse_list(life: Life, orders: Stored, simulator: CybersourceSimulator, at: Callable[..., Gateway]) -> None:
    """
    A list that leaves a health URL out is not drift; that it does is found out once.
    """
    document = {"webhookId": orders.id, **simulator.subscriptions[orders.id].document, "status": "INACTIVE"}
    whole = {**document, "webhookId": "other"}
    rows = [{k: v for k, v in one.items() if k != "healthCheckUrl"} for one in (document, whole)]

    def answer(_: str, target: str) -> Reply:
        id = target.rpartition("/")[2]
        return Reply(200, rows if id.startswith("webhooks") else {**document, "webhookId": id})

    wall = at(answer)
    behind = Life(SUBSCRIPTION, account_at(simulator, Endpoint=wall.endpoint))
    state = {name: value for name, value in orders.outputs.items() if name not in hidden_part(orders.outputs)}
    next_run()
    found = [said(behind.preview(replace(orders, id=id, outputs=state), FULL)) for id in (orders.id, "other")]

    assert found == [[], []]
    assert len(wall.asked) == 2


def test_what_this_run_wrote_is_not_compared(life: Life, simulator: CybersourceSimulator, life_of: LifeOf) -> None:
    """
    A list from before says nothing of what this process has changed since, and says the rest.
    """
    policies = life_of(RETRIES)
    subscription = life.create(LEAST)
    policy = {"subscription": subscription.id, "interval": 7}
    stored = policies.create(policy)
    simulator.edit(subscription.id, {"retryPolicy": {"interval": 9}})
    next_run()
    life.preview(subscription, LEAST)
    updated = life.update(subscription, {**LEAST, "name": "renamed"})

    assert said(life.preview(updated, {**LEAST, "name": "renamed"})) == []
    assert [text.partition(";")[0] for _, text in said(policies.preview(stored, policy))] == [
        "differs at the platform in `interval`"
    ]


def test_several_organizations(life: Life, simulator: CybersourceSimulator) -> None:
    """
    Each organization is listed once, however many subscriptions it has.
    """
    stored = []
    for organization in ("north", "west"):
        simulator.add_signature_key(organization)
        for product, event in (
            ("payByLink", "payByLink.customer.payment"),
            ("tokenManagement", "tms.networktoken.updated"),
        ):
            news = {**LEAST, "organizationId": organization, "products": {product: [event]}}
            stored.append((life.create(news), news))
    next_run()
    simulator.requests.clear()
    found = [said(life.preview(one, news)) for one, news in stored]

    assert found == [[]] * 4
    assert [one.query["organizationId"] for one in simulator.requests] == ["north", "west"]
