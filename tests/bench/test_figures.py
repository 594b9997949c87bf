"""
Figures made of runs, without an engine.
"""

import pytest
from bench.figures import Run, rows, table
from bench.programs import SIDES, Side
from bench.stack import OPERATIONS, Timed


def run(seconds: float, calls: int) -> Run:
    return {operation: Timed(seconds, calls, calls) for operation in OPERATIONS}


@pytest.fixture
def runs() -> dict[tuple[str, Side], list[Run]]:
    """
    Three runs of each side; ours is the faster, but once.
    """
    ours, plain = [run(9.0, 7), run(1.0, 7), run(2.0, 7)], [run(4.0, 5)] * 3
    return {(parallel, side): ours if side == "ours" else plain for parallel in ("default", "32") for side in SIDES}


def test_ratio_is_that_of_the_medians(runs) -> None:
    """
    One slow run of three changes no figure.
    """
    row = rows(runs)[0].json()

    assert (row["ours"], row["plain"], row["ratio"]) == (2.0, 4.0, 0.5)


def test_rows_are_of_what_was_run(runs) -> None:
    """
    Where only the first operations were run, there are rows of no other.
    """
    fewer = {key: [{"up": one["up"], "preview": one["preview"]} for one in found] for key, found in runs.items()}

    assert [row.operation for row in rows(fewer)] == ["up", "preview"] * 2


def test_plain_provider_never_has_more_than_four_calls_under_way(runs) -> None:
    """
    Its floor with `--parallel 32` is that of Pulumi's host: five calls are two waves; ours are one.
    """
    many = next(row for row in rows(runs) if row.parallel == "32")

    assert (many.floor("ours", 0.2), many.floor("plain", 0.2)) == (0.2, 0.4)


def test_table_has_a_line_for_each_row(runs) -> None:
    """
    The table shows every row under a head of two lines.
    """
    found = rows(runs)

    assert len(table(found, 0.2).splitlines()) == len(found) + 2
