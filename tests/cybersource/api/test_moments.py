"""Points in time as the platform writes them."""

import pytest

from pulumi_payment_webhooks.cybersource.api.moments import read_moment


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("2021-03-17T06:53:06+0000", "2021-03-17T06:53:06Z"),
        ("2021-03-17T06:53:06Z", "2021-03-17T06:53:06Z"),
        ("2022-04-28T15:39:56.928Z", "2022-04-28T15:39:56Z"),
        ("2022-04-28 15:39:56.931", "2022-04-28T15:39:56Z"),
        ("2022-04-28T17:39:56+02:00", "2022-04-28T15:39:56Z"),
        ("9999-12-31T23:59:59-05:00", "9999-12-31T23:59:59-05:00"),
        ("some day", "some day"),
        ("", ""),
        (5, None),
        (None, None),
    ],
)
def test_moment_has_one_form(told, read):
    """
    Every format of a time is read as UTC to the second; what is no time is kept.
    """
    assert read_moment(told) == read
