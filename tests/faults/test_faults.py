"""
A sample of `make fault-matrix`: every third fault, and the requests at which most can go wrong.
"""

from collections.abc import Iterator

import pytest
from tests.faults.case import Case, Matrix
from tests.faults.hosts import Hosts
from tests.faults.kinds import FAULTS
from tests.stand_ins.gateway import Gateway
from tests.stand_ins.simulators import UNREVIEWED

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

REQUESTS = [
    ("create", 2),
    ("adopt", 2),
    ("update", 2),
    ("refresh", 0),
    ("replace", 2),
    ("rotate-keys", 1),
    ("delete", 0),
    ("create", 3),
    ("create-policies", 1),
    ("replace", 3),
    ("create-keys", 1),
    ("update", 3),
    ("adopt", 3),
    ("delete-policies", 2),
]
"""Places in the operations."""
SAMPLE = [Case(*REQUESTS[place % len(REQUESTS)], fault) for place, fault in enumerate(list(FAULTS)[::3])]


@pytest.fixture(scope="module")
def matrix() -> Iterator[Matrix]:
    """
    What plays the cases of this file.
    """
    with CybersourceSimulator(knobs=UNREVIEWED) as platform, Gateway() as gateway, Hosts() as hosts:
        yield Matrix(platform, gateway, hosts)


@pytest.mark.parametrize("case", SAMPLE, ids=str)
def test_next_up_mends_everything(case: Case, matrix: Matrix) -> None:
    """
    After a fault and another `pulumi up` there is one object for each declaration, and nothing is left to do.

    No request that is unsafe to repeat was repeated, whatever was lost was reported, and no message shows a secret.
    """
    outcome = matrix.play(case)

    assert outcome.violations == [], outcome.said
