"""Starts a simulator, serves it until it is interrupted, and prints how to use it and what happens to its data."""

from __future__ import annotations

import contextlib
import json
import shlex
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..outcomes import usage_error
from .options import Shared
from .watch import wait_for_interruption, watch

if TYPE_CHECKING:
    from ...simulator.desk.running import AnySimulator

EXTRA = "pip install 'pulumi-payment-webhooks[simulator]'"
ENDING = (signal.SIGINT, signal.SIGTERM)
TRUSTING = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")
"""Variables that name a file of trusted authorities: OpenSSL, Go and .NET; requests; curl; Node.js."""


@dataclass(frozen=True)
class Introduction:
    """
    What is printed about a simulator that is ready.

    Args:
        platform: What it simulates.
        command: The command that starts it.
        settings: The commands that configure a stack, each in one line, so that a terminal copies it whole.
        account: What a program needs besides the address, by the names of the JSON.
        notes: What else a person should know.
        held: Counts what it holds, in words.
    """

    platform: str
    command: str
    settings: Sequence[str]
    account: Mapping[str, object]
    notes: Sequence[str]
    held: Callable[[], str]


@contextmanager
def needing_extra() -> Iterator[None]:
    """
    Import the simulator in the body.

    Raises:
        ValueError: Its extra is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as absent:
        if absent.name not in ("starlette", "uvicorn"):
            raise
        raise ValueError(f"the simulator is an extra that is not installed: {EXTRA}") from None


def inject_faults(simulator: AnySimulator, chosen: Shared) -> None:
    """
    Let happen what `--fault` asks for.

    Raises:
        ValueError: There is no such fault; the simulator is stopped.
    """
    try:
        for kind, details in chosen.faults():
            simulator.fail(kind, **details)
    except ValueError:
        simulator.stop()
        raise


def list_knobs(default: object, sources: str) -> None:
    """Print every knob with its sentence, its source and its position in *default*."""
    from ...simulator.desk.knobs import entries_of, spell_position

    typer.echo(f"# {sources}\n")
    for one in entries_of(default):
        typer.echo(f"# {one.sentence} ({one.source})\n{one.name}={spell_position(getattr(default, one.name))}")


def explain(wrong: OSError, chosen: Shared, *, fallback: str = "") -> str:
    """
    Why a file or a port cannot be used.

    Args:
        wrong: The error.
        chosen: The options.
        fallback: The option that named a file that exists and is not that of `--trusted`.
    """
    if isinstance(wrong, FileExistsError):
        option = "--trusted" if chosen.trusted and wrong.filename == str(chosen.trusted) else fallback
        return f"{wrong.filename} exists already; remove it, or name another file for {option}"
    if wrong.filename:
        act = "read" if chosen.data and wrong.filename == str(chosen.data) else "write"
        return f"cannot {act} {wrong.filename}: {wrong.strerror}"
    return f"cannot listen on {chosen.host} port {chosen.port}: {wrong.strerror}; choose another --port"


def serve(simulator: AnySimulator, introduction: Introduction, chosen: Shared) -> None:
    """Serve until Ctrl-C or SIGTERM; both end it normally."""
    for wanted in ENDING:
        signal.signal(wanted, signal.default_int_handler)
    try:
        with simulator:
            if chosen.as_json:
                with without_signals():
                    typer.echo(_machine_readable(simulator, introduction, chosen))
                wait_for_interruption()
            _introduce(simulator, introduction, chosen)
            watch(simulator)
    except KeyboardInterrupt:
        if not chosen.as_json:
            with contextlib.suppress(OSError, ValueError):  # a terminal that is closed
                typer.echo(f"\nStopped. {_what_is_left(introduction, chosen)}")
    except OSError as wrong:
        if wrong.filename is None:
            raise
        raise usage_error(f"cannot write {wrong.filename}: {wrong.strerror}") from None


@contextmanager
def without_signals() -> Iterator[None]:
    """
    Delay signals: in the middle of a line, they would print it twice, or only a part of it.

    The handler is replaced and not masked, because any other thread of the process could still receive the signal.

    Raises:
        KeyboardInterrupt: A signal arrived meanwhile.
    """
    arrived: list[int] = []
    before = {one: signal.signal(one, lambda number, _: arrived.append(number)) for one in ENDING}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
    if arrived:
        raise KeyboardInterrupt


def _what_is_left(introduction: Introduction, chosen: Shared) -> str:
    if chosen.data:
        return f"{introduction.held()} are stored in {chosen.data}."
    return f"{introduction.held()} are gone; --data FILE stores them."


def _machine_readable(simulator: AnySimulator, introduction: Introduction, chosen: Shared) -> str:
    trusted = {"trusted": str(_trusted(simulator, chosen))} if simulator.is_tls else {}
    return json.dumps({"endpoint": simulator.endpoint, **introduction.account, **trusted})


def _trusted(simulator: AnySimulator, chosen: Shared) -> Path:
    return chosen.trusted.absolute() if chosen.trusted else simulator.trusted_file


def _introduce(simulator: AnySimulator, introduction: Introduction, chosen: Shared) -> None:
    from rich.console import Console

    console = Console(soft_wrap=True, highlight=False, markup=False)
    console.print(f"Simulating {introduction.platform} at {simulator.endpoint}", style="bold")
    console.print("To use it, paste these lines in the folder of a Pulumi project:\n")
    for line in introduction.settings:
        console.print(line)
    if simulator.is_tls:
        for line in _trusting(_trusted(simulator, chosen), chosen):
            console.print(line)
    console.print(f"\nWatch each delivery in a browser: {simulator.endpoint}")
    console.print(f"Controls for tests are listed at {simulator.endpoint}/_simulator")
    console.print(f"Raise an event: {introduction.command} emit EVENT --endpoint {simulator.endpoint}")
    for note in introduction.notes:
        console.print(note)
    if chosen.data:
        console.print(f"All data is stored in {chosen.data}.")
    else:
        console.print("All data is gone when it ends; --data FILE stores it for the next start.")
    console.print("Press Ctrl-C to stop it.")


def _trusting(file: Path, chosen: Shared) -> Iterator[str]:
    yield "\nand make the shell trust its certificate authority, too:\n"
    for variable in TRUSTING:
        yield f"export {variable}={shlex.quote(str(file))}"
    if not chosen.trusted:
        yield f"\nunset {' '.join(TRUSTING)} when it has ended: the file is removed then (--trusted FILE keeps it)."
