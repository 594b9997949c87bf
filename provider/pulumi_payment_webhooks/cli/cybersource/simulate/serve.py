"""Serves a simulator until it is interrupted, and prints how to use it and what happens to its data."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shlex
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import typer

from ...outcomes import usage_error
from .watch import watch

if TYPE_CHECKING:
    from ....settings.mechanism import Setting
    from ....simulator.cybersource.handle import CybersourceSimulator

ENDING = (signal.SIGINT, signal.SIGTERM)
TRUSTING = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")
"""Variables that name a file of trusted authorities: OpenSSL, Go and .NET; requests; curl; Node.js."""


@dataclass(frozen=True)
class P12:
    """The merchant's certificate in a file, and what opens it."""

    file: Path
    password: str = field(repr=False)


@dataclass(frozen=True)
class Files:
    """
    The files of a simulator.

    Args:
        p12: The merchant's certificate.
        trusted: What clients have to trust; None where it is in a temporary file, or where http is served.
        data: Where it stores its data.
    """

    p12: P12 | None
    trusted: Path | None
    data: Path | None


def write_p12(simulator: CybersourceSimulator, file: Path) -> P12:
    """Write a new file that only its owner can read; never an existing file, which may be a real certificate."""
    certificate = P12(file.absolute(), secrets.token_hex(12))
    with open(certificate.file, "xb", opener=_for_its_owner) as written:
        written.write(simulator.p12(certificate.password))
    return certificate


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@contextmanager
def removing(certificate: P12 | None) -> Iterator[None]:
    """Remove the certificate at the end: the simulator that accepts it is gone then, too."""
    try:
        yield
    finally:
        if certificate:
            certificate.file.unlink(missing_ok=True)


def serve(simulator: CybersourceSimulator, files: Files, *, as_json: bool) -> None:
    """Serve until Ctrl-C or SIGTERM; both end it normally."""
    for wanted in ENDING:
        signal.signal(wanted, signal.default_int_handler)
    try:
        with simulator:
            if as_json:
                with without_signals():
                    typer.echo(_machine_readable(simulator, files))
                Event().wait()
            _introduce(simulator, files)
            watch(simulator)
    except KeyboardInterrupt:
        if not as_json:
            with contextlib.suppress(OSError, ValueError):  # a terminal that is closed
                typer.echo(f"\nStopped. {_what_is_left(simulator, files)}")
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


def _what_is_left(simulator: CybersourceSimulator, files: Files) -> str:
    held = (
        f"{len(simulator.subscriptions)} subscriptions, {len(simulator.keys)} keys "
        f"and {len(simulator.deliveries)} deliveries"
    )
    if files.data:
        return f"{held} are stored in {files.data}."
    return f"{held} are gone; --data FILE stores them."


def _machine_readable(simulator: CybersourceSimulator, files: Files) -> str:
    certificate = files.p12
    return json.dumps(
        {
            "endpoint": simulator.endpoint,
            "organizationId": simulator.organization_id,
            "merchantId": simulator.merchant_id,
            "keyId": simulator.key_id,
            "sharedSecret": simulator.shared_secret,
            **({"p12": str(certificate.file), "p12Password": certificate.password} if certificate else {}),
            **({"trusted": str(_trusted(simulator, files))} if simulator.is_tls else {}),
        }
    )


def _trusted(simulator: CybersourceSimulator, files: Files) -> Path:
    return files.trusted.absolute() if files.trusted else simulator.trusted_file


def _introduce(simulator: CybersourceSimulator, files: Files) -> None:
    from rich.console import Console

    console = Console(soft_wrap=True, highlight=False, markup=False)
    console.print(f"Simulating Cybersource / Visa Acceptance Solutions at {simulator.endpoint}", style="bold")
    console.print("To use it, paste these lines in the folder of a Pulumi project:\n")
    for line in _settings(simulator, files.p12):
        console.print(line)
    if simulator.is_tls:
        console.print("\nand make the shell trust its certificate authority, too:\n")
        for variable in TRUSTING:
            console.print(f"export {variable}={shlex.quote(str(_trusted(simulator, files)))}")
        if not files.trusted:
            console.print(
                f"\nunset {' '.join(TRUSTING)} when it has ended: the file is removed then (--trusted FILE keeps it)."
            )
    console.print(f"\nWatch each delivery in a browser: {simulator.endpoint}")
    console.print(f"Controls for tests are listed at {simulator.endpoint}/_simulator")
    console.print(f"Raise an event: payment-webhooks simulate emit EVENT --endpoint {simulator.endpoint}")
    if simulator.knobs.review == "timed":
        seconds = f"{simulator.knobs.review_seconds:g} s"
        console.print(f"A new URL is reviewed for {seconds} before it can be activated (--review auto for no review).")
    if simulator.knobs.clock_scale != 1:
        seconds = f"{60 / simulator.knobs.clock_scale:g} s"
        console.print(f"A minute of a retry policy takes {seconds} here (--clock-scale 1 for real minutes).")
    if files.data:
        console.print(f"All data is stored in {files.data}.")
    else:
        console.print("All data is gone when it ends; --data FILE stores it for the next start.")
    console.print("Press Ctrl-C to stop it.")


def _settings(simulator: CybersourceSimulator, certificate: P12 | None) -> list[str]:
    """The commands that configure a stack, each in one line, so that a terminal copies it whole."""
    from ....cybersource.account import settings

    values: list[tuple[Setting[Any], str]] = [
        (settings.TRANSPORT.endpoint, simulator.endpoint),
        (settings.MERCHANT_ID, simulator.merchant_id),
        (settings.ORGANIZATION_ID, simulator.organization_id),
        (settings.KEY_ID, simulator.key_id),
    ]
    hidden: list[tuple[Setting[Any], str]] = [(settings.SHARED_SECRET, simulator.shared_secret)]
    if certificate:
        values.append((settings.AUTHENTICATION, settings.JWT_P12))
        hidden += [(settings.P12, str(certificate.file)), (settings.P12_PASSWORD, certificate.password)]
    return [setting.command_for(value) for setting, value in [*values, *hidden]]
