"""
Stacks that version 0.1 deployed: their states were exported before the code was moved, and still preview empty.

A vector in `tests/vectors/states` is a project folder, its state file, and what the platform held.
"""

import json
from base64 import b64decode
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.engine.project import Project
from tests.stand_ins.simulators import UNREVIEWED

from pulumi_payment_webhooks.program import stored_literal
from pulumi_payment_webhooks.simulator.cybersource.access.credentials import Credentials
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

VECTORS = Path(__file__).parents[2] / "vectors" / "states"
NAMES = sorted(one.name for one in VECTORS.iterdir())


@dataclass(frozen=True)
class OldStack:
    """A stack as version 0.1 left it, and the platform that it was deployed to."""

    project: Project
    platform: CybersourceSimulator


@pytest.fixture(params=NAMES)
def old_stack(request: pytest.FixtureRequest, project: Project) -> Iterator[OldStack]:
    """
    Each vector, its simulated platform on a port of its own.
    """
    vector = VECTORS / request.param
    values = json.loads((vector / "values.json").read_text())
    known = Credentials(
        merchant_id=values["merchant"],
        organization_id=values["organization"],
        key_id=values["key_id"],
        shared_secret=values["secret"],
    )
    with CybersourceSimulator(knobs=UNREVIEWED, credentials=known) as platform:
        platform.add_signature_key()
        ids = _restore(platform, vector)
        moved = {**ids, values["endpoint"]: platform.endpoint}
        for name in ("__main__.py", "Pulumi.dev.yaml"):
            _copy(vector / name, project.folder / name, moved)
        project.state_path.parent.mkdir(parents=True, exist_ok=True)
        _copy(vector / "state.json", project.state_path, moved)
        yield OldStack(project, platform)


def _restore(platform: CybersourceSimulator, vector: Path) -> dict[str, str]:
    """Give *platform* what it held, and return each old id with the new one."""
    held = {
        one["outputs"]["name"]: one
        for one in _resources(vector / "state.json")
        if one["type"].endswith("WebhookSubscription")
    }
    ids: dict[str, str] = {}
    for document in json.loads((vector / "documents.json").read_text()):
        there = platform.subscriptions.add(deepcopy(document))
        platform.subscriptions.set_status(there.webhook_id, held[document["name"]]["outputs"]["currentStatus"])
        ids[held[document["name"]]["id"]] = there.webhook_id
    return ids


def _copy(source: Path, target: Path, moved: dict[str, str]) -> None:
    text = source.read_text()
    for old, new in moved.items():
        text = text.replace(old, new)
    target.write_text(text)


def _resources(state: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(state.read_text())["checkpoint"]["latest"]["resources"]
    return found


def test_old_stack_lives_on(old_stack: OldStack) -> None:
    """
    A state of version 0.1 previews empty, is unchanged by a refresh and an update, and is destroyed.
    """
    project, platform = old_stack.project, old_stack.platform

    project.run("pulumi preview --expect-no-changes")
    project.run("pulumi refresh --yes --skip-preview --expect-no-changes")
    project.run("pulumi up --yes --skip-preview --expect-no-changes")
    assert not platform.requests.changes
    project.run("pulumi destroy --yes --skip-preview")

    assert not list(platform.subscriptions)


@pytest.mark.parametrize("name", NAMES)
def test_literals_are_those_that_stacks_store(name: str) -> None:
    """
    The vectors hold the stored literals byte for byte as this version writes them.
    """
    stored = {
        one["type"].partition("dynamic/")[2]: b64decode(one["outputs"]["__provider"]).decode()
        for one in _resources(VECTORS / name / "state.json")
        if "dynamic/" in one["type"]
    }

    assert stored == {kind: f"cpulumi_payment_webhooks.dynamic\n{kind}\n." for kind in stored}
    assert all(b64decode(stored_literal(kind)).decode() == literal for kind, literal in stored.items())
