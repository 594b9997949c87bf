"""
Where cases play: a project, a gateway and a simulated platform, which start each case from the same place.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.engine.kills.operations import OPERATIONS, Operation
from tests.engine.project import Project, create
from tests.stand_ins.gateway import Gateway, Script, pass_on
from tests.stand_ins.simulators import UNREVIEWED

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

NAMESPACE = "payment-webhooks"
DATA = "platform.json"


@dataclass(frozen=True)
class Scene:
    """
    What one case plays with.

    Args:
        project: Its project, its stack in the state before the operation.
        gateway: What stands between the provider and the platform.
        platform: The platform.
    """

    project: Project
    gateway: Gateway
    platform: CybersourceSimulator


class Stage:
    """
    Prepares each operation once, and gives each case a copy.

    Args:
        root: A folder for everything.
        engine: The folder of the engine.
        gateway: A gateway that is running; its address is in the stack's settings.
    """

    def __init__(self, root: Path, engine: Path, gateway: Gateway) -> None:
        self._root = root
        self._engine = engine
        self._gateway = gateway
        self._prepared = cache(self._prepare)

    @contextmanager
    def scene(self, operation: str, name: str, script: Script = pass_on) -> Iterator[Scene]:
        """
        Set the scene for *operation*, in a folder of its own that is removed afterwards.
        """
        before = self._prepared(operation)
        root = self._root / name
        project = before.copy_to(root)
        try:
            with CybersourceSimulator(knobs=UNREVIEWED, data=root / DATA) as platform:
                self._gateway.begin(platform.endpoint, script)
                yield Scene(project, self._gateway, platform)
        finally:
            shutil.rmtree(root, ignore_errors=True)

    def _prepare(self, name: str) -> Project:
        """A project in the state before an operation, with the platform's memory beside it."""
        operation = OPERATIONS[name]
        project = self._empty().copy_to(self._root / f"before-{name}")
        with CybersourceSimulator(knobs=UNREVIEWED, data=project.root / DATA) as platform:
            self._gateway.begin(platform.endpoint)
            operation.prepare(platform)
            _configure(project, self._gateway.endpoint, platform)
            _deploy(project, operation)
        project.write(operation.after)
        return project

    def _empty(self) -> Project:
        root = self._root / "empty"
        return Project(root, self._engine) if root.exists() else create(root, self._engine)


def _configure(project: Project, endpoint: str, platform: CybersourceSimulator) -> None:
    plain = {
        "cybersourceEndpoint": endpoint,
        "cybersourceMerchantId": platform.merchant_id,
        "cybersourceOrganizationId": platform.organization_id,
        "cybersourceKeyId": platform.key_id,
    }
    project.configure(
        plain={f"{NAMESPACE}:{name}": value for name, value in plain.items()},
        secret={f"{NAMESPACE}:cybersourceSharedSecret": platform.shared_secret},
    )


def _deploy(project: Project, operation: Operation) -> None:
    if operation.before:
        project.write(operation.before)
        project.run("pulumi up --yes --skip-preview")
