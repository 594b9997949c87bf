"""
Keys and credentials: rotated in place, old ones kept, held without a call, and never printed or stored in clear.
"""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from tests.engine.cybersource.programs import CREDENTIALS, diagnostics, program, resource
from tests.engine.cybersource.shop import Shop
from tests.engine.project import Ran

KEY = "DigitalSignatureKey"
CANARY = "s3cret+canary/with=signs & more"
SPELLINGS = {
    "plain": CANARY,
    "base64": base64.b64encode(CANARY.encode()).decode(),
    "url": quote(CANARY, safe=""),
    "json": json.dumps(CANARY)[1:-1],
}
TOLD = 'pulumi.export("previous", key.previous_keys)\npulumi.export("key", key.key)\n'


def declare(shop: Shop, *lines: str) -> None:
    shop.project.write(program(*lines))


def credentials(**arguments: Any) -> str:
    return resource(CREDENTIALS, "login", **{"client_id": "shop", "client_secret": CANARY, **arguments})


def outputs(shop: Shop) -> Any:
    return shop.project.run("pulumi stack output --json --show-secrets").json


def age(shop: Shop, **moments: str) -> None:
    """
    Let the only key in the state be as old as *moments* say.
    """
    deployment = shop.project.run("pulumi stack export").json
    for one in deployment["deployment"]["resources"]:
        if "cybersource:" in one["type"]:
            one["outputs"].update(moments)
    (shop.project.root / "state.json").write_text(json.dumps(deployment))
    shop.project.run(f"pulumi stack import --file {shop.project.root / 'state.json'}")


def everything(shop: Shop, *runs: Ran) -> str:
    return "".join([shop.project.state_file, *(one.text for one in runs)])


@pytest.fixture
def keyed(shop: Shop) -> Shop:
    """
    A shop with a digital signature key of its own, deployed; the journal is empty.
    """
    declare(shop, resource(KEY, "key", rotation="2026"), TOLD)
    shop.up()
    shop.platform.requests.clear()
    return shop


def test_rotation_is_an_update(keyed: Shop) -> None:
    """
    Another `rotation` shows as an update, makes one key current, and the resource keeps its id.
    """
    before = keyed.stored(KEY)
    declare(keyed, resource(KEY, "key", rotation="2027"), TOLD)
    steps = keyed.project.run("pulumi preview --json").json["steps"]
    keyed.up()
    after = keyed.stored(KEY)

    assert [(one["op"], set(one["detailedDiff"])) for one in steps if KEY in one["urn"]] == [("update", {"rotation"})]
    assert (after["id"], after["outputs"]["keyId"] != before["id"], len(keyed.sent)) == (before["id"], True, 1)


def test_previous_keys_hold_the_old_one(keyed: Shop) -> None:
    """
    After a rotation `previous_keys` has the old secret under its id, and neither secret is in the state in clear.
    """
    old = outputs(keyed)["key"]
    id = keyed.stored(KEY)["id"]
    declare(keyed, resource(KEY, "key", rotation="2027"), TOLD)
    keyed.up()
    told = outputs(keyed)

    assert {name: one["key"] for name, one in told["previous"].items()} == {id: old}
    assert [one for one in (old, told["key"]) if one in keyed.project.state_file] == []


def test_rotation_leaves_nothing_to_do(keyed: Shop) -> None:
    """
    Right after a rotation a preview is empty, and a refresh finds nothing.
    """
    declare(keyed, resource(KEY, "key", rotation="2027"), TOLD)
    keyed.up()

    assert keyed.rest() == ""


@pytest.mark.parametrize(("kind", "title"), [(KEY, "key"), (CREDENTIALS, "login")], ids=["key", "credentials"])
def test_key_that_is_over_age(kind: str, title: str, shop: Shop) -> None:
    """
    A key that has reached `max_age` is rotated by the next `up`; the preview shows it and says why, once.
    """
    declare(shop, resource(KEY, "key", max_age=30) if kind == KEY else credentials(max_age=30))
    shop.up()
    before = shop.stored(kind)["outputs"]["keyId"]
    age(shop, createdOn="2026-01-01T00:00:00Z")
    preview = shop.project.run("pulumi preview")
    shop.up()

    assert diagnostics(preview).count(" days old, and max_age is 30: it is rotated") == 1
    assert (shop.stored(kind)["outputs"]["keyId"] != before, shop.rest()) == (True, "")


@pytest.mark.parametrize("kind", [KEY, CREDENTIALS], ids=["key", "credentials"])
def test_lower_age_counts_at_once(kind: str, shop: Shop) -> None:
    """
    A `max_age` that the key has reached already when it is declared rotates it in the same `up`.
    """
    declare(shop, resource(KEY, "key") if kind == KEY else credentials())
    shop.up()
    before = shop.stored(kind)["outputs"]["keyId"]
    age(shop, createdOn="2026-01-01T00:00:00Z")
    declare(shop, resource(KEY, "key", max_age=30) if kind == KEY else credentials(max_age=30))
    shop.up()

    assert shop.stored(kind)["outputs"]["keyId"] != before


def test_age_that_is_not_reached(keyed: Shop) -> None:
    """
    A `max_age` that is not reached makes no key, neither when it is declared nor later.
    """
    declare(keyed, resource(KEY, "key", rotation="2026", max_age=30), TOLD)
    keyed.up()

    assert (keyed.sent, keyed.rest()) == ([], "")


@pytest.mark.parametrize("kind", [KEY, CREDENTIALS], ids=["key", "credentials"])
@pytest.mark.parametrize(
    ("days", "words"),
    [(7, ", in 6 days: change rotation"), (-7, "expired on "), (40, "")],
    ids=["soon", "past", "later"],
)
def test_expiry_is_remarked_once(kind: str, days: int, words: str, shop: Shop) -> None:
    """
    A key that ends within 30 days, or has ended, is remarked once in a preview, with the resource's name.
    """
    given = {"expiry_duration": 365}
    declare(shop, resource(KEY, "key", **given) if kind == KEY else credentials(**given))
    shop.up()
    age(shop, expirationDate=_in(days))
    said = diagnostics(shop.project.run("pulumi preview"))
    name = "key" if kind == KEY else "login"

    assert said.count(f"{name}: {'digital signature key' if kind == KEY else 'OAuth credentials'} ") == bool(words)
    assert words in said


def _in(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds").replace("+00:00", "Z")


def test_existing_key_is_held_without_a_call(shop: Shop) -> None:
    """
    An existing id and secret are kept without a request, the secret encrypted, and a preview is empty after that.
    """
    secret = base64.b64encode(b"k" * 32).decode()
    declare(shop, resource(KEY, "key", existing_key_id="key-7", existing_key=secret), TOLD)
    said = shop.up()

    assert (outputs(shop)["key"], len(shop.platform.requests), shop.rest()) == (secret, 0, "")
    assert [one for one in (secret, "supersedes") if one in everything(shop, said)] == []


def test_existing_key_is_followed_by_a_new_one(shop: Shop) -> None:
    """
    Where an existing key is given up for a new one, it is among the previous keys, and the id stays.
    """
    secret = base64.b64encode(b"k" * 32).decode()
    declare(shop, resource(KEY, "key", existing_key_id="key-7", existing_key=secret), TOLD)
    shop.up()
    declare(shop, resource(KEY, "key"), TOLD)
    shop.up()

    assert outputs(shop)["previous"]["key-7"]["key"] == secret
    assert (len(shop.sent), shop.stored(KEY)["id"]) == (1, "key-7")


def test_new_key_says_what_it_supersedes(shop: Shop) -> None:
    """
    A preview of a new key says, once and with its name, for which organization it becomes the active one.
    """
    declare(shop, resource(KEY, "key"))
    said = diagnostics(shop.project.run("pulumi preview"))

    assert (
        f"key: creates a key that becomes the active one of organization '{shop.platform.organization_id}': it "
        "supersedes the key that its receivers use now."
    ) in said
    assert said.count("supersedes the key") == 1


def test_key_whose_answer_is_lost(shop: Shop) -> None:
    """
    Where the answer to a new key is lost, one line says what may be left behind, and the next `up` makes another.
    """
    shop.platform.fail("reset-after", method="POST")
    declare(shop, resource(KEY, "key"))
    said = diagnostics(shop.project.fail("pulumi up --yes --skip-preview"))
    shop.up()

    assert said.count("A key whose secret nobody holds may have been left behind") == 1
    assert [one.key_id for one in shop.platform.keys][-1] == shop.stored(KEY)["id"]


def test_rotation_whose_answer_is_lost(keyed: Shop) -> None:
    """
    Where the answer to a rotation is lost, the old key stays current in the state, and the next `up` rotates.
    """
    before = keyed.stored(KEY)["outputs"]["keyId"]
    keyed.platform.fail("reset-after", method="POST")
    declare(keyed, resource(KEY, "key", rotation="2027"), TOLD)
    keyed.project.fail("pulumi up --yes --skip-preview")
    between = keyed.stored(KEY)["outputs"]["keyId"]
    keyed.up()

    assert between == before
    assert set(outputs(keyed)["previous"]) == {before}


def test_credentials_are_stored_anew(shop: Shop) -> None:
    """
    Changed credentials are stored anew by one request each, and the resource keeps its id.
    """
    declare(shop, credentials())
    shop.up()
    id = shop.stored(CREDENTIALS)["id"]
    declare(shop, credentials(client_secret="another secret"))
    shop.up()
    stored = shop.stored(CREDENTIALS)

    assert [body["keyInformation"]["key"] for _, body in shop.sent] == [CANARY, "another secret"]
    assert (stored["id"], stored["outputs"]["keyId"] != id, shop.rest()) == (id, True, "")


@pytest.mark.parametrize("answers", ["shown", "masked"])
def test_secret_is_nowhere(answers: str, shop: Shop) -> None:
    """
    A client secret is in no state file, preview, row or error, however it is spelled.
    """
    shop.platform.turn(oauth_secret_in_answers=answers)
    declare(shop, credentials())
    runs = [shop.project.run("pulumi preview --diff"), shop.project.run("pulumi up --yes --diff")]
    declare(shop, credentials(rotation="2027"))
    shop.platform.fail(500, count=9, method="POST")
    runs += [shop.project.run("pulumi preview --json"), shop.project.fail("pulumi up --yes --skip-preview")]
    runs += [shop.project.run("pulumi refresh --yes"), shop.project.run("pulumi stack export")]
    text = everything(shop, *runs)

    assert [name for name, one in SPELLINGS.items() if one in text] == []


def test_refused_credentials_are_not_quoted(shop: Shop) -> None:
    """
    A platform that refuses credentials is told of in one line, without the secret.
    """
    shop.platform.turn(organizations=("somebody_else",))
    declare(shop, credentials())
    said = diagnostics(shop.project.fail("pulumi up --yes --skip-preview"))

    assert said.count("error: cannot store OAuth credentials for organization ") == 1
    assert [name for name, one in SPELLINGS.items() if one in said] == []


def test_forgotten_credentials_are_mentioned(shop: Shop) -> None:
    """
    Destroying credentials says, with their name and id, that they stay valid at the platform.
    """
    declare(shop, credentials())
    shop.up()
    id = shop.stored(CREDENTIALS)["id"]
    said = diagnostics(shop.project.run("pulumi destroy --yes --skip-preview"))

    assert said.count(f"login: the platform has no way to delete credentials: {id} is forgotten here") == 1
