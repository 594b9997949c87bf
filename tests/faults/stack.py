"""
A stack at a simulated platform whose commands run Pulumi's plugin process as the engine would. No engine is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.faults.deployment import Declared, Deployment, Held
from tests.faults.hosts import Hosts
from tests.stand_ins.dynamic_process import SECRET_MARK

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator


@dataclass
class Stack:
    """
    A stack's state and settings.

    Args:
        platform: The platform.
        hosts: Starts plugin processes.
        settings: Settings of the platform besides the account.
        held: The state, in the order of creation.
        said: Errors and warnings of the last command.
    """

    platform: CybersourceSimulator
    hosts: Hosts
    settings: dict[str, Any] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def up(self, *program: Declared, refresh: bool = False, **settings: Any) -> bool:
        """
        Deploy *program* in a process of its own, with *settings* for this time, and return whether that worked.
        """
        with self._phase(settings) as deployment:
            worked = deployment.up(program, refresh=refresh)
            self.held = deployment.held
        return worked

    def preview(self, *program: Declared, **settings: Any) -> list[str]:
        """
        Return the names of the resources that a preview of *program* shows as changing.
        """
        with self._phase(settings) as deployment:
            return deployment.left(program)

    def refresh(self) -> list[str]:
        """
        Read every resource, and return the names of those that are not as the state had them.
        """
        with self._phase({}) as deployment:
            moved = deployment.refresh()
            self.held = deployment.held
        return moved

    def rest(self, *program: Declared) -> list[str]:
        """
        Return the names of the resources that a refresh or a preview of *program* shows as changing.
        """
        with self._phase({}) as deployment:
            return [*deployment.refresh(), *deployment.left(program)]

    @contextmanager
    def _phase(self, settings: dict[str, Any]) -> Iterator[Deployment]:
        with self.hosts.phase(self._config(settings)) as host:
            deployment = Deployment(host, dict(self.held))
            yield deployment
            self.said = [*deployment.errors, *(one.message for one in host.engine.warnings)]

    @property
    def ids(self) -> dict[str, str]:
        """
        The ids in the state, by name of the resource.
        """
        return {name: one.id for name, one in self.held.items()}

    def _config(self, settings: dict[str, Any]) -> dict[str, Any]:
        account: Sequence[tuple[str, Any]] = (
            ("Endpoint", self.platform.endpoint),
            ("MerchantId", self.platform.merchant_id),
            ("OrganizationId", self.platform.organization_id),
            ("KeyId", self.platform.key_id),
            ("SharedSecret", {**SECRET_MARK, "value": self.platform.shared_secret}),
            ("RetryWait", "0"),
        )
        every = {**dict(account), **self.settings, **settings}
        return {f"payment-webhooks:cybersource{name}": value for name, value in every.items()}
