"""What a preview says of a webhook before anything is sent."""

from __future__ import annotations

from typing import Any

import pytest
from tests.digital_river.life import Life, account_at, next_run
from tests.digital_river.webhooks import (
    ADDRESS,
    BASIC,
    CLIENT,
    LEAST,
    SECRETS,
    TOKENS,
    WEBHOOK,
    WITH_BASIC,
    WITH_TOKENS,
)
from tests.messages import check_warning

from pulumi_payment_webhooks.reconcile.declare.declaration import UNKNOWN
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

OAUTH = {**LEAST, "transportType": "OAUTH"}


def without(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: one for name, one in values.items() if name not in names}


REFUSED = {
    "no address": (without(LEAST, "address"), "address: is required"),
    "no types": ({**LEAST, "types": []}, "types: must name at least one"),
    "address of another scheme": ({**LEAST, "address": "ftp://a.example.com"}, "address: must be an http or https URL"),
    "relative address": ({**LEAST, "address": "/dr"}, "address: must be an http or https URL with a host"),
    "wildcard": ({**LEAST, "types": ["order.*"]}, "types: order.*: `*` is not possible here; name each type"),
    "version": ({**LEAST, "apiVersion": "newest"}, "apiVersion: must be default, latest or the date"),
    "transport": ({**LEAST, "transportType": "SMTP"}, "transportType: must be one of HTTP, OAUTH"),
    "oauth without OAUTH": ({**LEAST, "oauth": TOKENS}, "oauth: is only possible with `transportType` OAUTH"),
    "OAUTH without oauth": (OAUTH, "oauth: is required with `transportType` OAUTH: give `oauth.tokenEndPoint`"),
    "basic with OAUTH": (
        {**OAUTH, "oauth": TOKENS, "authentication": BASIC},
        "authentication: is only possible with `transportType` HTTP",
    ),
    "no token end point": ({**OAUTH, "oauth": without(TOKENS, "tokenEndPoint")}, "oauth.tokenEndPoint: is required"),
    "no client": ({**OAUTH, "oauth": without(TOKENS, "clientID")}, "oauth.clientID: is required"),
    "no client secret": ({**OAUTH, "oauth": without(TOKENS, "clientSecret")}, "oauth.clientSecret: is required"),
    "no user": (
        {**OAUTH, "oauth": without(TOKENS, "userName")},
        "oauth.userName: is required with `grantType` password: give it, or use client_credentials",
    ),
    "no password": ({**OAUTH, "oauth": without(TOKENS, "password")}, "oauth.password: is required with `grantType`"),
    "user of a client": (
        {**OAUTH, "oauth": {**CLIENT, "userName": "someone"}},
        "oauth.userName: is only possible with `grantType` password: remove it",
    ),
    "grant": ({**OAUTH, "oauth": {**TOKENS, "grantType": "implicit"}}, "oauth.grantType: must be one of password"),
    "plain address under OAUTH": (
        {**WITH_TOKENS, "address": "http://hooks.example.com/dr"},
        "address: must be an https URL with `transportType` OAUTH",
    ),
    "plain token end point": (
        {**OAUTH, "oauth": {**TOKENS, "tokenEndPoint": "http://login.example.com"}},
        "oauth.tokenEndPoint: must be an https URL with `transportType` OAUTH",
    ),
    "password alone": (
        {**LEAST, "authentication": {"password": "x"}},
        "authentication.username: is required with `authentication.password`",
    ),
    "colon": ({**LEAST, "authentication": {"username": "a:b"}}, "authentication.username: must not contain a colon"),
    "live type": ({**LEAST, "types": ["payout.created"]}, "types: payout.created: only live webhooks can have that"),
    "adoption": ({**LEAST, "adoptExisting": "no id"}, "adoptExisting: must be True, or the id of a webhook"),
}
ACCEPTED = {
    "plain http": {**LEAST, "address": "http://hooks.example.com/dr"},
    "single label": {**LEAST, "address": "https://hooks/dr"},
    "user alone": {**LEAST, "authentication": {"username": "a"}},
    "cleared with OAUTH": {**WITH_TOKENS, "authentication": {}},
    "older word": {**LEAST, "apiVersion": "latest"},
    "small letters": {**LEAST, "transportType": "http"},
    "other ending": {**LEAST, "types": ["fulfillment.create"]},
}


@pytest.mark.parametrize(("news", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_the_platform_refuses_is_refused(webhooks: Life, news: dict[str, Any], reason: str) -> None:
    """
    A preview names the field and the remedy, and no value of a secret.
    """
    failures = [str(one) for one in webhooks.lifecycle.check({}, news, account=webhooks.account).failures]

    assert [one for one in failures if one.startswith(reason)] != []
    assert [one for one in SECRETS if one in " ".join(failures)] == []


@pytest.mark.parametrize("news", ACCEPTED.values(), ids=ACCEPTED)
def test_what_the_platform_accepts_is_accepted(webhooks: Life, news: dict[str, Any]) -> None:
    """
    A preview accepts what the vendor's pages allow, and the platform takes it.
    """
    assert webhooks.create(news).id


@pytest.mark.parametrize(
    "news", [{**OAUTH, "oauth": TOKENS, "address": "http://a.example.com"}, {**OAUTH, "oauth": CLIENT}]
)
def test_global_commerce_accepts_plain_http(simulator: DigitalRiverSimulator, news: dict[str, Any]) -> None:
    """
    Under the profile of Global Commerce, OAUTH works with http, too.
    """
    simulator.turn(profile="gc")
    life = Life(WEBHOOK, account_at(simulator))

    assert life.create({**news, "types": ["subscription.created"]}).id


def test_global_commerce_has_no_versions(simulator: DigitalRiverSimulator) -> None:
    """
    A version of the API is not a choice of Global Commerce.
    """
    life = Life(WEBHOOK, account_at(simulator, Profile="gc"))
    checked = life.lifecycle.check({}, {**LEAST, "apiVersion": "2021-12-13"}, account=life.account)

    assert next(str(one) for one in checked.failures).startswith("apiVersion: is not a choice of Global Commerce")


def test_live_type_with_a_live_key(simulator: DigitalRiverSimulator) -> None:
    """
    What only live webhooks can have is accepted with a live key.
    """
    life = Life(WEBHOOK, account_at(simulator, ApiKey=simulator.live_api_key, Mode="live"))

    assert life.create({**LEAST, "types": ["payout.created"]}).outputs["liveMode"] is True


def test_unknown_values_pass(webhooks: Life) -> None:
    """
    An address, a type and credentials that are known later stop nothing.
    """
    later = {"address": UNKNOWN, "types": ["order.accepted", UNKNOWN], "authentication": {"username": UNKNOWN}}

    assert webhooks.lifecycle.check({}, later, account=webhooks.account).failures == ()
    assert webhooks.check(later) == []


def test_new_disabled_webhook_warns(webhooks: Life) -> None:
    """
    A new webhook that is disabled receives nothing; an existing one was disabled on purpose.
    """
    news = {**LEAST, "enabled": False}
    new = webhooks.lifecycle.check({}, news, account=webhooks.account)
    old = webhooks.lifecycle.check(new.inputs, news, account=webhooks.account)

    assert [one for one in new.warnings if "nothing will be delivered" in str(one)] != []
    assert old.warnings == ()


@pytest.mark.parametrize(
    ("name", "hint"),
    [("order.acepted", "(did you mean 'order.accepted'?)"), ("made.up", "unknown event type 'made.up'")],
)
def test_unknown_type_warns(webhooks: Life, name: str, hint: str) -> None:
    """
    A type that no page names is a warning, with the closest name that one does.
    """
    warnings = [f"orders: {one.problem}" for one in webhooks.check({**LEAST, "types": [name]})]
    for one in warnings:
        check_warning(one)

    assert [hint in one for one in warnings] == [True]


def test_types_of_the_other_profile_are_unknown(simulator: DigitalRiverSimulator) -> None:
    """
    What the API offers is not what Global Commerce offers.
    """
    simulator.turn(profile="gc")
    life = Life(WEBHOOK, account_at(simulator))

    assert len(life.check({**LEAST, "types": ["order.accepted", "subscription.renewed"]})) == 1


def test_unpublished_version_warns(webhooks: Life) -> None:
    """
    A date that no page names may be a misprint.
    """
    checked = webhooks.lifecycle.check({}, {**LEAST, "apiVersion": "2021-12-31"}, account=webhooks.account)

    assert "the newest is '2021-12-13'" in str(checked.warnings[0])


DRIFT = [
    ({"authentication": {**BASIC, "password": "new-4711"}}, "`authentication.password`"),
    ({"authentication": None}, "`authentication`"),
    ({"address": "https://other.example.com"}, "`address`"),
    ({"types": ["order.created"]}, "`types`"),
    ({"enabled": False}, "`enabled`"),
]


@pytest.mark.parametrize(("edited", "field"), DRIFT, ids=[field for _, field in DRIFT])
def test_drift_is_reported_without_values(
    webhooks: Life, simulator: DigitalRiverSimulator, edited: dict[str, Any], field: str
) -> None:
    """
    What somebody changed at the platform is named in the preview, secrets too, and no value is shown.
    """
    stored = webhooks.create(WITH_BASIC)
    simulator.edit(stored.id, edited)
    next_run()
    said = " ".join(str(one.problem) for one in webhooks.preview(stored, WITH_BASIC))

    assert f"differs at the platform in {field}" in said
    assert [one for one in (*SECRETS, "new-4711") if one in said] == []


def test_drift_of_a_secret_is_read(webhooks: Life, simulator: DigitalRiverSimulator) -> None:
    """
    A refresh finds another password, and the next update restores it.
    """
    stored = webhooks.create(WITH_BASIC)
    simulator.edit(stored.id, {"authentication": {**BASIC, "password": "new-4711"}})
    next_run()
    read = webhooks.read(stored)
    assert read
    changed = webhooks.changed(read, WITH_BASIC)
    webhooks.update(read, WITH_BASIC)

    assert changed == {"authentication.password"}
    assert simulator.webhooks[stored.id].credentials == BASIC


def test_credentials_that_somebody_added_are_drift_where_none_are_declared(
    webhooks: Life, simulator: DigitalRiverSimulator
) -> None:
    """
    `{}` means none, so credentials that appear are a difference.
    """
    news = {**LEAST, "authentication": {}}
    stored = webhooks.create(news)
    simulator.edit(stored.id, {"authentication": BASIC})
    next_run()
    read = webhooks.read(stored)
    assert read

    assert webhooks.changed(read, news) != set()


def test_deleted_webhook_stops_the_preview(webhooks: Life, simulator: DigitalRiverSimulator) -> None:
    """
    A webhook that somebody deleted is found by a preview.
    """
    stored = webhooks.create(LEAST)
    simulator.webhooks.remove(stored.id)
    next_run()
    [advice] = webhooks.preview(stored, LEAST)

    assert advice.refuses
    assert "does not exist" in str(advice.problem)


def test_preview_of_many_is_one_request(webhooks: Life, simulator: DigitalRiverSimulator) -> None:
    """
    To compare many webhooks takes one list.
    """
    many = [({**LEAST, "address": f"{ADDRESS}/{n}"}) for n in range(5)]
    stored = [(webhooks.create(one), one) for one in many]
    next_run()
    simulator.requests.clear()

    assert [webhooks.preview(*one) for one in stored] == [[]] * 5
    assert len(simulator.requests) == 1


def test_offline_preview_needs_no_key(simulator: DigitalRiverSimulator) -> None:
    """
    An offline preview asks nothing.
    """
    life = Life(WEBHOOK, account_at(simulator, OfflinePreview=True))

    assert [one.is_note for one in life.check(LEAST)] == [True]
    assert len(simulator.requests) == 0
