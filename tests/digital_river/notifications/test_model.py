"""The envelope of an event: what is read, what is kept, and what never shows."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.digital_river.notifications.sender import NEW, NOON, envelope, headers, written

from pulumi_payment_webhooks.digital_river.notifications import Event, Receiver

GLOBAL_COMMERCE = {
    "type": "subscription.renewed",
    "data": {"object": {"subscriptionId": "1"}},
    "clientIds": {"site_id": "shop"},
    "searchableData": {"subscriptionId": "1"},
}


def received(value, **given_):
    """The event that *value* arrives as."""
    body = value if isinstance(value, bytes) else written(value)
    return Receiver(secrets=[NEW], **given_).verify(body, headers(body), at=NOON)


def test_members_are_typed():
    """
    Every member of the envelope that the vendor documents has a field.
    """
    event = received(envelope())

    assert (event.id, event.type, event.live_mode) == (envelope()["id"], "refund.pending", False)
    assert (event.digitalriver_version, event.webhook_ids) == ("2021-12-13", tuple(envelope()["webhookIds"]))
    assert (event.object, event.previous_attributes) == (envelope()["data"]["object"], {"state": None})


@pytest.mark.parametrize(
    "value",
    [
        envelope(),
        envelope(type="tomorrow.is.another.day"),
        envelope(type=None),
        envelope(digitalriverVersion=None, webhookIds=None),
        envelope(versionIds=[], pendingWebhooks=1, digitalRiverVersion="2020-01-07"),
        envelope(data={"object": {}}),
        envelope(data=[1, {"deep": "text"}]),
        GLOBAL_COMMERCE,
        {},
    ],
    ids=["whole", "unknown type", "no type", "no version", "old", "deleted", "list", "Global Commerce", "empty"],
)
def test_event_round_trips(value):
    """
    What is read is written again member by member: nothing is lost, nothing added, whatever its type is called.
    """
    assert received(value).model_dump(by_alias=True, exclude_unset=True, mode="json") == value


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_type_survives(name):
    """
    The platform adds event types without notice.
    """
    assert received(envelope(type=name)).type == name


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("2024-03-12T14:10:02.511204Z", datetime(2024, 3, 12, 14, 10, 2, 511204, UTC)),
        ("2024-03-12T14:10:02.51120Z", datetime(2024, 3, 12, 14, 10, 2, 511200, UTC)),
        ("2024-03-12T14:10:02Z", datetime(2024, 3, 12, 14, 10, 2, tzinfo=UTC)),
        ("2024-03-12T14:10:02+0000", datetime(2024, 3, 12, 14, 10, 2, tzinfo=UTC)),
        ("2024-03-12T14:10:02.5Z[UTC]", datetime(2024, 3, 12, 14, 10, 2, 500000, UTC)),
        ("2024-03-12T14:10:02", datetime(2024, 3, 12, 14, 10, 2, tzinfo=UTC)),
        ("2024-03-12T14:10:02+01:00", datetime(2024, 3, 12, 14, 10, 2, tzinfo=timezone(timedelta(hours=1)))),
        ("yesterday", None),
        (None, None),
    ],
)
def test_created_time_is_read_in_every_form_that_was_seen(sent, read):
    """
    The vendor's samples print several forms; what cannot be read stays as text.
    """
    event = received(envelope(createdTime=sent))

    assert (event.created_time, event.created_at) == (sent, read)


@pytest.mark.parametrize("data", [None, {}, [], "text", {"object": None, "previousAttributes": None}])
def test_data_of_another_shape_is_no_problem(data):
    """
    Deleted objects are empty, and old payloads may have another shape.
    """
    event = received({**envelope(), "data": data})

    assert (event.data, event.object, event.previous_attributes) == (data, None, {})


def test_null_is_read_as_absent():
    """
    An event whose members are all null says as much as one without them.
    """
    nothing = received(dict.fromkeys(envelope()))

    assert (nothing.id, nothing.type, nothing.live_mode, nothing.webhook_ids) == (None, None, None, ())


def test_event_without_id_is_recognised_by_its_content():
    """
    Global Commerce may leave the id out; what was sent then tells two events apart.
    """
    event, other = received(GLOBAL_COMMERCE), received({**GLOBAL_COMMERCE, "searchableData": {"subscriptionId": "2"}})

    assert event.content_id == received(dict(reversed(GLOBAL_COMMERCE.items()))).content_id
    assert event.content_id != other.content_id


def test_numbers_keep_their_digits():
    """
    Amounts are what was sent, to the last digit.
    """
    body = b'{"type":"order.accepted","data":{"object":{"total":10.00,"tax":1234567890123456.78}}}'

    assert str(received(body).object["tax"]) == "1234567890123456.78"
    assert received(body, decimals=True).object["total"] == Decimal("10.00")


def test_repr_shows_neither_payload_nor_unknown_members():
    """
    What ends in logs has ids and names only.
    """
    shown = repr(received(envelope(data={"object": {"card": "4111"}}, clientIds={"site_id": "hunter2"})))

    assert shown.startswith("Event(id='7d3c2b1a-0f9e-4d8c-b7a6-95847362514f', type='refund.pending'")
    assert "4111" not in shown
    assert "hunter2" not in shown


def test_event_cannot_be_changed():
    """
    A verified event stays what was verified.
    """
    with pytest.raises(ValidationError, match="frozen"):
        received(envelope()).type = "other"


def test_member_cannot_pose_as_a_proof():
    """
    Members named like our own properties are members: they change no property.
    """
    event = received(envelope(proof="forged", _proof="forged", object="forged", content_id="1"))

    assert event.proof.sent_at == NOON
    assert (event.object, event.content_id) == (envelope()["data"]["object"], envelope()["id"])


def test_event_made_by_hand_has_no_proof():
    """
    A model that nobody verified does not pretend, whatever it is validated with.
    """
    with pytest.raises(ValueError, match="not verified"):
        _ = Event.model_validate(envelope(), context={"proof": "forged"}).proof
