"""A subscription when something goes wrong: what is gone, what is unclear, what is refused."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from tests.cybersource.orders import FULL, LEAST, SUBSCRIPTION

from pulumi_payment_webhooks.errors import AlreadyExists, Missing, Refused, Unavailable, Unclear
from pulumi_payment_webhooks.reconcile.run.lifecycle import Stored


@pytest.fixture
def gateway():
    """Answers every request with a page of its own; tells its endpoint."""
    opened = []

    def start(status):
        class Page(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(status)
                self.send_header("content-type", "text/html")
                self.end_headers()
                self.wfile.write(b"<html>no such page</html>")

            def do_DELETE(self):
                self.do_GET()

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        opened.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server, thread in opened:
        server.shutdown()
        thread.join()
        server.server_close()


def sent(simulator, method):
    """The bodies of the requests with *method*."""
    return [one.body for one in simulator.requests.matching(method)]


@pytest.mark.parametrize("fault", [401, 403, 429, 500, 502, 503, 504, "reset-before"])
def test_failed_read_is_never_gone(simulator, life, fault):
    """
    No error but "not found" is taken for a missing subscription, however often it comes.
    """
    stored = life.create(FULL)
    simulator.fail(fault, count=9, method="GET")

    with pytest.raises((Refused, Unavailable)) as caught:
        life.read(stored)
    assert not isinstance(caught.value, Missing)


@pytest.mark.parametrize("status", [200, 404, 410])
def test_page_of_a_gateway_is_never_gone(life_of, gateway, status):
    """
    A page that something else than the platform answers with, a 404 too, is not taken for a missing subscription.
    """
    life = life_of(SUBSCRIPTION, Endpoint=gateway(status))

    with pytest.raises((Refused, Unavailable)) as caught:
        life.read(Stored("w1", {}, {}))
    assert not isinstance(caught.value, Missing)


@pytest.mark.parametrize("status", [200, 404, 410])
def test_page_of_a_gateway_deletes_nothing(life_of, gateway, status):
    """
    A delete that a gateway answers with a page of its own is not reported as done.
    """
    life = life_of(SUBSCRIPTION, Endpoint=gateway(status))

    with pytest.raises((Refused, Unavailable)):
        life.delete(Stored("w1", {}, {}))


@pytest.mark.parametrize("fault", [401, 403, 429, 500, 502])
def test_failed_delete_is_never_done(simulator, life, fault):
    """
    A delete that ends in an error is not reported as done.
    """
    stored = life.create(FULL)
    simulator.fail(fault, count=9, method="DELETE")

    with pytest.raises((Refused, Unavailable)):
        life.delete(stored)


def test_read_survives_a_bad_moment(simulator, life):
    """
    A read is tried again after an error of the server.
    """
    stored = life.create(FULL)
    simulator.fail(502, count=3, method="GET")

    assert life.read(stored) == stored


NOT_STORED = [("reset-before", {}), (500, {}), (502, {}), (504, {}), ("slow", {"seconds": 30})]
STORED = [
    ("reset-after", {}),
    (500, {"stored": True}),
    (502, {"stored": True}),
    ("slow", {"seconds": 30, "stored": True}),
]


@pytest.mark.parametrize(("fault", "details"), STORED, ids=str)
def test_unclear_create_that_was_stored_is_found(simulator, life_of, fault, details):
    """
    When the answer to a create is lost, the subscription is looked up and taken: the POST is not sent again.
    """
    life = life_of(SUBSCRIPTION, Timeout=0.3)
    simulator.fail(fault, method="POST", **details)
    stored = life.create(FULL)

    assert [one.webhook_id for one in simulator.subscriptions] == [stored.id]
    assert len(sent(simulator, "POST")) == 1


@pytest.mark.parametrize(("fault", "details"), NOT_STORED, ids=str)
def test_unclear_create_that_is_not_listed_is_not_known(simulator, life_of, fault, details):
    """
    When the platform does not list the subscription, the error says that it is not known yet whether it was stored:
    the POST is not sent again.
    """
    life = life_of(SUBSCRIPTION, Timeout=0.3)
    simulator.fail(fault, method="POST", **details)

    with pytest.raises(Unclear, match=r"not known yet whether it was stored: .* does not list it yet; wait a minute"):
        life.create(FULL)
    assert len(sent(simulator, "POST")) == 1


@pytest.mark.parametrize("knobs", [{"empty_list": "empty"}, {"list_answer": "object"}], ids=str)
def test_look_up_understands_every_list(simulator, life, knobs):
    """
    Whether an empty list is a 404 or empty, and a list of one an object, the look-up finds what was stored.
    """
    simulator.turn(**knobs)
    simulator.fail("reset-after", method="POST")

    assert life.create(FULL).id in simulator.subscriptions


def test_look_up_understands_another_spelling_of_the_url(simulator, life):
    """
    A stored subscription is recognised although the platform answers with its host in lower case.
    """
    simulator.turn(url_case="lower")
    simulator.fail("reset-after", method="POST")

    assert life.create({**LEAST, "webhookUrl": "https://Hooks.Example.net:443/visa"}).id in simulator.subscriptions


def test_unclear_create_whose_look_up_fails_stays_unclear(simulator, life):
    """
    When asking fails as well, the error says why, that it is not known, and what to do.
    """
    simulator.fail("reset-after", method="POST")
    simulator.fail(500, count=9, method="GET")

    with pytest.raises(
        Unclear, match=r"not known yet whether .* answered HTTP 500: System error; wait a minute, then run `pulumi up`"
    ):
        life.create(FULL)


def test_unclear_create_does_not_take_another_subscription(simulator, life):
    """
    A subscription that covers the product but differs from what is declared is named, and not taken.
    """
    theirs = life.create(LEAST)
    simulator.fail("reset-before", method="POST")

    with pytest.raises(AlreadyExists, match=theirs.id):
        life.create({**LEAST, "webhookUrl": "https://hooks.example.net/other"})


def test_occupied_product_names_the_occupant(life):
    """
    When another subscription covers the product, the error names its id and the product.
    """
    theirs = life.create(LEAST)

    with pytest.raises(AlreadyExists, match=f"{theirs.id} holds tokenManagement"):
        life.create({**FULL, "name": "second"})


def test_missing_signature_key_names_the_remedy(cybersource_simulator, life_of):
    """
    Without a signature key on file, the error says which resource to declare.
    """
    with pytest.raises(Refused, match=r"declare a cybersource\.DigitalSignatureKey"):
        life_of(SUBSCRIPTION).create(FULL)


def test_organization_of_another_stack_is_refused(life_of, simulator):
    """
    An organization outside the stack's list is a failure of the check, named with its setting.
    """
    life = life_of(SUBSCRIPTION, AllowedOrganizations=simulator.organization_id)
    checked = life.lifecycle.check({}, {**LEAST, "organizationId": "other"}, account=life.account)

    assert [one.path for one in checked.failures] == [("organizationId",)]
    assert "cybersourceAllowedOrganizations" in checked.failures[0].reason


def test_refused_request_names_subscription_and_reason(simulator, life):
    """
    An event type that the platform does not know ends in an error with the subscription's name and the event.
    """
    with pytest.raises(Refused, match=r"cannot create subscription 'orders'.*event type nothing\.happened"):
        life.create({**LEAST, "products": {"payByLink": ["nothing.happened"]}})
