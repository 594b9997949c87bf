"""Webhooks as answers show them."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_payment_webhooks.digital_river.api.paths import Paths, is_id
from pulumi_payment_webhooks.digital_river.api.webhooks import read_row, read_rows

ANSWER: dict[str, Any] = {
    "id": "3f0c7a52-6d1e-4b8f-9a37-5c2e81d4b690",
    "types": ["refund.complete", "order.accepted"],
    "address": "https://hooks.example.com/dr",
    "apiVersion": "default",
    "enabled": True,
    "liveMode": False,
    "transportType": "HTTP",
    "authentication": {"userName": "dr-callback", "password": "example-only"},
    "createdTime": "2024-03-12T14:08:19.204Z",
    "updatedTime": "2024-03-12T14:08:19.204Z",
    "somethingNew": {"a": 1},
}


def test_row_has_what_can_be_declared() -> None:
    """
    Types are a set, the user name is read in either spelling, and unknown members are ignored.
    """
    row = read_row(ANSWER)

    assert row.fields == {
        "types": {"order.accepted": True, "refund.complete": True},
        "address": "https://hooks.example.com/dr",
        "apiVersion": "default",
        "enabled": True,
        "transportType": "HTTP",
        "authentication": {"username": "dr-callback", "password": "example-only"},
        "oauth": None,
    }
    assert row.added == {"createdTime": "2024-03-12T14:08:19.204Z", "liveMode": False}


@pytest.mark.parametrize("mask", ["********", "••••", ""])
def test_masked_value_is_not_reported(mask: str) -> None:
    """
    What is masked or left empty says nothing of the value.
    """
    row = read_row({**ANSWER, "authentication": {"username": "a", "password": mask}})

    assert row.fields["authentication"] == {"username": "a"}


def test_answer_without_a_transport_says_nothing_of_credentials() -> None:
    """
    Credentials are only shown with their transport, so without it nobody knows whether there are any.
    """
    row = read_row({"id": "w1"})

    assert row.fields == {}
    assert row.is_short


def test_row_shows_no_value() -> None:
    """
    The text of a row holds no password.
    """
    assert "example-only" not in repr(read_row(ANSWER))


@pytest.mark.parametrize("answer", [[ANSWER], {"data": [ANSWER], "hasMore": False}])
def test_list_has_either_shape(answer: Any) -> None:
    """
    A list is an array, or an object with `data`.
    """
    assert [one.id for one in read_rows(answer)] == [ANSWER["id"]]


@pytest.mark.parametrize("answer", [None, {}, {"data": None}, "[]", [{}], [{"id": ""}], [{"id": "a/b"}], [None]])
def test_odd_list_is_not_an_empty_list(answer: Any) -> None:
    """
    What is not a list of webhooks is refused.
    """
    with pytest.raises(ValueError, match=r"with something that is not a list of webhooks|without the id of a webhook"):
        read_rows(answer)


def test_part_of_a_list_is_not_the_list() -> None:
    """
    A list that says that there is more is refused: what it lacks would count as missing.
    """
    with pytest.raises(ValueError, match="with a part of the webhooks only"):
        read_rows({"data": [ANSWER], "hasMore": True})


def test_paths_of_each_profile() -> None:
    """
    The paths of Global Commerce are apart from those of the API.
    """
    assert Paths("dr-api").webhook("w1") == "/webhooks/w1"
    assert Paths("gc").secret("w1", "s1") == "/gc/webhooks/w1/secrets/s1"


@pytest.mark.parametrize("id", ["", ".", "a/b", "a b", "a?b", "é", None, 7, "a" * 101])
def test_what_cannot_be_an_id(id: object) -> None:
    """
    An id stands in a path as it is.
    """
    assert not is_id(id)
