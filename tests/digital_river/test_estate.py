"""What exists in an account of Digital River, with both profiles."""

from typing import Any

import pytest
from tests.digital_river.life import Life, account_at, next_run
from tests.digital_river.webhooks import LEAST, SECRETS, WITH_BASIC, WITH_CLIENT, WITH_TOKENS

from pulumi_payment_webhooks.digital_river.account.account import DigitalRiverAccount
from pulumi_payment_webhooks.digital_river.estate import ESTATE
from pulumi_payment_webhooks.errors import Refused, Unavailable
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

OTHER = {**LEAST, "types": ["order.blocked"]}


def document(address: str) -> dict[str, Any]:
    """A webhook as the simulator holds it."""
    return {
        "address": address,
        "types": ["order.accepted"],
        "enabled": True,
        "apiVersion": "default",
        "transportType": "HTTP",
    }


@pytest.fixture(params=["dr-api", "gc"])
def either(request: pytest.FixtureRequest, simulator: DigitalRiverSimulator) -> DigitalRiverAccount:
    """An account of each profile."""
    simulator.turn(profile=request.param)
    return account_at(simulator, Retries=1)


def test_every_webhook_is_read(either: DigitalRiverAccount, simulator: DigitalRiverSimulator) -> None:
    """
    Each webhook is found, in normal form, in the order of their ids; no account has owners.
    """
    made = [simulator.webhooks.add(document(f"https://hooks.example.com/{n}"), is_live=False) for n in range(3)]
    found = ESTATE.read(either, "")

    assert ESTATE.owners(either) == ("",)
    assert [one.observed.id for one in found] == sorted(one.id for one in made)
    assert {"order.accepted": True} in [one.observed.fields["types"] for one in found]
    assert {"createdTime", "liveMode"} == found[0].observed.added.keys()


def test_empty_account(either: DigitalRiverAccount) -> None:
    """
    Nothing exists where the list is empty, and nothing is asked for keys then.
    """
    assert list(ESTATE.read(either, "", whole=True)) == []
    assert list(ESTATE.keys(either, ())) == []


def test_mode_of_the_key_decides(simulator: DigitalRiverSimulator, account: DigitalRiverAccount) -> None:
    """
    Live webhooks are not among those of a test key.
    """
    simulator.webhooks.add(document("https://hooks.example.com/live"), is_live=True)

    assert list(ESTATE.read(account, "")) == []


def test_list_that_is_full_may_lack_webhooks(simulator: DigitalRiverSimulator, account: DigitalRiverAccount) -> None:
    """
    The platform lists at most 100: at that number, it is said that there may be more, and an old one is found by id.
    """
    made = [simulator.webhooks.add(document(f"https://hooks.example.com/{n}"), is_live=False) for n in range(101)]
    found = ESTATE.read(account, "")
    oldest = ESTATE.find(account, made[0].id)

    assert len(found) == 100
    assert "there may be more" in " ".join(ESTATE.unlisted(account, found))
    assert "there may be more" not in " ".join(ESTATE.unlisted(account, found[1:]))
    assert made[0].id not in [one.observed.id for one in found]
    assert oldest is not None
    assert oldest.observed.fields["address"] == "https://hooks.example.com/0"


@pytest.mark.parametrize(
    ("shown", "unseen"),
    [
        ("shown", {"basic": (), "client": (), "password": ()}),
        (
            "masked",
            {
                "basic": ("authentication.password",),
                "client": ("oauth.clientSecret",),
                "password": ("oauth.clientSecret", "oauth.password"),
            },
        ),
    ],
)
def test_masked_credentials_are_unseen(
    simulator: DigitalRiverSimulator,
    account: DigitalRiverAccount,
    webhooks: Life,
    shown: str,
    unseen: dict[str, tuple[str, ...]],
) -> None:
    """
    What a webhook has and the platform masks is named, and nothing that it does not have.
    """
    declared = {"basic": WITH_BASIC, "client": WITH_CLIENT, "password": WITH_TOKENS}
    ids = {name: webhooks.create(one).id for name, one in declared.items()}
    plain = webhooks.create(LEAST).id
    simulator.turn(credentials_in_answers=shown)
    found = {one.observed.id: one for one in ESTATE.read(account, "")}

    assert {name: found[id].unseen for name, id in ids.items()} == unseen
    assert found[plain].unseen == ()
    assert not [secret for secret in SECRETS if secret in repr(found)]


def test_status_says_whether_it_delivers(
    simulator: DigitalRiverSimulator, account: DigitalRiverAccount, webhooks: Life
) -> None:
    """
    A webhook that the platform has disabled needs somebody; one that delivers does not.
    """
    webhooks.create(LEAST)
    simulator.disable(webhooks.create(OTHER).id)
    said = {one.word: one.urgency for one in map(ESTATE.status, ESTATE.read(account, ""))}

    assert said == {"ENABLED": 0, "DISABLED": 5}
    assert {one.word for one in ESTATE.statuses} == said.keys()


def test_secrets_of_the_console_are_listed_without_values(simulator: DigitalRiverSimulator) -> None:
    """
    With the profile gc, the valid secrets of each webhook are listed: ids and dates, never a value.
    """
    simulator.turn(profile="gc")
    account = account_at(simulator)
    made = simulator.webhooks.add(document("https://hooks.example.com/dr"), is_live=False)
    values = [simulator.secret_of(made.id), simulator.rotate_secret(made.id, "24_hours")]
    simulator.requests.clear()
    keys = ESTATE.keys(account, ESTATE.read(account, ""))

    assert [(one.of, one.expires is None, bool(one.created)) for one in keys] == [
        (made.id, True, True),
        (made.id, False, True),
    ]
    assert not [value for value in values if value in repr(keys)]
    assert [one.path.rpartition("/")[2] for one in simulator.requests] == ["webhooks", "secrets"]


def test_published_api_lists_no_secret(simulator: DigitalRiverSimulator, account: DigitalRiverAccount) -> None:
    """
    With the published API nothing is asked for secrets, and that is said.
    """
    simulator.webhooks.add(document("https://hooks.example.com/dr"), is_live=False)
    found = ESTATE.read(account, "")
    simulator.requests.clear()

    assert list(ESTATE.keys(account, found)) == []
    assert not simulator.requests
    assert ESTATE.lists_keys(account) is False
    assert list(ESTATE.unlisted(account, found)) == []


def test_missing_webhook(simulator: DigitalRiverSimulator, account: DigitalRiverAccount) -> None:
    """
    Only the platform's own answer says that a webhook does not exist.
    """
    assert ESTATE.find(account, "3f0c7a52-6d1e-4b8f-9a37-5c2e81d4b690") is None
    simulator.fail(404, method="GET", count=9, body="html")
    with pytest.raises(Unavailable):
        ESTATE.find(account, "3f0c7a52-6d1e-4b8f-9a37-5c2e81d4b690")


def test_refusal_is_an_error(simulator: DigitalRiverSimulator) -> None:
    """
    An account that may not be read is not empty.
    """
    account = account_at(simulator, ApiKey=simulator.restrict_key("none"))
    with pytest.raises(Refused):
        ESTATE.read(account, "")
    next_run()


def test_whole_objects_are_read_by_their_ids(
    simulator: DigitalRiverSimulator, account: DigitalRiverAccount, webhooks: Life
) -> None:
    """
    The whole of each is asked for by its id.
    """
    id = webhooks.create(LEAST).id
    simulator.requests.clear()
    ESTATE.read(account, "", whole=True)

    assert [one.path.rpartition("/")[2] for one in simulator.requests] == ["webhooks", id]
