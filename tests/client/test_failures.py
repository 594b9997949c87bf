"""The session against a platform that resets, stalls, truncates and floods."""

import datetime
import ipaddress
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.client.scripted import NOWHERE, get, post

from pulumi_payment_webhooks.client import session as module
from pulumi_payment_webhooks.errors import Unavailable, Unclear

CUT_OFF = b"HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{"


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_safe_request_is_tried_again(platform, session, status):
    """
    Overload and server errors are got over by trying again.
    """
    platform.answers(status)
    platform.answers(200, {"id": 7})

    assert get(session).body == {"id": 7}


@pytest.mark.parametrize("end", [{"reset": True}, {"close": True}])
@pytest.mark.parametrize("pieces", [[], [CUT_OFF]], ids=["before", "within"])
def test_safe_request_is_tried_again_after_a_lost_connection(platform, session, pieces, end):
    """
    A connection that ends before or within the answer is got over.
    """
    platform.then(pieces, **end)
    platform.answers(200, {"id": 7})

    assert get(session).body == {"id": 7}


def test_each_try_is_signed_again(platform, session):
    """
    A token is never sent twice, because the platform refuses one it has seen.
    """
    platform.answers(503)
    platform.answers(200)

    get(session)

    assert [one.headers["authorization"] for one in platform.requests] == ["try 1", "try 2"]


def test_tries_end(platform, session):
    """
    After the last try the error names status, number of tries and reference; its reason names the host.
    """
    for _ in range(3):
        platform.answers(503, x_reference="ref-1")

    with pytest.raises(Unavailable, match=r"\AHTTP 503 \(3 tries\)\Z") as problem:
        get(session)

    assert (problem.value.status, problem.value.reference) == (503, "ref-1")
    assert problem.value.reason == f"{session.place} answered HTTP 503"


def test_platform_explains_itself(platform, open_session):
    """
    The reason in a server error's JSON is part of the message.
    """
    platform.answers(500, {"why": "down\nfor cleaning"})

    with pytest.raises(Unavailable, match=r"\AHTTP 500: down for cleaning\Z"):
        get(open_session(tries=1, explain=lambda body: body["why"]))


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_unsafe_request_is_not_repeated_after_a_server_error(platform, session, status):
    """
    A POST may have been stored although the answer says otherwise, so it is sent once.
    """
    platform.answers(status)

    with pytest.raises(Unclear):
        post(session)

    assert len(platform.requests) == 1


@pytest.mark.parametrize("end", [{"reset": True}, {"close": True}])
@pytest.mark.parametrize("pieces", [[], [CUT_OFF]], ids=["before", "within"])
def test_unsafe_request_is_not_repeated_after_a_lost_connection(platform, session, pieces, end):
    """
    A POST whose answer is lost is sent once.
    """
    platform.then(pieces, **end)

    with pytest.raises(Unclear):
        post(session)

    assert len(platform.requests) == 1


def test_cut_off_answer_tells_its_status(platform, session):
    """
    An accepted POST whose answer broke off is unclear, and known to have been accepted.
    """
    platform.then([CUT_OFF], close=True)

    with pytest.raises(Unclear, match=r"was cut off \(HTTP 201\)") as problem:
        post(session)

    assert problem.value.status == 201


def test_unsafe_request_is_repeated_when_it_was_turned_away(platform, session):
    """
    A POST answered 429 was not processed, so it may be sent again.
    """
    platform.answers(429)
    platform.answers(201, {"id": 7})

    assert post(session).body == {"id": 7}


def test_unsafe_request_that_never_arrived_is_not_unclear(open_session):
    """
    A POST without a connection changed nothing, and the message names host and port.
    """
    with pytest.raises(Unavailable, match=r"\Acannot connect to 127.0.0.1:1: connection refused \(3 tries\)\Z"):
        post(open_session(NOWHERE))


def test_unknown_host_is_named(open_session):
    """
    A name that does not resolve is a connection that never stood.
    """
    with pytest.raises(Unavailable, match=r"cannot connect to nowhere\.invalid:80: "):
        post(open_session("http://nowhere.invalid", tries=1))


@pytest.mark.parametrize(("send", "error"), [(get, Unavailable), (post, Unclear)])
def test_silence_ends(platform, open_session, send, error):
    """
    A platform that does not answer is given up after the time limit, which the message names.
    """
    platform.then([30.0])

    with pytest.raises(error, match=r"no answer from 127.0.0.1:\d+: timed out after 0.05 s"):
        send(open_session(tries=1, timeout=0.05))


def test_answer_that_does_not_end_is_given_up(platform, open_session, monkeypatch):
    """
    A platform that sends a byte now and then cannot hold a deployment for ever.
    """
    began, a_minute_later = [0.0, 0.0], [60.0, 60.0]
    ticks = iter(began + a_minute_later)
    monkeypatch.setattr(module, "monotonic", lambda: next(ticks))
    platform.then([b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b" ", 20.0], close=True)

    with pytest.raises(Unavailable, match=r"did not end within 20 s"):
        get(open_session(timeout=20))


@pytest.mark.parametrize(("send", "error"), [(get, Unavailable), (post, Unclear)])
def test_enormous_answer_is_given_up(platform, session, monkeypatch, send, error):
    """
    An answer beyond the limit is not read to its end, and not asked for again.
    """
    monkeypatch.setattr(module, "LARGEST_ANSWER", 2**20)
    platform.sends(200, b" " * (2**20 + 1))

    with pytest.raises(error, match="is larger than 1 MB"):
        send(session)


def test_plain_platform_behind_https_is_told(platform, open_session):
    """
    TLS spoken to a port that does not is a connection that never stood, and says so.
    """
    endpoint = platform.endpoint.replace("http:", "https:")

    with pytest.raises(Unavailable, match=r"cannot connect to 127.0.0.1:\d+: TLS: "):
        post(open_session(endpoint, tries=1))


@pytest.fixture
def certificate(tmp_path):
    """A certificate for loopback that nobody has signed but itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "platform")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def tls_platform(platform, certificate):
    """The platform behind TLS, and its endpoint."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    platform.speak_tls(context)
    return platform


def test_untrusted_certificate_is_told_at_once(tls_platform, open_session):
    """
    An untrusted certificate is not a temporary failure: one try, and the reason.
    """
    with pytest.raises(
        Unavailable, match=r"\Athe certificate of 127.0.0.1:\d+ is not trusted: self.signed certificate$"
    ):
        get(open_session())


def test_certificate_authority_of_the_environment_is_trusted(tls_platform, open_session, certificate, monkeypatch):
    """
    A company that signs its own certificates names them in SSL_CERT_FILE.
    """
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls_platform.answers(200)

    assert get(open_session()).status == 200
