"""A provider whose engine has died ends, and sends nothing any more."""

import os
import select
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from tests.cybersource.orders import FULL
from tests.stand_ins.dynamic_process import SUBSCRIPTION, Host, running_host
from tests.stand_ins.gateway import Exchange, Gateway
from tests.waiting import PATIENCE, wait_until

from ports import reserved_port
from pulumi_payment_webhooks.faces import engine as dynamic_engine
from pulumi_payment_webhooks.faces.engine import address, is_gone

AT_ONCE = 4
"""Requests that the provider sends concurrently, at most."""


@pytest.fixture
def gateway(cybersource_simulator: Any) -> Iterator[Gateway]:
    """What stands before the simulator."""
    with Gateway() as gateway:
        gateway.begin(cybersource_simulator.endpoint)
        yield gateway


@pytest.fixture
def host(cybersource_simulator: Any, gateway: Gateway, tmp_path: Path) -> Iterator[Host]:
    """A plugin process for the simulator that waits before it tries again."""
    cybersource_simulator.add_signature_key()
    names = {"MerchantId": "merchant_id", "OrganizationId": "organization_id"}
    names |= {"KeyId": "key_id", "SharedSecret": "shared_secret"}
    settings = {name: getattr(cybersource_simulator, attribute) for name, attribute in names.items()}
    settings |= {"Endpoint": gateway.endpoint, "RetryWait": "0.1", "Workers": str(AT_ONCE)}
    config = {f"payment-webhooks:cybersource{name}": value for name, value in settings.items()}
    with running_host(config, tmp_path) as running:
        yield running


def inputs(host: Host, **more: Any) -> Any:
    checked = host.check(SUBSCRIPTION, {**FULL, **more})
    assert "failures" not in checked
    return checked["inputs"]


def test_idle_provider_ends_with_its_engine(host: Host) -> None:
    """
    A provider that has nothing to do ends soon after its engine.
    """
    inputs(host)
    host.end_engine()

    assert host.process.wait(PATIENCE) == 1


@pytest.mark.parametrize("trouble", [429, 503])
def test_waiting_request_is_not_sent(host: Host, cybersource_simulator: Any, trouble: int) -> None:
    """
    A request that waits for another try when the engine dies is not sent: the provider ends before.
    """
    wanted = inputs(host)
    cybersource_simulator.requests.clear()
    cybersource_simulator.fail(trouble, method="PATCH", retry_after=2 * PATIENCE, count=9)
    created = host.create(SUBSCRIPTION, wanted)
    state = {**created["properties"], "name": "before"}
    updating = host.updating(SUBSCRIPTION, created["id"], state, wanted)
    wait_until(cybersource_simulator, lambda: list(cybersource_simulator.requests.matching("PATCH")))
    host.end_engine()

    assert host.process.wait(PATIENCE) == 1
    assert len(list(cybersource_simulator.requests.matching("PATCH"))) == 1
    assert updating.exception() is not None, "nobody answers"


def test_queued_operations_are_not_sent(host: Host, cybersource_simulator: Any) -> None:
    """
    Of many creates at a slow platform none begins after the engine's death.
    """
    wanted = inputs(host)
    cybersource_simulator.requests.clear()
    cybersource_simulator.fail("slow", method="POST", seconds=2 * PATIENCE, count=99)
    running = [host.creating(SUBSCRIPTION, wanted, name=f"n{number}") for number in range(40)]
    wait_until(cybersource_simulator, lambda: len(list(cybersource_simulator.requests)) == AT_ONCE)
    host.end_engine()
    host.process.wait(PATIENCE)

    assert all(one.exception() is not None for one in running)
    assert len(list(cybersource_simulator.requests)) == AT_ONCE


def test_interrupted_call_sends_nothing_more(host: Host, gateway: Gateway, cybersource_simulator: Any) -> None:
    """
    A call that the engine gave up while it waited is not sent again; the provider goes on with others.
    """
    held, is_given_up = Event(), Event()

    def hold(exchange: Exchange) -> None:
        answer = exchange.forward()
        if exchange.is_change and "w1" in exchange.target:
            held.set()
            assert is_given_up.wait(PATIENCE)
        exchange.reply(answer)

    wanted = inputs(host)
    cybersource_simulator.fail(503, path="w1", retry_after=0, count=2)
    cybersource_simulator.fail(503, path="w2", retry_after=1)
    gateway.script = hold
    first = host.deleting(SUBSCRIPTION, "w1", wanted)
    assert held.wait(PATIENCE)
    first.cancel()
    inputs(host)  # The provider hears this call after it has heard that the other is given up.
    is_given_up.set()
    host.deleting(SUBSCRIPTION, "w2", wanted).result()

    assert len(cybersource_simulator.requests.matching("DELETE", "w1")) == 1
    assert len(cybersource_simulator.requests.matching("DELETE", "w2")) == 2


@pytest.fixture
def engine_at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lets this process believe that an engine with that address started it."""
    return lambda given: monkeypatch.setattr(sys, "argv", ["program", *given])


@pytest.mark.parametrize(
    ("given", "known"),
    [
        (["127.0.0.1:8080"], "127.0.0.1:8080"),
        ([], ""),
        (["tests/test_x.py::test_y"], ""),
        (["no address"], ""),
        ([":80"], ""),
    ],
    ids=str,
)
def test_address_of_the_engine(engine_at: Any, given: list[str], known: str) -> None:
    """
    What looks like no address, in a process that no engine started, is none.
    """
    engine_at(given)

    assert address() == known


def test_engine_that_listens_is_there(engine_at: Any) -> None:
    """
    While somebody listens at its address, and this process has its parent, the engine is there, even one that never
    answers.
    """
    with socket.create_server(("127.0.0.1", 0)) as server:
        engine_at([f"127.0.0.1:{server.getsockname()[1]}"])

        assert [is_gone() for _ in range(20)] == [False] * 20


def test_nobody_at_its_address(engine_at: Any) -> None:
    """
    Where nobody listens any more the engine is gone.
    """
    with reserved_port() as port:
        engine_at([f"127.0.0.1:{port}"])

        assert is_gone()


def test_port_that_is_connected_to_itself(engine_at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where nobody listens, TCP may connect the port of the engine to itself: the engine is gone all the same.
    """
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        own.connect(own.getsockname())
        monkeypatch.setattr(socket, "create_connection", lambda *_: own)
        engine_at([f"127.0.0.1:{own.getsockname()[1]}"])

        assert is_gone()


def test_another_parent(engine_at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A process that has been handed to another parent has lost its engine, whoever listens at the address.
    """
    monkeypatch.setattr(dynamic_engine, "_started_by", (os.getppid() + 1,))
    with socket.create_server(("127.0.0.1", 0)) as server:
        engine_at([f"127.0.0.1:{server.getsockname()[1]}"])

        assert is_gone()


@pytest.mark.parametrize("error", [TimeoutError(), OSError(99, "no address left"), ConnectionResetError()], ids=repr)
def test_doubt_is_not_gone(engine_at: Any, monkeypatch: pytest.MonkeyPatch, error: OSError) -> None:
    """
    An engine that cannot be asked for another reason than that nobody listens is taken to be there.
    """

    def fail(*_: Any) -> Any:
        raise error

    monkeypatch.setattr(socket, "create_connection", fail)
    engine_at(["127.0.0.1:8080"])

    assert not is_gone()


def test_process_without_an_engine_is_not_watched(engine_at: Any) -> None:
    """
    A test or a program that loads the provider's module is never ended.
    """
    engine_at([])
    dynamic_engine.watch()

    assert (dynamic_engine._watcher, is_gone()) == (None, False)


WATCHED = """
import sys
from threading import Event
from pulumi_payment_webhooks.faces import engine
engine.watch()
print("watched", flush=True)
Event().wait()
"""
ENGINE = """
import subprocess, sys
with subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL) as provider:
    provider.wait()
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the parent's parent is read from /proc")
def test_address_in_other_hands(tmp_path: Path) -> None:
    """
    A provider behind Pulumi's own script, idle since its engine was killed, ends although another program has the
    address of the engine by now.
    """
    script = tmp_path / "pulumi-resource-pulumi-python"
    script.write_text(f'#!/bin/sh\n"{sys.executable}" -c "$WATCHED" "$@"\n')
    script.chmod(0o755)
    with socket.create_server(("127.0.0.1", 0)) as other:
        at = f"127.0.0.1:{other.getsockname()[1]}"
        command = [sys.executable, "-c", ENGINE, str(script), at]
        with subprocess.Popen(command, env={**os.environ, "WATCHED": WATCHED}, stdout=subprocess.PIPE) as engine:
            assert engine.stdout is not None
            assert engine.stdout.readline() == b"watched\n"
            engine.kill()

            assert select.select([engine.stdout], [], [], PATIENCE)[0] != []
            assert engine.stdout.read() == b"", "the last process that could write is gone"
