"""
A sample of `make kill-matrix`, and what the matrix itself has to be.
"""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from tests.engine.kills.case import case_of, play
from tests.engine.kills.operations import DESTROY, OPERATIONS, UP
from tests.engine.kills.points import POINTS
from tests.engine.kills.processes import VICTIMS
from tests.engine.kills.recovery import commands
from tests.engine.kills.stage import Stage
from tests.stand_ins.gateway import Gateway

SAMPLE = [
    ("replace", "stored-first", "ctrl-c-twice"),
    ("update", "waiting-last", "cli"),
    ("create", "landing-first", "provider"),
]


@pytest.fixture(scope="module")
def stage(engine: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """
    A stage for the cases of this file.
    """
    with Gateway() as gateway:
        yield Stage(tmp_path_factory.mktemp("kills"), engine, gateway)


@pytest.mark.parametrize("wanted", SAMPLE, ids="-".join)
def test_recovery_leaves_one_object_per_declaration(wanted: tuple[str, str, str], stage: Stage) -> None:
    """
    After the documented commands there is one object for each declaration, and nothing is left to do.

    No process survives the engine, no request follows its death, and whatever was lost was reported.
    """
    case = next(case for case in map(case_of, count()) if (case.operation, case.point, case.victim) == wanted)
    outcome = play(case, stage)

    assert outcome.was_killed, outcome.printed
    assert outcome.violations == [], outcome.printed


def test_matrix_has_every_combination() -> None:
    """
    The first seeds are every operation at every point, and as many rounds as there are victims are all combinations.
    """
    size = len(OPERATIONS) * len(POINTS)
    cases = [case_of(seed) for seed in range(size * len(VICTIMS))]

    assert len({(case.operation, case.point) for case in cases[:size]}) == size
    assert len({(case.operation, case.point, case.victim) for case in cases}) == len(cases)


def test_seed_is_the_whole_case() -> None:
    """
    The same seed is the same case, jitter included.
    """
    assert case_of(99) == case_of(99)


@pytest.mark.parametrize("command", [UP, DESTROY])
def test_page_says_what_to_type(command: str) -> None:
    """
    The page about failures has the commands for an interrupted `up` and for an interrupted `destroy`.
    """
    typed = commands(command)

    assert typed[0] == "pulumi cancel"
    assert f"{command.removesuffix(' --yes')} --refresh" in typed
