"""The samples of the vendor's pages at the simulator: requests are taken, and answers look like those printed."""

import pytest
from tests.cybersource.samples import leaves, meant, sample
from tests.simulator.cybersource.conftest import V2

V1 = "/notification-subscriptions/v1/webhooks"
AS_PRINTED = {"response_shape": "flat", "names_in_answers": False, "unknown_events": "accept"}
INTERNAL = "securityPolicy.security_id"
THE_PLATFORMS = ("webhookId", "createdOn", "status", "version", "deliveryType")


def held_by(ask, response):
    """Bring a simulator to hold what a printed *response* says, and return its answer to the creation."""
    ask.simulator.add_signature_key(response["organizationId"])
    ask.simulator.turn(**AS_PRINTED)
    body = {name: value for name, value in response.items() if name not in THE_PLATFORMS}
    return ask("POST", V2, {"name": "not printed", **body})


@pytest.mark.parametrize(
    ("name", "path"),
    [("payment_create_request", V1), ("payment_create_request", V2), ("oauth_create_request", V2)],
)
def test_printed_request_is_taken(ask, name, path):
    """
    The platform creates what a printed request asks for, and its answer repeats each value of it. The page with one
    product at the top names no path: both versions take it.
    """
    printed = sample(name)
    ask.simulator.add_signature_key(printed["organizationId"])
    answer = ask("POST", path, printed)
    said = leaves(answer.content)

    assert answer.status == 201
    assert {at: said.get(at) for at in leaves(printed)} == leaves(printed)


@pytest.mark.parametrize("path", [V1, V2])
def test_internal_shape_is_refused(ask, path):
    """
    The request on the token management page, an internal shape of the platform, is refused.
    """
    answer = ask("POST", path, sample("tms_create_request"))

    assert (answer.status, answer.content["details"][0]["field"]) == (400, "name")


def test_meaning_of_the_internal_shape_is_taken(ask):
    """
    Spelled as clients spell it, the same subscription is created on the page's path, and the answer says the same.
    """
    printed = meant(sample("tms_create_request"))
    asked = {name: value for name, value in printed.items() if name not in THE_PLATFORMS}
    ask.simulator.add_signature_key(printed["organizationId"])
    answer = ask("POST", V1, {"name": "not printed", **asked})
    said = leaves(answer.content)

    assert answer.status == 201
    assert {at: one for at, one in leaves(asked).items() if said.get(at) != one} == {INTERNAL: leaves(asked)[INTERNAL]}


def test_oauth_answer_looks_like_the_printed_one(ask):
    """
    Created like the OAuth page's subscription, one is answered with the same members, in the same types, as printed.
    """
    printed = sample("oauth_create_response")
    answer = held_by(ask, printed).content

    assert answer == {**printed, **{name: answer[name] for name in ("webhookId", "createdOn", "deliveryType")}}
    assert len(answer["createdOn"]) == len(printed["createdOn"])


def test_token_management_answer_looks_like_the_printed_one(ask):
    """
    Read again when it is active, a subscription like the token management page's has the same members as printed.
    """
    printed = sample("tms_create_response")
    id = held_by(ask, printed).content["webhookId"]
    ask("PUT", f"{V2}/{id}/status", {"status": "ACTIVE"})
    answer = ask("GET", f"{V2}/{id}").content

    assert answer == {**printed, "webhookId": id, "createdOn": answer["createdOn"]}
    assert len(answer["createdOn"]) == len(printed["createdOn"])
