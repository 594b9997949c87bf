"""
The description that the simulator serves, held against what it answers.

schemathesis generates valid and invalid requests from the description, follows ids from one operation to the next, and
reports every answer that the description does not allow.
"""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from tests.simulator.digital_river.conftest import UNLIMITED

from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

DESCRIPTION = "/_simulator/openapi.json"
OTHER_READINGS = {
    "create_status": "200",
    "list_answer": "object",
    "required_fields": "spec",
    "unknown_events": "accept",
    "api_versions": "any_date",
    "patch_null": "refused",
    "grant_types": "password",
    "password_grant": "any",
    "credentials_in_answers": "absent",
    "user_name_in_answers": "userName",
    "live_mode_in_answers": "false",
    "event_fields": "spec",
    "secrets_api": "offered",
    "event_types_api": "offered",
}


def conform(simulator: DigitalRiverSimulator, folder: Path, location: str, *options: str) -> str:
    """What schemathesis reports; empty if there is no deviation."""
    key = f"Authorization: Bearer {simulator.api_key}"
    command = [sys.executable, "-m", "schemathesis.cli", "run", location, "--header", key, "--seed", "1"]
    usual = ["--max-examples", "8", "--warnings", "off", "--no-color", "--continue-on-failure"]
    ended = subprocess.run([*command, *usual, *options], cwd=folder, capture_output=True, text=True, check=False)
    return "" if ended.returncode == 0 else ended.stdout + ended.stderr


@pytest.mark.parametrize(
    ("knobs", "phases"),
    [
        ({}, "coverage,fuzzing,stateful"),
        ({"profile": "gc", "audience": "accept"}, "fuzzing,stateful"),
        (OTHER_READINGS, "fuzzing,stateful"),
    ],
    ids=["dr-api", "gc", "other readings"],
)
def test_description_is_true(tmp_path: Path, knobs: dict[str, str], phases: str) -> None:
    """
    Every answer is one that the description allows; what it calls valid is accepted, and nothing else.
    """
    with DigitalRiverSimulator(knobs=UNLIMITED.replace(knobs)) as simulator:
        simulator.emit("order.accepted" if simulator.knobs.profile == "dr-api" else "subscription.renewed")

        assert conform(simulator, tmp_path, f"{simulator.endpoint}{DESCRIPTION}", "--phases", phases) == ""


def test_deviation_is_found(tmp_path: Path) -> None:
    """
    A server that answers otherwise than it was described does not pass.
    """
    with DigitalRiverSimulator(knobs=UNLIMITED) as simulator:
        with urllib.request.urlopen(f"{simulator.endpoint}{DESCRIPTION}") as answer:
            (tmp_path / "before.json").write_bytes(answer.read())
        simulator.turn(create_status="200")
        only = ("--phases", "fuzzing", "--include-operation-id", "createWebhooks")

        report = conform(simulator, tmp_path, "before.json", "--url", simulator.endpoint, *only)

    assert "Undocumented status code" in report


def test_description_follows_the_mode(ask: Any) -> None:
    """
    The description for live keys names the event types that test mode does not have.
    """
    test, live = (json.dumps(ask("GET", f"{DESCRIPTION}{mode}").content) for mode in ("", "?mode=live"))

    assert ("payout.created" in test, "payout.created" in live) == (False, True)


def test_operations_are_those_of_the_vendor(ask: Any) -> None:
    """
    Under `dr-api` the operations on webhooks have the ids of the vendor's file, and no others exist.
    """
    paths = ask("GET", DESCRIPTION).content["paths"]

    ids = {one["operationId"] for path in paths.values() for name, one in path.items() if name != "parameters"}
    webhooks = {"listWebhooks", "createWebhooks", "retrieveWebhooks", "updateWebhooks", "deleteWebhooks"}
    assert ids == webhooks | {"listEvents", "retrieveEvents"}
