"""
What the two versions of the API differ in: paths, and how a status is asked for.
"""

import pytest

from pulumi_payment_webhooks.cybersource.api.versions import StatusChange, Version
from pulumi_payment_webhooks.errors import Refused

V1, V2 = Version("v1"), Version("v2")
each_version = pytest.mark.parametrize("version", [V1, V2], ids=lambda one: one.name)


@each_version
def test_version_is_part_of_every_path(version: Version) -> None:
    """
    Subscriptions and catalogue are asked for below the version's own path.
    """
    paths = (version.collection, version.item("w"), version.products("acme"))

    assert {path.split("/")[2] for path in paths} == {version.name}


@each_version
def test_id_cannot_leave_its_place_in_the_path(version: Version) -> None:
    """
    An id with characters that mean something in a URL is in no path.
    """
    for path in (version.item, version.products):
        with pytest.raises(Refused, match=r"contains '/', so nothing was sent"):
            path("../x?y=1#z")


@pytest.mark.parametrize(
    ("version", "request_"),
    [
        (V1, StatusChange("PATCH", "/notification-subscriptions/v1/webhooks/w", {"status": "ACTIVE"})),
        (V2, StatusChange("PUT", "/notification-subscriptions/v2/webhooks/w/status", {"status": "ACTIVE"})),
    ],
    ids=["v1", "v2"],
)
def test_status_is_asked_for(version: Version, request_: StatusChange) -> None:
    """
    A status is an update in v1, and a request of its own in v2.
    """
    assert version.status("w", "ACTIVE") == request_
