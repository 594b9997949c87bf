"""
How the bench of rate limits reads the simulator's requests. No engine here.
"""

import pytest
from bench.rate_limit import Timed, read_requests

from sandbox import Unexpected

REQUESTS = [
    {"method": "GET", "status": 200, "time": "2026-07-01T12:00:00+00:00"},
    {"method": "POST", "status": 201, "time": "2026-07-01T12:00:00.500000+00:00"},
    {"method": "POST", "status": 429, "time": "2026-07-01T12:00:01+00:00"},
    {"method": "POST", "status": 201, "time": "2026-07-01T12:00:03+00:00"},
]


def test_ratio_compares_with_the_limit() -> None:
    """
    Three accepted requests in three seconds at one per second are ideal; refused ones do not count.
    """
    timed = read_requests(REQUESTS, 9.0, 2)

    assert timed == Timed(9.0, 3.0, 3, 1)
    assert timed.ratio(1) == 1.0


def test_missing_resource_fails_the_bench() -> None:
    """
    A deployment that did not create everything has no figures.
    """
    with pytest.raises(Unexpected, match="2 of 3 resources were created"):
        read_requests(REQUESTS, 9.0, 3)
