"""
What is measured at each platform. No engine here.
"""

import pytest
from bench.platforms import PLATFORMS
from bench.programs import SIDES, Side

ACCOUNT = {"organizationId": "org_1"}


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_versions_of_a_program_differ_in_one_line(platform: str, side: Side) -> None:
    """
    An update changes one field of each object, and both versions are programs.
    """
    first, second = (
        PLATFORMS[platform].program(side, 3, ACCOUNT, version).splitlines() for version in ("first", "second")
    )
    for lines in (first, second):
        compile("\n".join(lines), platform, "exec")

    assert sum(one != other for one, other in zip(first, second, strict=True)) == 1


def test_object_shows_the_version_that_wrote_it() -> None:
    """
    The version is read off an object of each platform.
    """
    subscription, webhook = {"description": "second"}, {"address": "https://hooks.example.com/second/7"}

    assert [PLATFORMS["cybersource"].version(subscription), PLATFORMS["digital-river"].version(webhook)] == [
        "second",
        "second",
    ]
