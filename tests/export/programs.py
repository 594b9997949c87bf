"""
Exported programs and the stacks that they are deployed to, in processes of their own. No engine is needed.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from tests.faults.deployment import Declared, Deployment, Held, Stopped
from tests.faults.hosts import Hosts
from tests.warm.interpreter import warm_python

RUN = """
import json, sys
import pulumi

class Monitor(pulumi.runtime.Mocks):
    def __init__(self):
        self.registered = []
    def new_resource(self, args):
        kind = args.typ.removeprefix("pulumi-python:dynamic/")
        inputs = {name: one for name, one in args.inputs.items() if name != "__provider"}
        self.registered.append((kind, args.name, inputs))
        return f"{args.name}-id", args.inputs
    def call(self, args):
        return {}

source, config = json.load(sys.stdin)
monitor = Monitor()
pulumi.runtime.set_mocks(monitor, project="shop", stack="dev", preview=False)
for name, value in config.items():
    pulumi.runtime.set_config(f"shop:{name}", value)

@pulumi.runtime.test
def whole():
    exec(compile(source, "__main__.py", "exec"), {"__name__": "__main__"})

whole()
print(json.dumps(monitor.registered))
"""
SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}


def run_program(source: str, config: Mapping[str, str] | None = None) -> list[Declared]:
    """
    The resources that a program registers, as the engine sees them.

    Args:
        source: The program.
        config: The secrets in its stack's config.
    """
    ran = subprocess.run(
        [str(warm_python()), "-c", RUN],
        input=json.dumps([source, dict(config or {})]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return [Declared(kind, name, _known(inputs)) for kind, name, inputs in json.loads(ran.stdout)]


def without_adoption(source: str) -> str:
    """The program after its user has removed the lines with `adopt_existing`."""
    return "".join(line for line in source.splitlines(keepends=True) if "    adopt_existing=" not in line)


def _known(value: Any) -> Any:
    """*value* without marks of secrets."""
    if isinstance(value, Mapping):
        if SECRET.items() <= value.items():
            return _known(value["value"])
        return {name: _known(one) for name, one in value.items() if one is not None}
    return [_known(one) for one in value] if isinstance(value, list) else value


@dataclass
class AnyStack:
    """
    A stack at any platform.

    Args:
        hosts: Starts plugin processes.
        config: Its settings, by full key.
        held: Its state.
        said: Errors and warnings of the last command.
    """

    hosts: Hosts
    config: Mapping[str, Any]
    held: dict[str, Held] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def up(self, program: Sequence[Declared]) -> bool:
        """Deploy *program*, and return whether that worked; as in the engine, all is checked before much is done."""
        with self._phase() as deployment:
            with suppress(Stopped):
                deployment.left(program)
            worked = deployment.up(program)
            self.held = deployment.held
        return worked

    def preview(self, program: Sequence[Declared]) -> list[str]:
        """The names of the resources that a preview of *program* shows as changing."""
        with self._phase() as deployment:
            return deployment.left(program)

    @contextmanager
    def _phase(self) -> Iterator[Deployment]:
        with self.hosts.phase(self.config) as host:
            deployment = Deployment(host, dict(self.held))
            yield deployment
            self.said = [*deployment.errors, *(one.message for one in host.engine.warnings)]
