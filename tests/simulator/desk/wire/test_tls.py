"""A simulated platform over https: its authority, and who trusts it."""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from tests.crypto.certificates import encryption_pem

from pulumi_payment_webhooks.crypto.authority import server_certificate
from pulumi_payment_webhooks.simulator.desk.wire.tls import context_of, write_trusted

NOW = datetime.now(UTC) - timedelta(hours=1)


def test_authority_is_for_this_machine_only() -> None:
    """
    The authority may sign for loopback names and addresses alone, and for no other authority.
    """
    made = server_certificate(["127.8.8.8"], begins=NOW)
    extensions = x509.load_pem_x509_certificate(made.authority).extensions
    constraints = extensions.get_extension_for_class(x509.NameConstraints)
    basic = extensions.get_extension_for_class(x509.BasicConstraints)

    permitted = {str(one.value) for one in constraints.value.permitted_subtrees or []}
    assert (constraints.critical, permitted) == (True, {"localhost", "127.0.0.0/8", "::1/128"})
    assert (basic.critical, basic.value.ca, basic.value.path_length) == (True, True, 0)


def test_server_names_where_it_is() -> None:
    """
    The server's certificate is for localhost, names under it, both loopback addresses and the given host.
    """
    leaf = x509.load_pem_x509_certificate(server_certificate(["127.8.8.8"], begins=NOW).certificate)
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value

    assert names.get_values_for_type(x509.DNSName) == ["localhost", "*.localhost"]
    assert [str(one) for one in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1", "::1", "127.8.8.8"]


def test_key_is_not_shown() -> None:
    """
    The representation of a certificate shows nothing of its key, and no file with it is left.
    """
    made = server_certificate([], begins=NOW)
    context_of(made)

    assert "PRIVATE" not in repr(made)


def test_strict_client_trusts_it(cybersource_simulator_tls) -> None:
    """
    A client that checks certificates strictly is answered once it trusts the file, and not before.
    """
    simulator = cybersource_simulator_tls
    context = ssl.create_default_context(cafile=simulator.trusted_file)
    context.verify_flags |= ssl.VERIFY_X509_STRICT

    with urllib.request.urlopen(f"{simulator.endpoint}/_simulator", context=context) as answer:
        assert (simulator.endpoint[:5], answer.status) == ("https", 200)
    with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
        urllib.request.urlopen(f"{simulator.endpoint}/_simulator")


def test_file_keeps_what_is_trusted_already(tmp_path: Path) -> None:
    """
    The file names the new authority first and all that were trusted before, without an older one of a simulator.
    """
    file = tmp_path / "trusted.pem"
    first, second = (server_certificate([], begins=NOW).authority for _ in range(2))
    write_trusted(file, first)
    write_trusted(file, second)

    text = file.read_bytes()
    assert text.startswith(second)
    assert first not in text
    assert text.count(b"BEGIN CERTIFICATE") > 50
    assert list(tmp_path.iterdir()) == [file]


def test_older_authority_in_the_variable_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where the variable names the file of an earlier simulator, its authorities are kept but for that simulator's own.
    """
    before, after = tmp_path / "before.pem", tmp_path / "after.pem"
    first = server_certificate([], begins=NOW).authority
    before.write_bytes(first + encryption_pem().encode())
    monkeypatch.setenv("SSL_CERT_FILE", str(before))

    write_trusted(after, server_certificate([], begins=NOW).authority)

    assert first not in after.read_bytes()


def test_variable_may_name_a_file_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A variable that names a file which is gone, as after an earlier simulator, does no harm.
    """
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "gone.pem"))

    write_trusted(tmp_path / "trusted.pem", server_certificate([], begins=NOW).authority)

    assert (tmp_path / "trusted.pem").read_bytes().count(b"BEGIN CERTIFICATE") > 50


@pytest.mark.parametrize("content", [b"", b"a file of mine", encryption_pem().encode()])
def test_file_of_somebody_else_is_kept(tmp_path: Path, content: bytes) -> None:
    """
    A file that is there and is not the simulator's is not written over.
    """
    file = tmp_path / "mine.pem"
    file.write_bytes(content)

    with pytest.raises(FileExistsError):
        write_trusted(file, server_certificate([], begins=NOW).authority)
    assert file.read_bytes() == content


@pytest.fixture
def cybersource_simulator_tls():
    from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

    with CybersourceSimulator(tls=True) as simulator:
        yield simulator
    assert not simulator.trusted_file.exists()
