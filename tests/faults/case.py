"""
One case: an operation, one of its requests, a fault that it meets, and what has to be true after `pulumi up` again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any

from tests.faults.deployment import Declared, Deployment
from tests.faults.hosts import Hosts
from tests.faults.kinds import FAULTS, PATIENCE, Fault
from tests.faults.operations import CANARY, OPERATIONS, SUBSCRIPTION, Operation, found, prepare
from tests.stand_ins.dynamic_process import SECRET_MARK
from tests.stand_ins.gateway import Exchange, Gateway, pass_on

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

ADOPT = "adopt_existing"
AGAIN = "stored other values of"
"""What a warning says after which something is left to do."""
HASTE = {"Timeout": str(PATIENCE), "Retries": "2"}
"""Settings of the command that meets the fault. The machine that is busy may not disturb the others."""
ROUNDS = 3
"""How often `pulumi up` may be typed before everything is as declared."""
LOST = re.compile(r"key|credential|certificate", re.IGNORECASE)
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MEMBERS = re.compile(r"/[0-9a-f-]{36}")


@dataclass(frozen=True)
class Case:
    """
    One case.

    Args:
        operation: Name of the operation.
        request: Place of the request that meets the fault, among all of the operation.
        fault: Name of the fault.
    """

    operation: str
    request: int
    fault: str

    def __str__(self) -> str:
        return f"{self.operation}/{self.request}/{self.fault}"


@dataclass
class Outcome:
    """
    How a case ended.

    Args:
        case: The case.
        violations: What does not hold.
        said: Errors and warnings of all commands.
    """

    case: Case
    violations: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


class Disturbance:
    """
    A script for the gateway that lets requests meet a fault from one of them on, while they ask for the same.

    Args:
        request: Place of the first of them.
        fault: The fault.
    """

    def __init__(self, request: int, fault: Fault) -> None:
        self._first, self._fault, self._left = request, fault, fault.count
        self._met: tuple[str, str] | None = None
        self._seen = 0
        self._lock = Lock()

    def __call__(self, exchange: Exchange) -> None:
        (self._fault.script if self._meets(exchange) else pass_on)(exchange)

    def _meets(self, exchange: Exchange) -> bool:
        """Whether this is the one, or the same once more: a retry."""
        asked = (exchange.method, exchange.target)
        with self._lock:
            self._seen += 1
            if self._met is None and self._seen - 1 == self._first:
                self._met = asked
            if asked != self._met or not self._left:
                return False
            self._left -= 1
            return True


@dataclass
class Matrix:
    """
    Plays cases.

    Args:
        platform: The platform.
        gateway: What stands before it.
        hosts: Starts plugin processes.
    """

    platform: CybersourceSimulator
    gateway: Gateway
    hosts: Hosts

    @cached_property
    def requests(self) -> dict[str, list[str]]:
        """The requests of each operation that nothing disturbs."""
        return {name: self._undisturbed(operation) for name, operation in OPERATIONS.items()}

    def cases(self) -> Iterator[Case]:
        """Every fault at every request of every operation, where it makes sense."""
        for operation, requests in self.requests.items():
            for place, request in enumerate(requests):
                for name, fault in FAULTS.items():
                    if not (fault.is_lie and request.startswith("DELETE")):
                        yield Case(operation, place, name)

    def play(self, case: Case) -> Outcome:
        """Let one request of an operation meet a fault, type `pulumi up` again, and look at what is left."""
        operation, outcome = OPERATIONS[case.operation], Outcome(case)
        held = self._before(operation)
        keys = {key.key_id for key in self.platform.keys}
        self.gateway.begin(self.platform.endpoint, Disturbance(case.request, FAULTS[case.fault]))
        worked, held = self._up(operation.after, held, outcome, refresh=operation.refresh, **HASTE)
        outcome.violations += self._posted_twice()
        self.gateway.begin(self.platform.endpoint)
        worked = worked and not any(AGAIN in text for text in outcome.said)
        if worked:
            outcome.violations += self._left(operation, operation.after, held, "at once, ")
        declared = operation.after
        for _ in range(ROUNDS):
            if worked:
                break
            if any(ADOPT in text for text in outcome.said):
                declared = [_adopting(one) for one in declared]
            worked, held = self._up(declared, held, outcome, refresh=True)
        outcome.violations += [] if worked else [f"`pulumi up` fails {ROUNDS} times more"]
        outcome.violations += self._left(operation, declared, held, "")
        outcome.violations += self._lost(keys, held, outcome)
        outcome.violations += self._shown(outcome)
        return outcome

    def _up(
        self, program: Sequence[Declared], held: Mapping[str, Any], outcome: Outcome, *, refresh: bool, **settings: str
    ) -> tuple[bool, dict[str, Any]]:
        """Type `pulumi up`, in a process of its own, with *settings* for this time."""
        with self.hosts.phase(self._config | named(settings)) as host:
            deployment = Deployment(host, dict(held))
            worked = deployment.up(program, refresh=refresh)
            outcome.said += deployment.errors
            outcome.said += [one.message for one in host.engine.warnings]
            if not worked and not any(deployment.errors):
                outcome.violations.append("a command fails without a word")
        return worked, deployment.held

    def _before(self, operation: Operation) -> dict[str, Any]:
        prepare(self.platform, operation)
        self.gateway.begin(self.platform.endpoint)
        with self.hosts.phase(self._config) as host:
            deployment = Deployment(host)
            assert deployment.up(operation.before), deployment.errors
        return deployment.held

    def _undisturbed(self, operation: Operation) -> list[str]:
        held = self._before(operation)
        self.gateway.begin(self.platform.endpoint)
        with self.hosts.phase(self._config) as host:
            deployment = Deployment(host, dict(held))
            assert deployment.up(operation.after, refresh=operation.refresh), deployment.errors
        return [f"{one.method} {MEMBERS.sub('/ID', one.target)}" for one in self.gateway.exchanges]

    @property
    def _config(self) -> dict[str, Any]:
        settings = {
            "Endpoint": self.gateway.endpoint,
            "MerchantId": self.platform.merchant_id,
            "OrganizationId": self.platform.organization_id,
            "KeyId": self.platform.key_id,
            "SharedSecret": {**SECRET_MARK, "value": self.platform.shared_secret},
            "RetryWait": "0.02",
        }
        return named(settings)

    def _left(
        self, operation: Operation, declared: Sequence[Declared], held: Mapping[str, Any], when: str
    ) -> Iterator[str]:
        """What is not as declared."""
        there = found(self.platform, operation)
        if there != {name: dict(members) for name, members in operation.held.items()}:
            yield f"{when}the platform holds {there}, not {dict(operation.held)}"
        ids = {one.webhook_id for one in self.platform.subscriptions}
        known = {one.id for one in held.values() if one.kind == SUBSCRIPTION}
        if ids != known:
            yield f"{when}the platform holds {sorted(ids)}, the state {sorted(known)}"
        with self.hosts.phase(self._config) as host:
            deployment = Deployment(host, dict(held))
            if moved := deployment.refresh():
                yield f"{when}a refresh finds differences in {moved}"
            if left := deployment.left(declared):
                yield f"{when}a preview shows changes of {left}"

    def _posted_twice(self) -> Iterator[str]:
        """Whether a request that is not safe to repeat was repeated although the platform may have processed it."""
        posts = [
            (one.target, one.body) for one in self.gateway.exchanges if one.method == "POST" and not one.is_refused
        ]
        if len(set(posts)) < len(posts):
            yield "a POST was repeated"

    def _lost(self, before: set[str], held: Mapping[str, Any], outcome: Outcome) -> Iterator[str]:
        known = set(ID.findall(json.dumps([one.outputs for one in held.values()])))
        for key in self.platform.keys:
            if key.key_id in before | known:
                continue
            if not key.superseded:
                yield f"a {key.key_type} is in use that no state knows"
            if not any(LOST.search(text) for text in outcome.said):
                yield f"a {key.key_type} was lost, and no message says so"

    def _shown(self, outcome: Outcome) -> Iterator[str]:
        secrets = {CANARY, self.platform.shared_secret, *(key.secret for key in self.platform.keys if key.secret)}
        for text in outcome.said:
            if any(secret in text for secret in secrets):
                yield "a message shows a secret"
            if "Traceback" in text:
                yield f"a message is a traceback: {text[-300:]}"


def named(settings: Mapping[str, Any]) -> dict[str, Any]:
    """*settings* of the platform under the names that a stack has for them."""
    return {f"payment-webhooks:cybersource{name}": value for name, value in settings.items()}


def _adopting(declared: Declared) -> Declared:
    if declared.kind != SUBSCRIPTION:
        return declared
    return Declared(declared.kind, declared.name, {**declared.inputs, "adoptExisting": True})
