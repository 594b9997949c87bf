"""TLS of a simulated platform: its context, and a file with its certificate authority for clients. Writes files."""

from __future__ import annotations

import os
import ssl
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from ....crypto.authority import ServerCertificate, is_ours, server_certificate
from ....net import address_of


def certificate_for(host: str) -> ServerCertificate:
    """A certificate for a server on *host*, from an authority of its own; no clock of a client is behind its begin."""
    address = address_of(host)
    return server_certificate([] if address is None else [str(address)], begins=datetime.now(UTC) - timedelta(days=1))


def context_of(certificate: ServerCertificate) -> ssl.SSLContext:
    """The TLS context of a server with that *certificate*."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    opened, name = tempfile.mkstemp(
        prefix="payment-webhooks-"
    )  # OpenSSL only reads files; only the owner can read this one
    try:
        with os.fdopen(opened, "wb") as written:
            written.write(certificate.key + certificate.certificate)
        context.load_cert_chain(name)
    finally:
        Path(name).unlink()
    return context


def write_trusted(file: Path, authority: bytes) -> None:
    """
    Write a file with *authority* and all authorities that clients on this machine trust already.

    Variables such as `SSL_CERT_FILE` replace the trusted authorities, so a file with one would cut off everything else.

    Raises:
        FileExistsError: *file* exists and was not written by this function.
        OSError: It cannot be written.
    """
    if file.exists() and not is_ours(file.read_bytes()):
        raise FileExistsError(None, "exists already and was not written by the simulator", str(file))
    new = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        new.write_bytes(b"".join([authority, *_trusted_already()]))
        new.replace(file)
    except OSError as wrong:
        raise OSError(wrong.errno, wrong.strerror, str(file)) from None
    finally:
        new.unlink(missing_ok=True)


def _trusted_already() -> Iterator[bytes]:
    """The authorities that Python clients trust, including those of environment variables."""
    try:
        context = httpx.create_ssl_context()
    except OSError:  # such a variable names a missing file
        context = httpx.create_ssl_context(trust_env=False)
    for der in context.get_ca_certs(binary_form=True):
        pem = ssl.DER_cert_to_PEM_cert(der).encode()
        if not is_ours(pem):
            yield pem
