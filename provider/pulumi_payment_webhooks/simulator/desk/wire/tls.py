"""How a simulated platform serves https: what it shows, and a file for its clients to trust. Writes files."""

from __future__ import annotations

import os
import ssl
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx

from ....crypto.authority import ServerCertificate, is_ours


def context_of(certificate: ServerCertificate) -> ssl.SSLContext:
    """What a server with that *certificate* speaks TLS with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    opened, name = tempfile.mkstemp(prefix="payment-webhooks-")  # OpenSSL reads files only; this one is its owner's
    try:
        with os.fdopen(opened, "wb") as written:
            written.write(certificate.key + certificate.certificate)
        context.load_cert_chain(name)
    finally:
        Path(name).unlink()
    return context


def write_trusted(file: Path, authority: bytes) -> None:
    """
    Write a file that names *authority*, and after it every authority that clients of this machine trust already.

    Variables such as `SSL_CERT_FILE` replace what is trusted: with the authority alone, nothing else could be reached.

    Raises:
        FileExistsError: *file* is there already, and was not written by this function.
        OSError: It cannot be written.
    """
    if file.exists() and not is_ours(file.read_bytes()):
        raise FileExistsError(None, "exists already, and is no file of the simulator", str(file))
    new = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        new.write_bytes(b"".join([authority, *_trusted_already()]))
        new.replace(file)
    except OSError as wrong:
        raise OSError(wrong.errno, wrong.strerror, str(file)) from None
    finally:
        new.unlink(missing_ok=True)


def _trusted_already() -> Iterator[bytes]:
    """What clients in Python trust, those of variables of this process among them."""
    try:
        context = httpx.create_ssl_context()
    except OSError:  # such a variable names a file that is gone
        context = httpx.create_ssl_context(trust_env=False)
    for der in context.get_ca_certs(binary_form=True):
        pem = ssl.DER_cert_to_PEM_cert(der).encode()
        if not is_ours(pem):
            yield pem
