"""
Every place where a credential enters, as a function from a value and a folder to what is said of it; "" if accepted.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

from tests.cli.command import run
from tests.crypto.certificates import PASSWORD
from tests.cybersource.notifications.sender import KEY_ID, KEYS, MESSAGES, NOON, SECRET, envelope, headers, written

from pulumi_payment_webhooks.cybersource.account.certificate import certificate_of
from pulumi_payment_webhooks.cybersource.account.settings import read_settings
from pulumi_payment_webhooks.cybersource.digital_signature_key.declaration import DigitalSignatureKey
from pulumi_payment_webhooks.cybersource.message_encryption_certificate.declaration import MessageEncryptionCertificate
from pulumi_payment_webhooks.cybersource.notifications import Receiver, read_keys
from pulumi_payment_webhooks.cybersource.oauth_credentials.declaration import OAuthCredentials
from pulumi_payment_webhooks.cybersource.oauth_security_config.declaration import OAuthSecurityConfig
from pulumi_payment_webhooks.cybersource.retry_policy.declaration import RetryPolicy
from pulumi_payment_webhooks.cybersource.webhook_subscription.declaration import WebhookSubscription
from pulumi_payment_webhooks.errors import SettingsProblem
from pulumi_payment_webhooks.reconcile.decide.checks import check, problems_of
from pulumi_payment_webhooks.settings.mechanism import Settings

BODY = written(envelope())
SIGNED = f"v-c-signature: {headers(BODY)['v-c-signature']}"
AT = ["--at", NOON.isoformat()]
STACK = {"MerchantId": "shop", "KeyId": "key-1", "SharedSecret": SECRET, "Environment": "test"}
P12 = {"MerchantId": "shop", "Environment": "test", "Authentication": "jwt-p12"}


def declared(declaration, wire, value, **more):
    """What a preview says of the field *wire* of a declaration."""
    checked = check(declaration, {}, {"organizationId": "o", **more, wire: value})
    return "\n".join(line for line in problems_of(checked) if line.startswith(f"{wire}: "))


def asked(function, *arguments, **named):
    """What a library call says that refuses its arguments."""
    try:
        function(*arguments, **named)
    except SettingsProblem as problem:
        return str(problem)
    return ""


def typed(*options, stdin=BODY, **environment):
    """What the command line says; it must be one line, with the exit code of a wrong option."""
    ran = run(*options, stdin=stdin, environment=environment)
    assert (ran.code, ran.err.count("\n")) in [(2, 1), (0, 0)]
    return ran.err


def file_with(folder: Path, value):
    """A file with that content."""
    file = folder / "given"
    file.write_bytes(value if isinstance(value, bytes) else value.encode())
    return str(file)


def verified(*keys, stdin=BODY, **environment):
    """What `payment-webhooks verify` says with these options for keys."""
    return typed("verify", *keys, "-H", SIGNED, *AT, stdin=stdin, **environment)


def in_stack(name, value, base=STACK):
    """What is said of a setting in the stack's config."""
    config = {f"payment-webhooks:cybersource{key}": one for key, one in {**base, name: value}.items()}
    return asked(lambda: certificate_or_settings(Settings(config.get, {})))


def in_environment(name, variable, value, base=STACK):
    """What is said of a setting in the environment."""
    config = {f"payment-webhooks:cybersource{key}": one for key, one in base.items() if key != name}
    return asked(lambda: certificate_or_settings(Settings(config.get, {variable: value})))


def certificate_or_settings(settings):
    """All that is looked at before the first request."""
    read = read_settings(settings)
    if read.p12:
        certificate_of(read, at=datetime.now(UTC))


SIGNATURE_KEY_PLACES = {
    "program": lambda value, _: declared(DigitalSignatureKey, "existingKey", value, existingKeyId="key-1"),
    "receiver": lambda value, _: asked(Receiver, keys={KEY_ID: value}),
    "function of a receiver": lambda value, _: asked(
        Receiver(keys=lambda _: value).verify, BODY, headers(BODY), at=NOON
    ),
    "variable of a receiver": lambda value, _: asked(read_keys, json.dumps({KEY_ID: value})),
    "file of the command": lambda value, folder: verified("--key", f"{KEY_ID}={file_with(folder, value)}"),
    "variable of the command": lambda value, _: verified("--key", f"{KEY_ID}=env:GIVEN", GIVEN=value),
    "file of all keys": lambda value, folder: verified("--keys", file_with(folder, json.dumps({KEY_ID: value}))),
}
SHARED_SECRET_PLACES = {
    "shared secret of a stack": lambda value, _: in_stack("SharedSecret", value),
    "shared secret in a variable": lambda value, _: in_environment("SharedSecret", "CYBERSOURCE_SHARED_SECRET", value),
}
BASE64_PLACES = SIGNATURE_KEY_PLACES | SHARED_SECRET_PLACES
ID_PLACES = {
    "program": lambda value, _: declared(DigitalSignatureKey, "existingKeyId", value, existingKey=SECRET),
    "receiver": lambda value, _: asked(Receiver, keys={value: SECRET}),
    "variable of a receiver": lambda value, _: asked(read_keys, json.dumps({value: SECRET})),
    "option of the command": lambda value, _: verified("--key", f"{value}=env:GIVEN", GIVEN=SECRET),
    "stack": lambda value, _: in_stack("KeyId", value),
    "variable": lambda value, _: in_environment("KeyId", "CYBERSOURCE_KEY_ID", value),
}
OTHER_IDS = {
    "merchant": lambda value, _: in_stack("MerchantId", value),
    "organization": lambda value, _: in_stack("OrganizationId", value),
    "portfolio": lambda value, _: in_stack("PortfolioId", value),
    "allowed organizations": lambda value, _: in_stack("AllowedOrganizations", [value]),
}
DECLARED_IDS = {
    "organization of a subscription": lambda value, _: declared(WebhookSubscription, "organizationId", value),
    "organization of a signature key": lambda value, _: declared(DigitalSignatureKey, "organizationId", value),
    "organization of credentials": lambda value, _: declared(OAuthCredentials, "organizationId", value),
    "organization of a certificate": lambda value, _: declared(MessageEncryptionCertificate, "organizationId", value),
    "subscription of a retry policy": lambda value, _: declared(RetryPolicy, "subscription", value),
    "subscription of a security config": lambda value, _: declared(OAuthSecurityConfig, "subscription", value),
}
OAUTH_PLACES = {
    "client id": lambda value, _: declared(OAuthCredentials, "clientId", value, clientSecret="s"),
    "client secret": lambda value, _: declared(OAuthCredentials, "clientSecret", value, clientId="c"),
}
PRIVATE_KEY_PLACES = {
    "receiver": lambda value, _: asked(Receiver, keys=KEYS, decryption_keys=[value]),
    "receiver, alone": lambda value, _: asked(Receiver, keys=KEYS, decryption_keys=value),
    "receiver, by name": lambda value, _: asked(Receiver, keys=KEYS, decryption_keys={"cert-1": value}),
    "file of verify": lambda value, folder: verified(
        "--key", f"{KEY_ID}=env:GIVEN", "--private-key", file_with(folder, value), GIVEN=SECRET
    ),
    "file of decrypt": lambda value, folder: typed(
        "decrypt", "--private-key", file_with(folder, value), stdin=MESSAGES["vectors"][1]["message"].encode()
    ),
}
TEXT_PRIVATE_KEY_PLACES = {
    "variable of verify": lambda value, _: verified(
        "--key", f"{KEY_ID}=env:GIVEN", "--private-key", "env:PEM", GIVEN=SECRET, PEM=value
    ),
}
CERTIFICATE_PLACES = {
    "program": lambda value, _: declared(MessageEncryptionCertificate, "certificate", value),
}
P12_PLACES = {
    "stack": lambda value, _: in_stack("P12", value, {**P12, "P12Password": PASSWORD}),
    "variable": lambda value, _: in_environment("P12", "CYBERSOURCE_P12", value, {**P12, "P12Password": PASSWORD}),
}
