"""
Secrets, given and generated, are found nowhere: not in a file, not on the screen, not in an error.
"""

import base64
import re
from pathlib import Path
from urllib.parse import quote

from tests.engine.cybersource.shop import KEY_KIND, PLAIN, Shop, changed
from tests.engine.project import Project

from pulumi_payment_webhooks.cybersource.account.connection import connect
from pulumi_payment_webhooks.cybersource.account.settings import read_settings
from pulumi_payment_webhooks.settings.mechanism import Settings
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

UP = "pulumi up --yes --skip-preview"
TOKEN = "canary+/token=="  # In the URL of a receiver, marked as secret by the program.
KEY = 'key = cybersource.DigitalSignatureKey("key")\npulumi.export("key", key.key)'
URL = f'webhook_url=pulumi.Output.secret("https://hooks.example.com/?token={TOKEN}"), signature_key=key'
ECHOED = 'products={"payments": [pulumi.Config("payment-webhooks").require("cybersourceSharedSecret")]}'
# The engine itself logs what it sends to any provider, from -v=9 on: that is not ours to keep out.
TRAFFIC = re.compile(r"^.*arshaling property for RPC\[.*$", re.MULTILINE)


def _story(project: Project, running: CybersourceSimulator) -> dict[str, str]:
    """
    Return everything that is written or printed while a stack with secrets lives, by place.
    """
    shop = Shop(project, running, before=KEY, more=URL)
    plain = {name: value for name, value in PLAIN.items() if name != "webhook_url"}
    told: dict[str, str] = {}

    shop.declare(plain)
    told["up"] = project.run("pulumi up --yes --diff").text
    shop.declare(plain, more=URL.replace("?token", "?v=2&token"))
    told["preview --diff"] = project.run("pulumi preview --diff").text
    told["preview --json"] = project.run("pulumi preview --json").text
    told["up with a debug log"] = project.run(f"{UP} --debug --logflow -v=9 --logtostderr").text
    told["refresh"] = project.run("pulumi refresh --yes --diff").text
    told["stack output"] = project.run("pulumi stack output").text
    told["stack export"] = project.run("pulumi stack export").text
    told["state"] = project.state_file
    told["settings file"] = project.settings_file.read_text()
    shop.declare(changed(plain, "name", "Refunds"))
    running.fail(500, method="PATCH", count=99)
    told["failed up"] = project.fail(f"{UP} --debug").text
    running.faults.clear()
    shop.declare(plain, more=URL.replace("https:", "http:"))
    told["refused check"] = project.fail("pulumi preview").text
    shop.declare({"name": "Orders"}, more=f"{URL}, {ECHOED}")
    told["echoed secret"] = project.fail(UP).text
    assert re.search(r"the platform refused: event type \S+ does not exist", told["echoed secret"])
    told["destroy"] = project.run("pulumi destroy --yes --diff").text
    return told


def _spellings(secret: str) -> set[str]:
    raw = secret.encode()
    return {secret, base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode(), quote(secret, safe="")}


def test_no_secret_is_told(configured: Project, platform: CybersourceSimulator, tmp_path: Path) -> None:
    """
    No spelling of the shared secret, of the generated key or of a secret argument is found anywhere.

    Not even where the platform's refusal repeats the shared secret. An exported key is shown as `[secret]`.
    The one exception is the log in which the engine itself, from -v=9 on, writes its traffic, as the README says.
    """
    story = _story(configured.copy_to(tmp_path / "pulumi"), platform)
    (key,) = platform.keys
    spellings = {one for secret in (platform.shared_secret, key.secret, TOKEN) for one in _spellings(secret)}
    found = {place for place, text in story.items() for one in spellings if one in TRAFFIC.sub("", text)}

    assert found == set()
    assert re.search(r"key +\[secret\]", story["stack output"])
    assert TOKEN in "".join(TRAFFIC.findall(story["up with a debug log"]))


def test_key_is_ciphertext(open_shop: Shop) -> None:
    """
    The generated key is stored as ciphertext, and can be read with the passphrase.
    """
    project = open_shop.project
    (shown,) = (
        one
        for one in project.run("pulumi stack export --show-secrets").json["deployment"]["resources"]
        if one["type"].endswith(KEY_KIND)
    )

    assert "ciphertext" in open_shop.stored(KEY_KIND)["outputs"]["key"]
    assert len(base64.b64decode(shown["outputs"]["key"]["plaintext"].strip('"'))) == 32


def test_key_is_secret_by_name(open_shop: Shop) -> None:
    """
    The engine is told which properties of a key are secret, besides the mark that each value of them carries.
    """
    assert open_shop.stored(KEY_KIND)["additionalSecretOutputs"] == ["existingKey", "key", "previousKeys"]


def test_nothing_repeats_the_secret(running: CybersourceSimulator) -> None:
    """
    No `repr` of settings, account or connection shows the shared secret.
    """
    config = {
        "payment-webhooks:cybersourceEndpoint": running.endpoint,
        "payment-webhooks:cybersourceMerchantId": running.merchant_id,
        "payment-webhooks:cybersourceKeyId": running.key_id,
        "payment-webhooks:cybersourceSharedSecret": running.shared_secret,
    }
    settings = Settings(config.get, {})
    read = read_settings(settings)
    connection = connect(read)

    assert running.shared_secret not in repr([settings, read, connection, connection.session, running.credentials])
