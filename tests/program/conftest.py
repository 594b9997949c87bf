"""Runs programs against Pulumi's own stand-in for the engine."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pulumi.runtime
import pytest
from pulumi.runtime import settings

import pulumi


class Monitor(pulumi.runtime.Mocks):
    """Stands in for the engine: keeps what is registered, and echoes it with an output."""

    def __init__(self):
        self.registered = {}

    def new_resource(self, args):
        self.registered[args.name] = args
        added = {"currentStatus": "INACTIVE", "key": "told once", "description": "kept"}
        return f"{args.name}-id", {**added, **args.inputs}

    def call(self, args):
        return {}


@pytest.fixture
def loop():
    """
    The event loops that the SDK wants, in this thread and in those of its calls, closed afterwards.

    It makes its own where there is none, as after another test's `asyncio.run`, and closes none of them.
    """
    made = []

    def make():
        own = asyncio.new_event_loop()
        own.set_exception_handler(lambda *_: None)  # An output that fails does so in several futures.
        asyncio.set_event_loop(own)
        made.append(own)

    make()
    with ThreadPoolExecutor(initializer=make) as workers:
        made[0].set_default_executor(workers)
        yield
    asyncio.set_event_loop(None)
    for one in made:
        one.close()


@pytest.fixture
def run(loop):
    """Runs a program, a function that makes resources; gives what it returned, known, and what was registered."""

    def run_one(program, preview=False):
        monitor = Monitor()
        results: list[Any] = []
        settings.ROOT.set(None)  # As in a new process: each run has a stack of its own.
        pulumi.runtime.set_mocks(monitor, project="shop", stack="dev", preview=preview)

        @pulumi.runtime.test
        def whole():
            return pulumi.Output.from_input(program()).apply(results.append)

        whole()
        return results[0], monitor.registered

    return run_one


@pytest.fixture
def requests(monkeypatch):
    """The engine's registrations as they are on the wire."""
    heard = []
    register = pulumi.runtime.mocks.MockMonitor.RegisterResource

    def noted(self, request):
        heard.append(request)
        return register(self, request)

    monkeypatch.setattr(pulumi.runtime.mocks.MockMonitor, "RegisterResource", noted)
    return heard
