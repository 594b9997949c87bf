"""
What is harmless around and in a credential, wherever it enters.
"""

import pytest
from cryptography.hazmat.primitives.serialization import PrivateFormat
from tests.credentials.damages import CERTIFICATE, FILE, LOADED, TEXT, base64_of, pem
from tests.credentials.places import (
    BASE64_PLACES,
    CERTIFICATE_PLACES,
    DECLARED_IDS,
    ID_PLACES,
    OAUTH_PLACES,
    OTHER_IDS,
    P12,
    P12_PLACES,
    PRIVATE_KEY_PLACES,
    TEXT_PRIVATE_KEY_PLACES,
    in_environment,
    in_stack,
)
from tests.crypto.certificates import merchant_key
from tests.cybersource.notifications.sender import SECRET

from pulumi_payment_webhooks.cybersource.digital_signature_key.declaration import DigitalSignatureKey
from pulumi_payment_webhooks.cybersource.oauth_credentials.declaration import OAuthCredentials
from pulumi_payment_webhooks.reconcile.decide.checks import check, problems_of


@pytest.mark.parametrize("around", ["{}\n", " {}", "\t{}\r\n", "\ufeff{}", " \n{}\n\n"])
@pytest.mark.parametrize(
    ("place", "value"),
    [
        *((place, SECRET) for place in BASE64_PLACES.values()),
        *((place, "key-1") for name, place in ID_PLACES.items() if name != "option of the command"),
        *((place, "shop") for place in (OTHER_IDS | DECLARED_IDS).values()),
        *((place, "hush 4711") for place in OAUTH_PLACES.values()),
        *((place, TEXT) for place in (PRIVATE_KEY_PLACES | TEXT_PRIVATE_KEY_PLACES).values()),
        *((place, CERTIFICATE) for place in CERTIFICATE_PLACES.values()),
        *((place, base64_of(FILE)) for place in P12_PLACES.values()),
    ],
)
def test_blanks_around_a_credential_do_not_matter(place, value, around, tmp_path):
    """
    Blanks, line breaks and a byte order mark around a credential are removed wherever it enters.
    """
    assert place(around.format(value), tmp_path) == ""


@pytest.mark.parametrize(
    ("declaration", "given"),
    [
        (DigitalSignatureKey, {"existingKeyId": "key-1", "existingKey": SECRET}),
        (OAuthCredentials, {"clientId": "shop", "clientSecret": "hush 4711"}),
    ],
)
def test_state_and_receivers_get_the_clean_value(declaration, given):
    """
    The normal form, which the state stores and outputs show, has the value without blanks around it.
    """
    untidy = {wire: f" {value}\r\n" for wire, value in given.items()}
    checked = check(declaration, {}, {"organizationId": "o", **untidy})

    assert (list(problems_of(checked)), {wire: checked.inputs[wire] for wire in given}) == ([], given)


@pytest.mark.parametrize("password", [" open ", "open sesame", "  ", "pässwörd", "\u00a0x", '"x"', "$X", "<x>"])
@pytest.mark.parametrize("variable", [False, True], ids=["stack", "variable"])
def test_password_keeps_its_blanks(password, variable):
    """
    A P12 password is taken as it is, blanks around it included; only the line break after it is not part of it.
    """
    base = {**P12, "P12": base64_of(merchant_key().p12(password))}
    given = f"{password}\n"
    said = (
        in_environment("P12Password", "CYBERSOURCE_P12_PASSWORD", given, base)
        if variable
        else in_stack("P12Password", given, base)
    )

    assert said == ""


@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
def test_private_key_may_stand_beside_its_certificate(form, tmp_path):
    """
    A file with both, as servers have it, gives the private key; so does either form of PEM.
    """
    key = pem(LOADED, form)

    assert [place(f"{CERTIFICATE}{key}", tmp_path) for place in PRIVATE_KEY_PLACES.values()] == [""] * 5
