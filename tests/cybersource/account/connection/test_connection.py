"""From settings to answers, against the simulator."""

import threading

import pytest
from pydantic import SecretStr

from pulumi_payment_webhooks.client.answer import Answer
from pulumi_payment_webhooks.client.session import Session
from pulumi_payment_webhooks.cybersource.account.connection import CybersourceConnection, connect, disconnect
from pulumi_payment_webhooks.cybersource.account.settings import CybersourceSettings
from pulumi_payment_webhooks.errors import AlreadyExists, Missing, Refused, Unavailable, Unclear

WEBHOOKS = "/notification-subscriptions/v2/webhooks"
KEYS = "/kms/egress/v2/keys-sym"


@pytest.fixture
def settings_for(cybersource_simulator):
    """Makes settings that lead to the simulator and wait for nothing."""

    def make(**changes):
        own = cybersource_simulator
        return CybersourceSettings(
            **{
                "endpoint": own.endpoint,
                "merchant_id": own.merchant_id,
                "organization_id": own.organization_id,
                "key_id": own.key_id,
                "shared_secret": SecretStr(own.shared_secret),
                "retry_wait": 0.0,
                **changes,
            }
        )

    yield make
    disconnect()


@pytest.fixture
def connection(settings_for):
    """A connection with the simulator."""
    return connect(settings_for())


@pytest.fixture
def subscription(cybersource_simulator):
    """The body of a subscription that the simulator accepts, a signature key being on file."""
    cybersource_simulator.add_signature_key()
    return {
        "name": "orders",
        "description": "order events",
        "organizationId": cybersource_simulator.organization_id,
        "products": [{"productId": "tokenManagement", "eventTypes": ["tms.networktoken.updated"]}],
        "webhookUrl": "https://hooks.example.net/visa",
    }


def create(connection, subscription):
    """Ask for a subscription."""
    return connection.ask("POST", WEBHOOKS, body=subscription, doing="create subscription 'orders'")


@pytest.mark.parametrize("authentication", ["jwt", "http-signature"])
def test_accepted_request_returns_its_json(settings_for, subscription, authentication):
    """
    Either scheme is accepted for a request with a body, and the answer's JSON comes back.
    """
    connection = connect(settings_for(authentication=authentication))

    assert create(connection, subscription)["name"] == "orders"


@pytest.mark.parametrize("authentication", ["jwt", "http-signature"])
def test_query_is_signed(settings_for, cybersource_simulator, authentication):
    """
    A request with a query is accepted under either scheme: an empty list is a 404, not a 401.
    """
    connection = connect(settings_for(authentication=authentication))

    with pytest.raises(Missing):
        connection.ask(
            "GET", WEBHOOKS, query={"organizationId": cybersource_simulator.organization_id}, doing="list subscriptions"
        )


def test_answer_without_json_is_none(connection, cybersource_simulator, subscription):
    """
    A success that says nothing returns nothing.
    """
    cybersource_simulator.turn(delete_answer="204")
    webhook_id = create(connection, subscription)["webhookId"]

    assert connection.ask("DELETE", f"{WEBHOOKS}/{webhook_id}", doing="delete subscription 'orders'") is None


def test_second_subscription_of_a_product_already_exists(connection, subscription):
    """
    The natural key being occupied is an error of its own.
    """
    create(connection, subscription)

    with pytest.raises(AlreadyExists, match=r"\Acannot create subscription 'orders': .*already exists"):
        create(connection, subscription)


def test_missing_signature_key_names_the_remedy(connection, cybersource_simulator, subscription):
    """
    The refusal of a first subscription says which resource is missing.
    """
    cybersource_simulator.reset()

    with pytest.raises(Refused, match=r"declare a cybersource\.DigitalSignatureKey"):
        create(connection, subscription)


def test_wrong_secret_names_the_settings_and_not_the_secret(settings_for, subscription):
    """
    A 401 says what to check.
    """
    wrong = "d3JvbmcgYnV0IGxvbmcgZW5vdWdoIHNlY3JldA=="

    with pytest.raises(Refused, match="cybersourceSharedSecret") as refused:
        create(connect(settings_for(shared_secret=SecretStr(wrong))), subscription)

    assert wrong not in str(refused.value)


def test_create_is_sent_once_when_its_answer_is_lost(connection, cybersource_simulator, subscription):
    """
    A POST whose connection is reset is unclear; the operation is named; nothing was sent again.
    """
    cybersource_simulator.fail("reset-after")

    with pytest.raises(Unclear, match=r"\Acannot create subscription 'orders': "):
        create(connection, subscription)

    assert len(cybersource_simulator.requests) == 1


def test_read_is_repeated(connection, cybersource_simulator, subscription):
    """
    A GET gets over two server errors.
    """
    webhook_id = create(connection, subscription)["webhookId"]
    cybersource_simulator.fail(503, count=2, method="GET")

    assert connection.ask("GET", f"{WEBHOOKS}/{webhook_id}", doing="read")["webhookId"] == webhook_id


def test_tries_are_those_of_the_settings(settings_for, cybersource_simulator):
    """
    As many tries are made as were asked for, and the platform's words are in the error.
    """
    cybersource_simulator.fail(502, count=9)

    with pytest.raises(Unavailable, match=r"\Acannot read it: HTTP 502: System error \(2 tries\)"):
        connect(settings_for(retries=2)).ask("GET", f"{WEBHOOKS}/x", doing="read it")


def test_post_can_be_declared_harmless(connection, cybersource_simulator, subscription):
    """
    A POST that may be sent twice is repeated like any other request.
    """
    cybersource_simulator.fail(500)

    connection.ask("POST", WEBHOOKS, body=subscription, safe_to_repeat=True, doing="create")

    assert len(cybersource_simulator.requests) == 2


class Echo(Session):
    """A session with a platform that repeats, in its refusal, what it was sent."""

    def __init__(self):
        """Leads nowhere."""

    def send(self, method, path, *, query=None, body=None, safe_to_repeat, headers=None):
        secret = body["keyInformation"]["key"]
        return Answer(400, {"message": f"bad {secret}", "details": [{"field": "key", "reason": f"{secret} is bad"}]})


def test_secret_that_a_platform_repeats_is_masked(settings_for):
    """
    A refusal that quotes what was sent does not carry the secret on, neither in its text nor in its fields.
    """
    body = {"clientRequestAction": "STORE", "keyInformation": {"key": "hunter2-secret"}}

    with pytest.raises(Refused) as refused:
        CybersourceConnection(settings_for(), Echo()).ask("POST", KEYS, body=body, doing="store credentials")

    assert "hunter2" not in str(refused.value)
    assert refused.value.fields == (("key", "*** is bad"),)


def test_time_limit_is_that_of_the_settings(settings_for, cybersource_simulator):
    """
    A slow answer is waited for no longer than the settings say.
    """
    cybersource_simulator.fail("slow", seconds=1.0)

    with pytest.raises(Unavailable, match=r"timed out after 0\.05 s"):
        connect(settings_for(timeout=0.05, retries=1)).ask("GET", f"{WEBHOOKS}/x", doing="read it")


def test_portfolio_may_own_the_key(settings_for, cybersource_simulator):
    """
    A meta key is accepted in the name of the portfolio that owns it: the object is missing, the credentials are not.
    """
    portfolio = cybersource_simulator.organization_id

    with pytest.raises(Missing):
        connect(settings_for(portfolio_id=portfolio)).ask("GET", f"{WEBHOOKS}/x", doing="read it")


def test_stranger_does_not_own_the_key(settings_for):
    """
    A portfolio that does not own the key is refused, so the setting does reach the token.
    """
    with pytest.raises(Refused, match="does not accept key"):
        connect(settings_for(portfolio_id="stranger")).ask("GET", f"{WEBHOOKS}/x", doing="read it")


def test_equal_settings_share_a_connection(settings_for):
    """
    Every resource of an account uses the same connection.
    """
    assert connect(settings_for()) is connect(settings_for())


def test_other_credentials_have_a_connection_of_their_own(settings_for):
    """
    Two accounts in one process are kept apart.
    """
    assert connect(settings_for()) is not connect(settings_for(merchant_id="another"))


def test_threads_that_begin_together_share_a_connection(settings_for):
    """
    Connecting at the same moment makes one connection.
    """
    barrier = threading.Barrier(8)
    made = []

    def work():
        barrier.wait()
        made.append(connect(settings_for()))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({id(one) for one in made}) == 1


def test_waits_are_told_to_the_connection_s_listener(settings_for, cybersource_simulator):
    """
    A listener given when connecting hears of waits, in a line a person understands.
    """
    told: list[str] = []
    cybersource_simulator.fail(503)

    with pytest.raises(Missing):
        connect(settings_for(), on_wait=told.append).ask("GET", f"{WEBHOOKS}/x", doing="read it")

    assert told == ["HTTP 503, next try (2 of 4) in 0.0 s"]


def test_connection_shows_no_secret(connection, cybersource_simulator):
    """
    Printing a connection does not print the shared secret.
    """
    assert cybersource_simulator.shared_secret not in repr(connection)
