"""From the settings of a P12 file to requests that the simulator accepts, and what is refused before any request."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr
from tests.crypto.certificates import ID, PASSWORD, merchant_key, registered
from tests.cybersource.life import account_at
from tests.cybersource.orders import LEAST, SUBSCRIPTION

from pulumi_payment_webhooks.cybersource.account.certificate import certificate_of
from pulumi_payment_webhooks.cybersource.account.connection import connect
from pulumi_payment_webhooks.cybersource.account.settings import CybersourceSettings
from pulumi_payment_webhooks.errors import Missing, Refused, SettingsProblem

NOW = datetime.now(UTC)
WEBHOOKS = "/notification-subscriptions/v2/webhooks"


def settings_with(p12, password=PASSWORD):
    """Settings that sign with a certificate; nothing is asked of their platform."""
    return CybersourceSettings(
        endpoint="http://127.0.0.1:9",
        merchant_id="testrest",
        organization_id="testrest",
        key_id="",
        shared_secret=SecretStr(""),
        authentication="jwt-p12",
        p12=SecretStr(p12),
        p12_password=SecretStr(password),
    )


@pytest.fixture
def file(tmp_path):
    """A P12 file of the merchant."""
    path = tmp_path / "testrest.p12"
    path.write_bytes(merchant_key().p12(PASSWORD))
    return path


def test_file_is_read(file):
    """
    The setting may hold a path.
    """
    assert certificate_of(settings_with(str(file)), at=NOW).id == ID


def test_path_may_be_relative(file, monkeypatch):
    """
    A path counts from the folder in which the process runs.
    """
    monkeypatch.chdir(file.parent)

    assert certificate_of(settings_with("testrest.p12"), at=NOW).id == ID


@pytest.mark.parametrize("encode", [base64.b64encode, base64.encodebytes], ids=["one line", "many lines"])
def test_content_is_taken(file, encode):
    """
    The setting may hold the content itself, in base64 with or without line breaks.
    """
    assert certificate_of(settings_with(encode(file.read_bytes()).decode()), at=NOW).id == ID


def refused(p12, password=PASSWORD, at=NOW):
    """The words with which a P12 file is refused."""
    with pytest.raises(SettingsProblem) as problem:
        certificate_of(settings_with(p12, password), at=at)
    return str(problem.value)


def test_file_that_is_not_there_is_named(tmp_path):
    """
    The refusal gives the file's name, the reason and the remedy.
    """
    assert refused(str(tmp_path / "gone.p12")).startswith(
        "cybersourceP12: 'gone.p12' cannot be read: No such file or directory. Give the path of a P12 file"
    )


def test_damaged_content_is_not_repeated(file):
    """
    Content that was cut is refused as such, and stays unseen.
    """
    cut = base64.b64encode(file.read_bytes()).decode()[:-101]
    said = refused(cut)

    assert "characters, which are not a multiple of 4: it was cut" in said
    assert cut[:8] not in said


@pytest.mark.parametrize("path", ["a\0b.p12", "~nobody-of-that-name/x.p12"])
def test_impossible_path_is_refused(path):
    """
    What cannot be a path is a problem of the setting, and no crash.
    """
    assert "cannot be read" in refused(path)


def test_wrong_password_is_refused_unseen(file):
    """
    The refusal says that the password is wrong, not which it was.
    """
    said = refused(str(file), "hunter2")

    assert "'testrest.p12' does not open: the password is wrong" in said
    assert "hunter2" not in said


def test_expired_certificate_is_refused(file):
    """
    From the end of the certificate on, the refusal says since when.
    """
    end = merchant_key().expires

    assert f"the certificate {ID} expired on {end:%Y-%m-%d}" in refused(str(file), at=end + timedelta(seconds=1))


@pytest.fixture
def simulator_p12(cybersource_simulator):
    """The settings of a certificate that the simulator has on file."""
    content = registered(cybersource_simulator).p12(PASSWORD)
    return {
        "Authentication": "jwt-p12",
        "P12": base64.b64encode(content).decode(),
        "P12Password": PASSWORD,
        "KeyId": None,
        "SharedSecret": None,
    }


def test_request_signed_with_the_certificate_is_accepted(cybersource_simulator, simulator_p12):
    """
    Without any shared secret a request is let pass: the object is missing, the credentials are not.
    """
    settings = account_at(cybersource_simulator, **simulator_p12).settings

    with pytest.raises(Missing):
        connect(settings).ask("GET", f"{WEBHOOKS}/x", doing="read it")


def test_certificate_of_another_platform_is_refused(cybersource_simulator, file):
    """
    A certificate that is not on file is refused, and the refusal names the setting.
    """
    changes = {"Authentication": "jwt-p12", "P12": str(file), "P12Password": PASSWORD}
    settings = account_at(cybersource_simulator, **changes).settings

    with pytest.raises(
        Refused, match=r"does not accept the certificate of merchant .*; check cybersourceP12 and the clock"
    ):
        connect(settings).ask("GET", f"{WEBHOOKS}/x", doing="read it")


def test_account_with_an_unusable_file_is_none(cybersource_simulator):
    """
    An unusable file stops a resource before anything is asked, as any other wrong setting does.
    """
    with pytest.raises(SettingsProblem, match=r"'gone\.p12' cannot be read"):
        account_at(cybersource_simulator, Authentication="jwt-p12", P12="gone.p12", P12Password=PASSWORD)


POLICY = {
    "securityType": "oAuth_JWT",
    "config": {
        "oAuthURL": "https://login.example.com/token",
        "additionalConfig": {"aud": "idp", "client_id": "A", "scope": "s"},
    },
}


@pytest.mark.parametrize(
    ("inputs", "path"),
    [
        ({"securityPolicy": POLICY}, ("securityPolicy", "securityType")),
        (POLICY, ("securityType",)),
    ],
    ids=["inline", "apart"],
)
@pytest.mark.parametrize("authentication", ["jwt", "http-signature"])
def test_assertion_without_certificate_is_refused(cybersource_simulator, authentication, inputs, path):
    """
    Inline or apart, `oAuth_JWT` under another authentication is refused at its type, naming the settings to set.
    """
    [problem] = account_at(cybersource_simulator, Authentication=authentication).refuses(inputs)

    assert problem.path == path
    assert problem.reason == (
        f"oAuth_JWT is only stored for requests that a P12 certificate signs, and cybersourceAuthentication is "
        f"{authentication}: pulumi config set payment-webhooks:cybersourceAuthentication jwt-p12, "
        "and set cybersourceP12 and cybersourceP12Password"
    )


@pytest.mark.parametrize("policy", [{"securityType": "oAuth"}, {}, object()], ids=["oAuth", "default", "unknown"])
def test_other_policies_need_no_certificate(cybersource_simulator, policy):
    """
    Any other type, and a policy that is not known yet, is not refused.
    """
    assert list(account_at(cybersource_simulator).refuses({"securityPolicy": policy})) == []


def test_assertion_with_certificate_is_created(cybersource_simulator, life_of, simulator_p12):
    """
    A subscription with `oAuth_JWT` is created by an account that signs with a certificate.
    """
    cybersource_simulator.add_signature_key()
    life_of(SUBSCRIPTION, **simulator_p12).create({**LEAST, "securityPolicy": POLICY})

    [stored] = cybersource_simulator.subscriptions
    assert stored.document["securityPolicy"]["securityType"] == "oAuth_JWT"
