"""
The bench itself, small and without latency, on the real engine. No time is looked at.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from bench.run import main
from bench.stack import OPERATIONS


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """
    What a bench of two subscriptions wrote.
    """
    file: Path = tmp_path_factory.mktemp("bench") / "results.json"
    small = ["--count", "2", "--runs", "1", "--latency", "0", "--parallel", "32"]
    assert main([*small, "--results", str(file)]) == 0
    return json.loads(file.read_text())


def test_results_have_a_row_for_each_operation(results: Any) -> None:
    """
    Both providers create, keep, read, change and remove two subscriptions, and every row is written in full.
    """
    rows = [(row["operation"], row["parallel"]) for row in results["rows"]]

    assert rows == [(operation, "32") for operation in OPERATIONS]
    assert all(set(row) == {"operation", "parallel", "ours", "plain", "ratio", "calls"} for row in results["rows"])


def test_preview_of_an_unchanged_stack_asks_for_one_list(results: Any) -> None:
    """
    One list for all subscriptions: an unchanged preview and a refresh send nothing else, an update and a destroy do.
    """
    calls = {row["operation"]: row["calls"] for row in results["rows"]}

    assert (calls["preview"], calls["refresh"], calls["update"], calls["destroy"]) == (1, 1, 3, 3)
