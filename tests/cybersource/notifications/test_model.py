"""The envelope in the forms that were seen."""

import json
from datetime import datetime

import pytest
from pydantic import ValidationError
from tests.cybersource.notifications.sender import KEYS, NOON, PAGES, envelope, headers, written

from pulumi_payment_webhooks.cybersource.notifications import Item, Notification, verify

TEST_NOTIFICATION = {
    "eventDate": "2026-07-01T10:00:00",
    "eventType": "tms.networktoken.updated",
    "organizationId": "my_org",
    "payloads": {"testPayload": {"message": "Congratulations"}},
    "productId": "tokenManagement",
    "requestType": "NEW",
    "retryNumber": 0,
    "transactionTraceId": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
    "webhookId": "17915c64-0000-5475-e063-7cb8d30a8089",
}
FLAT = {"id": "1", "status": "settled", "clientReferenceInformation.code": "TC85100-1"}


def received(value):
    body = written(value)
    return verify(body, headers(body), keys=KEYS, at=NOON)


def test_envelope_is_read():
    """
    Each documented member has a field.
    """
    shown = repr(received(envelope()))

    assert shown == (
        "Notification(event_type='payments.capture.status.accepted', webhook_id='17915c64-0000-5475-e063-7cb8d30a8089',"
        " product_id='payments', organization_id='my_org', event_date='2026-07-01T11:59:58',"
        " transaction_trace_id='7ac2ad9f-0000-d3e9-e053-34b8d30aaf40', retry_number=0, request_type='NEW')"
    )


@pytest.mark.parametrize(
    "value",
    [
        envelope(),
        TEST_NOTIFICATION,
        envelope(payload=[{"data": {"id": "1"}, "organizationId": "child"}]),
        envelope(payload=FLAT, added={"deep": [1]}, notificationId="n"),
        envelope(eventType="tomorrow.is.another.day", productId="tomorrow"),
        json.loads((PAGES / "payment_notification_decrypted.json").read_text()),
    ],
    ids=["object", "test", "list", "flat", "unheard of", "decrypted page"],
)
def test_notification_round_trips(value):
    """
    What is read is written again member by member: nothing is lost, nothing added.
    """
    assert received(value).model_dump(by_alias=True, exclude_unset=True, mode="json") == value


@pytest.mark.parametrize("page", sorted(PAGES.glob("*notification*.json")), ids=lambda page: page.stem)
def test_every_notification_of_the_vendors_pages_parses(page):
    """
    Each printed sample that is a notification, or the content of one, is read without loss.
    """
    printed = json.loads(page.read_text())

    assert Notification.model_validate(printed).model_dump(by_alias=True, exclude_unset=True) == printed


def test_both_printed_notifications_are_among_the_vectors():
    """
    The pages print two of them.
    """
    assert len(list(PAGES.glob("*notification*.json"))) == 2


@pytest.mark.parametrize(("given", "number"), [(0, 0), ("0", 0), (3, 3), ("12", 12)])
def test_retry_number_may_stand_in_quotes(given, number):
    """
    The number of a retry is a number, however it is written.
    """
    assert received(envelope(retryNumber=given)).retry_number == number


def test_null_is_read_as_absent():
    """
    A notification whose members are all null says as much as one without them.
    """
    nothing = received(dict.fromkeys(envelope()))

    assert (nothing.retry_number, nothing.event_type, nothing.items) == (0, None, ())


def test_item_does_not_show_what_it_holds():
    """
    The repr of an item, which ends in logs, holds nothing of the payload.
    """
    [item] = received(envelope(payload={"data": {"card": "4111"}, "organizationId": "child"})).items

    assert repr(item) == "Item(organization_id='child')"


def test_missing_members_are_none():
    """
    An empty object is a notification of which nothing is known.
    """
    empty = received({})

    assert (empty.event_type, empty.event_time, empty.retry_number, empty.items) == (None, None, 0, ())


def test_number_in_place_of_an_id_is_its_text():
    """
    An id that arrives as a number is not lost.
    """
    assert (
        received(envelope(transactionTraceId=6584251287300178228949)).transaction_trace_id == "6584251287300178228949"
    )


@pytest.mark.parametrize(
    ("written_as", "read_as"),
    [
        ("2022-07-20T11:38:45", datetime(2022, 7, 20, 11, 38, 45)),  # noqa: DTZ001 - the platform names no zone
        ("yesterday", None),
        (None, None),
    ],
)
def test_event_time_has_no_zone(written_as, read_as):
    """
    The date of an event is read without a zone; one that cannot be read is kept as text only.
    """
    notification = received(envelope(eventDate=written_as))

    assert (notification.event_date, notification.event_time) == (written_as, read_as)


@pytest.mark.parametrize(
    ("payload", "items"),
    [
        ({"data": {"id": "1"}, "organizationId": "child"}, (Item({"id": "1"}, "child"),)),
        ([{"data": 1, "organizationId": "a"}, {"data": 2}], (Item(1, "a"), Item(2))),
        (FLAT, (Item(FLAT),)),
        ({"data": 1, "organizationId": 7}, (Item(1),)),
        ("text", (Item("text"),)),
        ([], ()),
    ],
    ids=["object", "list", "flat", "odd organization", "text", "empty"],
)
def test_items_have_one_form(payload, items):
    """
    A list, an object around data and a flat object are looped over in the same way.
    """
    assert received(envelope(payload=payload)).items == items


@pytest.mark.parametrize(
    ("value", "items"),
    [
        ({"payloads": [{"data": {"id": "1"}, "organizationId": "a"}, {"data": 2}], "notificationId": "n"}, 2),
        ({"payload": None, "payloads": [{"data": {"id": "1"}, "organizationId": "a"}]}, 1),
        ({"payload": FLAT, "payloads": [1, 2, 3]}, 1),
        ({"payloads": []}, 0),
        ({"payloads": "text"}, 0),
        (TEST_NOTIFICATION, 0),
    ],
    ids=["list", "null beside it", "payload beside it", "empty", "text", "test"],
)
def test_items_come_from_payloads_too(value, items):
    """
    A notification without a payload whose `payloads` is a list is looped over in the same way.
    """
    found = received(value).items

    assert len(found) == items
    assert items != 2 or found == (Item({"id": "1"}, "a"), Item(2))


@pytest.mark.parametrize(
    ("value", "is_test"), [(TEST_NOTIFICATION, True), (envelope(), False), ({"payloads": 1}, False)]
)
def test_test_notification_is_recognised(value, is_test):
    """
    A test notification has `payloads` with a test payload.
    """
    assert received(value).is_test is is_test


@pytest.mark.parametrize("member", ["eventType", "webhookId", "productId", "organizationId", "eventDate", "payload"])
def test_content_id_differs_with_what_happened(member):
    """
    Two events that differ in one thing that happened are not the same.
    """
    assert received(envelope(**{member: "other"})).content_id != received(envelope()).content_id


@pytest.mark.parametrize("member", ["transactionTraceId", "retryNumber", "requestType"])
def test_content_id_is_the_same_for_each_attempt(member):
    """
    What differs between two attempts to deliver an event does not make it another one.
    """
    assert received(envelope(**{member: "7"})).content_id == received(envelope()).content_id


def test_content_id_is_made_from_unknown_members_where_there_is_no_payload():
    """
    Two bodies that tell what happened in members of another name are two events.
    """
    first, second = ({"organizationId": "my_org", "data": {"id": number}} for number in (1, 2))

    assert received(first).content_id != received(second).content_id


def test_content_id_is_not_made_from_unknown_members_beside_a_payload():
    """
    A member that nobody has heard of may tell about the attempt, and does not make it another event.
    """
    assert received(envelope(attemptedAt="now")).content_id == received(envelope()).content_id


def test_content_id_stays_what_it_was():
    """
    What receivers have remembered of an event is found again by later versions.
    """
    assert received(envelope()).content_id == "20a9979811bbde446faf7083aa5c6156a9a280c8366d2d451f65e1e08fd244ba"


def test_content_id_does_not_depend_on_the_order_of_members():
    """
    The same payload in another order is the same content.
    """
    first, second = ({"a": 1, "b": "\ud800"}, {"b": "\ud800", "a": 1})

    assert received(envelope(payload=first)).content_id == received(envelope(payload=second)).content_id


def test_notification_cannot_be_changed():
    """
    A verified notification stays what was verified.
    """
    with pytest.raises(ValidationError, match="frozen"):
        received(envelope()).event_type = "other"


def test_member_cannot_pose_as_a_proof():
    """
    Members named like our own properties are members: they change no property.
    """
    notification = received(envelope(proof="forged", _proof="forged", is_test=True, content_id="1"))

    assert (notification.proof.reading, notification.is_test) == ("body", False)


def test_notification_made_by_hand_has_no_proof():
    """
    A model that nobody verified does not pretend, whatever it is validated with.
    """
    with pytest.raises(ValueError, match="not verified"):
        _ = Notification.model_validate(envelope(), context={"proof": "forged"}).proof
