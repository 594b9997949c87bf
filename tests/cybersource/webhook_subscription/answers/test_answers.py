"""Answers that are unusual and legal: shorter than documented, in another letter case, with numbers that are none."""

import pytest
from tests.cybersource.orders import FULL, LEAST

from pulumi_payment_webhooks.cybersource.account.connection import CybersourceConnection

URL = "https://Hooks.example.net/Visa"
TOKEN_URL = "https://IDP.example.net/Token"


@pytest.fixture
def answers(monkeypatch):
    """Gives the answers to one method another shape: *change* is handed each subscription in them."""
    ask = CybersourceConnection.ask

    def twist(method, change):
        def twisted(self, asked, path, **details):
            answer = ask(self, asked, path, **details)
            if asked != method or (method == "GET" and not path.endswith("/webhooks")):
                return answer
            return [change(row) for row in answer] if isinstance(answer, list) else change(answer)

        monkeypatch.setattr(CybersourceConnection, "ask", twisted)

    return twist


def without(*names):
    return lambda row: {name: value for name, value in row.items() if name not in names}


@pytest.mark.parametrize("missing", ["healthCheckUrl", "status"])
def test_short_row_of_a_list_is_no_drift(simulator, life, answers, missing):
    """
    A list that leaves a member out says nothing of it: the subscription is asked for by its id.
    """
    news = {**FULL, "status": "ACTIVE"}
    stored = life.create(news)
    answers("GET", without(missing))

    assert life.read(stored) == stored


@pytest.mark.parametrize("missing", ["healthCheckUrl", "status"])
def test_short_answer_to_an_update_is_no_drift(simulator, life, answers, missing):
    """
    An answer to an update that leaves a member out does not read as if the platform had none, nor as another status.
    """
    news = {**FULL, "status": "ACTIVE", "name": "another"}
    stored = life.create({**news, "name": "orders"})
    answers("PATCH", without(missing))
    updated = life.update(stored, news)

    assert (life.changed(updated, news), updated.outputs["currentStatus"]) == (set(), "ACTIVE")


def test_short_answer_to_an_update_asks_for_no_status(simulator, life, answers):
    """
    A status that is as declared is not asked for again because an answer leaves it out.
    """
    news = {**LEAST, "status": "ACTIVE"}
    stored = life.create(news)
    simulator.requests.clear()
    answers("PATCH", without("status"))
    life.update(stored, {**news, "name": "another"})

    assert [one.method for one in simulator.requests] == ["PATCH", "GET"]


def test_short_answer_to_a_create_is_no_drift(simulator, life, answers):
    """
    An answer to a create that leaves the health URL out does not read as if the platform had none.
    """
    answers("POST", without("healthCheckUrl"))

    assert life.changed(life.create(FULL), FULL) == set()


def test_url_in_lower_case_is_no_drift(simulator, life):
    """
    A platform that answers with the whole URL in lower case, as one page of the guide shows, shows no difference.
    """
    simulator.turn(url_case="lower")
    news = {**LEAST, "webhookUrl": URL, "healthCheckUrl": URL}
    stored = life.create(news)

    assert (life.changed(stored, news), life.read(stored).inputs["webhookUrl"]) == (set(), URL)


def test_other_case_in_the_program_is_a_change(life):
    """
    A path that the program spells in another letter case is sent: it leads elsewhere.
    """
    stored = life.create({**LEAST, "webhookUrl": URL})

    assert life.changed(stored, {**LEAST, "webhookUrl": URL.replace("Visa", "visa")}) == {"webhookUrl"}


def test_unclear_create_finds_a_url_in_lower_case(simulator, life):
    """
    What was stored is recognised after a lost answer, although the platform tells its URL in lower case.
    """
    simulator.turn(url_case="lower")
    simulator.fail("reset-after", method="POST")

    assert life.create({**LEAST, "webhookUrl": URL}).id in simulator.subscriptions


def test_token_url_in_other_case_is_no_drift(life, answers):
    """
    The token endpoint is compared as the other URLs are: its host has no letter case, and 443 is the port of https.
    """
    policy = {"securityType": "oAuth", "config": {"oAuthURL": TOKEN_URL}}
    told = {"securityType": "oAuth", "config": {"oAuthURL": "https://idp.example.net:443/token"}}
    news = {**LEAST, "securityPolicy": policy}
    stored = life.create(news)
    answers("GET", lambda row: {**row, "securityPolicy": told})

    assert life.changed(life.read(stored), news) == set()


def test_organization_in_other_case_replaces_nothing(simulator, life, answers):
    """
    An organization that the platform spells in capitals is no other one: the subscription is not made anew for it.
    """
    stored = life.create(LEAST)
    answers("GET", lambda row: {**row, "organizationId": row["organizationId"].upper()})

    assert life.changed(life.read(stored), LEAST) == set()


@pytest.mark.parametrize("value", ["", "soon", "2.5", 2.5, -1], ids=str)
@pytest.mark.parametrize("name", ["firstRetry", "interval", "numberOfRetries", "repeatSequenceCount"])
def test_retry_policy_without_times_is_read(life, answers, name, value):
    """
    A retry number that is none breaks no refresh: it shows as drift, with a schedule that is not known.
    """
    stored = life.create(FULL)
    answers("GET", lambda row: {**row, "retryPolicy": {**row["retryPolicy"], name: value}})

    assert life.changed(life.read(stored), FULL) == {f"retryPolicy.{name}", "retryPolicy.schedule"}
