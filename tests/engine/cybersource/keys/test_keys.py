"""
Keys and credentials: rotated in place, old ones kept, held without a call, and never printed or stored in clear.
"""

import base64
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from tests.engine.cybersource.programs import CREDENTIALS, diagnostics, program, resource
from tests.engine.cybersource.shop import Shop
from tests.engine.project import Project, Ran

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

KEY = "DigitalSignatureKey"
CANARY = "s3cret+canary/with=signs & more"
SPELLINGS = {
    "plain": CANARY,
    "base64": base64.b64encode(CANARY.encode()).decode(),
    "url": quote(CANARY, safe=""),
    "json": json.dumps(CANARY)[1:-1],
}
NAMES = {"key": "signature key", "login": "OAuth credentials"}
TOLD = 'pulumi.export("previous", key.previous_keys)\npulumi.export("key", key.key)\n'


def declare(shop: Shop, *lines: str) -> None:
    shop.project.write(program(*lines))


def credentials(**arguments: Any) -> str:
    return resource(CREDENTIALS, "login", **{"client_id": "shop", "client_secret": CANARY, **arguments})


def outputs(shop: Shop) -> Any:
    return shop.project.run("pulumi stack output --json --show-secrets").json


def age(shop: Shop, **moments: str) -> None:
    """
    Let every key in the state be as old as *moments* say.
    """
    ages(shop, {one["urn"].rpartition("::")[2]: moments for one in shop.project.resources("")})


def ages(shop: Shop, moments: dict[str, dict[str, str]]) -> None:
    """
    Let keys in the state be as old as *moments* say of each, by name.
    """
    state = json.loads(shop.project.state_file)
    for one in state["checkpoint"]["latest"]["resources"]:
        if "cybersource:" in one["type"]:
            one["outputs"].update(moments[one["urn"].rpartition("::")[2]])
    shop.project.state_path.write_text(json.dumps(state))


def of_both(shop: Shop) -> dict[str, str]:
    """
    The current id of the key and of the credentials.
    """
    return {kind: shop.stored(kind)["outputs"]["keyId"] for kind in (KEY, CREDENTIALS)}


def everything(shop: Shop, *runs: Ran) -> str:
    return "".join([shop.project.state_file, *(one.text for one in runs)])


@dataclass(frozen=True)
class Rotation:
    """
    A rotation: what previews of it show, what it sends, and what it leaves.

    Args:
        before: The key in the state before it.
        after: The same key after it.
        old: The secret before it.
        steps: The steps of a preview, as JSON.
        text: A preview with details.
        sent: What was asked of the platform.
        outputs: The outputs of the stack after it.
        state: The file of the state after it.
        rest: What is left to do after it.
    """

    before: dict[str, Any]
    after: dict[str, Any]
    old: str
    steps: list[dict[str, Any]]
    text: str
    sent: list[Any]
    outputs: Any
    state: str
    rest: str


@pytest.fixture(scope="module")
def rotation(configured: Project, running: CybersourceSimulator, tmp_path_factory: pytest.TempPathFactory) -> Rotation:
    """
    One rotation for all tests that only look at it.
    """
    running.reset()
    running.add_signature_key()
    shop = Shop(configured.copy_to(tmp_path_factory.mktemp("rotation")), running)
    declare(shop, resource(KEY, "key", rotation="2026"), TOLD)
    shop.up()
    running.requests.clear()
    before, old = shop.stored(KEY), outputs(shop)["key"]
    declare(shop, resource(KEY, "key", rotation="2027"), TOLD)
    steps = shop.project.run("pulumi preview --json").json["steps"]
    text = shop.project.run("pulumi preview --diff").text
    shop.up()
    return Rotation(
        before, shop.stored(KEY), old, steps, text, shop.sent, outputs(shop), shop.project.state_file, shop.rest()
    )


def test_rotation_is_an_update(rotation: Rotation) -> None:
    """
    Another `rotation` shows as an update of the key as well, makes one key current, and the resource keeps its id.
    """
    before, after = rotation.before, rotation.after

    assert [(one["op"], set(one["detailedDiff"])) for one in rotation.steps if KEY in one["urn"]] == [
        ("update", {"rotation", "key", "keyId", "previousKeys"})
    ]
    assert (after["id"], after["outputs"]["keyId"] != before["id"], len(rotation.sent)) == (before["id"], True, 1)


def test_rotation_is_previewed(rotation: Rotation) -> None:
    """
    A preview of a rotation shows the id of the key as changing and no secret, and warns once that receivers need it.
    """
    text, id = rotation.text, rotation.before["id"]
    lines = [re.sub(r" +", " ", line).strip() for line in text.splitlines()]

    assert [line for line in lines if line.startswith("~ ") and "(update)" not in line] == [
        "~ key : [secret] => [unknown]",
        f'~ keyId : "{id}" => [unknown]',
        "~ previousKeys: [secret] => [unknown]",
        '~ rotation : "2026" => "2027"',
        "~ 1 to update",
    ]
    assert text.count("key: this update rotates the key, which supersedes the organization's active key; give") == 1


def test_previous_keys_hold_the_old_one(rotation: Rotation) -> None:
    """
    After a rotation `previous_keys` has the old secret under its id, and neither secret is in the state in clear.
    """
    told = rotation.outputs

    assert {name: one["key"] for name, one in told["previous"].items()} == {rotation.before["id"]: rotation.old}
    assert [one for one in (rotation.old, told["key"]) if one in rotation.state] == []


def test_rotation_leaves_nothing_to_do(rotation: Rotation) -> None:
    """
    Right after a rotation a preview is empty, and a refresh finds nothing.
    """
    assert rotation.rest == ""


def test_first_rotation_is_recorded(shop: Shop) -> None:
    """
    The first `rotation` of a key shows as an addition of it alone, and creates no key.
    """
    declare(shop, resource(KEY, "key"), TOLD)
    shop.up()
    shop.platform.requests.clear()
    declare(shop, resource(KEY, "key", rotation="2026", max_age=30), TOLD)
    steps = shop.project.run("pulumi preview --json").json["steps"]
    ran = shop.up()

    assert [set(one["detailedDiff"]) for one in steps if KEY in one["urn"]] == [{"rotation", "maxAge"}]
    assert ("rotates" in ran.out, shop.sent, shop.rest()) == (False, [], "")


def test_key_that_is_over_age(shop: Shop) -> None:
    """
    A key, or credentials, that reached `max_age` are rotated by the next `up`; the preview shows it and says why, once.
    """
    declare(shop, resource(KEY, "key", max_age=30), credentials(max_age=30))
    shop.up()
    before = of_both(shop)
    age(shop, createdOn="2026-01-01T00:00:00Z")
    refreshed = shop.project.run("pulumi refresh --yes --expect-no-changes")
    ran = shop.project.run("pulumi preview")
    shop.up()
    after = of_both(shop)

    for name, words in (("key", "this update rotates it"), ("login", "this update stores them again")):
        found = [line for line in diagnostics(ran).splitlines() if f"warning: {name}: " in line]
        assert [f" days old (max_age is 30 days): {words}" in line for line in found] == [True]
    assert ("[diff: ~key,keyId,previousKeys]" in ran.out, "[diff: ~keyId]" in ran.out) == (True, True)
    assert "days old" not in refreshed.out
    assert [kind for kind in after if after[kind] == before[kind]] == []
    assert shop.rest() == ""


EXPIRIES = {
    "soon": (7, ", in 6 days: set rotation, then change it"),
    "past": (-7, "expired on "),
    "later": (40, None),
}


def test_expiry_is_remarked_once(shop: Shop) -> None:
    """
    A key that ends within 30 days, or has ended, is remarked once in a preview, with the resource's name.
    """
    given = {"expiry_duration": 365}
    keys = [resource(KEY, f"{name}_key", organization_id=name, **given) for name in EXPIRIES]
    logins = [
        resource(CREDENTIALS, f"{name}_login", organization_id=name, client_id="shop", client_secret=CANARY, **given)
        for name in EXPIRIES
    ]
    declare(shop, *keys, *logins)
    shop.up()
    ages(
        shop,
        {f"{name}_{kind}": {"expirationDate": _in(days)} for name, (days, _) in EXPIRIES.items() for kind in NAMES},
    )
    lines = [line for line in diagnostics(shop.project.run("pulumi preview")).splitlines() if "warning: " in line]

    for name, (_, words) in EXPIRIES.items():
        for kind, called in NAMES.items():
            found = [line for line in lines if f" {name}_{kind}: {called} " in line]
            assert [words in line for line in found if words] == ([True] if words else [])
    assert len(lines) == 4


def _in(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds").replace("+00:00", "Z")


def test_existing_key_is_held_without_a_change(shop: Shop) -> None:
    """
    An existing id and secret are kept without a change, the secret encrypted, and a preview is empty after that.
    """
    secret = base64.b64encode(b"k" * 32).decode()
    declare(shop, resource(KEY, "key", existing_key_id="key-7", existing_key=secret), TOLD)
    said = shop.up()

    assert (outputs(shop)["key"], shop.sent, shop.rest()) == (secret, [], "")
    assert [one for one in (secret, "supersedes") if one in everything(shop, said)] == []


@pytest.mark.parametrize("answers", ["shown", "masked"])
def test_secret_is_nowhere(answers: str, shop: Shop) -> None:
    """
    A client secret is in no state file, preview, row or error, however it is spelled.
    """
    shop.platform.turn(oauth_secret_in_answers=answers)
    declare(shop, credentials(rotation="2026"))
    runs = [shop.project.run("pulumi preview --diff"), shop.project.run("pulumi up --yes --diff")]
    declare(shop, credentials(rotation="2027"))
    shop.platform.fail(500, count=9, method="POST")
    runs += [shop.project.run("pulumi preview --json"), shop.project.fail("pulumi up --yes --skip-preview")]
    runs += [shop.project.run("pulumi refresh --yes"), shop.project.run("pulumi stack export")]
    text = everything(shop, *runs)

    assert [name for name, one in SPELLINGS.items() if one in text] == []
