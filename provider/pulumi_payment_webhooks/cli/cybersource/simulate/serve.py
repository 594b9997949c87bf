"""Serves a simulator until it is told to stop, and says how to use it and what becomes of what it holds."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shlex
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import typer

from ...outcomes import wrong as as_wrong
from .watch import watch

if TYPE_CHECKING:
    from ....simulator.cybersource.handle import CybersourceSimulator

NAMESPACE = "payment-webhooks"
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
    What lies on disk for a simulator.

    Args:
        p12: The merchant's certificate.
        trusted: What clients have to trust; None where it is in a temporary file, or where http is served.
        data: Where it keeps what it holds.
    """

    p12: P12 | None
    trusted: Path | None
    data: Path | None


def write_p12(simulator: CybersourceSimulator, file: Path) -> P12:
    """Write a new file that only its owner reads; a file that is there may be somebody's real certificate."""
    certificate = P12(file.absolute(), secrets.token_hex(12))
    with open(certificate.file, "xb", opener=_for_its_owner) as written:
        written.write(simulator.p12(certificate.password))
    return certificate


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@contextmanager
def kept(certificate: P12 | None) -> Iterator[None]:
    """Leave nothing behind: the simulator that accepts the certificate is gone, too."""
    try:
        yield
    finally:
        if certificate:
            certificate.file.unlink(missing_ok=True)


def serve(simulator: CybersourceSimulator, files: Files, *, as_json: bool) -> None:
    """Serve until Ctrl-C or SIGTERM; both are a good end."""
    for wanted in ENDING:
        signal.signal(wanted, signal.default_int_handler)
    try:
        with simulator:
            if as_json:
                with _undisturbed():
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
        raise as_wrong(f"cannot write {wrong.filename}: {wrong.strerror}") from None


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let signals wait: one in the middle of a line has it printed twice, or not whole."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _what_is_left(simulator: CybersourceSimulator, files: Files) -> str:
    held = (
        f"{len(simulator.subscriptions)} subscriptions, {len(simulator.keys)} keys "
        f"and {len(simulator.deliveries)} deliveries"
    )
    if files.data:
        return f"{held} are kept in {files.data}."
    return f"{held} are gone: nothing is kept without --data FILE."


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
        console.print("\nand let the shell trust its certificate authority, besides those that it trusts already:\n")
        for variable in TRUSTING:
            console.print(f"export {variable}={shlex.quote(str(_trusted(simulator, files)))}")
        if not files.trusted:
            console.print(
                f"\nunset {' '.join(TRUSTING)} when it has ended: the file is gone then (--trusted FILE keeps it)."
            )
    console.print(f"\nWatch each delivery in a browser: {simulator.endpoint}")
    console.print(f"What tests can do to it is listed at {simulator.endpoint}/_simulator")
    console.print(f"Raise an event: payment-webhooks simulate emit EVENT --endpoint {simulator.endpoint}")
    if simulator.knobs.review == "timed":
        seconds = f"{simulator.knobs.review_seconds:g} s"
        console.print(f"A new URL is reviewed for {seconds} before it can be activated (--review auto for no review).")
    if simulator.knobs.clock_scale != 1:
        seconds = f"{60 / simulator.knobs.clock_scale:g} s"
        console.print(f"A minute of a retry policy takes {seconds} here (--clock-scale 1 for real minutes).")
    if files.data:
        console.print(f"What it holds is kept in {files.data}.")
    else:
        console.print("Nothing is kept when it ends; --data FILE keeps it over a restart.")
    console.print("Press Ctrl-C to stop it.")


def _settings(simulator: CybersourceSimulator, certificate: P12 | None) -> list[str]:
    """Whole lines: a terminal may show them wrapped, but copies them as they are."""
    values = {
        "cybersourceEndpoint": simulator.endpoint,
        "cybersourceMerchantId": simulator.merchant_id,
        "cybersourceOrganizationId": simulator.organization_id,
        "cybersourceKeyId": simulator.key_id,
    }
    hidden = {"cybersourceSharedSecret": simulator.shared_secret}
    if certificate:
        values["cybersourceAuthentication"] = "jwt-p12"
        hidden |= {"cybersourceP12": str(certificate.file), "cybersourceP12Password": certificate.password}
    plain = [f"pulumi config set {NAMESPACE}:{name} {value}" for name, value in values.items()]
    return [
        *plain,
        *(f"pulumi config set --secret {NAMESPACE}:{name} {shlex.quote(value)}" for name, value in hidden.items()),
    ]
